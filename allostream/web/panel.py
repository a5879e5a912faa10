"""The panel of filters beside a list: what is offered, how it is set, and the address of every other list near by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from allostream.catalogue.rules import Sort
from allostream.lib.names import folded
from allostream.links import queries as links
from allostream.links.facet_rules import DOT, FIXED, Facet, State, Wanted, write
from allostream.links.queries import Filters
from allostream.web.addresses import Place, address, href, with_query
from allostream.web.facet_words import Names, facet_word, value_word
from allostream.web.formats import number

SHOWN_VALUES, MOST_VALUES = 10, 400
# The panel's order: first what can be watched, then what the title is.
ORDER = (
    Facet.OFFER, Facet.BASIS, Facet.KIND, Facet.DECADE, Facet.GENRE, Facet.COUNTRY, Facet.LANGUAGE, Facet.RUNTIME,
    Facet.HOST,
)  # fmt: skip
OPEN_AT_FIRST = frozenset({Facet.OFFER, Facet.BASIS, Facet.KIND, Facet.DECADE, Facet.GENRE})
# Facets that the address of a list settles already.
SETTLED: Mapping[Place, frozenset[Facet]] = {
    Place.FILMS: frozenset({Facet.KIND}),
    Place.SHOWS: frozenset({Facet.KIND}),
    Place.BROWSE: frozenset(),
    Place.SEARCH: frozenset(),
}


@dataclass(frozen=True)
class Row:
    """One value with its three answers; `count` is how many titles of a search have it, in words."""

    name: str
    text: str
    state: State
    count: str = ""

    @property
    def value(self) -> str:
        """The value by itself."""
        return self.name.partition(DOT)[2]


@dataclass(frozen=True)
class Group:
    """One facet with its values; `more` is the address of all of them, None when all are here."""

    code: Facet
    heading: str
    rows: Sequence[Row]
    set_count: int
    is_open: bool
    more: SafeString | None = None


@dataclass(frozen=True)
class Chip:
    """One value that is set, with the address of the list without it."""

    text: str
    address: str
    is_not: bool


def usual_sort(place: Place) -> Sort:
    """The order of a list for which none was asked."""
    return Sort.FIT if place is Place.SEARCH else Sort.POPULAR


def list_address(language: str, place: Place, filters: Filters, *, more: Facet | None = None, words: str = "") -> str:
    """The one address of a list: words of a search, facets, then order and page where they are not the usual ones."""
    query: dict[str, object] = {"q": words, **write(filters.wanted)}
    query["sort"] = "" if filters.sort is usual_sort(place) else filters.sort.value
    query["page"] = filters.page if filters.page > 1 else None
    query["more"] = more.value if more else None
    return with_query(address(language, place), **query)


def groups(language: str, place: Place, filters: Filters, reader: str) -> tuple[list[Group], Names]:
    """The facets of a list with the values that most titles have, and the names of what is set. Two queries."""
    used = links.values_in_use(filters.wanted, SHOWN_VALUES + 1)
    names = links.names_of(used, reader)
    found = [
        _group(facet, used.get(facet, ()), filters.wanted, names, list_address(language, place, filters, more=facet))
        for facet in ORDER
        if facet not in SETTLED[place]
    ]
    return [group for group in found if group.rows], names


def groups_of_search(
    language: str, filters: Filters, reader: str, counts: Mapping[Facet, Mapping[str, int]], words: str
) -> tuple[list[Group], Names]:
    """The facets of what a search found with the values that most of it has, and the names of all. One query."""
    used = {facet: _by_number(facet, counts.get(facet, {}), filters.wanted) for facet in ORDER}
    names = links.names_of(used, reader)
    found = []
    for facet in ORDER:
        told = {value: number(count, reader) for value, count in counts[facet].items()}
        told |= {value: number(0, reader) for value in used[facet] if value not in told}
        found.append(_group(facet, used[facet], filters.wanted, names, "", told))
    return [group for group in found if group.rows], names


def _by_number(facet: Facet, counts: Mapping[str, int], wanted: Wanted) -> list[str]:
    """The values that something found has, the most frequent first, and behind them those that are set."""
    values = sorted(counts, key=lambda value: (-counts[value], value))
    return values + [value for of, value, _ in wanted.settings() if of is facet and value not in counts]


def _group(
    facet: Facet, used: Sequence[str], wanted: Wanted, names: Names, more: str, counts: Mapping[str, str] | None = None
) -> Group:
    """A facet; with `counts`, in words, only the values that are counted, without the way to more of them."""
    values = _in_use(facet, used)
    is_cut = facet not in FIXED and len([v for v in used if wanted.state(facet, v) is State.ANY]) > SHOWN_VALUES
    if is_cut:
        values = _first(values, wanted, facet)
    if counts is not None:
        values = [value for value in values if value in counts]
    told = counts or {}
    rows = [
        Row(f"{facet}.{value}", value_word(facet, value, names), wanted.state(facet, value), told.get(value, ""))
        for value in values
    ]
    if facet not in FIXED:
        rows.sort(key=lambda row: folded(row.text))
    set_count = sum(row.state is not State.ANY for row in rows)
    return Group(
        facet, facet_word(facet), rows, set_count, facet in OPEN_AT_FIRST or bool(set_count),
        href(more) if is_cut and more else None,
    )  # fmt: skip


def _in_use(facet: Facet, used: Sequence[str]) -> list[str]:
    """The values to offer, in the facet's own order where it has one: those some title has, once counted."""
    if facet not in FIXED:
        return list(used)
    return [value for value in FIXED[facet] if not used or value in used]


def _first(values: Sequence[str], wanted: Wanted, facet: Facet) -> list[str]:
    """The most used values, and those that are set wherever they stand."""
    return [v for place, v in enumerate(values) if place < SHOWN_VALUES or wanted.state(facet, v) is not State.ANY]


def whole_group(facet: Facet, filters: Filters, reader: str) -> Group:
    """A facet with all its values, or the four hundred that most titles have, by name. Two queries."""
    used = links.all_values(filters.wanted, facet, MOST_VALUES)
    names = links.names_of({facet: used}, reader)
    values = FIXED.get(facet) or used
    rows = [Row(f"{facet}.{v}", value_word(facet, v, names), filters.wanted.state(facet, v)) for v in values]
    rows.sort(key=lambda row: folded(row.text))
    return Group(facet, facet_word(facet), rows, sum(row.state is not State.ANY for row in rows), is_open=True)


def chips(language: str, place: Place, filters: Filters, names: Names, words: str = "") -> list[Chip]:
    """What is set, each with the way to take it back."""
    return [
        Chip(
            value_word(facet, value, names),
            list_address(
                language,
                place,
                replace(filters, wanted=filters.wanted.put(facet, value, State.ANY), page=1),
                words=words,
            ),
            state is State.NOT,
        )
        for facet, value, state in filters.wanted.settings()
    ]


def chip_text(facet: Facet, value: str, state: State, names: Names) -> str:
    """A value that is set, in words."""
    word = value_word(facet, value, names)
    return gettext("not %(value)s") % {"value": word} if state is State.NOT else word
