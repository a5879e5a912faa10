"""Acts on many things at once: asked for by one moderator, agreed to by another, undone within 30 days."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem
from allostream.moderation import queue_queries, sheaves, wording
from allostream.moderation.decision_rules import Thing
from allostream.moderation.kinds import KINDS
from allostream.moderation.models import Sheaf
from allostream.web.act_forms import ActForm
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.moderation_words import act_words, problem_words, thing_words
from allostream.web.page import Page, everywhere, write
from allostream.web.views.bench import moderators_only
from allostream.web.views.errors import unknown_value
from allostream.web.views.queue import read_filters

ANSWERS = {"agree": sheaves.agree, "refuse": sheaves.refuse, "undo": sheaves.take_back}
State = Sheaf.State


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: PageRequest) -> HttpResponse:
    """What is asked for and what was done to many things at once, and the form that asks. Fifteen queries at most.

    Raises UnknownValue.
    """
    if request.method != "POST":
        return _page(request, ActForm(initial={"rule": "R0"}))
    what = request.POST.get("what", "")
    try:
        if what in ANSWERS:
            ANSWERS[what](request.POST.get("sheaf", ""), by=request.user)
            return _back(request, what)
        return _ask(request)
    except Problem as refused:
        return _page(request, ActForm(request.POST), problem_words(refused), status=refused.status)


def _ask(request: PageRequest) -> HttpResponse:
    form = ActForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    kind, _colon, act = request.POST.get("act", "").partition(":")
    known = [f"{thing}:{one.name}" for thing, found in KINDS.items() for one in found.acts if one.in_bulk]
    if f"{kind}:{act}" not in known:
        raise unknown_value("act", f"{kind}:{act}", known)
    filters = read_filters(request)
    if not filters.written():
        raise NotFound
    sheaves.ask(filters, Thing(kind), act, form.grounds(), by=request.user, site=request.site.slug)
    return _back(request, "asked")


def _back(request: PageRequest, sent: str) -> HttpResponse:
    return HttpResponseRedirect(with_query(address(request.site.language, Place.MANY), sent=sent))


def _page(
    request: PageRequest, form: ActForm, refusals: list[str] | None = None, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    filters = read_filters(request)
    chosen = filters.written()
    counts = queue_queries.counts_of(filters, request.user) if chosen else {}
    acts = [
        (
            f"{thing}:{one.name}",
            gettext("%(act)s: %(things)s") % {"act": act_words(one.name), "things": thing_words(thing)},
            number(counts[thing], request.visitor.language),
        )
        for thing, found in KINDS.items()
        for one in found.acts
        if one.in_bulk and counts.get(thing)
    ]
    context: dict[str, Any] = {
        "path": with_query(address(request.site.language, Place.MANY), **chosen),
        "back": with_query(address(request.site.language, Place.QUEUE), **chosen),
        "form": form,
        "acts": acts,
        "refusals": refusals or [],
        "asked": [_row(request, one) for one in queue_queries.sheaves(State.ASKED)],
        "done": [_row(request, one) for one in queue_queries.sheaves(State.DONE)],
        "sent": _sent(request.GET.get("sent", "")),
    }
    page = Page(title=gettext("Many at once"), addresses=everywhere(Place.MANY), is_indexed=False)
    return write(request, "moderation/many.html", page, context, status=status)


def _row(request: PageRequest, sheaf: Sheaf) -> dict[str, Any]:
    count = len(sheaf.things)
    return {
        "id": sheaf.public_id, "sheaf": sheaf, "act": act_words(sheaf.act), "things": thing_words(sheaf.kind),
        "count": ngettext("%(n)s thing", "%(n)s things", count) % {"n": number(count, request.visitor.language)},
        "rule": f"{sheaf.rule}, {wording.rule_name(sheaf.rule)}", "on": day(sheaf.asked_at, request.visitor.language),
        "by": sheaf.asked_by.name if sheaf.asked_by else "", "is_mine": sheaf.asked_by_id == request.user.pk,
        "chosen": ", ".join(f"{name}: {value}" for name, value in sheaf.chosen_by.items()),
        "may_undo": bool(sheaf.undo_until and sheaf.undo_until > clock.now()),
        "undo_until": day(sheaf.undo_until, request.visitor.language) if sheaf.undo_until else "",
    }  # fmt: skip


def _sent(what: str) -> str:
    return {
        "asked": gettext("It is asked for: nothing is done before another moderator agrees."),
        "agree": gettext("It is being done, and can be undone for 30 days."),
        "refuse": gettext("It is refused; nothing was done."),
        "undo": gettext("It is being undone."),
    }.get(what, "")
