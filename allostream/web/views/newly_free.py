"""Newly free here: what entered the public domain in the reader's country, and what does so next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from allostream.freshness.rules import Subject
from allostream.lib.visitor import Visitor
from allostream.links import queries as links
from allostream.links.facet_rules import Facet, Wanted
from allostream.links.queries import Card, Filters, Freed
from allostream.web import described, feed_formats, feeds
from allostream.web.addresses import Place, address, country_feed, title_address, with_query
from allostream.web.explain import explain
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest, own_origin
from allostream.web.page import Page, everywhere, write
from allostream.web.panel import list_address
from allostream.web.places import within
from allostream.web.views.calendar import named_with_day
from allostream.web.views.country_feeds import feed_of_country
from allostream.web.views.lists import after_first, page_links, read_page


@dataclass(frozen=True)
class Day:
    """What became free on one day: each title with the reason in a sentence."""

    on: date | None
    titles: Sequence[tuple[Card, str]]


@require_safe
def newly_free(request: PageRequest) -> HttpResponse:
    """One page of what is newly free, the first with what becomes free next. Eight to fourteen queries."""
    visitor = request.visitor
    found = links.newly_free(visitor, read_page(request.GET))
    language = request.site.language
    in_country = {"in_country": within(visitor.country, visitor.language)}
    page = Page(
        title=gettext("Newly free %(in_country)s") % in_country,
        description=gettext("Films and series that entered the public domain, the latest first, with the reason."),
        section=Place.NEWLY_FREE,
        feed=country_feed(Place.NEWLY_FREE, visitor.country),
        number=found.page,
        addresses={
            own: with_query(where, page=after_first(found.page)) for own, where in everywhere(Place.NEWLY_FREE).items()
        },
    )
    cards = [title.card for title in found.titles]
    page = described.listing(request, page, cards, (gettext("Newly free"), Place.NEWLY_FREE, {}))
    licensed = Filters(Wanted(frozenset({(Facet.BASIS, "open-licence")})))
    context = {
        "found": found,
        "days": days(found.titles, visitor.country, visitor.language),
        "pages": page_links(found, address(language, Place.NEWLY_FREE), {}),
        "next": links.next_free(visitor) if found.page == 1 else None,
        "licensed_address": list_address(language, Place.BROWSE, licensed),
    }
    fresh = Fresh(stamps=(Subject.LISTS,), query=("page",))
    return write(request, "pages/newly_free.html", page, context, fresh=fresh)


def days(titles: Sequence[Freed], country: str, language: str) -> list[Day]:
    """The titles by the day on which they became free."""
    return [
        Day(on, [(title.card, explain(title.answer, country, language)) for title in group])
        for on, group in groupby(titles, key=lambda title: title.answer.free_since)
    ]


@require_safe
def feed(request: PageRequest, suffix: str) -> HttpResponse:
    """What became free in a country and can be watched there, the latest first, for programs.

    In the language of the site; the country is the site's own where none is named. Eight to ten queries. Raises
    UnknownValue, and NotFound for a suffix of no format.
    """
    feed_formats.check(suffix)

    def entries(visitor: Visitor) -> list[feeds.Entry]:
        return [entry(request, title, visitor.country) for title in links.newly_free(visitor).titles]

    told = feed_of_country(request, suffix, Place.NEWLY_FREE, gettext_noop("Newly free %(in_country)s"), entries)
    return feed_formats.answered(told, suffix, Fresh(stamps=(Subject.LISTS,), query=("country",)))


def entry(request: PageRequest, title: Freed, country: str) -> feeds.Entry:
    """One title in the feed."""
    site, answer, card = request.site, title.answer, title.card
    since = answer.free_since or answer.evaluated_on
    return feeds.Entry(
        id=f"tag:{site.domain},2026:newly-free/{country}/{card.public_id}",
        title=named_with_day(card, since, site.language, is_ahead=False),
        address=own_origin(request) + title_address(site.language, card.kind, card.slug),
        updated=max(since, answer.evaluated_on),
        published=since,
        summary=explain(answer, country, site.language),
        category=country,
        on=since,
    )
