"""What a search finds, or what filters leave, as a feed: the titles that were added last come first.

It is the site that speaks, for its own country and in its own language: what a program fetches must not depend on the
cookies of who happens to fetch it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from allostream.catalogue import searching
from allostream.catalogue.rules import Sort
from allostream.freshness.rules import Subject
from allostream.lib import clock
from allostream.lib.problems import Problem
from allostream.lib.visitor import Visitor
from allostream.links import queries as links
from allostream.links.facet_rules import Facet
from allostream.links.queries import Card, Filters
from allostream.links.search_rules import Scored
from allostream.search.asked import Asked
from allostream.web import feed_formats, feeds, finding, panel
from allostream.web.addresses import Place, search_feed, title_address, with_query
from allostream.web.formats import length, typeset, years
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest, own_origin
from allostream.web.limits import limited_feed
from allostream.web.search_faults import is_answerable, told_faults
from allostream.web.views.errors import field_word
from allostream.web.views.pasted import content_key
from allostream.web.views.search import (
    FEED_FORMATS,
    KEPT,
    OF_NO_TITLE,
    READ,
    asked_in,
    feed_query,
    has_names,
    helps_of,
    no_name_beside,
    only_leaves_out,
    read_filters,
    words_in,
)
from allostream.web.wording import card_kind


@dataclass(frozen=True)
class Wish:
    """What a feed is of: the words as they were typed, what they ask for, and the filters."""

    text: str
    asked: Asked
    filters: Filters

    def query(self) -> dict[str, str]:
        """The parameters of its address."""
        return feed_query(self.text, self.filters)


@require_safe
@limited_feed
def feed(request: PageRequest, suffix: str) -> HttpResponse:
    """The titles that words and filters find, for programs. Nine to thirty queries by what is asked for, never by how
    much there is.

    What cannot be understood is answered with 400 and a text that names it and the remedy. Raises NotFound for a
    suffix of no format.
    """
    feed_formats.check(suffix, FEED_FORMATS)
    site = request.site
    with override(site.language):
        text = words_in(request).strip()
        asked = asked_in(site.language, text)
        if faults := unanswerable(asked):
            return refused(faults)
        try:
            wish = Wish(text, asked, sorted_as_feed(request.GET, read_filters(request.GET, asked)))
        except Problem as problem:
            return refused([in_words(problem)])
        told = feed_of(request, wish, suffix)
    # As long as the page of the same search is kept, for the same reason.
    fresh = Fresh(stamps=(Subject.LISTS,), query=READ, until=clock.now() + KEPT)
    return feed_formats.answered(told, suffix, fresh)


def sorted_as_feed(query: QueryDict, filters: Filters) -> Filters:
    """The filters with the order of feeds where no other is asked for; by fit is that of the page."""
    is_asked = bool(query.get("sort")) and filters.sort is not Sort.FIT
    return replace(filters, sort=filters.sort if is_asked else Sort.ADDED, page=1)


def unanswerable(asked: Asked) -> list[str]:
    """Why nothing can be found, in sentences with the remedy; nothing where something can."""
    if not is_answerable(asked):
        return [
            f"{one.sentence} {gettext('Did you mean: %(meant)s') % {'meant': one.meant}}" if one.meant else one.sentence
            for one in told_faults(asked)
        ]
    if asked.kind in OF_NO_TITLE:
        return [gettext("A feed lists films and series: leave out “%(kind)s”.") % {"kind": f"is:{asked.kind}"}]
    if helps_of(asked) and not has_names(asked):
        return [gettext("Subtitles and descriptions can be asked for beside the words of a name.")]
    if only_leaves_out(asked):
        return [no_name_beside()]
    if asked.text and any(fault.code == "nothing-to-search" for fault in asked.faults):
        return [gettext("There is no word in “q” to search for: write a name or a filter.")]
    return []


def in_words(problem: Problem) -> str:
    """A refusal as one line of text, with the nearest right value where there is one."""
    values = {name: str(value) for name, value in problem.details.items()}
    field = values.get("field", "")
    sentence = gettext(problem.sentence) % {**values, "field": values.get("label") or field_word(field)}
    lines = [sentence]
    if field:
        lines.append(gettext("Parameter: %(name)s.") % {"name": field})
    if nearest := values.get("nearest"):
        lines.append(gettext("The nearest value that exists is “%(nearest)s”.") % {"nearest": nearest})
    return " ".join(lines)


def refused(lines: Sequence[str]) -> HttpResponse:
    """The refusal as a text that a program can show."""
    return HttpResponse("\n".join(lines) + "\n", status=400, content_type="text/plain; charset=utf-8")


def feed_of(request: PageRequest, wish: Wish, suffix: str) -> feeds.Feed:
    """The feed in the active language."""
    site, visitor, origin = request.site, feeds.reader_of(request), own_origin(request)
    cards = found(visitor, wish)
    added = searching.added_on([card.id for card in cards])
    return feeds.Feed(
        # The country of a site may change: then its feed says something else.
        id=f"tag:{site.domain},2026:{with_query(f'search/{site.default_country}', **wish.query())}",
        title=title_of(wish, site.language),
        author=site.name,
        language=site.language,
        own=origin + search_feed(site.language, suffix, **wish.query()),
        page=origin + page_of(wish, site.language),
        updated=clock.now().date().replace(month=1, day=1),
        entries=[entry(request, card, visitor, added[card.id]) for card in cards if card.id in added],
    )


def page_of(wish: Wish, language: str) -> str:
    """The page that lists the same, by its usual order."""
    sort = Sort.FIT if wish.filters.sort is Sort.ADDED else wish.filters.sort
    return panel.list_address(language, Place.SEARCH, replace(wish.filters, sort=sort), words=wish.text)


def title_of(wish: Wish, language: str) -> str:
    """What the feed is called: the words and the filters. One query where filters are set."""
    settings = wish.filters.wanted.settings()
    values: dict[Facet, list[str]] = {}
    for facet, value, _state in settings:
        values.setdefault(facet, []).append(value)
    names = links.names_of(values, language) if values else {}
    set_ = [panel.chip_text(facet, value, state, names) for facet, value, state in settings]
    if not (wish.text or set_):
        return gettext("New films and series")
    return gettext("Search: %(words)s") % {"words": " · ".join(part for part in (wish.text[:200], *set_) if part)}


def found(visitor: Visitor, wish: Wish) -> Sequence[Card]:
    """The titles of the feed. Words find those that fit well: a feed that told of every distant likeness would tell of
    something new each day.
    """
    asked, filters = wish.asked, wish.filters
    helps = helps_of(asked)
    if has_names(asked):
        sought = finding.seek(asked, visitor, finding.MOST_RESULTS)
        near = [one for one in sought.titles if sought.is_plain or not one.fit or one.fit >= finding.NEAR]
        return links.listed(visitor, near, filters, helps)[0].cards
    if asked.identifiers:
        known = searching.known_as(asked.identifiers)
        named = [Scored(known.title_id, 100)] if known and known.title_id else []
        return links.listed(visitor, named, filters, helps)[0].cards
    if asked.address:
        key = content_key(asked.address)
        link = links.link_to_content(visitor, key) if key else None
        return links.listed(visitor, [Scored(link.title_id, 100)] if link else [], filters, helps)[0].cards
    return links.browse(visitor, filters).cards


def entry(request: PageRequest, card: Card, visitor: Visitor, added: date) -> feeds.Entry:
    """One title in the feed."""
    site = request.site
    facts = (
        years(card.year, card.end_year),
        ", ".join(card.directors),
        length(card.runtime_min) if card.runtime_min else "",
        card_kind(card.where, visitor.country).text,
    )
    name = typeset(card.name)
    return feeds.Entry(
        id=f"tag:{site.domain},2026:title/{card.public_id}",
        title=f"{name} ({card.year})" if card.year else name,
        address=own_origin(request) + title_address(site.language, card.kind, card.slug),
        published=added,
        updated=added,
        summary=" · ".join(fact for fact in facts if fact),
        category=visitor.country,
        on=added,
    )
