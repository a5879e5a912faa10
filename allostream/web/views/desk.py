"""The rights desk: what waits, by deadline, and the page of one case. For those with the right."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.lib import clock
from allostream.lib.problems import Forbidden, Problem
from allostream.rights_desk import deciding, desk_actions, desk_queries, orders, putting_back
from allostream.rights_desk.case_rules import CaseState, Lane, Refused
from allostream.rights_desk.desk_queries import Wanted
from allostream.rights_desk.models import Case
from allostream.rights_desk.queries import case_with_number
from allostream.rights_desk.standing import items_named, standing, undecided_of
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import number
from allostream.web.http import PageRequest
from allostream.web.notices import case_shown, desk_shown, time_left
from allostream.web.notices.desk_letters import TEMPLATES, letter, template_words
from allostream.web.notices.words import case_words, kind_words, lane_words, refused_words
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import page_links, read_page
from allostream.web.views.notice_cases import message_file
from allostream.web.views.permitted import only_for

# What is done with an order or a counter notice: with the case, the words that were written, and who does it.
ORDERED: dict[str, Callable[[Case, str, User], object]] = {
    "give-effect": lambda row, _why, by: orders.give_effect(row, by=by),
    "give-effect-rest": lambda row, _why, by: orders.give_effect(row, by=by, rest=True),
    "report-order": lambda row, why, by: orders.report(row, why, by=by),
    "plan-put-back": lambda row, _why, by: putting_back.plan(row, by=by),
    "stop-put-back": lambda row, why, by: putting_back.stop(row, by=by, why=why),
    "end-order": lambda row, why, by: orders.end(row, by=by, why=why),
}
SNOOZES = (1, 4, 24, 72)
MOST_AT_ONCE = 100
LONGEST = 20_000


desk_only = only_for(lambda request: may(request.user, Right.DESK_SEE, site=request.site.slug))


def read_wanted(request: PageRequest) -> Wanted:
    """What of the desk is asked for. Raises UnknownValue."""
    given = {
        name: request.GET.get(name, "") for name in ("lane", "state", "kind", "sender", "host", "uploader", "title")
    }
    for name, known in (("lane", Lane), ("state", CaseState)):
        if given[name] and given[name] not in set(known):
            raise unknown_value(name, given[name], [one.value for one in known])
    return Wanted(**given, mine=request.GET.get("mine") == "1", done=request.GET.get("done") == "1")


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: PageRequest) -> HttpResponse:
    """What waits at the desk. Ten queries, however much waits. Raises UnknownValue and NotFound."""
    if request.method != "POST":
        return _list(request)
    what, chosen = request.POST.get("do", ""), request.POST.getlist("case")[:MOST_AT_ONCE]
    if not chosen:
        return _list(request, trouble=gettext("Choose at least one case."), status=422)
    try:
        for one in chosen:
            _put_off(request, case_with_number(one), what)
    except Problem as refused:
        return _list(request, trouble=gettext(refused.sentence) % refused.details, status=refused.status)
    return HttpResponseRedirect(with_query(address(request.site.language, Place.DESK), sent=what))


def _put_off(request: PageRequest, row: Case, what: str) -> None:
    """Claim a case, give it up, or put it off. Raises UnknownValue and what the action refuses."""
    if what == "claim":
        desk_actions.claim(row, by=request.user)
    elif what == "give-up":
        desk_actions.give_up(row, by=request.user)
    else:
        hours = request.POST.get("snooze", "")
        if what != "snooze" or hours not in {str(one) for one in SNOOZES}:
            raise unknown_value("do", what, ["claim", "give-up", "snooze"])
        desk_actions.snooze(row, clock.now() + timedelta(hours=int(hours)), by=request.user)


def _list(request: PageRequest, *, trouble: str = "", status: int = 200) -> HttpResponse:
    wanted = read_wanted(request)
    found = desk_queries.desk(wanted, request.user, read_page(request.GET))
    path = address(request.site.language, Place.DESK)
    context: dict[str, Any] = {
        "entries": [desk_shown.entry(request, one) for one in found.cases],
        "urgent": [] if wanted.done else [desk_shown.entry(request, one) for one in desk_queries.urgent()],
        "tabs": _tabs(path, wanted),
        "narrowed": _narrowed(path, wanted),
        "pages": page_links(found, path, wanted.written()) if found.pages > 1 else (),
        "total": _total(found, request.visitor.language),
        "snoozes": snoozes(),
        "ticking": time_left.for_script(clock.now()),
        "sent": sent_words(request.GET.get("sent", "")),
        "trouble": trouble,
        "may_change_site": may(request.user, Right.SITE_CHANGE, site=request.site.slug),
    }
    page = Page(title=gettext("The rights desk"), addresses=everywhere(Place.DESK), number=found.page, is_indexed=False)
    return write(request, "desk/list.html", page, context, status=status)


def _total(found: desk_queries.Desk, language: str) -> str:
    total = number(found.total, language)
    if found.is_more:
        return gettext("More than %(count)s cases.") % {"count": total}
    return ngettext("%(count)s case.", "%(count)s cases.", found.total) % {"count": total}


def _tabs(path: str, wanted: Wanted) -> list[dict[str, Any]]:
    counts = desk_queries.waiting_by_lane()
    plain = not (wanted.lane or wanted.mine or wanted.done)
    made = [{"text": gettext("All that waits"), "address": path, "count": sum(counts.values()), "is_current": plain}]
    made += [
        {
            "text": lane_words(lane), "address": with_query(path, lane=lane), "count": counts.get(lane, 0),
            "is_current": wanted.lane == lane,
        }
        for lane in Lane
    ]  # fmt: skip
    made.append({
        "text": gettext("Claimed by me"), "address": with_query(path, mine="1"), "count": None,
        "is_current": wanted.mine,
    })  # fmt: skip
    made.append({
        "text": gettext("Decided and closed"), "address": with_query(path, done="1"), "count": None,
        "is_current": wanted.done,
    })  # fmt: skip
    return made


def _narrowed(path: str, wanted: Wanted) -> list[tuple[str, str]]:
    """What the desk is narrowed by, each with the address without it."""
    words = {
        "state": gettext("State"), "kind": gettext("Kind"), "sender": gettext("Sender"), "host": gettext("Host"),
        "uploader": gettext("Uploader"), "title": gettext("Title"),
    }  # fmt: skip
    given = wanted.written()
    return [
        (
            f"{words[name]}{gettext(': ')}{_value(name, value)}",
            with_query(path, **{one: kept for one, kept in given.items() if one != name}),
        )
        for name, value in given.items()
        if name in words
    ]


def _value(name: str, value: str) -> str:
    return {"state": case_words, "kind": kind_words}.get(name, str)(value)


def snoozes() -> list[tuple[int, str]]:
    """For how long a case is put off."""
    return [(hours, ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}) for hours in SNOOZES]


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: PageRequest, id: str) -> HttpResponse:
    """One case, and what can be done. Twenty queries. Raises NotFound, Forbidden and UnknownValue."""
    row = case_with_number(id)
    if request.GET.get("file") == "message":
        return message_file(row)
    if request.method != "POST":
        return _case_page(request, row)
    what = request.POST.get("do", "")
    try:
        return _act(request, row, what)
    except Problem as refused:
        said = gettext(refused.sentence) % refused.details
        return _case_page(request, row, trouble=said, status=refused.status)


def _act(request: PageRequest, row: Case, what: str) -> HttpResponse:
    here = address(request.site.language, Place.DESK_CASE, id=row.public_id)
    wanted = read_wanted(request).written()
    if what in ("claim", "give-up", "snooze"):
        _put_off(request, row, what)
        there = here if what == "claim" else address(request.site.language, Place.DESK)
        return HttpResponseRedirect(with_query(there, **wanted, sent=what))
    if not may(request.user, Right.DESK_DECIDE, site=request.site.slug):
        raise Forbidden
    if what in ("write", "note"):
        text = request.POST.get("text", "").strip()[:LONGEST]
        if not text:
            return _case_page(request, row, trouble=gettext("Write something before you send it."), status=422)
        (desk_actions.write_to_sender if what == "write" else desk_actions.keep_note)(row, text, by=request.user)
        return HttpResponseRedirect(with_query(here, sent=what))
    if what in ORDERED:
        why = request.POST.get("order_why", "").strip()[:LONGEST]
        if what == "report-order" and not why:
            return _case_page(request, row, trouble=gettext("Write something before you send it."), status=422)
        ORDERED[what](row, why, request.user)
        return HttpResponseRedirect(with_query(here, **wanted, sent=what))
    return _decide(request, row, what, here, wanted)


def _decide(request: PageRequest, row: Case, what: str, here: str, wanted: dict[str, str]) -> HttpResponse:
    """Decide on the items that are chosen, else on all that are undecided."""
    if what not in deciding.ACTS:
        raise unknown_value("do", what, sorted(deciding.ACTS))
    ticked = request.POST.getlist("item")
    picked = items_named(row, ticked) if ticked else undecided_of(row)
    after = desk_queries.next_case(row, read_wanted(request), request.user)
    refusal = request.POST.get("refusal", "")
    if what == "refuse" and refusal not in set(Refused):
        raise unknown_value("refusal", refusal, [one.value for one in Refused])
    why = request.POST.get("why", "").strip()[:2000]
    deciding.decide_items(row, picked, what, why=why, refusal=refusal if what == "refuse" else "", by=request.user)
    there = address(request.site.language, Place.DESK_CASE, id=after.public_id) if after else ""
    return HttpResponseRedirect(
        with_query(there or address(request.site.language, Place.DESK), **wanted, sent="decided")
    )


def _case_page(request: PageRequest, row: Case, *, trouble: str = "", status: int = 200) -> HttpResponse:
    found = standing(row, read_page(request.GET))
    here = address(request.site.language, Place.DESK_CASE, id=row.public_id)
    template = request.GET.get("letter", "")
    page = Page(
        title=gettext("Case %(number)s") % {"number": row.public_id},
        addresses=everywhere(Place.DESK_CASE, id=row.public_id), is_indexed=False,
    )  # fmt: skip
    decides = may(request.user, Right.DESK_DECIDE, site=request.site.slug)
    context: dict[str, Any] = {
        **case_shown.shown(request, found),
        **desk_shown.case_values(request, found),
        "case": row,
        "action": with_query(here, **read_wanted(request).written()),
        "back": with_query(address(request.site.language, Place.DESK), **read_wanted(request).written()),
        "acts": desk_shown.acts(found) if decides else [],
        "ordered": desk_shown.order_acts(row) if decides else [],
        "countered": desk_shown.counter_acts(row) if decides else [],
        "first_address": address(request.site.language, Place.DESK_CASE, id=row.about.public_id) if row.about else "",
        "order_typed": request.POST.get("order_why", ""),
        "refusals": [(one.value, refused_words(one)) for one in Refused],
        "refusal": request.POST.get("refusal", ""),
        "typed": request.POST.get("why", ""),
        "picked": set(request.POST.getlist("item")),
        "templates": [(one, template_words(one), with_query(here, letter=one)) for one in TEMPLATES],
        "letter": request.POST.get("text", "") or (letter(template, row) if template in TEMPLATES else ""),
        "raw_address": with_query(here, file="message"),
        "pages": page_links(found, here, {}) if found.pages > 1 else (),
        "snoozes": snoozes(),
        "sent": sent_words(request.GET.get("sent", "")),
        "trouble": trouble,
    }
    return write(request, "desk/case.html", page, context, status=status)


def sent_words(what: str) -> str:
    """What was done."""
    return {
        "claim": gettext("It is yours for half an hour."),
        "give-up": gettext("Others can take it now."),
        "snooze": gettext("It is put off."),
        "give-effect": gettext("Effect is given to the order; the authority is told what was done and when."),
        "give-effect-rest": gettext("Effect is given to the rest; the authority is told what was done, and what not."),
        "report-order": gettext("The answer to the authority is on its way."),
        "plan-put-back": gettext("It is planned, and the notifier is told: the moment stands on the first case."),
        "stop-put-back": gettext("What was countered stays away; both sides read so on the case."),
        "end-order": gettext("What the order had hidden is shown again."),
        "decided": gettext("It is decided, and whoever it concerns is told."),
        "write": gettext("The letter is on its way, and stands below."),
        "note": gettext("The note is kept."),
    }.get(what, "")
