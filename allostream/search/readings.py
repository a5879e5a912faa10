"""What a reader's words may mean: name, year, season, episode, the likeliest first. No Django, no clock, no network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from allostream.search.asked import Reading, Words
from allostream.search.cleaning import shadow
from allostream.search.marks import Mark, Surety, marks
from allostream.search.normal import UNSPACED, tokens, transliterated
from allostream.search.part_words import EPISODES, JOINING, LOOSE_SEASONS, SEASONS
from allostream.search.releases import unpacked
from allostream.search.year_marks import AHEAD, FIRST_FILM, with_year, without_brackets

MOST = 5
MOST_EPISODES = 1870  # what is longer counted is rather a year
_EDGES = " -–—:,;./|•·_"
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_COUNTED = frozenset(word for word in SEASONS | LOOSE_SEASONS | EPISODES if not word.endswith("s"))
_GLUED_YEAR = re.compile(r"(?<=[^\W\d_]{2})((?:18|19|20)\d\d)$")  # “nosferatu1922”
_BARE = re.compile(r"(?<![\w./:-])(?:(\d{1,3})[ ,]+)?(\d{1,4})$")
# Words for an episode that may be half typed behind a season: “saison 2 épi”.
_BEGUN = ("episode", "ep", "folge", "episodio", "capitulo", "puntata", "aflevering", "avsnitt", "серия")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a query apart from its fields: `text` as typed, open when its last word may go on; what stood in
    quotes; what was ruled out."""

    text: str = ""
    is_open: bool = False
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One way to take the words, its name still as it was typed."""

    name: str
    is_open: bool
    year: int | None = None
    season: int | None = None
    episode: int | None = None

    @property
    def text(self) -> str:
        """The same in the shortest form that people know: “the mentalist s02e05”, “nosferatu 1922”."""
        told = [self.name]
        if self.year is not None:
            told.append(str(self.year))
        if self.season is not None:
            told.append(f"s{self.season:02}" + (f"e{self.episode:02}" if self.episode is not None else ""))
        elif self.episode is not None:
            told.append(f"ep {self.episode}")
        return " ".join(part for part in told if part)


def drafts(said: Said, today_year: int) -> list[Draft]:
    """The ways to take the words, from the likeliest on, each once."""
    text = unpacked(said.text, shadow(said.text))
    is_open = said.is_open and text == said.text
    dark = shadow(text)
    found = list(dict.fromkeys(_ways(text, dark, today_year, is_open=is_open, has_more=bool(said.phrases))))
    if text == said.text:
        return found[:MOST]
    return [*found[: MOST - 1], Draft(said.text, said.is_open)]  # “eps1.3_da3m0ns.mp4” is a name


def readings(found: list[Draft], said: Said) -> tuple[Reading, ...]:
    """The drafts with their names as they are looked for in the index; without those that say nothing."""
    phrases = all_tokens(said.phrases)
    base = Words(phrases=phrases, excluded=all_tokens(said.excluded))
    made: dict[Reading, None] = {}
    for draft in found:
        words = replace(base, tokens=tokens(draft.name), is_open=draft.is_open)
        if words.tokens or phrases:
            made.setdefault(Reading(words, draft.year, draft.season, draft.episode))
    if not made and base.excluded:
        made[Reading(replace(base, is_open=False))] = None
    return tuple(made)


def in_latin(reading: Reading) -> Reading | None:
    """The reading with its words in Latin letters, for names that no other writing is known of; None where they are, or
    where they have no reading of their own."""
    text = " ".join(reading.words.tokens)
    latin = "" if UNSPACED.search(text) else transliterated(text)
    return replace(reading, words=replace(reading.words, tokens=tokens(latin))) if latin else None


def all_tokens(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Each text as its tokens, without those that have none."""
    return tuple(words for words in map(tokens, texts) if words)


def _ways(text: str, dark: str, today_year: int, *, is_open: bool, has_more: bool) -> Iterator[Draft]:
    chosen = _chosen(marks(dark), dark)
    years = with_year(text, dark, today_year, has_more=has_more)
    literal = [Draft(name, is_open and name == text, year) for name, year in years]
    marked = list(_marked(text, dark, chosen, today_year, is_open=is_open, has_more=has_more)) if chosen else []
    if marked and _comes_first(dark, chosen):
        yield from (*marked, *literal)
    else:
        yield from (*literal, *marked)
    if not chosen:
        yield from _loosely(text, dark, literal, is_open=is_open)
    if bare := without_brackets(text):
        yield Draft(bare, is_open=False)
    if (glued := _GLUED_YEAR.search(dark)) and FIRST_FILM <= int(glued[1]) <= today_year + AHEAD:
        yield Draft(text[: glued.start()], is_open=False, year=int(glued[1]))


