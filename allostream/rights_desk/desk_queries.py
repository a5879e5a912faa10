"""Reads of the desk: what waits, narrowed, by deadline; and those who write to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet

from allostream.accounts.models import User
from allostream.lib import clock
from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound
from allostream.rights_desk.case_rules import CaseState, Lane
from allostream.rights_desk.models import Case, Flagger, Item, ItemLink, Sender, SenderKey

PAGE_SIZE = 30
COUNTED = 10_000  # beyond, a page says "more than"
SOON = timedelta(hours=1)  # of an order: somebody must be called
LANES_FIRST = (Lane.ORDER, Lane.FLAGGER)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the desk is asked for; "" for all. `host` a slug, `uploader` a hash, `title` and `sender` public ids,
    `copy` the content key of a copy that several notices name."""

    lane: str = ""
    state: str = ""
    kind: str = ""
    sender: str = ""
    host: str = ""
    uploader: str = ""
    title: str = ""
    mine: bool = False
    done: bool = False

    def written(self) -> dict[str, str]:
        """As a query, what is not asked for left out."""
        names = ("lane", "state", "kind", "sender", "host", "uploader", "title")
        given = {name: getattr(self, name) for name in names if getattr(self, name)}
        return given | ({"mine": "1"} if self.mine else {}) | ({"done": "1"} if self.done else {})


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of the desk; `total` stops at COUNTED."""

    total: int
    is_more: bool
    page: int
    pages: int
    cases: tuple[Case, ...]


def chosen(wanted: Wanted, person: User) -> QuerySet[Case]:
    """The cases that are asked for, what is due first and what is served first before the rest. No query yet."""
    now = clock.now()
    rows = Case.objects.select_related("sender", "claimed_by", "order")
    if wanted.done:
        rows = rows.filter(closed_at__isnull=False) | rows.filter(state=CaseState.DECIDED)
    else:
        rows = rows.filter(closed_at__isnull=True).exclude(state=CaseState.DECIDED)
        rows = rows.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
    for name in ("lane", "state", "kind"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: getattr(wanted, name)})
    if wanted.sender:
        rows = rows.filter(sender__public_id=wanted.sender if is_id(wanted.sender) else "")
    found = _links(wanted)
    if found is not None:
        rows = rows.filter(pk__in=found.values("item__case"))
    if wanted.mine:
        rows = rows.filter(claimed_by=person, claimed_until__gt=now)
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk") if not wanted.done else rows.order_by("-pk")


def _links(wanted: Wanted) -> QuerySet[ItemLink] | None:
    narrow = {
        "link__host__slug": wanted.host, "link__uploader_hash": wanted.uploader, "link__title__public_id": wanted.title,
    }  # fmt: skip
    given = {name: value for name, value in narrow.items() if value}
    return ItemLink.objects.filter(**given) if given else None


def desk(wanted: Wanted, person: User, page: int = 1) -> Desk:
    """One page of the desk. Two queries, however much waits. Raises NotFound for a page too far."""
    rows = chosen(wanted, person)
    total = rows[: COUNTED + 1].count()
    is_more, total = total > COUNTED, min(total, COUNTED)
    pages = max(1, -(-total // PAGE_SIZE))
    if not 1 <= page <= pages:
        raise NotFound
    return Desk(total, is_more, page, pages, tuple(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]))


def waiting_by_lane() -> dict[str, int]:
    """How many cases wait in each lane. One query."""
    found: dict[str, int] = {}
    rows = Case.objects.filter(closed_at__isnull=True).exclude(state=CaseState.DECIDED).order_by()
    for lane in rows.values_list("lane", flat=True)[:COUNTED]:
        found[lane] = found.get(lane, 0) + 1
    return found


def urgent() -> Sequence[Case]:
    """Cases of which a clock has run out, or of an order that has less than SOON left: for whoever is on call. One
    query."""
    now = clock.now()
    rows = Case.objects.filter(closed_at__isnull=True, due_at__lte=now + SOON).exclude(state=CaseState.DECIDED)
    return list(rows.filter(Q(due_at__lte=now) | Q(lane=Lane.ORDER)).select_related("order").order_by("due_at")[:10])


def next_case(after: Case, wanted: Wanted, person: User) -> Case | None:
    """What stands behind a case on the desk. One query."""
    rows = chosen(wanted, person).exclude(pk=after.pk)
    return rows.filter(due_at__gte=after.due_at).first() if after.due_at and not wanted.done else rows.first()


def named_before(case: Case) -> int:
    """How many other cases name a copy that this one names. One query."""
    keys = case.items.filter(content_key_hash__isnull=False).values("content_key_hash")
    return Item.objects.filter(content_key_hash__in=keys).exclude(case=case).values("case").distinct().count()


def senders(page: int = 1) -> tuple[list[Sender], int]:
    """Those who write to the desk, the latest first, and how many pages there are. Two queries. Raises NotFound."""
    rows = Sender.objects.select_related("flagger").order_by("-last_at", "pk")
    pages = max(1, -(-min(rows[: COUNTED + 1].count(), COUNTED) // PAGE_SIZE))
    if not 1 <= page <= pages:
        raise NotFound
    return list(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), pages


def sender_with_id(public_id: str) -> Sender:
    """One sender. One query. Raises NotFound."""
    found = Sender.objects.select_related("flagger").filter(public_id=public_id if is_id(public_id) else "").first()
    if found is None:
        raise NotFound
    return found


def flaggers() -> list[Flagger]:
    """All trusted flaggers that are known, whether confirmed or not. One query."""
    return list(Flagger.objects.select_related("confirmed_by").order_by("name"))


def keys_of(sender: Sender) -> list[SenderKey]:
    """The keys of a sender's programs, the latest first. One query."""
    return list(sender.keys.order_by("-made_at"))
