"""Acts of the desk on many addresses at once: what would be done, asked for, agreed to, how far it is, undone."""

from dataclasses import fields
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.lib import clock
from allostream.lib.problems import Problem
from allostream.links.queries.bench import titles_named
from allostream.moderation.models import Sheaf
from allostream.rights_desk import bulk, bulk_queries
from allostream.rights_desk import wording as desk_wording
from allostream.rights_desk.bulk_queries import Narrow, Preview, Progress
from allostream.rights_desk.bulk_rules import ALONE, MOST, NOT_FOR_MANY
from allostream.rights_desk.case_rules import Refused
from allostream.rights_desk.deciding import ACTS, FROM, NEEDS_REASON
from allostream.web.addresses import Place, address, with_query
from allostream.web.formats import day, number
from allostream.web.http import PageRequest
from allostream.web.notices.case_shown import link_name
from allostream.web.notices.words import act_words, bulk_words, refused_words, state_look
from allostream.web.page import Page, everywhere, write
from allostream.web.views.desk import desk_only
from allostream.web.views.errors import unknown_value
from allostream.web.views.lists import page_links, read_page

ANSWERS = {"agree": bulk.agree, "refuse": bulk.refuse, "undo": bulk.take_back}
NAMES = tuple(one.name for one in fields(Narrow))
LONGEST = 2000
State = Sheaf.State


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: PageRequest) -> HttpResponse:
    """Acts on many at once. Twenty queries at most, however many addresses. Raises UnknownValue and NotFound."""
    if request.method != "POST":
        return _page(request)
    what = request.POST.get("what", "")
    try:
        if what in ANSWERS:
            ANSWERS[what](request.POST.get("sheaf", ""), by=request.user)
            return _back(request, what)
        sheaf = bulk.ask(
            _narrow(request), _act(request), by=request.user, digest=request.POST.get("digest", ""),
            why=request.POST.get("why", "").strip()[:LONGEST], refusal=_refusal(request), site=request.site.slug,
        )  # fmt: skip
        return _back(request, "begun" if sheaf.state == State.DONE else "asked")
    except Problem as refused:
        if refused.status == 400:
            raise
        return _page(request, trouble=gettext(refused.sentence) % refused.details, status=refused.status)


def _back(request: PageRequest, sent: str) -> HttpResponse:
    return HttpResponseRedirect(with_query(address(request.site.language, Place.DESK_MANY), sent=sent))


def _narrow(request: PageRequest) -> Narrow:
    return Narrow(**{name: request.GET.get(name, "").strip()[:100] for name in NAMES})


def _act(request: PageRequest) -> str:
    act = request.GET.get("act", "")
    if act and act not in ACTS:
        raise unknown_value("act", act, sorted(ACTS))
    return act


def _refusal(request: PageRequest) -> str:
    if request.GET.get("act") != "refuse":
        return ""
    refusal = request.POST.get("refusal", "")
    if refusal not in set(Refused) - NOT_FOR_MANY:
        raise unknown_value("refusal", refusal, [one.value for one in Refused if one not in NOT_FOR_MANY])
    return refusal


def _page(request: PageRequest, *, trouble: str = "", status: int = 200) -> HttpResponse:
    narrow, act = _narrow(request), _act(request)
    path, given = address(request.site.language, Place.DESK_MANY), narrow.written()
    shown = bulk_queries.preview(narrow, act, read_page(request.GET)) if given and act else None
    language = request.visitor.language
    counts = bulk_queries.counts(narrow) if given else {}
    decides = may(request.user, Right.DESK_DECIDE, site=request.site.slug)
    context: dict[str, Any] = {
        "path": path,
        "action": with_query(path, **given, act=act),
        "fields": [(name, field_words(name), getattr(narrow, name)) for name in NAMES],
        "is_narrowed": bool(given),
        "acts": [
            {
                "name": one, "text": act_words(one), "count": number(counts[one], language),
                "address": with_query(path, **given, act=one), "is_current": one == act, "is_open": counts[one] > 0,
            }
            for one in FROM if counts
        ],
        "preview": _shown(request, shown) if shown else None,
        "pages": page_links(shown, path, {**given, "act": act}) if shown and shown.pages > 1 else (),
        "refusals": [(one.value, refused_words(one)) for one in Refused if one not in NOT_FOR_MANY],
        "refusal": request.POST.get("refusal", ""),
        "typed": request.POST.get("why", ""),
        "decides": decides,
        "asked": [_row(request, one) for one in bulk_queries.acts_of_desk(State.ASKED)],
        "done": [_row(request, one) for one in bulk_queries.acts_of_desk(State.DONE)],
        "undone": [_row(request, one) for one in bulk_queries.acts_of_desk(State.UNDONE)],
        "sent": _sent(request.GET.get("sent", "")),
        "trouble": trouble,
    }  # fmt: skip
    page = Page(title=gettext("Many addresses at once"), addresses=everywhere(Place.DESK_MANY), is_indexed=False)
    return write(request, "desk/many.html", page, context, status=status)


