"""The part of the bench for what sources of links have found: counted by reason, and listed for one state."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect

from allostream.audit.rules import Actor
from allostream.discovery import actions, queries
from allostream.discovery.queries import CandidateRow, Tally
from allostream.discovery.rules import Reason, State
from allostream.lib.problems import NotFound
from allostream.links.queries import bench
from allostream.links.queries.bounds import PAGE_SIZE
from allostream.links.queries.cards import Card
from allostream.rights.origin.signs import Code
from allostream.web.addresses import Place, address, with_query
from allostream.web.candidate_words import counted, reason_words, state_words
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.page import Page, write
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import page_links, read_page

CANDIDATES = "candidates"  # beside the kinds of cases
REASONS = frozenset({*(one.value for one in Reason), *(one.value for one in Code)})


@dataclass(frozen=True)
class Line:
    """A state and reason of a source, with how many stand so and where they are listed."""

    state: str
    reason: str
    number: str
    address: str


@dataclass(frozen=True)
class OfSource:
    """A source with its candidates."""

    name: str
    counted: str
    lines: list[Line]


@dataclass(frozen=True)
class Entry:
    """A candidate in words; `asks` whether it is the work that it may be."""

    row: CandidateRow
    known: str
    reason: str
    title: Card | None
    asks: bool


@dataclass(frozen=True)
class Listed:
    """A page of candidates as the pager takes it."""

    page: int
    pages: int


def candidates(request: PageRequest, page: Page, context: dict[str, Any]) -> HttpResponse:
    """The table, or the candidates of one state; or what came of a form. Nine queries. Raises UnknownValue, NotFound.

    Only here are addresses of what was refused told, to moderators alone.
    """
    if request.method == "POST":
        return _decide(request)
    language = request.visitor.language
    given = {name: request.GET.get(name, "") for name in ("state", "reason", "source")}
    tallies = queries.table()
    _check(given, tallies)
    context |= {
        "sources": [_of_source(name, list(rows), context["path"], language) for name, rows in groupby(tallies, _name)],
        "together": counted(sum(one.number for one in tallies), language),
        "given": given,
    }
    if given["state"]:
        asked = read_page(request.GET)
        found = queries.listed(
            State(given["state"]), given["reason"], given["source"], start=(asked - 1) * PAGE_SIZE, count=PAGE_SIZE
        )
        pages = max(1, -(-found.total // PAGE_SIZE))
        if asked > pages:
            raise NotFound
        titles = bench.titles_named(request.visitor, [row.title_id for row in found.rows if row.title_id])
        context |= {
            "entries": [_entry(row, titles, language) for row in found.rows],
            "listed": counted(found.total, language),
            "pages": page_links(Listed(asked, pages), context["path"], {"kind": CANDIDATES, **given}),
        }
    return write(request, "bench/candidates.html", page, context)


def _check(given: dict[str, str], tallies: tuple[Tally, ...]) -> None:
    sources = sorted({one.source for one in tallies})
    known = {"state": [one.value for one in State], "reason": sorted(REASONS), "source": sources}
    for name, value in given.items():
        if value and value not in known[name]:
            raise unknown_value(name, value, known[name])


def _name(one: Tally) -> str:
    return one.name


def _of_source(name: str, rows: list[Tally], path: str, language: str) -> OfSource:
    words = state_words()
    lines = [
        Line(
            words[one.state], reason_words(one.reason), number(one.number, language),
            with_query(path, kind=CANDIDATES, state=one.state.value, reason=one.reason, source=one.source),
        )
        for one in rows
    ]  # fmt: skip
    return OfSource(name, counted(sum(one.number for one in rows), language), lines)


def _entry(row: CandidateRow, titles: dict[int, Card], language: str) -> Entry:
    known = " · ".join(filter(None, (row.source, row.host, day(row.seen_at, language))))
    title = titles.get(row.title_id) if row.title_id else None
    asks = row.reason == Reason.WORK_DOUBTFUL and title is not None
    return Entry(row, known, reason_words(row.reason), title, asks)


def _decide(request: PageRequest) -> HttpResponse:
    """Take what a moderator says of a doubtful candidate. Raises NotFound for a choice or candidate that is none."""
    chosen, candidate = request.POST.get("choice", ""), request.POST.get("candidate", "")
    by = Actor.person(request.user.public_id)
    if chosen == "same":
        actions.confirm_work(candidate, by=by)
    elif chosen == "none":
        actions.refuse(candidate, by=by)
    else:
        raise NotFound
    back = {"kind": CANDIDATES, "state": State.REVIEW.value, "reason": Reason.WORK_DOUBTFUL.value}
    return HttpResponseRedirect(with_query(address(request.site.language, Place.BENCH), **back))