def _comes_first(dark: str, chosen: list[Mark]) -> bool:
    """Whether the marks are likelier to be marks than part of the name."""
    surest = max(mark.surety for mark in chosen)
    if surest is Surety.SURE and sum((mark.season is not None) + (mark.episode is not None) for mark in chosen) > 1:
        return True
    if min(mark.surety for mark in chosen) is Surety.SURE and chosen[-1].season is not None:
        return True
    return surest is not Surety.HINT and _is_at_end(dark, chosen)


def _is_at_end(dark: str, chosen: list[Mark]) -> bool:
    """Whether nothing follows, so that a name is before: “Star Wars: Episode IV – A New Hope” is a name throughout."""
    return not dark[max(mark.end for mark in chosen) :].strip(_EDGES + ")]")


def _chosen(found: list[Mark], dark: str) -> list[Mark]:
    """The marks that are taken together: the last that tells both, or the last season and the last episode."""
    both = [mark for mark in found if mark.season is not None and mark.episode is not None]
    if both:
        return [max(both, key=lambda mark: (mark.surety, mark.start))]
    sure = [mark for mark in found if mark.surety > Surety.HINT]
    season = next((mark for mark in reversed(sure) if mark.season is not None), None)
    episode = next((mark for mark in reversed(sure) if mark.episode is not None), None)
    if episode is None:  # “saison 2 partie 5”, but not “Attack no. 1 season 2”
        behind = season.end if season else 0
        parts = (mark for mark in reversed(found) if mark.episode is not None and mark.start >= behind)
        episode = next(parts, None)
    if season and episode is None:
        season = _with_bare_number(season, dark)
    return sorted((mark for mark in (season, episode) if mark), key=lambda mark: mark.start)


def _with_bare_number(season: Mark, dark: str) -> Mark:
    """“saison 2 5”: a bare number behind a season is an episode."""
    found = re.compile(r"[\s,/-]{1,3}(\d{1,3})$").match(dark, season.end)
    return replace(season, end=found.end(), episode=int(found[1])) if found else season


def _marked(
    text: str, dark: str, chosen: list[Mark], today_year: int, *, is_open: bool, has_more: bool
) -> Iterator[Draft]:  # fmt: skip
    """The words as a name with the chosen season and episode."""
    season = next((mark.season for mark in chosen if mark.season is not None), None)
    episode = next((mark.episode for mark in chosen if mark.episode is not None), None)
    before = _edged(text[: chosen[0].start])
    between = _edged(text[chosen[0].end : chosen[-1].start]) if len(chosen) > 1 else ""
    after = text[chosen[-1].end :].strip(_EDGES)
    if season is not None and episode is None and is_open and _is_begun(after):
        after = ""
    whole = " ".join(part for part in (before, between, _edged_start(after)) if part)
    names = [before, whole] if before and (after or between) else [whole]
    if (uncut := text[: chosen[0].start].strip(_EDGES)) != before and not after and chosen[0].surety > Surety.HINT:
        names.append(uncut)  # “Breaking In season 2”
    for name in names:
        for named, year in with_year(name, shadow(name), today_year)[:1]:
            if any(character.isalnum() for character in named) or has_more:
                goes_on = is_open and bool(after) and name == whole and named == name
                yield Draft(named, goes_on, year, season, episode)
    if bare := without_brackets(names[0]):
        yield Draft(bare, is_open=False, season=season, episode=episode)


def _is_begun(after: str) -> bool:
    last = shadow(after).strip(".")
    return bool(last) and any(word.startswith(last) for word in _BEGUN)


def _edged(text: str) -> str:
    """A name before a mark without the signs and the joining words at its end: “The Mentalist, la”."""
    text = text.strip(_EDGES).removesuffix("(").removesuffix("[").rstrip(_EDGES)
    words = text.split()
    while len(words) > 1 and shadow(words[-1]).strip(_EDGES) in JOINING:
        words.pop()
    return " ".join(words) if len(words) > 1 or not words or shadow(words[0]) not in JOINING else ""


def _edged_start(text: str) -> str:
    """A name behind a mark without the signs and the joining words at its beginning: “of The Mentalist”."""
    words = text.strip(_EDGES + ")]").split()
    while len(words) > 1 and shadow(words[0]) in JOINING - {"the", "la", "di"}:
        words.pop(0)
    return " ".join(words)


def _loosely(text: str, dark: str, literal: list[Draft], *, is_open: bool) -> Iterator[Draft]:
    """What else a number at the end may be, and a word for a season that has no number yet."""
    found = _BARE.search(dark)
    name = _edged(text[: found.start()]) if found else ""
    if found and name and len(literal) == 1 and int(found[2]) < MOST_EPISODES:
        first, last = found.groups()
        if first:
            yield Draft(name, is_open=False, season=int(first), episode=int(last))
        else:
            yield Draft(name, is_open=False, episode=int(last))
            if len(last) == 3 and int(last[1:]):
                yield Draft(name, is_open=False, season=int(last[0]), episode=int(last[1:]))
    word = _LAST_WORD.search(dark) if is_open else None
    if word and word[0] in _COUNTED and (name := _edged(text[: word.start()])):
        yield Draft(name, is_open=False)
