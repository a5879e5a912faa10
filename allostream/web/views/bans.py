"""Bans: those that hold with their reasons, the form that gives one, and the button that lifts one."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may, may_as_far
from allostream.hosts.queries import host_rows
from allostream.lib import clock
from allostream.lib.problems import Problem
from allostream.links.ban_rules import Scope
from allostream.links.models import Ban
from allostream.links.queries.bans import bans as all_bans
from allostream.moderation import bans as actions
from allostream.moderation.actions import Grounds
from allostream.moderation.decision_rules import Rule
from allostream.web.act_forms import BanForm, end_of
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day
from allostream.web.http import PageRequest
from allostream.web.moderation_words import problem_words, reach_words, scope_words
from allostream.web.page import Page, everywhere, write
from allostream.web.views.bench import moderators_only
from allostream.web.views.lists import after_first, before_after, read_page


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def bans(request: PageRequest) -> HttpResponse:
    """A page of the bans, and the form that gives one for those who may. Four queries.

    Raises UnknownValue for what is no number of a page, and NotFound beyond the last.
    """
    if request.method != "POST":
        return _page(request, _form(request))
    try:
        if request.POST.get("what") == "lift":
            actions.lift(request.POST.get("ban", ""), by=request.user, why=request.POST.get("why", ""))
            return _back(request, "lifted")
        form = _form(request, request.POST)
        if not form.is_valid():
            return _page(request, form, status=422)
        return _give(request, form)
    except Problem as refused:
        return _page(request, _form(request, request.POST), problem_words(refused), status=refused.status)


def _form(request: PageRequest, data: Any = None) -> BanForm:
    sites = [(site.slug, site.name + f" ({site.domain})") for site in request.sites]
    initial = {name: request.GET.get(name, "") for name in ("host", "path", "channel", "title", "person", "link")}
    return BanForm(data, hosts=[(host.slug, host.name) for host in host_rows()], sites=sites, initial=initial)


def _give(request: PageRequest, form: BanForm) -> HttpResponse:
    given = form.cleaned_data
    against = actions.named({name: given[name] for name in ("host", "path", "channel", "title", "person", "link")})
    why = given["reason"]
    grounds = Grounds(Rule(given["rule"]), facts=why, why=why, until=end_of(given["days"]))
    actions.ban(against, grounds, by=request.user, scope=Scope(given["scope"]), site=given["site"])
    return _back(request, "given")


def _back(request: PageRequest, sent: str) -> HttpResponse:
    return HttpResponseRedirect(with_query(address(request.site.language, Place.BANS), sent=sent))


def _page(
    request: PageRequest, form: BanForm, refusals: list[str] | None = None, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    path, number = address(request.site.language, Place.BANS), read_page(request.GET)
    found = all_bans(number)
    context: dict[str, Any] = {
        "path": with_query(path, page=after_first(number)),
        "back": address(request.site.language, Place.QUEUE),
        "bans": [_row(request, one) for one in found.bans],
        "may_give": may(request.user, Right.BAN_GIVE),
        "form": form,
        "refusals": refusals or [],
        "sent": {
            "given": gettext("It is banned, past and future."),
            "lifted": gettext("It is lifted; links are shown again within minutes."),
        }.get(request.GET.get("sent", ""), ""),
        **before_after(path, number, has_more=found.has_more),
    }
    page = Page(title=gettext("Bans"), addresses=everywhere(Place.BANS), number=number, is_indexed=False)
    return write(request, "moderation/bans.html", page, context, status=status)


def _row(request: PageRequest, ban: Ban) -> dict[str, Any]:
    language = request.visitor.language
    holds = ban.lifted_at is None and (ban.until is None or ban.until > clock.now())
    name = str(ban.channel or ban.title or ban.person or ban.text or ban.host or "–")
    if ban.text and ban.host:
        name = f"{ban.host.name}, {ban.text}"  # a path, which several hosts may have
    heading = gettext("%(what)s: %(name)s") % {"what": reach_words(ban.reach), "name": name}
    return {
        "id": ban.public_id, "heading": heading, "scope": scope_words(ban.scope), "site": ban.site, "name": name,
        "since": day(ban.since, language), "until": day(ban.until, language) if ban.until else "",
        "reason": ban.reason, "holds": holds, "may_lift": holds and may_as_far(request.user, Right.BAN_LIFT, ban.site),
    }  # fmt: skip
