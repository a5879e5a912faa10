"""“Wanted”: what people would watch and no lawful link is known of in their country; a list, a feed, a button."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from allostream.community import wanted as actions
from allostream.community import wanted_queries as queries
from allostream.community.wanted_queries import WantedTitle
from allostream.community.wanted_rules import FEWEST
from allostream.freshness.rules import Subject
from allostream.lib.ids import is_id
from allostream.lib.visitor import Visitor
from allostream.web import feed_formats, feeds
from allostream.web.addresses import Place, address, country_feed, title_address, with_query
from allostream.web.facts.asking import see_other
from allostream.web.formats import number
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest, own_origin
from allostream.web.limits import take_sent
from allostream.web.page import Page, everywhere, write
from allostream.web.places import within
from allostream.web.views.calendar import named_with_year
from allostream.web.views.country_feeds import feed_of_country
from allostream.web.views.errors import unknown_value
from allostream.web.views.preferences import own_pages_only
from allostream.web.voters import who_speaks

MADE_EVERY = timedelta(minutes=10)  # wishes move no stamp: a few minutes later is soon enough


@own_pages_only
@require_http_methods(["GET", "HEAD", "POST"])
def wanted(request: PageRequest) -> HttpResponse:
    """What is wanted most in the reader's country; a form counts one more wish. Two queries, five with titles.

    `counted` says that a wish was. Raises UnknownValue, NotFound, TooMuchSent and HasLink.
    """
    if request.method == "POST":
        return count_wish(request)
    counted = request.GET.get("counted", "")
    if counted not in ("", "1"):
        raise unknown_value("counted", counted, ["1"])
    visitor = request.visitor
    in_country = {"in_country": within(visitor.country, visitor.language)}
    page = Page(
        title=gettext("Wanted %(in_country)s") % in_country,
        description=gettext("Films and series that people would watch and of which no lawful link is known there."),
        feed=country_feed(Place.WANTED, visitor.country),
        feed_formats=("atom", "rss", "json"),
        addresses=everywhere(Place.WANTED),
    )
    context = {
        "titles": [(one.card, people_sentence(one, visitor.language)) for one in queries.wanted(visitor)],
        "counted": counted,
        "fewest": FEWEST,
    }
    fresh = Fresh(stamps=(Subject.LISTS,), query=("counted",), until=visitor.now + MADE_EVERY)
    return write(request, "pages/wanted.html", page, context, fresh=fresh)


def count_wish(request: PageRequest) -> HttpResponse:
    """Count one wish for the title that the form names. Raises UnknownValue."""
    title = request.POST.get("title", "")
    if not is_id(title):
        raise unknown_value("title", title, [])
    take_sent(request)
    actions.want(request.visitor, title, who=who_speaks(request))
    return see_other(with_query(address(request.site.language, Place.WANTED), counted="1"))


def people_sentence(one: WantedTitle, reader: str) -> str:
    """About how many want a title."""
    return gettext("Wanted by more than %(count)s people") % {"count": number(one.people - 1, reader)}


@require_safe
def feed(request: PageRequest, suffix: str) -> HttpResponse:
    """What is wanted in a country, for programs: archives and holders of rights can follow it.

    In the language of the site; the country is the site's own where none is named. Two to five queries. Raises
    UnknownValue, and NotFound for a suffix of no format.
    """
    feed_formats.check(suffix, ("atom", "rss", "json"))

    def entries(visitor: Visitor) -> list[feeds.Entry]:
        return [entry(request, one, visitor.country) for one in queries.wanted(visitor)]

    told = feed_of_country(request, suffix, Place.WANTED, gettext_noop("Wanted %(in_country)s"), entries)
    fresh = Fresh(stamps=(Subject.LISTS,), query=("country",), until=request.visitor.now + MADE_EVERY)
    return feed_formats.answered(told, suffix, fresh)


def entry(request: PageRequest, one: WantedTitle, country: str) -> feeds.Entry:
    """One title in the feed."""
    site, card = request.site, one.card
    return feeds.Entry(
        id=f"tag:{site.domain},2026:wanted/{country}/{card.public_id}",
        title=named_with_year(card),
        address=own_origin(request) + title_address(site.language, card.kind, card.slug),
        updated=one.since,
        published=one.since,
        summary=people_sentence(one, site.language),
        category=country,
        on=one.since,
    )
