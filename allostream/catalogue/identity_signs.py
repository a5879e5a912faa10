"""The signs for and against two descriptions being one work, each with its weight. No Django, no clock, no network.

Weights are natural logarithms of how many times likelier a sign is in a true pair than in a false one, tuned on half of
the pairs of docs/matching-quality.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from allostream.catalogue.name_keys import is_latin, loosened, numbers_in, spelt
from allostream.catalogue.rules import KnownName
from allostream.lib.dates import PartialDate, Precision
from allostream.search.normal import figured, tokens

Kind = Literal["film", "series", ""]
Values = Mapping[str, str | int]

# Schemes whose identifiers are careful enough to say that two records are about one work, the most careful first.
STRONG_SCHEMES = ("imdb", "wikidata", "eidr", "tmdb", "tmdb_movie", "tmdb_tv", "tvmaze", "tvdb", "enwiki")
# Articles are renamed: two that name one article are about one work, two that name different ones may be still.
RENAMED = frozenset({"enwiki"})
# What an identifier of a work looks like there: lists hold ids of people (nm…) and companies (co…) by mistake.
WORKS_IN = {"imdb": re.compile(r"tt\d{5,10}"), "wikidata": re.compile(r"Q[1-9]\d{0,11}")}
# Up to here two years may belong to one first release, which sources date by festival, country or broadcast.
YEARS_APART = {"film": 2, "series": 5, "": 2}
EXACT_NAME, LIKE_NAME, FURTHER_NAME, MOST_FURTHER = 2.0, 1.2, 2.0, 4.0
LONG_NAME, USUAL_LENGTH, LONGEST_COUNTED = 0.17, 6, 24  # for each letter: a long name is seldom given twice
OTHER_SPELLING, ALIAS = -1.2, -1.5
OF_NAMESAKES = ((5, -3.0), (2, -1.6), (1, -0.8))
YEAR_WEIGHTS = {0: 5.5, 1: 2.2, 2: -0.5}


class Reason(StrEnum):
    """A sign for or against two things being one work."""

    SAME_ID = "same-id"
    OTHER_ID = "other-id"
    TWO_TITLES = "two-titles"  # its identifiers lead to several titles
    TWO_ALIKE = "two-alike"  # several titles fit, one hardly better than the other
    SAME_NAME = "same-name"
    SAME_NAMES = "same-names"
    LIKE_NAME = "like-name"  # the same but for the way of writing another script
    OTHER_NAME = "other-name"
    SAME_YEAR = "same-year"
    NEAR_YEAR = "near-year"
    OTHER_YEAR = "other-year"
    SAME_DAY = "same-day"
    SAME_DIRECTOR = "same-director"
    OTHER_DIRECTOR = "other-director"
    SAME_CAST = "same-cast"
    OTHER_CAST = "other-cast"
    SAME_LENGTH = "same-length"
    OTHER_LENGTH = "other-length"
    SAME_COUNTRY = "same-country"
    OTHER_COUNTRY = "other-country"
    OTHER_LANGUAGE = "other-language"
    OTHER_KIND = "other-kind"
    OTHER_FORM = "other-form"
    OTHER_PART = "other-part"
    NAMESAKES = "namesakes"  # works of other years have the name too
    OTHER_SPELLING = "other-spelling"  # an article, spaces or signs differ
    ALIAS = "alias"  # what is shared is on one side a name beside the real ones


@dataclass(frozen=True, slots=True)
class Ground:
    """A sign with what it rests on: values for the sentence that tells it. `weight` > 0 speaks for one work."""

    reason: Reason
    weight: float = 0.0
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Maker:
    """Somebody who had a part in a work."""

    name: str
    role: str = "principal_director"


@dataclass(frozen=True, slots=True)
class Described:
    """A work as somebody describes it. The first name is its main one; what is not known is left out.

    `source` is the slug of who says so and `key` its name for the work, for one source never has a work twice.
    """

    names: tuple[KnownName, ...]
    kind: Kind = ""
    form: str = ""
    year: int | None = None
    released: PartialDate | None = None
    runtime_min: int | None = None
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    makers: tuple[Maker, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    parts: frozenset[int] | None = None  # numbers of its part, where they stand outside the name
    source: str = ""
    key: str = ""


def works_ids(identifiers: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The strong identifiers that can be those of a work: one of a person says nothing."""
    kept = {
        scheme: tuple(value for value in identifiers.get(scheme, ()) if _is_of_work(scheme, value))
        for scheme in STRONG_SCHEMES
    }
    return {scheme: values for scheme, values in kept.items() if values}


def _is_of_work(scheme: str, value: str) -> bool:
    shape = WORKS_IN.get(scheme)
    return shape is None or shape.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Compared:
    """The signs for and against two descriptions being one work."""

    grounds: tuple[Ground, ...]

    @property
    def total(self) -> float:
        return sum(ground.weight for ground in self.grounds)

    def reasons(self) -> set[Reason]:
        return {ground.reason for ground in self.grounds}


