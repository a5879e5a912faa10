"""“What you brought”: everything that somebody brought, how each stands, who decided why, and how to contest that."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from allostream.community import bringing
from allostream.community import submission_queries as queries
from allostream.community.bringing_rules import WAITING, Recognised, State
from allostream.community.editing_queries import edits_by
from allostream.community.looking import look
from allostream.community.models import Submission
from allostream.community.permitting import may_go_live
from allostream.community.placing import place_in
from allostream.community.refusal_words import Words
from allostream.community.reporting_queries import reports_by
from allostream.community.submission_queries import Row
from allostream.lib.problems import NotFound, Problem
from allostream.links.queries import bench
from allostream.links.queries.bounds import PAGE_SIZE
from allostream.links.queries.cards import Card
from allostream.moderation.queries import decisions_on
from allostream.web.addresses import Place, address, short_address, with_query
from allostream.web.bring_many_forms import fault_words
from allostream.web.bring_words import decided_told, outcome_told, reason_told, state_names, wait_told
from allostream.web.edits.telling import Teller
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.report_words import answer_words, fault_word, state_word
from allostream.web.views.bringing import title_choices
from allostream.web.views.bringing_many import line_words
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import page_links, read_page

FAULTY, LONGEST_NUMBER = 422, 6
LATEST = 10  # edits and reports beside the links
LOOKS = {State.REFUSED: "bad", State.ACCEPTED: "", State.WITNESS: "", State.TAKEN_BACK: "no"}


@dataclass(frozen=True)
class Entry:
    """Something that was brought, in words."""

    row: Submission
    state: str
    look: str
    why: Words
    title: Card | None
    outcome: str
    decided: str
    on: str
    waits: bool
    address: str
    part: str


@dataclass(frozen=True)
class Listed:
    """A page of a list as the pager takes it."""

    page: int
    pages: int


def entry(request: PageRequest, one: Row, titles: dict[int, Card]) -> Entry:
    """Something that was brought, in the words of the reader. No query."""
    row, reader = one.row, request.visitor.language
    return Entry(
        row, state_names()[row.state], LOOKS.get(State(row.state), "sub"), reason_told(row),
        titles.get(row.title_id) if row.title_id else None, outcome_told(one.outcome), decided_told(row, reader),
        day(row.made_at, reader), row.state in WAITING,
        address(request.site.language, Place.BROUGHT_ONE, id=row.public_id), part_of(row),
    )  # fmt: skip


def part_of(row: Submission) -> str:
    """The season or episode that it shows, "" for a whole work."""
    if row.episode is not None:
        return row.episode.name or gettext("episode %(number)s") % {"number": row.episode.number}
    if row.season is not None:
        return gettext("season %(number)s") % {"number": row.season.number}
    return ""


def _signed_in(request: PageRequest) -> HttpResponse | None:
    """The way to sign in, None for somebody who is."""
    if request.user.is_authenticated:
        return None
    here = request.get_full_path()
    return HttpResponseRedirect(with_query(address(request.site.language, Place.SIGN_IN), next=here))


@require_safe
def brought(request: PageRequest) -> HttpResponse:
    """Everything that somebody brought, the latest first, all of it or what stands so. Twenty-one queries.

    Raises UnknownValue, and NotFound beyond the last page.
    """
    if away := _signed_in(request):
        return away
    state, bundle = request.GET.get("state", ""), request.GET.get("together", "")
    if state and state not in set(State):
        raise unknown_value("state", state, [one.value for one in State])
    together = _together(request, bundle)
    asked = read_page(request.GET)
    start = (asked - 1) * PAGE_SIZE
    found = queries.brought_by(request.user, start=start, count=PAGE_SIZE, state=state, bundle=bundle)
    pages = max(1, -(-found.total // PAGE_SIZE))
    if asked > pages:
        raise NotFound
    titles = bench.titles_named(request.visitor, [one.row.title_id for one in found.rows if one.row.title_id])
    page = Page(
        title=gettext("What you brought"), description=gettext("Each link that you brought, how it stands, and why."),
        addresses=everywhere(Place.BROUGHT), number=asked, is_indexed=False,
    )  # fmt: skip
    path = address(request.site.language, Place.BROUGHT)
    names = state_names()
    context: dict[str, Any] = {
        "entries": [entry(request, one, titles) for one in found.rows],
        "counted": number(found.total, request.visitor.language),
        "total": found.total,
        "states": [(names[one], with_query(path, state=one), one == state) for one in State],
        "everything": path, "state": state,
        **together,
        **(_said(request) if asked == 1 and not (state or bundle) else {}),
        "pages": page_links(Listed(asked, pages), path, {"state": state, "together": bundle}),
    }  # fmt: skip
    return write(request, "pages/brought.html", page, context)


def _said(request: PageRequest) -> dict[str, Any]:
    """The latest of somebody's edits and reports, with what became of each. Six queries."""
    edits = edits_by(request.user).edits[:LATEST]
    telling = Teller(request, edits)
    reports = reports_by(request.user.pk, LATEST)
    reader = request.visitor.language
    titles = bench.titles_named(request.visitor, [one.title_id for one in reports])
    return {
        "edits": [telling.edit(one) for one in edits],
        "all_edits": with_query(address(request.site.language, Place.EDITS), mine="1"),
        "reports": [
            (
                address(request.site.language, Place.REPORTED, id=one.public_id), titles.get(one.title_id),
                fault_word(one.fault, reader), state_word(one.fault.state), answer_words(one.fault),
                day(one.made_at, reader),
            )
            for one in reports
        ],
    }  # fmt: skip


