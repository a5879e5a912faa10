"""Where TMDB lists titles: asked for, kept as long as its terms allow, and forgotten.

Nothing is asked without a token of the operator's own, nor on an installation none of whose sites is without trade;
when either goes, everything that is kept goes with it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from msgspec import to_builtins

from allostream.audit import actions as audit
from allostream.audit.rules import digest_rows
from allostream.catalogue.actions import raise_versions
from allostream.catalogue.models import Identifier, Title
from allostream.connectors import tmdb
from allostream.connectors.candidates import SourceTrouble
from allostream.connectors.tmdb.client import KINDS, NUMBER
from allostream.discovery import actions
from allostream.discovery.models import TmdbListing
from allostream.discovery.queries import spent
from allostream.lib import clock
from allostream.net.asking import Asker
from allostream.sites.models import Site

AT_ONCE = 20
FORGOTTEN_AT_ONCE = 500


def kept_for() -> timedelta:
    """How long a listing is kept: as the operator says, never longer than TMDB allows."""
    return min(timedelta(days=settings.TMDB_DAYS), tmdb.LONGEST)


def is_allowed() -> bool:
    """Whether TMDB may be asked at all. One query where the operator has given a token."""
    return bool(settings.TMDB_TOKEN) and Site.objects.filter(is_noncommercial=True).exists()


def is_anything_due() -> bool:
    """Whether TMDB may be asked and there is a title to ask about. Five queries at most, none without a token."""
    return is_allowed() and next(_due(1), None) is not None and _left() > 0


def _left() -> int:
    """How many requests of today are left."""
    return settings.SOURCE_BUDGETS.get(tmdb.SLUG, tmdb.DAILY) - spent().get(tmdb.SLUG, 0)


def renew(ask: Asker, *, limit: int = AT_ONCE) -> int:
    """Ask for the listings that are oldest, then for those of the best known titles without one; returns how many."""
    left = _left() if is_allowed() else 0
    if left <= 0:
        return 0
    done = 0
    for title, scheme, value in list(_due(min(limit, left))):
        if not NUMBER.fullmatch(value):
            keep(title, {})
            continue
        try:
            found = tmdb.listings(scheme, value, settings.TMDB_TOKEN, ask)
        except SourceTrouble as trouble:
            # A token that is refused today will be tomorrow: one request a day finds out.
            actions.spend(tmdb.SLUG, left if trouble.permanent else 1)
            break
        actions.spend(tmdb.SLUG, 1)
        left -= 1
        keep(title, {country: to_builtins(one) for country, one in found.items()})
        done += 1
    return done


def keep(title_id: int, told: dict[str, object]) -> None:
    """Keep what was told of a title; its pages are told only where that is something else than before."""
    with transaction.atomic():
        before = TmdbListing.objects.filter(title=title_id).values_list("told", flat=True).first()
        TmdbListing.objects.update_or_create(title_id=title_id, defaults={"told": told, "asked_at": clock.now()})
        if (before or {}) != told:
            raise_versions([title_id], lists=False)


def forget() -> int:
    """Delete what may not be kept any longer; returns how many. Two queries where there is nothing."""
    too_old = TmdbListing.objects.filter(asked_at__lte=clock.now() - kept_for())
    rows = too_old if is_allowed() else TmdbListing.objects.all()
    ids = list(rows.order_by("asked_at").values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    if ids:
        with transaction.atomic():
            TmdbListing.objects.filter(pk__in=ids).delete()
            raise_versions(ids, lists=False)
            audit.record_batch(
                "listing.forget", by=actions.FINDER, subject_kind="listing", count=len(ids),
                summary={"source": tmdb.SLUG}, digest=digest_rows({"title": pk} for pk in ids),
            )  # fmt: skip
    return len(ids)


def _due(limit: int) -> Iterator[tuple[int, str, str]]:
    """Titles with their numbers at TMDB: those asked longest ago, then the best known that were never asked for."""
    since: datetime = clock.now() - kept_for() / 2
    old = TmdbListing.objects.filter(asked_at__lte=since).order_by("asked_at").values_list("pk", flat=True)[:limit]
    ids = list(old)
    if len(ids) < limit:
        numbers = Identifier.objects.filter(title=OuterRef("pk"), scheme__in=KINDS)
        present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
        new = present.filter(Exists(numbers), ~Exists(TmdbListing.objects.filter(title=OuterRef("pk"))))
        ids += new.order_by("-popularity", "id").values_list("pk", flat=True)[: limit - len(ids)]
    rows = Identifier.objects.filter(title__in=ids, scheme__in=KINDS).order_by("title", "scheme", "value")
    numbers_of: dict[int, tuple[str, str]] = {}
    for title, scheme, value in rows.values_list("title_id", "scheme", "value"):
        numbers_of.setdefault(title, (scheme, value))
    yield from ((title, *numbers_of[title]) for title in ids if title in numbers_of)
