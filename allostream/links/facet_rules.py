"""What a list of titles can be narrowed by, and how that stands in an address. No Django, no clock, no network.

An address names each facet once: `genre=horror,-comedy&country=fr` keeps horror films from France that are no comedies.
Several values kept of one facet are alternatives, facets are joined by "and", and a value left out is never there.
What a copy costs, its right and its host are asked of one and the same copy; a title is left out for any of its copies.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from allostream.lib.problems import Problem, gettext_noop
from allostream.links.rules import Offer, RightsBasis

MOST_VALUES = 20
NOT_SIGN, BETWEEN, DOT = "-", ",", "."


class Facet(StrEnum):
    """A way in which titles differ, in the order in which addresses name them."""

    KIND = "kind"
    OFFER = "offer"
    BASIS = "basis"
    GENRE = "genre"
    DECADE = "decade"
    COUNTRY = "country"
    LANGUAGE = "language"
    RUNTIME = "runtime"
    HOST = "host"


class State(StrEnum):
    """How a value of a facet is set."""

    ANY = ""
    ONLY = "only"
    NOT = "not"


# Facets whose values are the same everywhere; those of the others are found in the catalogue.
KINDS = ("film", "series")
OFFERS: Mapping[str, frozenset[Offer]] = {
    "free": frozenset({Offer.FREE_OPEN, Offer.FREE_ACCOUNT}),
    "ads": frozenset({Offer.ADS}),
    "catch-up": frozenset({Offer.CATCH_UP}),
    "library-card": frozenset({Offer.LIBRARY_CARD}),
    "subscription": frozenset({Offer.SUBSCRIPTION}),
    "rent": frozenset({Offer.RENT}),
    "buy": frozenset({Offer.BUY}),
}
BASES: Mapping[str, RightsBasis] = {
    "public-domain": RightsBasis.PUBLIC_DOMAIN,
    "open-licence": RightsBasis.OPEN_LICENCE,
    "provider": RightsBasis.PROVIDER,
}
DECADES = tuple(str(year) for year in range(1870, 2040, 10))
# The first and the last minute of each range.
RUNTIMES: Mapping[str, tuple[int, int | None]] = {
    "under-40": (0, 39),
    "40-70": (40, 69),
    "70-100": (70, 99),
    "100-140": (100, 140),
    "over-140": (141, None),
}
FIXED: Mapping[Facet, tuple[str, ...]] = {
    Facet.KIND: KINDS,
    Facet.OFFER: tuple(OFFERS),
    Facet.BASIS: tuple(BASES),
    Facet.DECADE: DECADES,
    Facet.RUNTIME: tuple(RUNTIMES),
}
# Facets of what can be watched, asked of the links that are shown; the others are facts of the title.
OF_LINKS = (Facet.OFFER, Facet.BASIS, Facet.HOST)


class TooManyValues(Problem):
    """More filters than a list takes at once."""

    code = "too-many-values"
    status = 400
    sentence = gettext_noop("At most %(most)s filters can be set at once: take some away.")


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to: which values are kept, which are left out. None of either: everything."""

    only: frozenset[tuple[Facet, str]] = frozenset()
    without: frozenset[tuple[Facet, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.only or self.without)

    def kept(self, facet: Facet) -> list[str]:
        """The values of which a title must have one; none when any will do."""
        return sorted(value for of, value in self.only if of is facet)

    def left_out(self, facet: Facet) -> list[str]:
        """The values that no title may have."""
        return sorted(value for of, value in self.without if of is facet)

    def state(self, facet: Facet, value: str) -> State:
        """How one value is set."""
        if (facet, value) in self.without:
            return State.NOT
        return State.ONLY if (facet, value) in self.only else State.ANY

    def settings(self) -> list[tuple[Facet, str, State]]:
        """Every value that is set, in the order of addresses: by facet, what is kept before what is left out."""
        if not (self.only or self.without):
            return []
        return [
            (facet, value, state)
            for facet in Facet
            for state, values in ((State.ONLY, self.kept(facet)), (State.NOT, self.left_out(facet)))
            for value in values
        ]

    def put(self, facet: Facet, value: str, state: State) -> "Wanted":
        """The same with one value set otherwise."""
        one = {(facet, value)}
        only, without = self.only - one, self.without - one
        return Wanted(only | one if state is State.ONLY else only, without | one if state is State.NOT else without)


def read(given: Mapping[str, Sequence[str]]) -> Wanted:
    """What the parameters of an address ask for; parameters that are no facets are left to others.

    A value that is both kept and left out is left out. Whether the values exist is asked apart (`unknown`).
    Raises TooManyValues.
    """
    words = [
        (facet, *_value_and_sign(word))
        for facet in Facet
        for text in given.get(facet, ())
        for word in text.split(BETWEEN)
    ]
    without = frozenset((facet, value) for facet, value, is_left_out in words if value and is_left_out)
    only = frozenset((facet, value) for facet, value, is_left_out in words if value and not is_left_out) - without
    return _bounded(Wanted(only, without))


def _value_and_sign(word: str) -> tuple[str, bool]:
    """A value as it stands in an address, and whether a sign before it leaves it out; "" for signs and spaces alone."""
    value = word.strip()
    is_left_out = value.startswith(NOT_SIGN)
    while value.startswith(NOT_SIGN):
        value = value.removeprefix(NOT_SIGN).strip()
    return value, is_left_out


def read_form(given: Iterable[tuple[str, str]]) -> Wanted:
    """What the fields of the form of filters ask for: `genre.horror=not`. Other fields are left to others.

    Raises ValueError with a state that is none, TooManyValues.
    """
    wanted = Wanted()
    for name, text in given:
        facet, dot, value = name.partition(DOT)
        if dot and value and facet in list(Facet):
            if text not in list(State):
                raise ValueError(text)
            wanted = wanted.put(Facet(facet), value, State(text))
    return _bounded(wanted)


def _bounded(wanted: Wanted) -> Wanted:
    if len(wanted.only) + len(wanted.without) > MOST_VALUES:
        raise TooManyValues(most=str(MOST_VALUES))
    return wanted


def write(wanted: Wanted) -> dict[str, str]:
    """The parameters of the address that asks for it, always the same for the same wish."""
    parts: dict[str, list[str]] = {}
    for facet, value, state in wanted.settings():
        parts.setdefault(facet.value, []).append(NOT_SIGN + value if state is State.NOT else value)
    return {name: BETWEEN.join(words) for name, words in parts.items()}


def unknown(wanted: Wanted, known: Mapping[Facet, Collection[str]]) -> tuple[Facet, str] | None:
    """The first value that does not exist, or None; `known` has the values of each facet that is set."""
    return next(((facet, value) for facet, value, _state in wanted.settings() if value not in known[facet]), None)


def kinds(wanted: Wanted) -> list[str]:
    """The kinds of title that are left."""
    kept = wanted.kept(Facet.KIND) or KINDS
    return [kind for kind in KINDS if kind in kept and kind not in wanted.left_out(Facet.KIND)]
