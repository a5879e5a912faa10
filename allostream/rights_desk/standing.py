"""Reads of one case as its page shows it: its addresses, what they were found to mean, what runs, what was written."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from allostream.catalogue.models import Title
from allostream.lib.problems import NotFound
from allostream.moderation.models import Decision
from allostream.rights_desk.case_rules import UNDECIDED, PartyRole
from allostream.rights_desk.models import Case, CaseMessage, Clock, Item, ItemLink, Order, Party, ReadRecord
from allostream.rights_desk.reading.bulk import Outcome
from allostream.rights_desk.reading.shape import Doubt, SenderKind, Who

PAGE_SIZE = 100
PORTION = 1000  # addresses of a file that are read at a time
NO_ADDRESS = "no_address"
MOST_DECIDED = 500  # with one press of a button


@dataclass(frozen=True, slots=True)
class Found:
    """A link that an address means, as its page names it."""

    row: ItemLink
    link_id: str
    title: Title
    host: str
    part: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands; `items` are those of one page, with the links that each means."""

    case: Case
    items: tuple[Item, ...]
    found: Mapping[int, Sequence[Found]]
    states: Mapping[str, int]
    clocks: tuple[Clock, ...]
    messages: tuple[CaseMessage, ...]
    parties: Mapping[str, Party]
    page: int
    pages: int

    @property
    def sender_name(self) -> str:
        """Who wrote, as an organisation, else as a person."""
        party = self.parties.get(PartyRole.NOTIFIER) or self.parties.get(PartyRole.AUTHORITY)
        return (party.organisation or party.name) if party else ""


