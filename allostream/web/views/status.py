"""How the links stand: which share of those shown works, and how lately each host was asked."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.checks import queries as checks
from allostream.checks.queries import Freshness
from allostream.freshness.rules import Subject
from allostream.web.addresses import Place
from allostream.web.formats import percent
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write


@dataclass(frozen=True, slots=True)
class Row:
    """One host's links, with shares in words; empty where there is nothing to share."""

    found: Freshness
    working: str
    asked: str


@require_safe
def status(request: PageRequest) -> HttpResponse:
    """How the links that are shown in the reader's country stand, host by host. Two queries, the stamps among them."""
    page = Page(
        title=gettext("State of the links"),
        description=gettext("Which share of the links shown here works, host by host, and how lately that was asked."),
        section="hosts",
        addresses=everywhere(Place.STATUS),
    )
    language = request.visitor.language
    found = checks.freshness_in(request.visitor.country)
    whole = checks.all_of(found)
    context = {
        "rows": [row(one, language) for one in found],
        "whole": row(whole, language) if whole else None,
        "asks": checks.asks(),
    }
    return write(request, "pages/status.html", page, context, fresh=Fresh(stamps=(Subject.HOSTS,)))


def row(found: Freshness, language: str) -> Row:
    """A host's links with their shares: of those that somebody could tell of, and of all."""
    return Row(found, percent(found.working, found.known, language), percent(found.asked, found.shown, language))
