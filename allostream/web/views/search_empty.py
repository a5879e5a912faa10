"""Why a search found no title, and what may be done next: each reason with a way on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext, ngettext

from allostream.links import queries as links
from allostream.links.facet_rules import OF_LINKS, Facet, State, Wanted
from allostream.links.queries import Browse, Filters
from allostream.links.query_rules import HELPS
from allostream.search.asked import Asked, Years
from allostream.search.explaining import explained
from allostream.web import finding, panel
from allostream.web.addresses import Place, address
from allostream.web.facet_words import Names
from allostream.web.finding import Sought
from allostream.web.formats import number
from allostream.web.http import PageRequest
from allostream.web.places import within


@dataclass(frozen=True)
class Way:
    """A way on, in words, with its address."""

    text: str
    address: str


@dataclass(frozen=True)
class Empty:
    """Why there is no title, in a heading and a sentence, and the ways on, the likeliest first."""

    heading: str
    sentence: str
    ways: Sequence[Way] = field(default_factory=tuple)


def why_empty(
    request: PageRequest, asked: Asked, filters: Filters, names: Names, sought: Sought, listed: Browse
) -> Empty | None:
    """Why a search has no title, None when it has one. No query for what only the switch hides; else two to six, and
    some for each filter that was set.
    """
    if listed.total:
        return None
    if listed.hidden_by_switch:
        return by_switch(request, asked)
    is_narrowed = bool(filters.wanted or filters.ranges or asked.conditions or asked.years or asked.kind)
    names_asked = bool(asked.titles or asked.people)
    if not (is_narrowed or names_asked) or not asked.typed.strip():
        return by_names(request) if names_asked else by_words(request, asked)
    total = finding.found_otherwise(asked, request.visitor)
    if not total:
        return by_words(request, asked)
    return by_filters(request, asked, filters, names, sought, total)


def by_switch(request: PageRequest, asked: Asked) -> Empty:
    """Only what cannot be watched was found; the button that shows it stands above."""
    country = within(request.visitor.country, request.visitor.language)
    return Empty(
        gettext("Nothing that you can watch is called “%(words)s”") % {"words": asked.text},
        gettext("The titles that were found have no link that plays for you %(in_country)s.") % {"in_country": country},
        [Way(gettext("Choose another country"), address(request.site.language, Place.SETTINGS))],
    )


def by_words(request: PageRequest, asked: Asked) -> Empty:
    """Nothing is called so."""
    return Empty(
        gettext("No title is called “%(words)s”, nor nearly so") % {"words": asked.typed.strip() or asked.text},
        gettext("Try fewer words, the original title, or the name of someone who took part."),
        [Way(gettext("All films and series"), address(request.site.language, Place.BROWSE))],
    )


def by_names(request: PageRequest) -> Empty:
    """The fields name titles and people of which none belong together."""
    return Empty(
        gettext("No title has all that the fields ask for"),
        gettext("Write the names as words beside each other instead of behind a colon: then near names are found too."),
        [Way(gettext("All films and series"), address(request.site.language, Place.BROWSE))],
    )


def by_filters(request: PageRequest, asked: Asked, filters: Filters, names: Names, sought: Sought, total: int) -> Empty:
    """The words find titles, but none of them meets what else was asked for."""
    language = request.site.language
    sentences = [_how_many(request, total)]
    if any(facet in OF_LINKS for facet, _value, _state in filters.wanted.settings()):
        sentences.append(
            gettext("What can be watched is counted %(in_country)s.")
            % {"in_country": within(request.visitor.country, request.visitor.language)}
        )
    ways = list(_without_one(request, asked, filters, names, sought))
    bare = panel.list_address(language, Place.SEARCH, Filters(sort=filters.sort), words=asked.typed.strip())
    ways.append(Way(gettext("Search without the filters"), bare))
    if len(sentences) > 1:
        ways.append(Way(gettext("Choose another country"), address(language, Place.SETTINGS)))
    return Empty(_heading(asked, filters), " ".join(sentences), ways)


def _how_many(request: PageRequest, total: int) -> str:
    told = ngettext("Without them %(number)s title is found.", "Without them %(number)s titles are found.", total)
    return told % {"number": number(total, request.visitor.language)}


def _heading(asked: Asked, filters: Filters) -> str:
    if asked.years and not (filters.wanted or asked.conditions or asked.titles or asked.people):
        return gettext("Nothing that is called so is of %(years)s") % {"years": _span(asked.years)}
    return gettext("No title answers these filters")


def _span(years: Years) -> str:
    """Years in words that stand behind “of”."""
    values = {"first": years.first, "last": years.last}
    if years.first == years.last:
        return str(years.first)
    if years.first is None:
        return gettext("%(last)s or before") % values
    return gettext("%(first)s or later") % values if years.last is None else gettext("%(first)s to %(last)s") % values


def _without_one(request: PageRequest, asked: Asked, filters: Filters, names: Names, sought: Sought) -> Iterator[Way]:
    """The one filter without which the most titles are left, if any are."""
    typed = {
        (Facet(one.field), value): one for one in asked.conditions if one.field not in HELPS for value in one.values
    }
    settings = filters.wanted.settings()
    if len(settings) + len(filters.ranges) < 2:
        return  # without it there is none left: that way is told in any case
    left = links.left_without_each(request.visitor, sought.titles, filters)
    best = max(left, key=lambda pair: left[pair], default=None)
    if best is None:
        return
    state = filters.wanted.state(*best)
    rest = filters.wanted.put(*best, State.ANY)
    bare = replace(asked, conditions=tuple(one for one in asked.conditions if one is not typed.get(best)))
    clicked = Wanted(rest.only - typed.keys(), rest.without - typed.keys())
    way = panel.list_address(
        request.site.language, Place.SEARCH, Filters(clicked, filters.sort), words=explained(bare).strip()
    )
    text = panel.chip_text(best[0], best[1], state, names)
    yield Way(gettext("Drop “%(filter)s”") % {"filter": text}, way)