def standing(case: Case, page: int = 1) -> Standing:
    """Everything that the page of a case shows. Seven queries, however many addresses. Raises NotFound for a page
    that there is not."""
    states = Counter(dict(case.items.order_by().values_list("state").annotate(Count("pk"))))
    pages = max(1, -(-states.total() // PAGE_SIZE))
    if not 1 <= page <= pages:
        raise NotFound
    start = (page - 1) * PAGE_SIZE
    items = tuple(case.items.select_related("work", "title").order_by("position")[start : start + PAGE_SIZE])
    return Standing(
        case, items, links_of([item.pk for item in items]), states, tuple(case.clocks.order_by("due_at", "pk")),
        tuple(case.messages.select_related("written_by").order_by("at", "pk")),
        {party.role: party for party in case.parties.order_by("-pk")}, page, pages,
    )  # fmt: skip


def links_of(item_ids: Sequence[int]) -> dict[int, list[Found]]:
    """The links that addresses were found to mean. One query, none without an address."""
    found: dict[int, list[Found]] = {}
    if not item_ids:
        return found
    rows = ItemLink.objects.filter(item__in=item_ids).select_related(
        "link__title", "link__host", "link__season", "link__episode__season", "link__submitted_by"
    )
    for row in rows.order_by("item", "pk"):
        link = row.link
        found.setdefault(row.item_id, []).append(Found(row, link.public_id, link.title, link.host.name, part_of(link)))
    return found


def part_of(link: object) -> str:
    """The code of the season or episode that a link is of, "" for a whole work."""
    episode, season = getattr(link, "episode", None), getattr(link, "season", None)
    if episode is not None:
        return f"S{episode.season.number or 0:02}E{episode.number or 0:02}"
    return f"S{season.number:02}" if season is not None and season.number is not None else ""


def titles_with(ids: Sequence[int]) -> list[Title]:
    """Titles of the catalogue that are there, by their row ids. One query, none without any."""
    return list(Title.objects.filter(pk__in=ids, removed_at=None, merged_into=None).order_by("pk")) if ids else []


def items_named(case: Case, public_ids: Sequence[str]) -> list[Item]:
    """Items of a case by their public ids. One query, none without any."""
    return list(case.items.filter(public_id__in=public_ids).order_by("position")) if public_ids else []


def undecided_of(case: Case) -> list[Item]:
    """What of a case nobody has decided yet, MOST_DECIDED at most. One query."""
    return list(case.items.filter(state__in=sorted(UNDECIDED)).order_by("position")[:MOST_DECIDED])


def line_named(case: Case, item_id: str, link_id: str) -> ItemLink | None:
    """The line of a case in which a link stands beside an address, where it is not dropped. One query."""
    rows = ItemLink.objects.filter(item__case=case, dropped_at=None)
    return rows.filter(item__public_id=item_id, link__public_id=link_id).first()


def columns_of(case: Case) -> list[str]:
    """The names of the columns of the table that a case came with, in its order; none without a table. One query."""
    return ReadRecord.objects.filter(case=case).values_list("content__columns", flat=True).first() or []


def rows_of(case: Case, columns: Sequence[str]) -> Iterator[tuple[Mapping[str, str], Outcome]]:
    """Each row of the table that a case came with, and what became of it; those in which no address was found come
    last, with what they say in the first column. Two queries for each thousand rows; no more of them are held at a
    time."""
    said = ("row", "public_id", "state", "decision__public_id", "refused", "why", "decided_at")
    for portion in _portions(case, *said):
        links = Counter(_links_beside(case, portion).values_list("item", flat=True))
        for _position, pk, row, public_id, state, decision, refused, why, decided_at in portion:
            if row:
                yield row, Outcome(
                    public_id, state, links[pk], decision or "", refused or why,
                    decided_at.isoformat() if decided_at else "",
                )  # fmt: skip
    for doubt in case.doubts:
        part = doubt.get("spot", {}).get("part", "")
        if doubt["doubt"] == Doubt.UNSURE_ADDRESS and part.startswith("row "):
            yield {columns[0]: doubt.get("detail", "")}, Outcome(status=NO_ADDRESS, reason=part)


def addresses_of(case: Case) -> Iterator[tuple[int, str, str, Sequence[str], str, datetime | None]]:
    """Each address of a case in its order: number, as it was said, state, links, why, when that was decided. Two
    queries for each thousand."""
    for portion in _portions(case, "said", "state", "refused", "why", "decided_at"):
        links: dict[int, list[str]] = {}
        for pk, link in _links_beside(case, portion).order_by("pk").values_list("item", "link__public_id"):
            links.setdefault(pk, []).append(link)
        for position, pk, said, state, refused, why, decided_at in portion:
            yield position + 1, said, state, links.get(pk, ()), refused or why, decided_at


def _portions(case: Case, *columns: str) -> Iterator[list[Any]]:
    """The addresses of a case, so many at a time: position, row id and these columns of each. One query a portion."""
    last, rows = -1, case.items.order_by("position").values_list("position", "pk", *columns)
    while portion := list(rows.filter(position__gt=last)[:PORTION]):
        yield portion
        last = portion[-1][0]


def _links_beside(case: Case, portion: Sequence[Any]) -> QuerySet[ItemLink]:
    """The lines of a portion that its sender has not dropped. No query yet."""
    between = (portion[0][0], portion[-1][0])
    return ItemLink.objects.filter(item__case=case, item__position__range=between, dropped_at=None)


def sender_of(case: Case) -> Who:
    """Whoever sent a case, as it says. One query."""
    party = case.parties.filter(role__in=[PartyRole.NOTIFIER, PartyRole.AUTHORITY]).order_by("pk").first()
    if party is None:
        return Who()
    return Who(SenderKind(party.kind), party.name, party.organisation, party.email)


@dataclass(frozen=True, slots=True)
class PublicView:
    """What everybody may read of a case: an organisation is named, a person never."""

    organisation: str
    states: Mapping[str, int]
    title_ids: tuple[int, ...]
    decisions: tuple[Decision, ...]


MOST_NAMED = 50


def public_view(case: Case) -> PublicView:
    """A case without addresses of copies, people and contacts. Five queries."""
    states = dict(case.items.order_by().values_list("state").annotate(Count("pk")))
    links = ItemLink.objects.filter(item__case=case, dropped_at__isnull=True)
    titles = links.order_by("link__title").values_list("link__title", flat=True).distinct()[:MOST_NAMED]
    ids = list(links.filter(decision__isnull=False).values_list("decision", flat=True)[:MOST_NAMED])
    decisions = Decision.objects.filter(pk__in=ids, is_public=True).order_by("at", "pk")
    party = case.parties.filter(
        role__in=[PartyRole.NOTIFIER, PartyRole.AUTHORITY], kind__in=[SenderKind.LEGAL, SenderKind.AUTHORITY]
    ).first()
    return PublicView(party.organisation if party else "", states, tuple(titles), tuple(decisions))


def order_of(case: Case) -> Order | None:
    """What an order says of itself, of a case that is one. One query."""
    return Order.objects.filter(case=case).first()


def read_spots(case: Case) -> list[tuple[int, int, str]]:
    """Where in the body of its message a case was read: start, end, and what was found there. Two queries."""
    record = ReadRecord.objects.filter(case=case).first()
    content = record.content if record else {}
    found = [
        (*_ends(one.get("spot")), str(name))
        for name in ("works", "statements", "doubts")
        for one in content.get(name) or ()
        if isinstance(one, dict)
    ]
    found += [
        (*_ends(spot), "address") for spot in case.items.exclude(spot=[]).values_list("spot", flat=True)[:PAGE_SIZE]
    ]
    return [one for one in found if one[1] > one[0]]


def _ends(spot: Any) -> tuple[int, int]:
    """Where a spot begins and ends in the body; 0 and 0 for one elsewhere, or none."""
    if isinstance(spot, Mapping):
        spot = [spot.get("part", "body"), spot.get("start", 0), spot.get("end", 0)]
    if not isinstance(spot, list | tuple) or len(spot) != 3 or spot[0] != "body":
        return 0, 0
    return int(spot[1]), int(spot[2])
