"""Every write of watch links and of the answers they rest on.

Each action is one transaction: rows, what may be shown (ShownLink), the title's version, one audit entry, outbox rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue_actions
from allostream.catalogue.models import Title
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.hosts import actions as hosts_actions
from allostream.hosts.identity import Identity, identify
from allostream.hosts.identity import NotAnAddress as Unreadable
from allostream.hosts.models import Channel, Host
from allostream.hosts.models import Standing as HostStanding
from allostream.hosts.queries import address_table
from allostream.hosts.rules import HostRow
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.lib.problems import AlreadyHere, HostNotListed, NotAnAddress, NotFound, Problem, gettext_noop
from allostream.links.ban_rules import Seen
from allostream.links.deciding import decide
from allostream.links.ending_rules import Cause
from allostream.links.endings import hide
from allostream.links.models import CountryFigures, RightsAnswer, ShownLink, WatchLink
from allostream.links.queries.bans import ban_against
from allostream.links.queries.marks import marks_on
from allostream.links.rules import (
    Basis,
    Form,
    Ground,
    Health,
    Offer,
    Origin,
)
from allostream.links.showing import refresh_shown as refresh_shown
from allostream.links.submitting import (
    Declared,
    declared_columns,
    identity_columns,
    relate_new,
    snapshot,
    told_columns,
)
from allostream.links.verdicts import Given, write_verdict
from allostream.outbox import actions as outbox
from allostream.rights.deciding_rules import CaseKind, Kind
from allostream.rights.models import Case, Objection


@dataclass(frozen=True)
class Place:
    """What a link is for: a title, or one season, episode or edition of it (row ids)."""

    title_id: int
    season_id: int | None = None
    episode_id: int | None = None
    edition_id: int | None = None


@dataclass(frozen=True)
class Facts:
    """What is said of a link beside its address. Languages: None where nobody knows, () for certainly none."""

    offer: Offer = Offer.FREE_OPEN
    form: Form = Form.PAGE
    basis: Basis = Basis.WORK
    price: Decimal | None = None
    currency: str = ""
    price_seen_on: date | None = None
    countries_allowed: Sequence[str] = (WORLD,)
    countries_excluded: Sequence[str] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    zone: str = "UTC"
    languages: Mapping[str, Sequence[str] | None] = field(default_factory=dict)
    quality: str = ""
    uploader: str = ""
    origin_flags: Sequence[str] = ()
    found_in: str = ""
    must_check: str = ""


class Banned(Problem):
    """A person brings what is banned; `reason` is public, `until` the end of the ban or None."""

    code = "banned"
    status = 422
    sentence = gettext_noop("Links of this kind are not taken: %(reason)s")


class StaysDown(Problem):
    """A copy that was withdrawn on legal grounds, or that must not be listed; `case` is the case at the rights desk."""

    code = "link-stays-down"
    status = 422
    sentence = gettext_noop("This copy was withdrawn on legal grounds, and it stays down.")


PORTION = 2000  # titles at once: about two seconds during which nobody else can write to SQLite
LONGEST_ADDRESS = 2000  # as the column holds
CHECKED = frozenset({"health_checked_at"})
LANGUAGE_COLUMNS = ("audio", "subtitles", "sdh", "audio_description", "sign_language")


def read_address(text: str) -> tuple[Identity, Host]:
    """The identity of an address and its host. Raises NotAnAddress and HostNotListed."""
    try:
        found = identify(text, address_table())
    except Unreadable as error:
        raise NotAnAddress(text=text[:200]) from error
    if len(found.canonical_url) > LONGEST_ADDRESS:
        raise NotAnAddress(text=text[:200])
    host = Host.objects.filter(slug=found.host).first() if found.host else None
    if host is None or host.stands != HostStanding.LISTED:
        raise HostNotListed(host=host.name if host else found.domain)
    return found, host


def add_link(
    *, by: Actor, place: Place, address: str, facts: Facts, declared: Declared | None = None, why: str = "",
    channel: Channel | None = None,
) -> WatchLink:  # fmt: skip
    """List an address for a work. It is shown only where the rules allow it, and waits where submitter and uploader may
    be one; `declared`: what every person says of that; `channel`: in which its host says that it stands.

    What is banned is kept and not shown, but where a person brings it, it is not taken.

    Raises Undeclared, NotAnAddress, HostNotListed, Banned, StaysDown, and AlreadyHere when the same video is listed for
    the same edition.
    """
    found, host = read_address(address)
    at: dict[str, Any] = {**vars(place), **declared_columns(by, declared)}
    submitter = _submitter(by)
    if submitter and (ban := ban_against(Seen(found.canonical_url, host.pk, None, place.title_id, submitter.pk))):
        raise Banned(reason=ban.reason, until=ban.until)
    with transaction.atomic():
        if WatchLink.objects.filter(content_key=found.content_key, **vars(place)).exists():
            raise AlreadyHere
        if laid := marks_on([(found, channel)])[0]:
            raise StaysDown(case=laid[0].case)
        try:
            with transaction.atomic():
                link = WatchLink.objects.create(
                    **at, host=host, channel=channel, submitted_by=submitter, **identity_columns(found),
                    **_fact_columns(facts), **told_columns(found), submitted_at=clock.now(), changed_at=clock.now(),
                )  # fmt: skip
        except IntegrityError as error:  # somebody else listed it in between, or an edition elsewhere has it
            raise AlreadyHere from error
        relate_new(link)
        decide([link.title_id], by=by, why=why)
        changed([link.title_id])
        audit.record("link.add", by=by, subject_kind="link", subject_id=link.public_id, after=snapshot(link), why=why)
    return link


def _submitter(by: Actor) -> User | None:
    return User.objects.filter(public_id=by.id).first() if by.kind == "person" else None


def _fact_columns(facts: Facts) -> dict[str, Any]:
    columns = {name: value for name, value in vars(facts).items() if name != "languages"}
    for name in ("countries_allowed", "countries_excluded", "origin_flags"):
        columns[name] = list(columns[name])
    for name in LANGUAGE_COLUMNS:
        given = facts.languages.get(name)
        columns[name] = None if given is None else list(given)
    return columns


def _change_link(action: str, public_id: str, by: Actor, why: str, columns: Mapping[str, Any]) -> WatchLink:
    """Set columns of one link and record it. Raises NotFound."""
    with transaction.atomic():
        # Rows that name a link may be written meanwhile: who writes them holds the title that is locked here next.
        link = WatchLink.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
        if link is None:
            raise NotFound
        before = {name: getattr(link, name) for name in columns}
        for name, value in columns.items():
            setattr(link, name, value)
        link.changed_at = clock.now()
        link.save(update_fields=[*columns, "changed_at"])
        # Most checks find what the last one found: that shows on the title's own page, and must not renew every list.
        changed([link.title_id], lists=any(before[name] != columns[name] for name in columns if name not in CHECKED))
        audit.record(
            action, by=by, subject_kind="link", subject_id=public_id, before=before, after=dict(columns), why=why
        )
    return link


def withdraw_link(public_id: str, *, by: Actor, why: str) -> WatchLink:
    """Take a link off every page at once on legal grounds; its page answers 451. Raises NotFound."""
    return _change_link("link.withdraw", public_id, by, why, {"withdrawn_at": clock.now(), "withdrawn_why": why[:200]})


def restore_link(public_id: str, *, by: Actor, why: str) -> WatchLink:
    """Undo a withdrawal. Raises NotFound."""
    return _change_link("link.restore", public_id, by, why, {"withdrawn_at": None, "withdrawn_why": ""})


def end_link(public_id: str, *, by: Actor, why: str) -> WatchLink:
    """Let the time of a link be over: its source offers it no more, and may do so again. Raises NotFound."""
    return _change_link("link.end", public_id, by, why, {"closes_at": clock.now()})


def remove_link(public_id: str, *, by: Actor, why: str) -> WatchLink:
    """Remove a link for good for other than legal reasons; the row stays as a tombstone. Raises NotFound."""
    return _change_link("link.remove", public_id, by, why, {"removed_at": clock.now()})


def put_back_link(public_id: str, *, by: Actor, why: str) -> WatchLink:
    """Undo a removal that should not have been. Raises NotFound."""
    return _change_link("link.put-back", public_id, by, why, {"removed_at": None})


def judge_origin(public_id: str, origin: Origin, *, by: Actor, why: str) -> WatchLink:
    """Record a person's judgement on where a copy comes from. Raises NotFound."""
    columns = {
        "origin": origin.value, "origin_ground": Ground.REVIEWER.value if origin is Origin.CLEARED else "",
        "origin_on": None if origin is Origin.UNCHECKED else clock.now(), "vouching_id": None,
    }  # fmt: skip
    return _change_link("link.judge-origin", public_id, by, why, columns)