def field_words(name: str) -> str:
    """By what addresses are chosen."""
    return {
        "host": gettext("Host"), "uploader": gettext("Uploader"), "submitter": gettext("Submitter"),
        "title": gettext("Title"), "sender": gettext("Sender"), "case": gettext("Case"),
    }[name]  # fmt: skip


def _shown(request: PageRequest, found: Preview) -> dict[str, Any]:
    language = request.visitor.language
    ids = list(dict.fromkeys(one.row.link.title_id for links in found.found.values() for one in links))
    cards = titles_named(request.visitor, ids) if ids else {}
    return {
        "act": found.act,
        "text": act_words(found.act),
        "says": _numbers(found, language),
        "needs_second": found.needs_second,
        "alone": ngettext("%(n)s link", "%(n)s links", ALONE) % {"n": number(ALONE, language)},
        "too_many": gettext("One act reaches at most %(most)s addresses: narrow it down.")
        % {"most": number(MOST, language)} if found.too_many else "",
        "needs_reason": found.act in NEEDS_REASON,
        "is_refusal": found.act == "refuse",
        "digest": found.digest,
        "is_empty": not found.items,
        "rows": [
            {
                "case": item.case.public_id,
                "address": address(request.site.language, Place.DESK_CASE, id=item.case.public_id),
                "number": item.position + 1,
                "said": item.said,
                "sender": (item.case.sender.organisation or item.case.sender.name) if item.case.sender else "",
                "found": [(one.link_id, link_name(one, cards)) for one in found.found.get(item.pk, ())],
                "state": desk_wording.state_name(item.state),
                "look": state_look(item.state),
            }
            for item in found.rows
        ],
    }  # fmt: skip


def _numbers(found: Preview, language: str) -> str:
    items = ngettext("%(n)s address", "%(n)s addresses", found.items) % {"n": number(found.items, language)}
    links = ngettext("%(n)s link", "%(n)s links", found.links) % {"n": number(found.links, language)}
    cases = ngettext("%(n)s case", "%(n)s cases", found.cases) % {"n": number(found.cases, language)}
    return gettext("%(addresses)s, %(links)s, in %(cases)s") % {"addresses": items, "links": links, "cases": cases}


def _row(request: PageRequest, one: Progress) -> dict[str, Any]:
    language, sheaf = request.visitor.language, one.sheaf
    is_running = sheaf.state == State.DONE and one.done + one.passed < one.total
    return {
        "id": sheaf.public_id,
        "name": act_words(sheaf.act),
        "count": ngettext("%(n)s address", "%(n)s addresses", one.total) % {"n": number(one.total, language)},
        "by": sheaf.asked_by.name if sheaf.asked_by else "",
        "on": day(sheaf.asked_at, language),
        "agreed": sheaf.answered_by.name if sheaf.answered_by else "",
        "why": sheaf.why,
        "chosen": bulk_words(sheaf.chosen_by, field_words),
        "is_mine": sheaf.asked_by_id == request.user.pk,
        "is_running": is_running,
        "value": one.done + one.passed,
        "total": one.total,
        "says": _progress(one, language),
        "may_undo": bool(sheaf.undo_until and sheaf.undo_until > clock.now()),
        "undo_until": day(sheaf.undo_until, language) if sheaf.undo_until else "",
    }


def _progress(one: Progress, language: str) -> str:
    if one.sheaf.state == State.UNDONE:
        said = gettext("%(n)s of %(total)s undone") % {
            "n": number(one.undone, language), "total": number(one.done, language),
        }  # fmt: skip
        kept = gettext("%(n)s left: decided anew since") % {"n": number(one.kept, language)} if one.kept else ""
        return " · ".join(part for part in (said, kept) if part)
    said = gettext("%(n)s of %(total)s done") % {
        "n": number(one.done, language), "total": number(one.total, language),
    }  # fmt: skip
    passed = gettext("%(n)s passed over: decided meanwhile") % {"n": number(one.passed, language)} if one.passed else ""
    return " · ".join(part for part in (said, passed) if part)


def _sent(what: str) -> str:
    return {
        "begun": gettext("It is being done, and can be undone for 30 days."),
        "asked": gettext("It is asked for: nothing is done before another person at the desk agrees."),
        "agree": gettext("It is being done, and can be undone for 30 days."),
        "refuse": gettext("It is refused; nothing was done."),
        "undo": gettext("It is being undone."),
    }.get(what, "")
