"""Lists that each country has its own of, as feeds: alike in all but what they list."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext, override

from allostream.lib.visitor import Visitor
from allostream.web import feeds
from allostream.web.addresses import DEFAULT_LANGUAGE, SHAPES, Place, address, country_feed
from allostream.web.http import PageRequest, own_origin
from allostream.web.places import within
from allostream.web.views.calendar import read_country


def feed_of_country(
    request: PageRequest, suffix: str, place: Place, title: str, entries: Callable[[Visitor], Sequence[feeds.Entry]]
) -> feeds.Feed:
    """The list of a page as a feed, in the language of the site, as readers in one country see it.

    The country is that which the address names, else the site's own. `title` is the English sentence to translate, with
    `in_country`; `entries` lists what such a reader finds, called where the language of the site is active.
    Raises UnknownValue.
    """
    site, origin = request.site, own_origin(request)
    country = read_country(request, site.default_country)
    name = SHAPES[DEFAULT_LANGUAGE][place]
    visitor = replace(feeds.reader_of(request), country=country)
    with override(site.language):
        return feeds.Feed(
            id=f"tag:{site.domain},2026:{name}/{country}",
            title=gettext(title) % {"in_country": within(country, site.language)},
            author=site.name,
            language=site.language,
            own=origin + country_feed(place, country, suffix),
            page=origin + address(site.language, place),
            updated=date(visitor.now.year, 1, 1),
            entries=entries(visitor),
        )