def record_health(public_id: str, health: Health, *, by: Actor, why: str = "") -> WatchLink:
    """Record what a check of the address found. Raises NotFound."""
    return _change_link("link.health", public_id, by, why, {"health": health.value, "health_checked_at": clock.now()})


def set_answer(title_id: int, country: str, *, by: Actor, why: str, **columns: Any) -> RightsAnswer:
    """Set what is known of a title's protection in a country (or the world, `*`); links show or hide at once.

    For the operator, whose word stands against rules and sources until a fact that it rested on changes. Takes the
    columns of RightsAnswer. Raises NotFound for an unknown title.
    """
    with transaction.atomic():
        title = Title.objects.select_for_update().filter(pk=title_id).first()
        if title is None:
            raise NotFound
        old = RightsAnswer.objects.filter(title=title_id, country=country).values(*columns).first()
        answer = write_verdict(title_id, country, Given(Kind.OVERRIDE, by, reason=why), columns)
        changed([title_id])
        audit.record(
            "rights.answer", by=by, subject_kind="title", subject_id=title.public_id, before=old,
            after={"country": country, **columns}, why=why,
        )  # fmt: skip
    return answer


def object_to(title_id: int, country: str, text: str, *, by: Actor, link_id: str = "", email: str = "") -> Objection:
    """Note that somebody says that an answer or a link is wrong, and have a person look. The address is for moderators.

    Raises NotFound for an unknown title or link.
    """
    with transaction.atomic():
        title = Title.objects.filter(pk=title_id, removed_at__isnull=True).first()
        if title is None or (link_id and not WatchLink.objects.filter(title=title, public_id=link_id).exists()):
            raise NotFound
        said = Objection.objects.create(
            title=title, link_id=link_id, country=country, text=text, email=email, made_by=_submitter(by),
            made_at=clock.now(),
        )  # fmt: skip
        Case.objects.bulk_create(
            [Case(title=title, country=country, kind=CaseKind.OBJECTION, opened_at=clock.now())], ignore_conflicts=True
        )
        changed([title_id], lists=False)
        audit.record(
            "rights.object", by=by, subject_kind="title", subject_id=title.public_id,
            after={"country": country, "objection": said.public_id, "link": link_id},
        )  # fmt: skip
    return said


