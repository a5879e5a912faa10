"""A search from its words to what is found: the index proposes, the database says what may be shown.

Where the index is not there (it is being built, or was damaged), names that begin with the words are found instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from allostream.catalogue import searching
from allostream.catalogue.parts_found import FoundPart, parts_numbered
from allostream.lib.visitor import Visitor
from allostream.links.queries.finding import in_order_here
from allostream.links.search_rules import EXACT, Scored
from allostream.search.asked import Asked, Reading, Words
from allostream.search.file import Unusable
from allostream.search.finding import Found, Searches, Together
from allostream.search.normal import normal
from allostream.search.ranking import WHOLE
from allostream.search.readings import in_latin
from allostream.search.scoring import Scored as Hit
from allostream.web.search_index import index

# How many titles are asked of the index for a page of results, and while somebody types.
MOST_RESULTS, MOST_SUGGESTED = 200, 24
MOST_BESIDE, MOST_SUGGESTED_BESIDE = 20, 8  # episodes, people
MOST_SERIES = 5  # of which an episode is named by its numbers
NEAR = 84.0  # points of fit, of a hundred: a slip or two in a name
CALLED_SO = 92.0  # points of fit from which the words are those of the name
LEAST_SERIES = 70.0  # of a series that is surely named with a part; one that perhaps is must be called so
LEAST_ALIKE, MOST_NAMES = 50.0, 3  # of names that may be meant though they are not near
FAR_BEHIND = 30.0  # what fits so much worse than something near is not shown
FARTHER, UNLIKELY_PART = 4.0, 9.0  # points of fit that a less likely reading costs
POPULARITY_STEPS = 1000  # the index tells how well known something is as a small number with a point
TOGETHER = 0.12  # seconds of work of the index for one answer; each search of it ends sooner (search.finding)
TITLES, EPISODES, PEOPLE = ("", "film", "series"), ("", "episode"), ("", "person")


@dataclass(frozen=True)
class Sought:
    """What was found. `is_cut`: there were more titles; `is_plain`: without the index, by the beginnings of names.
    `is_cut_short`: there was no time to look everywhere."""

    titles: Sequence[Scored] = ()
    episodes: Sequence[int] = ()
    people: Sequence[int] = ()
    parts: Sequence[FoundPart] = ()
    is_cut: bool = False
    is_plain: bool = False
    is_cut_short: bool = False


def seek(asked: Asked, visitor: Visitor, most: int, beside: int = MOST_BESIDE) -> Sought:
    """Titles, and episodes and people beside them, for what was asked. No query for words alone; two for episodes that
    are named by their numbers, one for titles of people; three to eight without an index.
    """
    try:
        return _sought(index().within(TOGETHER), asked, visitor, most, beside)
    except Unusable:
        return _plainly(asked, most)


def _sought(known: Together, asked: Asked, visitor: Visitor, most: int, beside: int) -> Sought:
    first = next(iter(asked.readings), None)
    titles = titles_found(known, asked, most) if asked.kind in TITLES else []
    # Where a title is called so, people that are called almost so are not what is meant; episodes, of which there are
    # many and few are meant, not even where it is called almost so.
    fit = titles[0].fit if titles else 0.0
    sought = Sought(
        titles[:most],
        _near(known.episodes(first, limit=beside, may_guess=fit < NEAR)) if first and asked.kind in EPISODES else (),
        _near(known.people(first.words, limit=beside, may_guess=fit < CALLED_SO))
        if first and asked.kind in PEOPLE
        else (),
        _parts(known, asked, visitor),
        is_cut=len(titles) >= most,
    )
    return replace(sought, is_cut_short=known.is_cut_short)


def titles_found(known: Searches, asked: Asked, most: int) -> list[Scored]:
    """The titles of all readings, the best first; what fields name must be among them."""
    by_people = _titles_of_people(known, asked.people)
    readings = tuple(one for one in asked.readings if one.words.tokens or one.words.phrases)
    readings = readings or tuple(Reading(words) for words in asked.titles[:1])
    if not readings:
        left = without_names(by_people or (), [one.words.excluded for one in asked.readings[:1]])
        return [Scored(id_, 0, -place) for place, id_ in enumerate(left)]
    found = _of_readings(known, asked, readings, most)
    if _best(found) < NEAR and (latin := in_latin(readings[0])):
        found |= _of_readings(known, asked, (latin,), most)
    least = best - FAR_BEHIND if (best := _best(found)) >= NEAR else 0
    kept = _kept(known, asked.titles, most, by_people)
    likely = (one for one in found.values() if one.fit > 0 and one.fit >= least and (kept is None or one.id in kept))
    return sorted(likely, key=_best_first)


def _of_readings(known: Searches, asked: Asked, readings: Sequence[Reading], most: int) -> dict[int, Scored]:
    """What the readings find, each title as the reading has it by which it fits best. Once something is called so, what
    is meant otherwise is not guessed at."""
    kinds = (asked.kind,) if asked.kind else ()
    found: dict[int, Scored] = {}
    for reading in readings:
        less = _less(reading, readings[0])
        may_guess = _best(found) < EXACT
        for hit in known.titles(reading, limit=most, kinds=kinds, years=asked.years, may_guess=may_guess).hits:
            one = _scored(hit, less)
            if hit.id not in found or one.fit > found[hit.id].fit:
                found[hit.id] = one
    return found


def _less(reading: Reading, first: Reading) -> float:
    """What a reading costs that is less likely than the first. That a number is an episode's is less likely than that
    it is a year: “Kill Bill 2” is not a part of what is called “Kill Bill”."""
    if _marks(reading) == _marks(first):
        return 0.0
    return FARTHER if reading.season is None and reading.episode is None else UNLIKELY_PART


def _marks(reading: Reading) -> tuple[int | None, ...]:
    """What a reading tells beside a name."""
    return reading.season, reading.episode, reading.year_hint


def _best(found: dict[int, Scored]) -> float:
    return min(max((one.fit for one in found.values()), default=0.0), WHOLE)


def without_names(ids: Sequence[int], ruled_out: Sequence[tuple[tuple[str, ...], ...]]) -> Sequence[int]:
    """The titles of which no name has one of the phrases. One query, none without a phrase."""
    phrases = [f" {' '.join(phrase)} " for several in ruled_out for phrase in several]
    if not phrases or not ids:
        return ids
    named = {id_ for id_, name in searching.names_of(ids) if any(one in f" {normal(name)} " for one in phrases)}
    return [id_ for id_ in ids if id_ not in named]


def _best_first(one: Scored) -> tuple[float, int, int]:
    return -one.fit, -one.popularity, one.id


def _scored(hit: Hit, less: float = 0) -> Scored:
    return Scored(hit.id, hit.why.text + hit.why.year - less, int(hit.why.popularity * POPULARITY_STEPS))


def _kept(known: Searches, names: Sequence[Words], most: int, by_people: Sequence[int] | None) -> set[int] | None:
    """The titles that have all of the names and people that fields ask for; None when none does."""
    groups = [set(_ids(known.titles(Reading(words), limit=most))) for words in names]
    groups += [set(by_people)] if by_people is not None else []
    return set.intersection(*groups) if groups else None


def _titles_of_people(known: Searches, people: Sequence[Words]) -> Sequence[int] | None:
    """The titles in which each of these people had a part, the best known first; None when none is asked for."""
    if not people:
        return None
    return searching.titles_with([_ids(known.people(words, limit=MOST_BESIDE)) for words in people])


def _parts(known: Searches, asked: Asked, visitor: Visitor) -> Sequence[FoundPart]:
    """The episodes or seasons that the words name by their numbers."""
    for reading in asked.readings:
        if reading.season is not None or reading.episode is not None:
            least = LEAST_SERIES if reading == asked.readings[0] else CALLED_SO
            hits = known.titles(reading, limit=MOST_SERIES, kinds=("series",)).hits
            series = [hit.id for hit in hits if hit.why.text >= least]
            languages = (visitor.language, visitor.address_language)
            return parts_numbered(series, reading.season, reading.episode, *languages) if series else ()
    return ()


def _near(found: Found) -> list[int]:
    """The ids of what fits well enough to stand beside titles: episodes and people are many, but seldom meant."""
    return [hit.id for hit in found.hits if hit.why.text >= NEAR]


def _ids(found: Found) -> list[int]:
    return [hit.id for hit in found.hits]


def _plainly(asked: Asked, most: int) -> Sought:
    """What begins with the words as they were typed."""
    names = (*(reading.words for reading in asked.readings[:1]), *asked.titles, *asked.people)
    words = asked.typed or " ".join(word for one in names for word in one.tokens)
    ids = searching.titles_named(words, most + 1) if asked.kind in TITLES else []
    return Sought(
        [Scored(id_, 0, -place) for place, id_ in enumerate(ids[:most])],
        searching.episode_ids_named(words, MOST_BESIDE) if asked.kind in EPISODES else (),
        [person.pk for person in searching.people_named(words, MOST_BESIDE)] if asked.kind in PEOPLE else (),
        is_cut=len(ids) > most,
        is_plain=True,
    )


def is_near(sought: Sought) -> bool:
    """Whether something was found that the words may well mean."""
    return sought.is_plain or bool(sought.parts) or any(one.fit >= NEAR or not one.fit for one in sought.titles)


def names_alike(asked: Asked, visitor: Visitor) -> Sequence[str]:
    """The names nearest to the words, for words that nothing fits well: one of them may be meant. Two to four queries.

    Only names of what the reader may find: with the switch, of what can be watched.
    """
    first = next(iter(asked.readings), None)
    if first is None or not first.words.tokens:
        return ()
    try:
        known = index().within(TOGETHER)
        titles = known.titles(Reading(first.words), limit=MOST_SUGGESTED).hits
        people = () if visitor.only_watchable else known.people(first.words, limit=MOST_NAMES).hits
    except Unusable:
        return ()
    if any(hit.why.text >= NEAR for hit in titles):
        return ()  # something is called so: it is the fields and filters that leave nothing
    here = set(in_order_here(visitor, [_scored(hit) for hit in titles]))
    present = {one.id for one in searching.suggested([*here], visitor.language, visitor.address_language)}
    present_people = {person.id for person in searching.people_with([hit.id for hit in people], MOST_NAMES)}
    hits = [*(hit for hit in titles if hit.id in present), *(hit for hit in people if hit.id in present_people)]
    hits = sorted((hit for hit in hits if hit.why.text >= LEAST_ALIKE), key=lambda hit: -hit.why.text)
    return _different([hit.name for hit in hits], " ".join(first.words.tokens))[:MOST_NAMES]


def _different(names: Iterable[str], typed: str) -> list[str]:
    """The names without those that say the same as another, or as what was typed."""
    by_words = {normal(name): name for name in reversed([*names])}
    return [by_words[words] for words in reversed(by_words) if words != typed]


def found_otherwise(asked: Asked, visitor: Visitor) -> int:
    """How many titles the words alone find, without fields and filters; with the switch those that can be watched. Two
    or three queries.
    """
    sought = seek(Asked(asked.text, asked.typed, asked.readings), visitor, MOST_RESULTS)
    ids = in_order_here(visitor, sought.titles)
    return len(searching.suggested(ids, visitor.language, visitor.address_language))
