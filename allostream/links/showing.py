"""What may be shown in which country, written by the rule for all rows of some titles (ShownLink)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from allostream.lib import clock
from allostream.lib.countries import current
from allostream.links.ban_rules import hidden_by
from allostream.links.ending_rules import Cause, Key, Way, cause_of
from allostream.links.endings import note_endings
from allostream.links.held_down import with_marks
from allostream.links.models import ShownLink, WatchLink
from allostream.links.queries.bans import bare_in_force, seen_of
from allostream.links.queries.offers import NO_PARTS, answer_rows, answers_of_parts, standing
from allostream.links.queries.shown import signature
from allostream.links.rules import (
    FREE_OFFERS,
    Answer,
    Basis,
    Form,
    RightsBasis,
    Standing,
    answer_for,
    countries_shown,
    forbids_trade,
    form_allowed,
    languages_followed,
    rights_basis_of,
    uses,
    why_hidden,
    window,
)


class _Present(NamedTuple):
    """A row as it stood before."""

    pk: int
    link_id: int
    title_id: int
    country: str
    is_free: bool
    noncommercial: bool
    opens_at: datetime | None
    closes_at: datetime | None


def refresh_shown(title_ids: Collection[int]) -> None:
    """Rewrite the ShownLink rows of titles by the rule, in the caller's transaction, and note what is shown no longer.

    Eight queries and two writes, four queries more where anything is marked, up to two more where something ends or is
    shown again.
    """
    ids = list(title_ids)
    answers, parts = answer_rows(ids), answers_of_parts(ids)
    links = with_marks(_with_bans(WatchLink.objects.filter(title__in=ids).select_related("host", "channel")))
    states = {
        link.pk: (link, standing(link, parts.get(link.title_id, NO_PARTS).answers(link, answers[link.title_id])))
        for link in links
    }
    wanted = {(row.link_id, row.country): row for link, state in states.values() for row in _shown_rows(link, state)}
    present = [_Present(*row) for row in ShownLink.objects.filter(title__in=ids).values_list(*_Present._fields)]
    stale = [row.pk for row in present if (row.link_id, row.country) not in wanted]
    ShownLink.objects.filter(pk__in=stale).delete()
    ShownLink.objects.bulk_create(
        wanted.values(), update_conflicts=True, unique_fields=["link", "country"], batch_size=2000,
        update_fields=[
            "title", "offer", "is_free", "is_open_licence", "host", "languages", "rights_basis", "noncommercial",
            "opens_at", "closes_at", "form",
        ],
    )  # fmt: skip

    def cause(key: Key, way: Way) -> Cause:
        _link, state = states.get(way.link_id, (None, None))
        return cause_of(why_hidden(state, key[1], clock.now(), audience=settings.AUDIENCE) if state else None)

    note_endings(ids, present, wanted.values(), cause)


def _with_bans(links: Iterable[WatchLink]) -> list[WatchLink]:
    """The links, each with the ban that holds it now: here past and future ones alike pass. One query, and a write for
    each ban whose links change."""
    bans, now, found = bare_in_force(), clock.now(), list(links)
    lasting = {ban.id for ban in bans if ban.is_orphan}
    moved: dict[int | None, list[int]] = defaultdict(list)
    for link in found:
        if link.ban_id in lasting:
            continue
        ban = hidden_by(bans, seen_of(link), now)
        if link.ban_id != (ban.id if ban else None):
            link.ban_id = ban.id if ban else None
            moved[link.ban_id].append(link.pk)
    for ban_id, pks in moved.items():
        WatchLink.objects.filter(pk__in=pks).update(ban=ban_id)
    return found


def _shown_rows(link: WatchLink, state: Standing) -> list[ShownLink]:
    rows = []
    for country in countries_shown(state, current(), settings.AUDIENCE):
        answer = answer_for(state.answers, country) if link.basis == Basis.WORK else None
        rows.append(_shown_row(link, state, country, answer))
    return rows


def _shown_row(link: WatchLink, state: Standing, country: str, answer: Answer | None) -> ShownLink:
    rights_basis = rights_basis_of(state.basis, answer, state.granted)
    opens_at, closes_at = window(state, country, clock.now(), settings.AUDIENCE)
    return ShownLink(
        link=link, title_id=link.title_id, country=country, offer=link.offer, is_free=link.offer in FREE_OFFERS,
        is_open_licence=rights_basis is RightsBasis.OPEN_LICENCE, host_id=link.host_id, rights_basis=rights_basis,
        languages=signature(languages_followed(link.audio, link.subtitles)),
        noncommercial=forbids_trade(answer, state.granted), opens_at=opens_at, closes_at=closes_at,
        form=form_allowed(Form(link.form), uses(state.basis, answer, state.granted)),
    )  # fmt: skip