def load_hosts(rows: Sequence[HostRow], *, by: Actor, why: str = "") -> hosts_actions.Loaded:
    """Take in a list of hosts. Links at a host that lost its place are hidden in the same transaction, however many.

    Links at a host that is listed anew are shown portion by portion, all but the first by the worker: showing may
    take its time, hiding must not.
    """
    with transaction.atomic():
        loaded = hosts_actions.load_hosts(rows, by=by, why=why)
        changed = Host.objects.filter(slug__in=loaded.changed)
        if loaded.changed:  # first: it locks the titles, so that nobody shows one of the links meanwhile
            catalogue_actions.raise_versions_of(Title.objects.filter(links__host__in=changed))
        hide(ShownLink.objects.filter(link__host__in=changed.exclude(stands=HostStanding.LISTED)), Cause.HOST)
        for slug in changed.filter(stands=HostStanding.LISTED).order_by("slug").values_list("slug", flat=True):
            show_links_at(slug)
        if loaded.changed:
            catalogue_actions.ask_for_count()
    return loaded


def show_links_at(host: str, after: int = 0) -> None:
    """Show what may be shown of the links at a host, for the next portion of titles behind a row id.

    Posts the rest to the outbox, as `links.show-at-host`.
    """
    with transaction.atomic():
        links = WatchLink.objects.filter(host__slug=host, title__gt=after).order_by("title_id")
        ids = list(links.values_list("title_id", flat=True).distinct()[:PORTION])
        changed(ids)
        if len(ids) == PORTION:
            outbox.post("links.show-at-host", {"host": host, "after": ids[-1]})


def changed(title_ids: Iterable[int], *, lists: bool = True) -> None:
    """What follows every change: what may be shown, versions and stamps, the work for later."""
    ids = list(title_ids)
    if not ids:
        return
    # First, for it locks the titles: of two changes at once the later one sees all that the other wrote.
    catalogue_actions.raise_versions(ids, lists=lists)
    for start in range(0, len(ids), 500):
        refresh_shown(ids[start : start + 500])
    if lists:
        catalogue_actions.ask_for_count()


def count_figures() -> int:
    """Count anew how much there is to watch in each country; returns for how many countries. Five queries, two writes.

    A country where nothing is shown that is not shown everywhere has no row: what holds for the world holds there.
    """
    titles = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True).count()
    watchable, free = (
        _titles_by_country(ShownLink.objects.all()),
        _titles_by_country(ShownLink.objects.filter(is_free=True)),
    )
    now = clock.now()
    rows = [
        CountryFigures(
            country=country, titles=titles, watchable=watchable.get(country, watchable[WORLD]),
            free=free.get(country, free[WORLD]), counted_at=now,
        )
        for country in sorted({*watchable, *free})
    ]  # fmt: skip
    with transaction.atomic():
        if _numbers(CountryFigures.objects.all()) != _numbers(rows):
            raise_stamp(Subject.LISTS)
        CountryFigures.objects.exclude(country__in=[row.country for row in rows]).delete()
        CountryFigures.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["country"],
            update_fields=["titles", "watchable", "free", "counted_at"],
        )  # fmt: skip
    return len(rows)


def _numbers(rows: Iterable[CountryFigures]) -> set[tuple[str, int, int, int]]:
    return {(row.country, row.titles, row.watchable, row.free) for row in rows}


def _titles_by_country(rows: QuerySet[ShownLink]) -> dict[str, int]:
    """How many titles have such a row in each country or everywhere. Two queries, however many countries there are.

    Most titles are shown everywhere or nowhere: what is shown everywhere is counted once, not for each country.
    """
    present = rows.filter(title__removed_at__isnull=True, title__merged_into__isnull=True)
    everywhere = present.filter(country=WORLD).aggregate(titles=Count("title", distinct=True))["titles"]
    there_alone = present.exclude(country=WORLD).exclude(Exists(rows.filter(country=WORLD, title=OuterRef("title"))))
    counted = there_alone.order_by().values_list("country").annotate(Count("title", distinct=True))
    return {WORLD: everywhere} | {country: everywhere + titles for country, titles in counted}
