"""What the operator of a site tells its readers: the texts of its pages, and a message beneath the head of all of them.

Each is looked at before it is told, and changed, taken away and written anew at the same place; the record of changes
keeps who did so, why, and what stood there before.
"""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.audit.queries import history
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.sites import actions, queries
from allostream.sites.models import SiteText
from allostream.sites.rules import LONGEST, BadMessage, Message, checked
from allostream.web import site_forms
from allostream.web.addresses import Place, address, with_query
from allostream.web.http import PageRequest, origin_of_site
from allostream.web.page import Page, everywhere, write
from allostream.web.views.errors import unknown_value
from allostream.web.views.permitted import only_for

DOES = ("look-message", "set-message", "remove-message", "look-text", "write-text", "remove-text")
MOST_BEFORE = 20


operators_only = only_for(lambda request: may(request.user, Right.SITE_CHANGE, site=request.site.slug))


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def site_words(request: PageRequest) -> HttpResponse:
    """Message and texts of the site. Seven queries. Raises NotFound and UnknownValue."""
    if request.method != "POST":
        return _page(request)
    what = request.POST.get("do", "look-message")
    if what not in DOES:
        raise unknown_value("do", what, DOES)
    return _message(request, what) if what.endswith("message") else _text(request, what)


def _message(request: PageRequest, what: str) -> HttpResponse:
    """Look at a message, set it, or take down the one that stands."""
    why, by = _why(request), Actor.person(request.user.public_id)
    message: Message | None = None
    if what != "remove-message":
        try:
            message = checked(site_forms.message_of(request.POST), clock.now())
        except BadMessage as refused:
            return _page(request, trouble=site_forms.trouble(refused), wrong=refused.part, status=422)
        if what == "look-message":
            return _page(request, shown=message)
    if not why:
        return _page(request, trouble=_no_why(), wrong="why" if message else "why-not", shown=message, status=422)
    actions.set_message(request.site.slug, message, by=by, why=why)
    return _back(request, "message" if message else "no-message")


def _text(request: PageRequest, what: str) -> HttpResponse:
    """Look at a text, write it, or take it away. Raises NotFound for a text that there is not."""
    place, language = request.POST.get("text", ""), request.POST.get("language", "")
    body, why = request.POST.get("body", ""), _why(request)
    _check_text(place, language)
    if len(body) > site_forms.LONGEST_TEXT:
        said = gettext("This is longer than %(most)s characters: shorten it.") % {"most": site_forms.LONGEST_TEXT}
        return _page(request, trouble=said, wrong="body", status=422)
    if what != "remove-text" and not body.strip():
        said = gettext("Nothing is written here. To take the text away, use its own button.")
        return _page(request, trouble=said, wrong="body", status=422)
    if what == "look-text":
        return _page(request)
    if not why:
        return _page(request, trouble=_no_why(), wrong="text-why", status=422)
    body = "" if what == "remove-text" else body
    actions.write_text(request.site.slug, place, language, body, by=Actor.person(request.user.public_id), why=why)
    return _back(request, "text" if body else "no-text")


def _check_text(place: str, language: str) -> None:
    """Raises NotFound for a text or language that there is not."""
    if place not in SiteText.Place.values or language not in dict(settings.LANGUAGES):
        raise NotFound


def _why(request: PageRequest) -> str:
    return request.POST.get("why", "").strip()[: site_forms.LONGEST_WHY]


def _no_why() -> str:
    return gettext("Write why: it is kept in the record of changes.")


def _back(request: PageRequest, sent: str) -> HttpResponse:
    return HttpResponseRedirect(with_query(address(request.site.language, Place.SITE_WORDS), sent=sent))


def _page(
    request: PageRequest, *, trouble: str = "", wrong: str = "", shown: Message | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    site, language, given = request.site, request.visitor.language, request.POST
    here = address(site.language, Place.SITE_WORDS)
    message, written = queries.message_of(site), queries.texts(site)
    is_message = given.get("do", "").endswith("-message")
    typed = {name: given.get(name, "") for name in site_forms.PARTS} if is_message else site_forms.typed_of(message)
    context: dict[str, Any] = {
        "here": here,
        "stands": site_forms.stands(message, language),
        "message": message,
        "typed": typed,
        "sections": site_forms.sections(typed["section"]),
        "previews": site_forms.previews(shown) if shown else [],
        "why": given.get("why", ""),
        "is_message": is_message,
        "texts": site_forms.texts_shown(site, written),
        "edited": _edited(request, written),
        "most": LONGEST,
        "most_text": site_forms.LONGEST_TEXT,
        "most_why": site_forms.LONGEST_WHY,
        "trouble": trouble,
        "wrong": wrong,
        "sent": sent_words(request.GET.get("sent", "")),
        "before": site_forms.done_before(history("site", site.slug, MOST_BEFORE), language),
        "others": [
            (one.name, one.domain, origin_of_site(request, one) + address(one.language, Place.SITE_WORDS))
            for one in request.sites
            if one.slug != site.slug
        ],
    }
    page = Page(
        title=gettext("Texts and message of this site"), addresses=everywhere(Place.SITE_WORDS), is_indexed=False
    )
    return write(request, "desk/site_words.html", page, context, status=status)


def _edited(request: PageRequest, written: dict[tuple[str, str], str]) -> dict[str, Any] | None:
    """The text that is chosen for writing, with what was typed; None where none is. Raises NotFound."""
    given = request.POST if request.POST.get("do", "").endswith("-text") else request.GET
    place, language = given.get("text", ""), given.get("language", "")
    if not place:
        return None
    _check_text(place, language)
    now = written.get((place, language), "")
    body = given.get("body", now)
    is_looked_at = request.POST.get("do") == "look-text" and body.strip()
    return {
        "place": place, "language": language, "name": site_forms.place_words(place),
        "language_name": site_forms.language_words(language), "body": body, "is_written": bool(now),
        "shown": [part.strip() for part in body.replace("\r\n", "\n").split("\n\n") if part.strip()]
        if is_looked_at else [],
    }  # fmt: skip


def sent_words(what: str) -> str:
    """What was done with a form of this page."""
    return {
        "message": gettext("It is told, on every page, kept ones too."),
        "no-message": gettext("The message is taken down."),
        "text": gettext("The text is written."),
        "no-text": gettext("The text is taken away."),
    }.get(what, "")
