"""Pages of the site itself."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.freshness.rules import Subject
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
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the site runs and reaches its database: the middleware has just read the sites from it. One query."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
