"""Reads of the public log: what was decided, by whom in what part, by which rule, why; never who it was about."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from allostream.hosts.queries import host_names
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links.queries.cards import Card, cards
from allostream.moderation.models import Appeal, Decision
from allostream.moderation.scrub_rules import scrubbed

PAGE_SIZE = 30
COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the log is asked for; "" for all. `title` is a title's public id."""

    kind: str = ""
    measure: str = ""
    rule: str = ""
    host: str = ""
    title: str = ""

    def written(self) -> dict[str, str]:
        """As a query, what is not asked for left out."""
        given = {name: getattr(self, name) for name in ("kind", "measure", "rule", "host", "title")}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log; `why` is scrubbed, `is_contested`: somebody has asked for another look."""

    decision: Decision
    card: Card | None
    host_name: str
    why: str
    is_undone: bool
    is_contested: bool


@dataclass(frozen=True, slots=True)
class Log:
    """One page of the log; `total` stops at COUNTED."""

    total: int
    is_more: bool
    page: int
    pages: int
    lines: tuple[Line, ...]


def log(visitor: Visitor, chosen: Chosen, page: int = 1) -> Log:
    """One page of the public log, the latest first. Seven queries. Raises NotFound for a page beyond the last."""
    rows = _rows(chosen)
    total = rows[: COUNTED + 1].count()
    is_more, total = total > COUNTED, min(total, COUNTED)
    pages = max(1, -(-total // PAGE_SIZE))
    if not 1 <= page <= pages:
        raise NotFound
    here = list(rows.select_related("author", "decided_by")[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return Log(total, is_more, page, pages, lines_of(visitor, here))


def _rows(chosen: Chosen) -> QuerySet[Decision]:
    rows = Decision.objects.filter(is_public=True)
    for name in ("kind", "measure", "rule", "host"):
        if value := getattr(chosen, name):
            rows = rows.filter(**{name: value})
    if chosen.host:
        rows = rows.exclude(host="")  # which lets SQLite take the index of those that have one
    if chosen.title:
        rows = rows.filter(title__public_id=chosen.title)
    return rows.order_by("-at", "-pk")


def lines_of(visitor: Visitor, rows: Sequence[Decision]) -> tuple[Line, ...]:
    """Lines of decisions, whose author and decider are at hand. Five queries at most."""
    titles = list(dict.fromkeys(row.title_id for row in rows if row.title_id))
    by_id = {card.id: card for card in cards(visitor, titles)} if titles else {}
    named = host_names(row.host for row in rows)
    contested = set(Appeal.objects.filter(decision__in=[row.pk for row in rows]).values_list("decision_id", flat=True))
    return tuple(
        Line(
            row, by_id.get(row.title_id or 0), named.get(row.host, row.host), public_why(row),
            row.undone_by_id is not None, row.pk in contested,
        )
        for row in rows
    )  # fmt: skip


def public_why(row: Decision) -> str:
    """The reason as the public may read it, without the names of those concerned. The two people are at hand."""
    names = [person.name for person in (row.author, row.decided_by) if person]
    return scrubbed(row.why, names)


@dataclass(frozen=True, slots=True)
class Contested:
    """A page of appeals, and whether another one follows."""

    appeals: Sequence[Appeal]
    has_more: bool


def appeals(state: str = "", number: int = 1) -> Contested:
    """A page of appeals in a state, what is to be answered first at the top. One query. Raises NotFound beyond the
    last page."""
    rows = Appeal.objects.select_related("decision", "decision__title", "decision__sheaf", "made_by", "answered_by")
    start = (number - 1) * PAGE_SIZE
    chosen = (rows.filter(state=state) if state else rows).order_by("answer_by", "pk")
    found = list(chosen[start : start + PAGE_SIZE + 1])
    if number > 1 and not found:
        raise NotFound
    return Contested(found[:PAGE_SIZE], len(found) > PAGE_SIZE)


def appeal_with_id(public_id: str) -> Appeal:
    """One appeal. One query. Raises NotFound."""
    rows = Appeal.objects.select_related("decision", "decision__author", "decision__sheaf")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def appeal_of(decision: Decision) -> Appeal | None:
    """The appeal against a decision, or None. One query."""
    return Appeal.objects.filter(decision=decision).first()
