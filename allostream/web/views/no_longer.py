"""No longer here: what could be watched in the reader's country and cannot any more, why, and what remains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from allostream.freshness.rules import Subject
from allostream.lib.visitor import Visitor
from allostream.links import queries as links
from allostream.links.ending_rules import Cause
from allostream.links.queries import Gone
from allostream.web import described, feed_formats, feeds
from allostream.web.addresses import Place, address, country_feed, title_address, with_query
from allostream.web.formats import day
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest, own_origin
from allostream.web.page import Page, everywhere, write
from allostream.web.places import within
from allostream.web.views.calendar import named_with_year
from allostream.web.views.country_feeds import feed_of_country
from allostream.web.views.lists import after_first, page_links, read_page
from allostream.web.wording import left_kind

SENTENCES: Mapping[Cause, str] = {
    Cause.WITHDRAWN: gettext_noop("Its link was withdrawn."),
    Cause.REMOVED: gettext_noop("Its link was removed."),
    Cause.DEAD: gettext_noop("The copy is not at its host any more."),
    Cause.CLOSED: gettext_noop("The time during which it was offered is over."),
    Cause.NOT_SERVED: gettext_noop("Its host does not show it %(in_country)s any more."),
    Cause.BANNED: gettext_noop("It was banned by a moderator, for a reason in the public log."),
    Cause.HOST: gettext_noop("The host or channel where it was does not stand on our list."),
    Cause.ORIGIN: gettext_noop("It is not certain that whoever put the copy there was allowed to."),
    Cause.RIGHT: gettext_noop("The permission on which its link rested does not hold %(in_country)s."),
    Cause.PROTECTED: gettext_noop("From what we know today it is protected %(in_country)s."),
    Cause.UNCLEAR: gettext_noop("From what we know today it is not certain that it is free %(in_country)s."),
    Cause.CORRECTED: gettext_noop("A fact on which its freedom %(in_country)s rested was corrected."),
}


@dataclass(frozen=True)
class Day:
    """What ended on one day: each title with the cause in a sentence."""

    on: date
    titles: Sequence[tuple[Gone, str]]


def sentence(cause: Cause, country: str, language: str) -> str:
    """Why a title is shown no longer in a country."""
    return gettext(SENTENCES[cause]) % {"in_country": within(country, language)}


@require_safe
def no_longer(request: PageRequest) -> HttpResponse:
    """One page of what is shown no longer, the latest first. Five to ten queries. Raises UnknownValue."""
    visitor = request.visitor
    found = links.no_longer(visitor, read_page(request.GET))
    page = Page(
        title=gettext("No longer available %(in_country)s") % {"in_country": within(visitor.country, visitor.language)},
        description=gettext("Films and series that could be watched until lately, with the reason and what remains."),
        section=Place.NEWLY_FREE,
        feed=country_feed(Place.NO_LONGER, visitor.country),
        number=found.page,
        addresses={
            own: with_query(where, page=after_first(found.page)) for own, where in everywhere(Place.NO_LONGER).items()
        },
    )
    cards = [title.card for title in found.titles]
    page = described.listing(request, page, cards, (gettext("No longer here"), Place.NO_LONGER, {}))
    context = {
        "found": found,
        "days": days(found.titles, visitor.country, visitor.language),
        "pages": page_links(found, address(request.site.language, Place.NO_LONGER), {}),
    }
    fresh = Fresh(stamps=(Subject.LISTS,), query=("page",))
    return write(request, "pages/no_longer.html", page, context, fresh=fresh)


def ended_on(title: Gone) -> date:
    """The day on which a title ended. Days are those of UTC."""
    return title.at.astimezone(UTC).date()


def days(titles: Sequence[Gone], country: str, language: str) -> list[Day]:
    """The titles by the day on which they ended."""
    return [
        Day(on, [(title, sentence(title.cause, country, language)) for title in group])
        for on, group in groupby(titles, key=ended_on)
    ]


@require_safe
def feed(request: PageRequest, suffix: str) -> HttpResponse:
    """What is shown no longer in a country, the latest first, for programs.

    In the language of the site; the country is the site's own where none is named. Four to seven queries. Raises
    UnknownValue, and NotFound for a suffix of no format.
    """
    feed_formats.check(suffix)

    def entries(visitor: Visitor) -> list[feeds.Entry]:
        return [entry(request, title, visitor.country) for title in links.no_longer(visitor).titles]

    told = feed_of_country(
        request, suffix, Place.NO_LONGER, gettext_noop("No longer available %(in_country)s"), entries
    )
    return feed_formats.answered(told, suffix, Fresh(stamps=(Subject.LISTS,), query=("country",)))


def entry(request: PageRequest, title: Gone, country: str) -> feeds.Entry:
    """One title in the feed, with the cause and what remains. Ending a second time, it is another entry."""
    site, card, on = request.site, title.card, ended_on(title)
    since = gettext("No longer here since %(day)s") % {"day": day(on, site.language)}
    why, remains = sentence(title.cause, country, site.language), left_kind(card.where, country).text
    return feeds.Entry(
        id=f"tag:{site.domain},2026:no-longer-here/{country}/{card.public_id}/{on}",
        title=gettext("%(title)s: %(when)s") % {"title": named_with_year(card), "when": since},
        address=own_origin(request) + title_address(site.language, card.kind, card.slug),
        updated=on,
        published=on,
        summary=f"{why} {remains}.",
        category=country,
        on=on,
    )
