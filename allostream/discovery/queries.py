"""What is known of candidates and walks, for moderators and operators alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef

from allostream.catalogue.models import Title
from allostream.catalogue.prepared import ListedTexts, Prepared, listed_texts
from allostream.discovery.models import Candidate, FoundText, KeptReply, Spent, TmdbListing, Walk
from allostream.discovery.rules import State
from allostream.lib import clock
from allostream.links.models import ShownLink
from allostream.links.prospect_rules import Prospect
from allostream.links.queries.prospects import prospects

OF_ONE_TITLE = 5
LOOKED_AT = 2000  # the best known titles without a link


@dataclass(frozen=True, slots=True)
class Tally:
    """How many candidates of a source stand so, for this reason."""

    source: str
    name: str
    state: State
    reason: str
    number: int


def table(source: str = "") -> tuple[Tally, ...]:
    """How all candidates stand, by source, in the order of states, the most common reason first. One query."""
    rows = Candidate.objects.filter(source__slug=source) if source else Candidate.objects.all()
    counted = rows.order_by().values_list("source__slug", "source__name", "state", "reason").annotate(n=Count("pk"))
    order = {state: place for place, state in enumerate(State)}
    found = [Tally(slug, name, State(state), reason, number) for slug, name, state, reason, number in counted]
    return tuple(sorted(found, key=lambda one: (one.source, order[one.state], -one.number, one.reason)))


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate as the bench shows it."""

    public_id: str
    source: str
    host: str
    name: str
    address: str
    state: State
    reason: str
    detail: str
    title_id: int | None
    link: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class PageOfCandidates:
    """One page of candidates, and how many there are in all."""

    total: int
    rows: tuple[CandidateRow, ...]


def listed(state: State, reason: str = "", source: str = "", *, start: int = 0, count: int = 50) -> PageOfCandidates:
    """Candidates of one state, the last seen first. Two queries."""
    rows = Candidate.objects.filter(state=state)
    rows = rows.filter(reason=reason) if reason else rows
    rows = rows.filter(source__slug=source) if source else rows
    page = rows.select_related("source", "link").order_by("-last_seen_at", "-pk")[start : start + count]
    return PageOfCandidates(rows.count(), tuple(map(_row, page)))


def _row(row: Candidate) -> CandidateRow:
    return CandidateRow(
        row.public_id, row.source.name, row.host_slug, str(row.told.get("title") or row.item), row.told["address"],
        State(row.state), row.reason, row.detail, row.title_id, row.link.public_id if row.link else "",
        row.last_seen_at,
    )  # fmt: skip


def for_titles(ids: Collection[int]) -> dict[int, list[CandidateRow]]:
    """The candidates for these titles that may still become links, by title, a few of each. One query."""
    rows = Candidate.objects.filter(title__in=list(ids), state__in=[State.REVIEW, State.WAITING, State.HELD])
    found: dict[int, list[CandidateRow]] = {}
    for row in rows.select_related("source", "link").order_by("title", "-last_seen_at", "-pk"):
        mine = found.setdefault(row.title_id or 0, [])
        if len(mine) < OF_ONE_TITLE:
            mine.append(_row(row))
    return found


@dataclass(frozen=True, slots=True)
class WalkRow:
    """A walk with how far it has come."""

    public_id: str
    source: str
    kind: str
    what: str
    every_hours: int
    due_at: datetime | None
    steps: int
    seen: int
    total: int | None
    found_last: int | None
    ended_at: datetime | None
    is_held: bool
    last_error: str


def walks() -> tuple[WalkRow, ...]:
    """All walks, those that are held first, then by when they are due. One query."""
    rows = Walk.objects.order_by("-is_held", "due_at", "pk")
    names = tuple(WalkRow.__dataclass_fields__)
    return tuple(
        WalkRow(**{name: getattr(row, "source_slug" if name == "source" else name) for name in names}) for row in rows
    )


def spent() -> Mapping[str, int]:
    """What each source has cost today (UTC), in requests. One query."""
    return dict(Spent.objects.filter(day=clock.now().date()).values_list("source_slug", "requests"))


class Text(NamedTuple):
    """A file of subtitles beside a copy: where it is, in which language and form, and on what we lead to it."""

    host: str
    address: str
    language: str
    kind: str
    format: str
    by_machine: bool
    basis: str
    statement: str


class _File(NamedTuple):
    """The columns of Text after the ids of its copy and its own."""

    link_id: int
    id: int
    host: str
    address: str
    language: str
    kind: str
    format: str
    by_machine: bool
    basis: str
    statement: str


FILES = Prepared(
    lambda links: FoundText.objects.filter(link__public_id__in=ListedTexts(links)).values_list(
        "link_id", "pk", "link__host__name", *Text._fields[1:]
    ),
    {"links": str},
    _File,
)


def texts_of(links: Collection[str]) -> list[Text]:
    """The files of subtitles that hosts list beside copies, which are told by their public ids, in the order of the
    copies and their languages. One query.
    """
    files = sorted(FILES.rows(links=listed_texts(links)), key=attrgetter("link_id", "language", "id"))
    return [Text(*file[2:]) for file in files]


def reply_of(public_id: str) -> KeptReply | None:
    """What the host of a candidate told, as it is kept; None where nothing is. One query."""
    return KeptReply.objects.filter(candidate__public_id=public_id).first()


class Listed(NamedTuple):
    """Where TMDB lists a title in one country, and when it said so."""

    page: str
    services: Mapping[str, Sequence[str]]
    asked_at: datetime


def tmdb_listing(title_id: int, country: str, since: datetime) -> Listed | None:
    """Where TMDB lists a title in a country, as it was told since a moment; None where nothing is. One query."""
    rows = TmdbListing.objects.filter(title=title_id, asked_at__gt=since).values_list("told", "asked_at")
    told, asked_at = rows.first() or ({}, None)
    found = told.get(country)
    return Listed(found.get("page", ""), found["services"], asked_at) if found and asked_at else None


def title_with_id(public_id: str) -> Title | None:
    """The title with a permanent id, None where there is none. One query."""
    return Title.objects.filter(public_id=public_id, removed_at__isnull=True, merged_into__isnull=True).first()


def wanted(limit: int, source: str, first: Sequence[int] = ()) -> Sequence[Title]:
    """Titles that may be free somewhere, have no link that is shown, and were not asked for there: those given `first`
    by their row ids, in their order, then the best known.

    Asks what `prospects` takes for each 200 titles, of the first LOOKED_AT.
    """
    shown = ShownLink.objects.filter(title=OuterRef("pk"))
    walked = Walk.objects.filter(title=OuterRef("pk"), source_slug=source)
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    open_to = present.filter(~Exists(shown), ~Exists(walked))
    asked = open_to.in_bulk(list(first)[:LOOKED_AT])
    best = open_to.exclude(pk__in=asked).order_by("-popularity", "id")[:LOOKED_AT]
    found: list[Title] = []
    titles = [*(asked[pk] for pk in first if pk in asked), *best]
    for start in range(0, len(titles), 200):
        some = titles[start : start + 200]
        hopes = prospects({(title.pk, None) for title in some})
        found += [title for title in some if hopes.get((title.pk, None)) in {Prospect.FREE, Prospect.REVIEW}]
        if len(found) >= limit:
            break
    return found[:limit]