def compared(one: Described, other: Described, namesakes: int = 0) -> Compared:
    """All signs that two descriptions give, whatever has brought them together."""
    return Compared((
        *_of_kind(one, other), *_of_ids(one, other), *_of_names(one, other, namesakes), *_of_time(one, other),
        *_of_people(one, other), *_of_shape(one, other),
    ))  # fmt: skip


def _contradicting_ids(one: Described, other: Described) -> list[tuple[str, str, str]]:
    mine, theirs = works_ids(one.identifiers), works_ids(other.identifiers)
    return [
        (scheme, values[0], theirs[scheme][0])
        for scheme, values in mine.items()
        if scheme in theirs and scheme not in RENAMED and not set(values) & set(theirs[scheme])
    ]


def _of_kind(one: Described, other: Described) -> Iterable[Ground]:
    if one.kind and other.kind and one.kind != other.kind:
        yield Ground(Reason.OTHER_KIND, -6.0, {"given": one.kind, "there": other.kind})
    if one.form and other.form and one.form != other.form and {one.form, other.form} & FORMS_APART:
        yield Ground(Reason.OTHER_FORM, -3.0, {"given": one.form, "there": other.form})


# A serial, a cycle or a short is never the feature of the same name.
FORMS_APART = frozenset({"film_serial", "short", "film_cycle", "short_film_series", "animated_shorts"})


def _of_ids(one: Described, other: Described) -> Iterable[Ground]:
    for scheme, given, there in _contradicting_ids(one, other):
        yield Ground(Reason.OTHER_ID, -5.0, {"scheme": scheme, "given": given, "there": there})


def _of_names(one: Described, other: Described, namesakes: int) -> Iterable[Ground]:
    mine, theirs = _forms(one.names), _forms(other.names)
    shared = sorted((form for form in mine if form in theirs), key=len, reverse=True)
    if shared:
        yield from _of_shared_names(shared, mine, theirs)
    elif like := _like(one.names, other.names):
        weight = LIKE_NAME + _rarity(len(loosened(like[0])))
        yield Ground(Reason.LIKE_NAME, weight, {"given": like[0], "there": like[1]})
    elif one.names and other.names:
        yield Ground(Reason.OTHER_NAME, -2.0, {"given": one.names[0].text, "there": other.names[0].text})
    if namesakes:
        weight = next(weight for least, weight in OF_NAMESAKES if namesakes >= least)
        yield Ground(Reason.NAMESAKES, weight, {"count": namesakes})
    if not shared or one.parts or other.parts:
        yield from _of_parts(one, other)


Forms = Mapping[str, list[KnownName]]


def _of_shared_names(shared: Sequence[str], mine: Forms, theirs: Forms) -> Iterable[Ground]:
    """The longest name that both have, how alike the two are that come nearest, and how many further they share."""
    pairs = [(given, there) for form in shared for given in mine[form] for there in theirs[form]]
    real = [pair for pair in pairs if "alias" not in (pair[0].kind, pair[1].kind)]
    # Among the many names that somebody once gave a work are those of its parts, its series and its namesakes.
    rarity = _rarity(len(shared[0])) if real else 0.0
    yield Ground(Reason.SAME_NAME, EXACT_NAME + rarity, {"name": mine[shared[0]][0].text})
    if len(shared) > 1:
        more = min(MOST_FURTHER, FURTHER_NAME * (len(shared) - 1))
        yield Ground(Reason.SAME_NAMES, more, {"count": len(shared)})
    if not real:
        yield Ground(Reason.ALIAS, ALIAS, {"name": pairs[0][0].text})
    if not any(figured(tokens(given.text)) == figured(tokens(there.text)) for given, there in real or pairs):
        given, there = (real or pairs)[0]
        yield Ground(Reason.OTHER_SPELLING, OTHER_SPELLING, {"given": given.text, "there": there.text})


def _forms(names: Iterable[KnownName]) -> dict[str, list[KnownName]]:
    found: dict[str, list[KnownName]] = {}
    for name in names:
        if form := spelt(name.text):
            found.setdefault(form, []).append(name)
    return found


def _like(mine: Sequence[KnownName], theirs: Sequence[KnownName]) -> tuple[str, str] | None:
    there = {loosened(name.text): name.text for name in reversed(theirs)}
    return next(((n.text, there[form]) for n in mine if (form := loosened(n.text)) and form in there), None)


def _rarity(length: int) -> float:
    return LONG_NAME * (min(length, LONGEST_COUNTED) - USUAL_LENGTH)


def _of_parts(one: Described, other: Described) -> Iterable[Ground]:
    """“Part 1” is not “Part 2”, whatever else agrees; names without any number say nothing."""
    mine, theirs = _parts(one), _parts(other)
    if mine and theirs and not mine & theirs:
        values = {"given": min(min(numbers) for numbers in mine), "there": min(min(numbers) for numbers in theirs)}
        yield Ground(Reason.OTHER_PART, -8.0, values)


def _parts(one: Described) -> set[frozenset[int]]:
    if one.parts:
        return {one.parts}
    numbered = {numbers_in(name.text) for name in one.names if is_latin(name.text)}
    return set() if frozenset() in numbered else numbered


