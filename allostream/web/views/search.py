"""The page of what a search finds: titles with the panel of filters, episodes, people; and what is not understood.

What is typed as a field and what is clicked in the panel narrow alike. A pasted address or number leads to its page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.catalogue import searching
from allostream.catalogue.parts_found import FoundPart
from allostream.catalogue.rules import SEARCH_SORTS, Sort
from allostream.catalogue.searching import FoundEpisode
from allostream.freshness.rules import Subject
from allostream.lib import clock
from allostream.links import facet_rules
from allostream.links import queries as links
from allostream.links.facet_rules import Facet, State, Wanted
from allostream.links.queries import Browse, Filters
from allostream.links.queries.narrowing import Range
from allostream.links.query_rules import HELPS
from allostream.links.search_rules import Scored
from allostream.search import pasted
from allostream.search.asked import Asked, Reading, Words
from allostream.search.pasted import Pasted
from allostream.search.understanding import NO_FIELDS, names_field, understand
from allostream.search.vocabulary import Vocabulary
from allostream.web import finding, panel
from allostream.web.addresses import Place, address, episode_part, search_feed, with_query
from allostream.web.facet_words import Names
from allostream.web.finding import Sought
from allostream.web.frame import write_framed
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.limits import limited
from allostream.web.numbering_words import also_numbered
from allostream.web.page import Page, write
from allostream.web.search_faults import is_answerable, told_faults
from allostream.web.views.browse import List, check, read_search_sort
from allostream.web.views.lists import page_links, read_page
from allostream.web.views.pasted import destination, not_known, numbered_address
from allostream.web.views.search_empty import why_empty
from allostream.web.wording import sort_word

MOST_PEOPLE, MOST_EPISODES = 12, 12
BEGINNING = 90.0  # the fit of a name of which only the beginning was typed
LONGEST_MINUTES, LAST_YEAR = 32_767, 9999
# The index follows a change a moment after it: a page made in between must not be sent for long. So short a time still
# spares making one page a hundred times a second.
KEPT = timedelta(seconds=0.5)
READ = ("q", "page", "sort", *(facet.value for facet in Facet))
LONGEST_TITLE = 200  # characters of the words, in the title of the page
FEED_FORMATS = ("atom", "rss", "json")
OF_NO_TITLE = ("episode", "person")  # kinds of thing that no feed lists
EVERYTHING = List(Place.SEARCH, "")  # no facet is settled by the place


@dataclass(frozen=True)
class PartFound:
    """An episode or a season with its address."""

    row: FoundEpisode | FoundPart
    address: str
    numbered: str = ""  # with whom it has the numbers that were asked for, where not here


def words_in(request: PageRequest) -> str:
    """What was typed; the end stays as it is, for a space there says that the last word is whole."""
    return request.GET.get("q", "")


def asked_in(language: str, text: str) -> Asked:
    """What the words ask for; faults name fields in the language. Three queries where the words name a field, none
    otherwise.
    """
    return understand(text, today_year=clock.now().year, language=language, vocabulary=_fields_for(text, language))


def _fields_for(text: str, language: str) -> Vocabulary:
    """The fields that the text may name, with their values only where it names one: most colons are part of a name."""
    if ":" not in text:
        return NO_FIELDS
    known = links.field_names()
    return links.query_fields() if names_field(text, known, language) else known


@require_safe
@limited
def search(request: PageRequest) -> HttpResponse:
    """What the words find. Some twelve queries, a few more by what is asked for; never by how much there is.

    Raises UnknownValue for a filter with a value that does not exist, NotFound for a page beyond the last.
    """
    text = words_in(request).strip()
    named = pasted.read(text, {site.domain for site in request.sites} | {request.get_host().partition(":")[0]})
    asked = asked_in(request.visitor.language, text)
    if path := place_of(request, named, asked):
        return redirect(path)
    title = gettext("Search: %(words)s") % {"words": text[:LONGEST_TITLE]} if text else gettext("Search")
    page = Page(title=title)
    filters = read_filters(request.GET, asked)
    context: dict[str, Any] = {"query": text, "not_known": not_known(named), "faults": faults(request, asked, filters)}
    helps = helps_of(asked)
    if not is_answerable(asked) or is_narrowed_in_vain(asked, filters) or only_leaves_out(asked):
        return write(request, "pages/search.html", page, context, status=400)
    if asked.kind in OF_NO_TITLE and has_names(asked):
        more = of_one_kind(request, asked)
    elif has_names(asked):
        more = found(request, text, asked, filters, helps)
    elif helps:
        more = {"only_helps": True}
    elif filters.ranges:
        more = all_of(request, text, filters)
    elif filters.wanted:
        return redirect(panel.list_address(request.site.language, Place.BROWSE, replace(filters, sort=Sort.POPULAR)))
    else:
        more = {}
    if "found" in more:
        feed = search_feed(request.site.language, **feed_query(text, filters))
        page = replace(page, feed=feed, feed_formats=FEED_FORMATS)
    fresh = Fresh(stamps=(Subject.LISTS,), query=READ, until=clock.now() + KEPT)
    return write_framed(request, "components/found.html", page, {**context, **more}, sheet="browse.css", fresh=fresh)


def feed_query(text: str, filters: Filters) -> dict[str, str]:
    """The parameters by which a search is a feed; without an order it begins with what was added last."""
    sort = "" if filters.sort in (Sort.FIT, Sort.ADDED) else filters.sort.value
    return {"q": text, **facet_rules.write(filters.wanted), "sort": sort}


def place_of(request: PageRequest, named: Pasted | None, asked: Asked) -> str | None:
    """Where an address or number leads that was pasted or typed, None where it leads nowhere. No query to ten."""
    path = destination(request, named) if named else None
    if path is None and asked.identifiers and not has_names(asked):
        part = next(iter(asked.readings), Reading(Words()))
        path = destination(request, Pasted(identifiers=asked.identifiers, season=part.season, episode=part.episode))
    return path


def has_names(asked: Asked) -> bool:
    """Whether there is a word to look for in names."""
    every = (*(reading.words for reading in asked.readings), *asked.titles, *asked.people)
    return any(words.tokens or words.phrases for words in every)


def only_leaves_out(asked: Asked) -> bool:
    """Whether names are ruled out and none is looked for: what filters leave is not searched for words."""
    every = (*(reading.words for reading in asked.readings), *asked.titles, *asked.people)
    return not has_names(asked) and any(words.excluded for words in every)


def helps_of(asked: Asked) -> dict[str, tuple[str, ...]]:
    """The helps that a copy must have."""
    return {one.field: one.values for one in asked.conditions if one.field in HELPS}


def read_filters(query: QueryDict, asked: Asked) -> Filters:
    """What was typed as fields and what was set in the panel, as one. A query for genres, one for hosts.

    Raises UnknownValue and TooManyValues.
    """
    wanted = facet_rules.read({facet.value: query.getlist(facet.value) for facet in Facet})
    check(wanted, EVERYTHING)
    for one in asked.conditions:
        if one.field not in HELPS:
            for value in one.values:
                wanted = wanted.put(Facet(one.field), value, State.NOT if one.is_not else State.ONLY)
    return Filters(wanted, read_search_sort(query), read_page(query), tuple(ranges_of(asked)))


def ranges_of(asked: Asked) -> Iterator[Range]:
    """Years and minutes that are no decade and no length of the panel."""
    if asked.years:
        yield Range("year", [(asked.years.first or 0, asked.years.last or LAST_YEAR)])
    if asked.minutes:
        yield Range("runtime_min", [(asked.minutes.first or 0, asked.minutes.last or LONGEST_MINUTES)])


def found(
    request: PageRequest, text: str, asked: Asked, filters: Filters, helps: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """What the words find, for the page."""
    visitor = request.visitor
    sought = finding.seek(asked, visitor, finding.MOST_RESULTS)
    if sought.is_cut and (filters.wanted or visitor.only_watchable):
        sought = behind(sought, links.titles_beginning(visitor, asked.typed, filters.wanted, finding.MOST_RESULTS))
    listed = links.results(visitor, sought.titles, filters, helps, is_cut=sought.is_cut)
    groups, names = panel.groups_of_search(request.site.language, filters, visitor.language, listed.counts, text)
    is_first = listed.page.page == 1
    others = bool(filters.wanted or filters.ranges or helps)
    return {
        **shown(request, text, filters, listed.page),
        "sought": sought,
        "groups": groups,
        "chips": chips(request, text, asked, filters, names),
        "alike": alike(request, asked) if is_first and not finding.is_near(sought) else (),
        "people": searching.people_with(sought.people, MOST_PEOPLE) if is_first and not others else [],
        "parts": parts(request, sought) if is_first else [],
        "episodes": episodes(request, sought, MOST_EPISODES) if is_first and not others else [],
        "placed": list(zip(listed.placed, listed.page.cards, strict=False)) if may_see_reasons(request) else (),
        "empty": why_empty(request, asked, filters, names, sought, listed.page),
    }


def alike(request: PageRequest, asked: Asked) -> Sequence[tuple[str, str]]:
    """Names that may have been meant, each with the address of a search for it. Two to four queries."""
    own = address(request.site.language, Place.SEARCH)
    return [(name, with_query(own, q=name)) for name in finding.names_alike(asked, request.visitor)]


def of_one_kind(request: PageRequest, asked: Asked) -> dict[str, Any]:
    """The people or the episodes that the words find, for a page of them alone. One or two queries."""
    sought = finding.seek(asked, request.visitor, finding.MOST_RESULTS)
    is_people = asked.kind == "person"
    return {
        "only_kind": asked.kind,
        "sought": sought,
        "words": asked.typed.strip(),
        "people": searching.people_with(sought.people, finding.MOST_BESIDE) if is_people else [],
        "parts": [] if is_people else parts(request, sought),
        "episodes": [] if is_people else episodes(request, sought, finding.MOST_BESIDE),
        "every_kind": with_query(address(request.site.language, Place.SEARCH), q=asked.typed.strip()),
    }


def behind(sought: Sought, ids: Sequence[int]) -> Sought:
    """What was found, and titles behind it that are left by the filters and begin with the words."""
    known = {one.id for one in sought.titles}
    further = [Scored(id_, BEGINNING, -place) for place, id_ in enumerate(ids) if id_ not in known]
    return replace(sought, titles=[*sought.titles, *further])


def all_of(request: PageRequest, text: str, filters: Filters) -> dict[str, Any]:
    """Everything of some years or lengths, for the page: nothing else was asked for."""
    sort = Sort.POPULAR if filters.sort is Sort.FIT else filters.sort
    language = request.site.language
    groups, _names = panel.groups(language, Place.SEARCH, filters, request.visitor.language)
    return {
        **shown(request, text, filters, links.browse(request.visitor, replace(filters, sort=sort))),
        "groups": [replace(group, more=None) for group in groups],
    }


def shown(request: PageRequest, text: str, filters: Filters, page: Browse) -> dict[str, Any]:
    """What every page of results has."""
    own = address(request.site.language, Place.SEARCH)
    given = {
        "q": text,
        **facet_rules.write(filters.wanted),
        "sort": "" if filters.sort is Sort.FIT else filters.sort.value,
    }
    return {
        "found": page,
        "filters": filters,
        "path": own,
        "fields": {"q": text, **facet_rules.write(filters.wanted)},
        "sorts": [(sort.value, sort_word(sort), sort is filters.sort) for sort in SEARCH_SORTS],
        "pages": page_links(page, own, given),
    }


def chips(request: PageRequest, text: str, asked: Asked, filters: Filters, names: Names) -> list[panel.Chip]:
    """What was set in the panel, each with the way to take it back; what was typed stands in the words already."""
    typed = {(Facet(one.field), value) for one in asked.conditions if one.field not in HELPS for value in one.values}
    clicked = Wanted(filters.wanted.only - typed, filters.wanted.without - typed)
    return panel.chips(request.site.language, Place.SEARCH, replace(filters, wanted=clicked), names, text)


def parts(request: PageRequest, sought: Sought) -> Sequence[PartFound]:
    """What was named by its numbers."""
    return [part_found(request, part) for part in sought.parts]


def part_found(request: PageRequest, part: FoundPart) -> PartFound:
    """One of these, with whose numbers led to it."""
    numbered = also_numbered(part.orders) if part.orders else ""
    return PartFound(part, numbered_address(request.site.language, part), numbered)


def episodes(request: PageRequest, sought: Sought, most: int) -> Sequence[PartFound]:
    """Episodes that are called so. One query, two with the switch, none where nothing is."""
    known = {part.episode_id for part in sought.parts}
    ids = [id_ for id_ in sought.episodes if id_ not in known]
    rows = links.found_episodes(request.visitor, ids, most) if ids else []
    return [PartFound(row, episode_address(request.site.language, row)) for row in rows]


def episode_address(language: str, row: FoundEpisode) -> str:
    """The path of an episode found by its name."""
    part = episode_part(row.season_number, row.number, row.public_id, special=row.kind == "special")
    return address(language, Place.PART, slug=row.title_slug, part=part)


def is_narrowed_in_vain(asked: Asked, filters: Filters) -> bool:
    """Whether episodes or people are asked for together with what narrows titles alone."""
    narrows = filters.wanted or filters.ranges or helps_of(asked) or asked.titles or asked.people
    return asked.kind in OF_NO_TITLE and bool(narrows)


def faults(request: PageRequest, asked: Asked, filters: Filters) -> list[tuple[str, str, str]]:
    """What cannot be understood: a sentence, the query as it was probably meant, and the address of that."""
    own = address(request.site.language, Place.SEARCH)
    told = [(one.sentence, one.meant) for one in told_faults(asked)]
    if is_narrowed_in_vain(asked, filters):
        sentence = gettext("Episodes and people cannot be narrowed by other filters.")
        told.append((sentence, f"is:{asked.kind} {asked.typed.strip()}".strip()))
    if only_leaves_out(asked):
        told.append((no_name_beside(), ""))
    return [(sentence, meant, with_query(own, q=meant) if meant else "") for sentence, meant in told]


def no_name_beside() -> str:
    """What to do where names are only ruled out."""
    return gettext("Words can be left out only beside words of a name: write a name, too.")


def may_see_reasons(request: PageRequest) -> bool:
    """Whether why a result stands where it does is told: to those who keep the site in order, when they ask."""
    return bool(request.GET.get("why")) and may(request.user, Right.SEARCH_EXPLAIN, site=request.site.slug)
