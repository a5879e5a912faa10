"""Pages of the site itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.freshness.rules import Subject
from allostream.net.breaker import FAILURES, REST
from allostream.net.identity import product, user_agent
from allostream.net.pace import LONGEST_CRAWL_DELAY
from allostream.sites import queries as sites
from allostream.web.addresses import Place
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write


@require_safe
def about(request: PageRequest) -> HttpResponse:
    """What the site is, how it decides, where its facts come from. Three queries."""
    context = {"text": paragraphs(request, "about"), "sources": catalogue.sources()}
    page = Page(
        title=gettext("About %(site)s") % {"site": request.site.name},
        description=gettext(
            "What this site is, why its links are lawful, how they are ordered, where its facts come from."
        ),
        section="about",
        addresses=everywhere(Place.ABOUT),
    )
    return write(request, "pages/about.html", page, context, fresh=Fresh(stamps=(Subject.LISTS,)))


@require_safe
def legal(request: PageRequest) -> HttpResponse:
    """The operator's legal notice. Two queries."""
    page = Page(
        title=gettext("Legal notice"),
        description=gettext("Who runs this site and how to reach them."),
        addresses=everywhere(Place.LEGAL),
    )
    return write(request, "pages/legal.html", page, {"text": paragraphs(request, "legal")}, fresh=Fresh())


@require_safe
def keys(request: PageRequest) -> HttpResponse:
    """The keys that scripts listen to. One query."""
    page = Page(
        title=gettext("Keys"),
        description=gettext("What the keyboard does on every page, in lists and in the player."),
        addresses=everywhere(Place.KEYS),
    )
    return write(request, "pages/keys.html", page, fresh=Fresh())


def paragraphs(request: PageRequest, place: str) -> list[str]:
    """The paragraphs of a text that the site's operator has written. One query."""
    body = sites.text(request.site, place, request.visitor.language)
    return [part.strip() for part in body.split("\n\n") if part.strip()]


@require_safe
def accessibility(request: PageRequest) -> HttpResponse:
    """How far these pages serve everybody, what was tested and what was not. One query."""
    page = Page(
        title=gettext("Accessibility"),
        description=gettext("How accessible this site is, how that was tested, and what was not tested."),
        addresses=everywhere(Place.ACCESSIBILITY),
    )
    return write(request, "pages/accessibility.html", page, {}, fresh=Fresh())


@require_safe
def bot(request: PageRequest) -> HttpResponse:
    """What our robot does at others' hosts, and how they keep it out: the page that its requests name. One query."""
    page = Page(
        title=gettext("Our robot"),
        description=gettext("What our robot asks of hosts, how often, how to recognise it and how to keep it out."),
        addresses=everywhere(Place.BOT),
    )
    context = {
        "contact": settings.BOT_CONTACT if settings.BOT_SITE else "",
        "agent": user_agent() if settings.BOT_SITE and settings.BOT_CONTACT else product(),
        "from_where": settings.BOT_ADDRESSES,
        "longest_delay": round(LONGEST_CRAWL_DELAY),
        "failures": FAILURES,
        "rest": round(REST / 60),
    }
    return write(request, "pages/bot.html", page, context, fresh=Fresh())


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the site runs and reaches its database: the middleware has just read the sites from it. One query."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
