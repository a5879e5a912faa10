"""Reads of the queue: one page of it, narrowed, with the faces of what is on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from allostream.accounts.models import User
from allostream.accounts.queries import may
from allostream.hosts.queries import host_names
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links.queries.cards import Card, cards
from allostream.moderation.decision_rules import Thing
from allostream.moderation.kinds import KINDS
from allostream.moderation.kinds.base import Face
from allostream.moderation.models import Finding, Item, Sheaf

PAGE_SIZE = 24
COUNTED = 10_000  # beyond, a page says "more than"
MOST_IN_BULK = 2_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is asked for; "" for all. `title` is a title's public id, `person` an account's."""

    kind: str = ""
    host: str = ""
    uploader: str = ""
    title: str = ""
    person: str = ""
    flood: str = ""
    mine: bool = False

    def written(self) -> dict[str, str]:
        """As a query and as a sheaf keeps it, what is not asked for left out."""
        given = {name: getattr(self, name) for name in ("kind", "host", "uploader", "title", "person", "flood")}
        return {name: value for name, value in given.items() if value} | ({"mine": "1"} if self.mine else {})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing in the queue: its item, face, title, how many stand behind it, who has claimed it."""

    item: Item
    face: Face
    card: Card | None
    held: int = 0
    claimed_by: str = ""
    is_mine: bool = False
    host_name: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of what waits; `total` stops at COUNTED."""

    total: int
    is_more: bool
    page: int
    pages: int
    waiting: tuple[Waiting, ...]


def things_for(person: User) -> list[Thing]:
    """The kinds of things on which somebody may decide. One query at most."""
    kinds = [thing for thing, kind in KINDS.items() if may(person, kind.right)]
    return [*kinds, Thing.FLOOD] if Thing.LINK in kinds else kinds


def chosen(filters: Filters, person: User) -> QuerySet[Item]:
    """The items that are asked for, what is most urgent first; what is snoozed is left out. Two queries at most."""
    now = clock.now()
    rows = Item.objects.filter(kind__in=things_for(person)).filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
    if filters.flood:
        rows = rows.filter(flood__subject_id=filters.flood)
    elif not (filters.person or filters.uploader or filters.title or filters.host):
        rows = rows.filter(flood__isnull=True)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.host:
        rows = rows.filter(host=filters.host).exclude(host="")  # as the condition of the index says
    if filters.uploader:
        rows = rows.filter(uploader=filters.uploader).exclude(uploader="")
    if filters.title:
        rows = rows.filter(title__public_id=filters.title)
    if filters.person:
        rows = rows.filter(person__public_id=filters.person)
    if filters.mine:
        rows = rows.filter(claimed_by=person, claimed_until__gt=now)
    return rows.order_by("due_at", "pk")


def queue(visitor: Visitor, person: User, filters: Filters, page: int = 1) -> Queue:
    """One page of what waits. Fourteen queries at most, however much waits. Raises NotFound for a page too far."""
    rows = chosen(filters, person)
    total = rows[: COUNTED + 1].count()
    is_more, total = total > COUNTED, min(total, COUNTED)
    pages = max(1, -(-total // PAGE_SIZE))
    if not 1 <= page <= pages:
        raise NotFound
    here = list(rows.select_related("person", "claimed_by")[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return Queue(total, is_more, page, pages, tuple(waiting_of(visitor, person, here)))


def waiting_of(visitor: Visitor, person: User, items: Sequence[Item]) -> list[Waiting]:
    """Items with their faces, titles and claims. Eleven queries at most, however many items."""
    faces = faces_of(items)
    titles = list(dict.fromkeys(item.title_id for item in items if item.title_id))
    by_id = {card.id: card for card in cards(visitor, titles)} if titles else {}
    heads = [item.pk for item in items if item.kind == Thing.FLOOD]
    named = host_names(item.host for item in items)
    counted = Item.objects.filter(flood__in=heads).values_list("flood").annotate(Count("pk")).order_by()
    held = dict(counted) if heads else {}
    now, found = clock.now(), []
    for item in items:
        claimed = item.claimed_by if item.claimed_until and item.claimed_until > now else None
        found.append(
            Waiting(
                item, faces.get((item.kind, item.subject_id), Face()), by_id.get(item.title_id or 0),
                held.get(item.pk, 0), claimed.name if claimed else "", claimed is not None and claimed.pk == person.pk,
                named.get(item.host, item.host),
            )
        )  # fmt: skip
    return found


def faces_of(items: Sequence[Item]) -> Mapping[tuple[str, str], Face]:
    """What a moderator sees of each. One or two queries for each kind that is among them."""
    found: dict[tuple[str, str], Face] = {}
    for thing, kind in KINDS.items():
        ids = [item.subject_id for item in items if item.kind == thing]
        if ids:
            found |= {(thing.value, one): face for one, face in kind.faces(ids).items()}
    return found


def item_with_id(item_id: int, person: User) -> Item:
    """One item on which somebody may decide. Two queries. Raises NotFound."""
    rows = Item.objects.select_related("person", "title", "claimed_by").filter(kind__in=things_for(person))
    found = rows.filter(pk=item_id).first()
    if found is None:
        raise NotFound
    return found


def open_counts(person: User) -> dict[str, int]:
    """How many of each kind wait, floods counted once. Two queries."""
    rows = Item.objects.filter(kind__in=things_for(person), flood__isnull=True)
    return dict(rows.values_list("kind").annotate(Count("pk")).order_by())


def counts_of(filters: Filters, person: User) -> dict[str, int]:
    """How many of each kind wait under filters, those of others alone. Three queries."""
    rows = chosen(filters, person).exclude(person=person).order_by()
    return dict(rows.values_list("kind").annotate(Count("pk")))


def next_item(after: Item, filters: Filters, person: User) -> Item | None:
    """What comes behind an item in the order of the queue. Three queries."""
    rows = chosen(filters, person).exclude(pk=after.pk)
    return rows.filter(due_at__gte=after.due_at).first() or rows.first()


def findings_about(person_id: int | None) -> list[Finding]:
    """What counted relations say of somebody that nobody has settled. One query, none for nobody."""
    if person_id is None:
        return []
    return list(Finding.objects.filter(people=person_id, settled_at__isnull=True).order_by("found_at"))


def sheaves(state: str, limit: int = 50, *, of_desk: bool = False) -> list[Sheaf]:
    """Acts on many things in a state, the latest first: those of the queue, or those of the rights desk. One query."""
    rows = Sheaf.objects.filter(state=state).select_related("asked_by", "answered_by").order_by("-asked_at")
    return list((rows.filter(kind=Thing.NOTICE) if of_desk else rows.exclude(kind=Thing.NOTICE))[:limit])


def sheaf_with_id(public_id: str) -> Sheaf:
    """One act on many things. One query. Raises NotFound."""
    found = Sheaf.objects.select_related("asked_by", "answered_by").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