def _together(request: PageRequest, public_id: str) -> dict[str, Any]:
    """Several links that were brought at once, with what was wrong with which line. One query. Raises NotFound."""
    if not public_id:
        return {}
    found = queries.bundle_of(request.user, public_id)
    faults = [line_words(one["line"], fault_words(one["fault"], one["given"])) for one in found.faults]
    return {"bundle": found, "faults": faults}


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PageRequest, id: str) -> HttpResponse:
    """One thing that somebody brought: how it stands, why, what would help, how to contest it. Sixteen queries.

    Raises NotFound, also for what somebody else brought, and NotWaiting for what is decided and taken back.
    """
    if away := _signed_in(request):
        return away
    fault = ""
    here = address(request.site.language, Place.BROUGHT_ONE, id=id)
    if request.method == "POST" and request.POST.get("form") == "look":
        return HttpResponseRedirect(with_query(here, words=request.POST.get("words", "")[:200]))
    if request.method == "POST":
        try:
            _sent(request, id)
        except Problem as problem:
            if problem.status != FAULTY:
                raise
            fault = gettext(problem.sentence) % problem.details
        else:
            return HttpResponseRedirect(here)
    found = queries.one_of(request.user, id)
    titles = bench.titles_named(request.visitor, [found.row.title_id] if found.row.title_id else [])
    told = entry(request, found, titles)
    page = Page(
        title=gettext("Brought: %(host)s") % {"host": found.row.host.name if found.row.host else found.row.domain},
        description=gettext("How a link that you brought stands, and why."),
        addresses=everywhere(Place.BROUGHT_ONE, id=id), is_indexed=False,
    )  # fmt: skip
    context: dict[str, Any] = {
        "entry": told, "sent": request.GET.get("sent") == "1",
        "wait": wait_told(queries.wait_now(found.row), request.visitor.language) if told.waits else "",
        "link": short_address("l", found.row.link.public_id) if found.row.link else "",
        "proposal": address(request.site.language, Place.PROPOSAL, id=found.row.proposal.public_id)
        if found.row.proposal else "",
        "is_refused": found.row.state == State.REFUSED, "fault": fault, **_to_name(request, found.row),
        "decision": decided[0].public_id if (decided := decisions_on("submission", id)) else "",
    }  # fmt: skip
    return write(request, "pages/brought_one.html", page, context, status=FAULTY if fault else 200)


def _sent(request: PageRequest, public_id: str) -> None:
    """Take something back, or have its work named. Raises NotFound and NotWaiting, and as placing.place_in does."""
    if request.POST.get("form") != "name":
        bringing.take_back(public_id, by=request.user)
        return
    season, episode = _number(request, "season"), _number(request, "episode")
    place = place_in(request.POST.get("title", ""), season, episode)
    bringing.name_work(public_id, place, by=request.user, may_go_live=may_go_live(request.user, request.site))


def _number(request: PageRequest, name: str) -> int | None:
    """A number that was typed, None where it is none."""
    told = request.POST.get(name, "").strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < LONGEST_NUMBER else None


def _to_name(request: PageRequest, row: Submission) -> dict[str, Any]:
    """The titles that it may show, for whoever brought it to choose from, where none is known and it waits."""
    if row.title_id is not None or row.state not in WAITING or row.reason == Recognised.A_LIST:
        return {}
    looked = look(row.canonical_url, may_ask=False)
    return {"choices": title_choices(request, looked.guessed), "words": request.GET.get("words", ""), "names": True}
