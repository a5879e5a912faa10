"""Whether a description and a title are one work. No Django, no clock, no network.

External identifiers come first, and are believed only while nothing contradicts them. Without them a name opens the
question and never answers it: years, people, days, lengths, countries and further names speak for or against, each with
a weight. Weights are natural logarithms of how many times likelier a sign is in a true pair than in a false one, tuned
on half of the pairs of docs/matching-quality.md.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from allostream.catalogue.name_keys import is_latin, loosened, numbers_in, spelt
from allostream.catalogue.rules import KnownName
from allostream.lib.dates import PartialDate, Precision

Kind = Literal["film", "series", ""]
Values = Mapping[str, str | int]

# Schemes whose identifiers are careful enough to say that two records are about one work, the most careful first.
STRONG_SCHEMES = ("imdb", "wikidata", "eidr", "tmdb", "tvmaze", "tvdb")
# What an identifier of a work looks like there: lists hold ids of people (nm…) and companies (co…) by mistake.
WORKS_IN = {"imdb": re.compile(r"tt\d{5,10}"), "wikidata": re.compile(r"Q[1-9]\d{0,11}")}
# Up to here two years may belong to one first release, which sources date by festival, country or broadcast.
YEARS_APART = {"film": 2, "series": 5, "": 2}
SAME_FROM, DOUBTFUL_FROM = 0.98, 0.30


class Outcome(StrEnum):
    """What is to be done with a description."""

    SAME = "same"
    NEW = "new"
    DOUBTFUL = "doubtful"


class Reason(StrEnum):
    """A sign for or against two things being one work."""

    SAME_ID = "same-id"
    OTHER_ID = "other-id"
    TWO_TITLES = "two-titles"  # its identifiers lead to several titles
    NO_ID_OF_WORK = "no-id-of-work"
    SAME_NAME = "same-name"
    SAME_NAMES = "same-names"
    LIKE_NAME = "like-name"  # the same but for the way of writing another script
    OTHER_NAME = "other-name"
    NAME_ALONE = "name-alone"
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
    NAMESAKES = "namesakes"
    SAME_SOURCE = "same-source"  # one source has both, as two things


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A title of the catalogue that a description may be about; `sources`: who has told of it already."""

    id: int
    described: Described
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a description is: one title (SAME), possibly one (DOUBTFUL), or none that is known (NEW).

    `title` is the id of the title for the first two, else None; `score` how likely they are one, from 0 to 1.
    """

    outcome: Outcome
    title: int | None
    score: float
    grounds: tuple[Ground, ...] = ()


UNKNOWN = Verdict(Outcome.NEW, None, 0.0)


def judge(described: Described, candidates: Iterable[Candidate]) -> Verdict:
    """Which of the candidates a description is about, with score and grounds.

    DOUBTFUL wherever identifiers and facts contradict each other, or two candidates fit alike: precision goes first.
    """
    others = [one for one in candidates if not _is_of_same_source(described, one)]
    if not others:
        return UNKNOWN
    ids = {one.id: shared for one in others if (shared := _shared_ids(described, one.described))}
    if ids:
        return _by_id(described, [one for one in others if one.id in ids], ids)
    return _by_facts(described, others)


def _is_of_same_source(described: Described, candidate: Candidate) -> bool:
    return bool(described.source) and described.source in candidate.sources


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


def _shared_ids(one: Described, other: Described) -> list[tuple[str, str]]:
    mine, theirs = works_ids(one.identifiers), works_ids(other.identifiers)
    return [(scheme, value) for scheme, values in mine.items() for value in values if value in theirs.get(scheme, ())]


def _contradicting_ids(one: Described, other: Described) -> list[tuple[str, str, str]]:
    mine, theirs = works_ids(one.identifiers), works_ids(other.identifiers)
    return [
        (scheme, values[0], theirs[scheme][0])
        for scheme, values in mine.items()
        if scheme in theirs and not set(values) & set(theirs[scheme])
    ]


def _by_id(described: Described, sharing: Sequence[Candidate], ids: Mapping[int, list[tuple[str, str]]]) -> Verdict:
    """Titles with one of its identifiers: the work itself, unless facts say that the identifier stands wrongly."""
    weighed = [(one, compared(described, one.described)) for one in sharing]
    best, grounds = max(weighed, key=lambda pair: (pair[1].total, -pair[0].id))
    said = tuple(Ground(Reason.SAME_ID, 9.0, {"scheme": s, "value": v}) for s, v in ids[best.id])
    told = (*said, *grounds.grounds)
    if len(sharing) > 1:
        return Verdict(Outcome.DOUBTFUL, best.id, 0.5, (Ground(Reason.TWO_TITLES, -4.0), *told))
    doubt = _why_id_is_wrong(described, best.described, grounds, len(ids[best.id]))
    score = _likelihood(grounds.total + 9.0 * len(said))
    if doubt:
        return Verdict(Outcome.DOUBTFUL, best.id, min(score, SAME_FROM - 0.01), told)
    return Verdict(Outcome.SAME, best.id, max(score, SAME_FROM), told)


def _why_id_is_wrong(one: Described, other: Described, told: "Compared", shared: int) -> bool:
    """Whether what the two say of themselves contradicts the identifier that they share."""
    reasons = told.reasons()
    if reasons & {Reason.OTHER_KIND, Reason.OTHER_PART}:
        return True
    named = bool(reasons & {Reason.SAME_NAME, Reason.LIKE_NAME})
    dated = bool(reasons & {Reason.SAME_YEAR, Reason.NEAR_YEAR, Reason.SAME_DAY})
    known = bool(reasons & {Reason.SAME_DIRECTOR, Reason.SAME_CAST})
    against = reasons & {Reason.OTHER_YEAR, Reason.OTHER_DIRECTOR, Reason.OTHER_ID, Reason.OTHER_NAME}
    agreeing = named + dated + known + (shared > 1)
    # A translated name, a year of another country, a second entry of the same film: one such thing happens. Two at
    # once, or one with nothing else that agrees, is how an identifier in the wrong place looks.
    return agreeing == 0 or len(against - {Reason.OTHER_NAME}) + (Reason.OTHER_NAME in against) > agreeing


@dataclass(frozen=True, slots=True)
class Compared:
    """The signs for and against two descriptions being one work."""

    grounds: tuple[Ground, ...]

    @property
    def total(self) -> float:
        return sum(ground.weight for ground in self.grounds)

    def reasons(self) -> set[Reason]:
        return {ground.reason for ground in self.grounds}


def compared(one: Described, other: Described) -> Compared:
    """All signs that two descriptions give, whatever has brought them together."""
    return Compared((
        *_of_kind(one, other), *_of_ids(one, other), *_of_names(one, other), *_of_time(one, other),
        *_of_people(one, other), *_of_shape(one, other),
    ))  # fmt: skip


def _by_facts(described: Described, candidates: Sequence[Candidate]) -> Verdict:
    weighed = [(one, told) for one in candidates if _may_be_one(told := compared(described, one.described))]
    if not weighed:
        return UNKNOWN
    weighed.sort(key=lambda pair: (-pair[1].total, pair[0].id))
    best, told = weighed[0]
    grounds, total = told.grounds, told.total
    if len(weighed) > 1:
        # The nearer the second is to the first, the less is known of which it is.
        lead = total - weighed[1][1].total
        lost = -max(0.0, 5.0 - lead)
        grounds = (*grounds, Ground(Reason.NAMESAKES, lost, {"count": len(weighed)}))
        total += lost
    score = _likelihood(total)
    if score < DOUBTFUL_FROM:
        return Verdict(Outcome.NEW, None, score, grounds)
    if score >= SAME_FROM and _is_more_than_a_name(told):
        return Verdict(Outcome.SAME, best.id, score, grounds)
    return Verdict(Outcome.DOUBTFUL, best.id, min(score, SAME_FROM - 0.01), grounds)


def _may_be_one(told: Compared) -> bool:
    reasons = told.reasons()
    return bool(reasons & {Reason.SAME_NAME, Reason.LIKE_NAME}) and not reasons & {Reason.OTHER_KIND, Reason.OTHER_PART}


AGREEING = frozenset({Reason.SAME_YEAR, Reason.NEAR_YEAR, Reason.SAME_DAY, Reason.SAME_DIRECTOR, Reason.SAME_CAST})
CONTRADICTING = frozenset({Reason.OTHER_ID, Reason.OTHER_YEAR, Reason.OTHER_DIRECTOR, Reason.OTHER_FORM})


def _is_more_than_a_name(told: Compared) -> bool:
    """Whether something else than names agrees and nothing of weight contradicts."""
    return bool(told.reasons() & AGREEING) and not told.reasons() & CONTRADICTING


def _likelihood(total: float) -> float:
    """A sum of weights as a chance, where none at all is far less likely than not: catalogues are large."""
    return 1.0 / (1.0 + math.exp(min(60.0, BEFORE - total)))


# Weights. BEFORE is what a pair that only shares a name key needs to be as likely true as false.
BEFORE = 6.0
EXACT_NAME, LIKE_NAME, FURTHER_NAME, MOST_FURTHER = 2.0, 1.2, 2.0, 4.0
LONG_NAME, LONGEST_COUNTED = 0.17, 24  # for each letter beyond the sixth: a long name is seldom given twice
YEAR_WEIGHTS = {0: 4.0, 1: 2.2, 2: -0.5}
MONTHS_FIRST = 1


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


def _of_names(one: Described, other: Described) -> Iterable[Ground]:
    mine, theirs = _forms(one.names), _forms(other.names)
    shared = [form for form in mine if form in theirs]
    if shared:
        name = mine[max(shared, key=len)]
        yield Ground(Reason.SAME_NAME, EXACT_NAME + _rarity(max(map(len, shared))), {"name": name})
        if len(shared) > 1:
            more = min(MOST_FURTHER, FURTHER_NAME * (len(shared) - 1))
            yield Ground(Reason.SAME_NAMES, more, {"count": len(shared)})
    elif like := _like(one.names, other.names):
        yield Ground(
            Reason.LIKE_NAME, LIKE_NAME + _rarity(len(loosened(like[0]))), {"given": like[0], "there": like[1]}
        )
    elif one.names and other.names:
        yield Ground(Reason.OTHER_NAME, -2.0, {"given": one.names[0].text, "there": other.names[0].text})
    if not shared or one.parts or other.parts:
        yield from _of_parts(one, other)


def _forms(names: Iterable[KnownName]) -> dict[str, str]:
    return {form: name.text for name in reversed(tuple(names)) if (form := spelt(name.text))}


def _like(mine: Sequence[KnownName], theirs: Sequence[KnownName]) -> tuple[str, str] | None:
    there = {loosened(name.text): name.text for name in reversed(theirs)}
    return next(((n.text, there[form]) for n in mine if (form := loosened(n.text)) and form in there), None)


def _rarity(length: int) -> float:
    return LONG_NAME * (min(length, LONGEST_COUNTED) - 6)


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
    yield from _of_role(one, other, DIRECTORS, (Reason.SAME_DIRECTOR, 5.0, 2.0), (Reason.OTHER_DIRECTOR, -4.0, 1))
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
    shared = sorted(mine.keys() & theirs.keys())
    if shared:
        weight = agrees[1] + agrees[2] * min(2, len(shared) - 1)
        yield Ground(agrees[0], weight, {"names": ", ".join(mine[form] for form in shared[:3])})
    elif min(len(mine), len(theirs)) >= differs[2]:
        given, there = next(iter(mine.values())), next(iter(theirs.values()))
        yield Ground(differs[0], differs[1], {"given": given, "there": there})


def _people(makers: Iterable[Maker], roles: frozenset[str]) -> dict[str, str]:
    """Names by a form in which the order of their parts does not count: “Ozu Yasujirō” is “Yasujiro Ozu”."""
    found: dict[str, str] = {}
    for maker in makers:
        if maker.role in roles and (form := " ".join(sorted(loosened(part) for part in maker.name.split()))):
            found.setdefault(form, maker.name)
    return found


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