def _of_time(one: Described, other: Described) -> Iterable[Ground]:
    if _is_day(one.released) and _is_day(other.released) and one.released == other.released:
        yield Ground(Reason.SAME_DAY, 3.0, {"day": str(one.released)})
    if one.year is None or other.year is None:
        return
    apart = abs(one.year - other.year)
    values: Values = {"given": one.year, "there": other.year}
    if apart == 0:
        yield Ground(Reason.SAME_YEAR, YEAR_WEIGHTS[0], {"year": one.year})
    elif apart <= YEARS_APART[one.kind]:
        yield Ground(Reason.NEAR_YEAR, YEAR_WEIGHTS.get(apart, -1.5), values)
    else:
        yield Ground(Reason.OTHER_YEAR, -min(8.0, 3.0 + apart / 4), values)


def _is_day(date: PartialDate | None) -> bool:
    """Whether a date is one of a day. The first of January stands in many tables for a year alone."""
    return date is not None and date.precision is Precision.DAY and (date.on.month, date.on.day) != (1, 1)


def _of_people(one: Described, other: Described) -> Iterable[Ground]:
    yield from _of_role(one, other, DIRECTORS, (Reason.SAME_DIRECTOR, 5.0, 2.0), (Reason.OTHER_DIRECTOR, -5.0, 1))
    yield from _of_role(one, other, CAST, (Reason.SAME_CAST, 2.0, 2.0), (Reason.OTHER_CAST, -2.5, 3))


DIRECTORS = frozenset({"principal_director", "co_director"})
CAST = frozenset({"cast"})


def _of_role(
    one: Described, other: Described, roles: frozenset[str],
    agrees: tuple[Reason, float, float], differs: tuple[Reason, float, int],
) -> Iterable[Ground]:  # fmt: skip
    """Names in a role: (reason, weight of the first, of each further) where one is shared, else (reason, weight, how
    many both must name before it counts that none is)."""
    mine, theirs = _people(one.makers, roles), _people(other.makers, roles)
    shared = [name for words, name in mine.items() if any(_are_one(words, others) for others in theirs)]
    if shared:
        weight = agrees[1] + agrees[2] * min(2, len(shared) - 1)
        yield Ground(agrees[0], weight, {"names": ", ".join(shared[:3])})
    elif min(len(mine), len(theirs)) >= differs[2] and not _long_words(mine) & _long_words(theirs):
        given, there = next(iter(mine.values())), next(iter(theirs.values()))
        yield Ground(differs[0], differs[1], {"given": given, "there": there})


Words = tuple[str, ...]
LONG_WORD = 4


def _people(makers: Iterable[Maker], roles: frozenset[str]) -> dict[Words, str]:
    """Names by their words, in an order that does not tell which is the family's: “Ozu Yasujirō”, “Yasujiro Ozu”."""
    found: dict[Words, str] = {}
    for maker in makers:
        words = tuple(sorted(loosened(word) for word in tokens(maker.name))) if maker.role in roles else ()
        if words:
            found.setdefault(words, maker.name)
    return found


def _are_one(mine: Words, theirs: Words) -> bool:
    """Whether two names can be one person's: the same words, or “F. W. Murnau” for “Friedrich Wilhelm Murnau”."""
    if mine == theirs:
        return True
    fewer, more = sorted((mine, theirs), key=len)
    initials = [word for word in fewer if word not in more]
    whole = [word for word in fewer if word in more]
    left = [word for word in more if word not in whole]
    stand = all(any(_is_initial(one, word) or _is_initial(word, one) for word in left) for one in initials)
    return stand and any(len(word) >= LONG_WORD for word in whole)


def _is_initial(letter: str, word: str) -> bool:
    return len(letter) == 1 and word.startswith(letter)


def _long_words(people: Iterable[Words]) -> set[str]:
    """The longer parts of names. Who shares one may be the same person, written otherwise: that says nothing."""
    return {word for words in people for word in words if len(word) >= LONG_WORD}


def _of_shape(one: Described, other: Described) -> Iterable[Ground]:
    if one.runtime_min and other.runtime_min:
        apart, longer = abs(one.runtime_min - other.runtime_min), max(one.runtime_min, other.runtime_min)
        values: Values = {"given": one.runtime_min, "there": other.runtime_min}
        if apart <= max(2, longer * 0.03):
            yield Ground(Reason.SAME_LENGTH, 1.5, values)
        elif apart > max(10, longer * 0.25):
            yield Ground(Reason.OTHER_LENGTH, -2.0, values)
    if one.countries and other.countries:
        shared = [code for code in one.countries if code in other.countries]
        if shared:
            yield Ground(Reason.SAME_COUNTRY, 0.8, {"country": shared[0]})
        else:
            yield Ground(Reason.OTHER_COUNTRY, -2.0, {"given": one.countries[0], "there": other.countries[0]})
    if one.languages and other.languages and not set(one.languages) & set(other.languages):
        yield Ground(Reason.OTHER_LANGUAGE, -1.5, {"given": one.languages[0], "there": other.languages[0]})
