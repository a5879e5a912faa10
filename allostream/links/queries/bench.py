"""What only a person can decide, ordered by demand: how many links wait for it, and how many people look for the work.

For moderators alone; whoever shows it checks that.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from allostream.catalogue.models import Title
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links.models import WatchLink
from allostream.links.queries import bounds
from allostream.links.queries.cards import Card, cards
from allostream.links.rules import Basis, Origin
from allostream.rights.deciding_rules import CaseKind
from allostream.rights.models import Case

LOOKED_AT = 2000  # the best known titles that wait; beyond them nobody will come for years
MOST_LINKS = 50


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One open case of a title."""

    public_id: str
    country: str
    kind: CaseKind
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A title that waits for a person, with its open cases; `links` rest on what is decided."""

    card: Card
    links: int
    popularity: int
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of what waits; `is_cut`: more titles wait than are looked at."""

    total: int
    is_cut: bool
    pages: int
    page: int
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One case with its title; `is_open` is False once it was decided."""

    public_id: str
    title_id: int
    country: str
    kind: CaseKind
    opened_at: datetime
    is_open: bool
    decision_id: int | None


@dataclass(frozen=True, slots=True)
class SuspectLink:
    """A link whose origin has to be looked at."""

    public_id: str
    title_id: int
    host: str
    uploader: str
    address: str
    flags: tuple[str, ...]
    must_check: str


def queue(visitor: Visitor, page: int = 1, *, kind: CaseKind | None = None, countries: Collection[str] = ()) -> Queue:
    """One page of titles that wait for a person, by links waiting times popularity. Six queries, two without any.

    `countries`: none named means all. Raises NotFound for a page beyond the last.
    """
    wanted = _wanted(kind, countries)
    found = Title.objects.filter(
        Exists(wanted.filter(title=OuterRef("pk"))), removed_at__isnull=True, merged_into__isnull=True
    ).order_by("-popularity", "pk")
    known = dict(found.values_list("pk", "popularity")[: LOOKED_AT + 1])
    is_cut = len(known) > LOOKED_AT
    links = waiting_links(known)
    ordered = sorted(known, key=lambda pk: (-links[pk] * (known[pk] + 1), -known[pk], pk))[:LOOKED_AT]
    pages = bounds.last_page(len(ordered), page)
    ids = ordered[(page - 1) * bounds.PAGE_SIZE : page * bounds.PAGE_SIZE]
    cases = _cases(wanted.filter(title__in=ids))
    waiting = (
        tuple(Waiting(card, links[card.id], known[card.id], cases[card.id]) for card in cards(visitor, ids))
        if ids
        else ()
    )
    return Queue(len(ordered), is_cut, pages, page, waiting)


def _wanted(kind: CaseKind | None, countries: Collection[str]) -> QuerySet[Case]:
    rows = Case.objects.filter(closed_at__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(country__in=list(countries)) if countries else rows


def open_counts(countries: Collection[str] = ()) -> dict[CaseKind, int]:
    """How many cases of each kind are open. One query."""
    counted = _wanted(None, countries).values_list("kind").annotate(number=Count("pk")).order_by()
    return {CaseKind(kind): number for kind, number in counted}


def waiting_links(title_ids: Collection[int]) -> Counter[int]:
    """How many links of each title rest on the freedom of the work. One query for every 500."""
    ids, found = list(title_ids), Counter[int]()
    for start in range(0, len(ids), 500):
        rows = WatchLink.objects.filter(
            title__in=ids[start : start + 500], basis=Basis.WORK, removed_at__isnull=True, withdrawn_at__isnull=True
        )
        found.update(dict(rows.values_list("title_id").annotate(number=Count("pk")).order_by()))
    return found


def _cases(rows: QuerySet[Case]) -> Mapping[int, tuple[CaseRow, ...]]:
    found: dict[int, tuple[CaseRow, ...]] = defaultdict(tuple)
    for row in rows.order_by("opened_at", "country"):
        found[row.title_id] += (CaseRow(row.public_id, row.country, CaseKind(row.kind), row.opened_at),)
    return found


def case_with_id(public_id: str) -> OpenCase:
    """One case. One query. Raises NotFound."""
    row = Case.objects.filter(public_id=public_id if is_id(public_id) else "").first()
    if row is None:
        raise NotFound
    return OpenCase(
        row.public_id, row.title_id, row.country, CaseKind(row.kind), row.opened_at, row.closed_at is None,
        row.decision_id,
    )  # fmt: skip


def next_case(after: OpenCase) -> str:
    """The case of the same title in another country, else of the kind, that has waited longest; "" for none. Two
    queries at most."""
    rows = Case.objects.filter(closed_at__isnull=True).exclude(public_id=after.public_id).order_by("opened_at", "pk")
    ids = rows.values_list("public_id", flat=True)
    return ids.filter(title=after.title_id).first() or ids.filter(kind=after.kind).first() or ""


def suspect_links(title_id: int) -> tuple[SuspectLink, ...]:
    """The links of a title with a sign on their origin that nobody has judged. One query."""
    return _suspect(WatchLink.objects.filter(title=title_id).order_by("pk"))


def _suspect(rows: QuerySet[WatchLink]) -> tuple[SuspectLink, ...]:
    found = rows.filter(origin=Origin.UNCHECKED, removed_at__isnull=True, withdrawn_at__isnull=True)
    found = found.exclude(origin_flags=[]).select_related("host")
    return tuple(
        SuspectLink(
            row.public_id, row.title_id, row.host.name, row.uploader, row.canonical_url, tuple(row.origin_flags),
            row.must_check,
        )
        for row in found[:MOST_LINKS]
    )  # fmt: skip


def titles_named(visitor: Visitor, title_ids: Sequence[int]) -> dict[int, Card]:
    """The cards of titles by row id. Three queries."""
    return {card.id: card for card in cards(visitor, list(dict.fromkeys(title_ids)))} if title_ids else {}
