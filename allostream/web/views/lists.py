"""Lists of titles: home, films and series, search."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from allostream.freshness.rules import Subject
from allostream.links import queries as links
from allostream.links.facet_rules import Wanted
from allostream.links.queries import Card
from allostream.web import described, offers
from allostream.web.addresses import Place, address, href, title_address, with_query
from allostream.web.fresh import Fresh
from allostream.web.heads import Button, Head, best_of, card_head, main_button
from allostream.web.http import PageRequest
from allostream.web.page import Page, everywhere, write
from allostream.web.panel import SETTLED, list_address
from allostream.web.places import within
from allostream.web.views.errors import unknown_value

SHELF_PLACES = {
    "newly-free": Place.NEWLY_FREE,
    "silents": Place.FILMS,
    "series": Place.SHOWS,
    "open-cinema": Place.FILMS,
    "by-length": Place.FILMS,
}


@dataclass(frozen=True)
class PageLink:
    """One entry of the pages below a list; a gap has no address, and `leads_on` tells the way to what follows."""

    text: str
    address: str = ""
    is_current: bool = False
    leads_on: bool = False


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """The home page. Ten queries, more before the first count."""
    visitor = request.visitor
    found = links.home(visitor)
    of_the_day = found.of_the_day
    context: dict[str, Any] = {
        "figures": links.figures(visitor),
        "shelves": [shelf_words(request, shelf) for shelf in found.shelves],
        "tonight": found.tonight,
        "tonight_address": shelf_address(request.site.language, "by-length"),
    }
    if of_the_day:
        context["head"] = head_of_the_day(request, of_the_day)
    page = Page(
        title=gettext("Films and series to watch lawfully"),
        description=gettext("Where to watch films and series lawfully, free first, with the reason for each link."),
        addresses=everywhere(Place.HOME),
    )
    rests = Fresh(title_id=of_the_day.id if of_the_day else None, stamps=(Subject.LISTS,))
    return write(request, "pages/home.html", described.home(request, page), context, fresh=rests)


def head_of_the_day(request: PageRequest, card: Card) -> Head:
    """The film of the day with what can be done about it. Three queries."""
    visitor, site_language = request.visitor, request.site.language
    found = links.title_links(visitor, card.id)
    own = found.of_title()
    best = best_of(own)
    buttons = [main_button(best, site_language, is_nothing=False)] if best else []
    about = ngettext("About this film", "All %(count)s links", len(own)) % {"count": len(own)}
    buttons.append(Button(about, href(title_address(site_language, card.kind, card.slug))))
    above = gettext("Film of the day, free %(in_country)s") % {"in_country": within(visitor.country, visitor.language)}
    why = offers.head_sentence(found, visitor, is_free=any(link.is_free for link in found.shown))
    return card_head(card, visitor, above=above, buttons=buttons, why=why)


def shelf_words(request: PageRequest, shelf: links.Shelf) -> dict[str, Any]:
    """A shelf with its heading, its reason and where all of it is."""
    in_country = {"in_country": within(request.visitor.country, offers.reader())}
    words = {
        "newly-free": (
            gettext("Newly free"),
            gettext("Entered the public domain %(in_country)s, the latest first.") % in_country,
        ),
        "silents": (gettext("A hundred years of silents"), gettext("Films from before 1930.")),
        "series": (
            gettext("Series to watch free"),
            gettext("Serials, cycles and web series; each episode has its page."),
        ),
        "open-cinema": (gettext("Open cinema"), gettext("Published by their makers under open licences.")),
    }
    heading, reason = words[shelf.code]
    path = shelf_address(request.site.language, shelf.code)
    return {"code": shelf.code, "heading": heading, "reason": reason, "cards": shelf.cards, "address": path}


def shelf_address(language: str, code: str) -> str:
    """Where all of a shelf is: the list of which it is the beginning."""
    filters, place = links.SHELF_LISTS[code], SHELF_PLACES[code]
    if place is Place.NEWLY_FREE:
        return address(language, place)
    only = frozenset(pair for pair in filters.wanted.only if pair[0] not in SETTLED[place])
    return list_address(language, place, replace(filters, wanted=Wanted(only)))


def after_first(page: int) -> int | None:
    """The number of a page as it stands in addresses; the first is left out."""
    return page if page > 1 else None


def read_page(query: QueryDict) -> int:
    """The number of a page of a list."""
    text = query.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text)):
        raise unknown_value("page", text, ["1"])
    return int(text)


def before_after(path: str, number: int, *, has_more: bool, **given: str) -> dict[str, Any]:
    """The ways to the page before and the one after, for components/before_after.html."""
    kept = {name: value for name, value in given.items() if value}
    return {
        "number": number,
        "before": with_query(path, **kept, page=number - 1) if number > 1 else "",
        "after": with_query(path, **kept, page=number + 1) if has_more else "",
    }


class Paged(Protocol):
    """One page of a list."""

    @property
    def page(self) -> int: ...
    @property
    def pages(self) -> int: ...


def page_links(found: Paged, path: str, given: dict[str, Any]) -> list[PageLink]:
    """The first page, the last, those around the current one with gaps between, and the way to the one that follows."""
    shown = sorted({1, found.pages, *range(max(1, found.page - 1), min(found.pages, found.page + 1) + 1)})
    entries: list[PageLink] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            entries.append(PageLink("…"))
        where = with_query(path, **given, page=after_first(number))
        entries.append(PageLink(str(number), where, number == found.page))
    if found.page < found.pages:
        entries.append(PageLink(gettext("Next page"), with_query(path, **given, page=found.page + 1), leads_on=True))
    return entries if found.pages > 1 else []
