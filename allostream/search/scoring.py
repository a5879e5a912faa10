"""The candidates of a search with their scores."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from allostream.search.asked import Reading
from allostream.search.file import Shelf, owner
from allostream.search.ranking import (
    OTHERWISE,
    SAME_EPISODE,
    Wanted,
    Why,
    popularity_part,
    quick_fits,
    within,
    year_fit,
)
from allostream.search.stages import GUESSING, Places, Stage
from allostream.search.worded import Worded

MOST_GUESSES = 30  # of guesses, in one round, whose words are compared one by one
GOOD_ENOUGH = 96.0  # comparing words adds nothing
ENOUGH = 10


class Candidate(NamedTuple):
    """A row that was found, as far as its score needs it."""

    id: int
    popularity: int
    first: int | None
    last: int | None
    names: str
    forms: str
    people: str


class Scored(NamedTuple):
    """A candidate where it stands: by score, of equals the more popular one, then the one with the lower id. Its
    parts are in this order so that it can be sorted as it is; of hundreds most are never looked at again.
    """

    below: float  # the score from above
    unknown: int  # how popular it is, from above
    id: int
    text: float
    year: float
    stage: Stage
    form: str
    place: int  # of the form among those of the candidate
    candidate: Candidate

    @property
    def score(self) -> float:
        """The sum of all that speaks for it."""
        return self.why.score

    @property
    def name(self) -> str:
        """The name that fits best, as it is written."""
        return _name_of(self.candidate, self.place)

    @property
    def why(self) -> Why:
        """Why it stands there."""
        return Why(self.stage, self.form, self.text, self.year, popularity_part(self.candidate.popularity))


class Scorer:
    """Gives the candidates of one search their scores; a candidate that was scored before is not read again."""

    def __init__(self, places: Places, reading: Reading, wanted: Wanted) -> None:
        self._places, self._reading, self._wanted = places, reading, wanted
        self._worded = Worded(wanted)
        self._phrases = [" ".join(phrase) for phrase in reading.words.phrases]
        self._excluded = [" ".join(phrase) for phrase in reading.words.excluded]
        self._scored: list[Scored] = []
        self._seen: set[int] = set()

    def best(self, *, is_rough: bool = False) -> list[Scored]:
        """All candidates so far, in order; `is_rough`: those that were added may be misspelt at the beginning."""
        new: dict[int, Stage] = {}
        for number, stage in self._places.found.items():
            if (one := owner(number)) not in self._seen:
                new.setdefault(one, stage)
        if not new:
            return self._scored
        self._seen.update(new)
        candidates = list(self._read(new))
        if self._phrases or self._excluded:
            candidates = [candidate for candidate in candidates if self._is_wanted(candidate)]
        if candidates:
            self._scored = sorted([*self._scored, *self._score(candidates, new, is_rough=is_rough)])
        return self._scored

    def _read(self, ids: Iterable[int]) -> Iterator[Candidate]:
        """The rows of these ids; the time that this takes is known, it does not count as searching."""
        rows = self._places.connection.execute(
            "SELECT s.id, s.popularity, s.first, s.last, s.names, s.forms, s.people FROM "
            f"json_each(?) e CROSS JOIN {self._places.shelf} s ON s.id = e.value",
            (json.dumps(list(ids)),),
        )
        return map(Candidate._make, rows)

    def _is_wanted(self, candidate: Candidate) -> bool:
        """Whether the names have all phrases, one has each, and none of the excluded words."""
        forms = [f" {form} " for form in candidate.forms.replace("\t", "\n").split("\n")]
        return all(any(f" {phrase} " in form for form in forms) for phrase in self._phrases) and not any(
            f" {phrase} " in form for phrase in self._excluded for form in forms
        )

    def _score(self, candidates: list[Candidate], stages: dict[int, Stage], *, is_rough: bool) -> Iterator[Scored]:
        """Compare all names as a whole, then, unless enough fit so, the words of the names of the likeliest."""
        forms_of = [candidate.forms.replace("\t", "\n").split("\n") for candidate in candidates]
        fits = self._quick([form for forms in forms_of for form in forms], is_rough=is_rough)
        bests = _best_of_each(fits, forms_of)
        if sum(fit >= GOOD_ENOUGH for fit, _ in bests) < ENOUGH:
            self._compare_words(candidates, forms_of, bests, stages)
        asks_for_time = self._asks_for_time()
        for candidate, forms, (fit, place) in zip(candidates, forms_of, bests, strict=True):
            text, year = round(fit, 3), self._year(candidate) if asks_for_time else 0.0
            score = round(text + year + popularity_part(candidate.popularity), 3)
            yield Scored(
                -score, -candidate.popularity, candidate.id, text, year, stages[candidate.id], forms[-place], -place,
                candidate,
            )  # fmt: skip

    def _quick(self, forms: list[str], *, is_rough: bool) -> list[float]:
        fits = quick_fits(self._wanted, forms, is_rough=is_rough)
        if figures := self._wanted.in_figures:
            in_figures = quick_fits(figures, forms, is_rough=is_rough)
            fits = [max(fit, other - OTHERWISE) for fit, other in zip(fits, in_figures, strict=True)]
        return fits

    def _compare_words(
        self,
        candidates: list[Candidate],
        forms_of: list[list[str]],
        bests: list[tuple[float, int]],
        stages: dict[int, Stage],
    ) -> None:
        """Raise the best fits, in place: of all that have the words, and of the likeliest that have some like them."""
        places = [place for place, best in enumerate(bests) if best[0] < GOOD_ENOUGH]
        guesses = sorted((place for place in places if stages[candidates[place].id] in GUESSING), key=bests.__getitem__)
        for place in [place for place in guesses if stages[candidates[place].id] is Stage.WITHIN]:
            inside = max((within(self._wanted, form), -at) for at, form in enumerate(forms_of[place]))
            bests[place] = max(bests[place], inside)
        compared = sorted(set(places).difference(guesses[:-MOST_GUESSES]))
        forms = [form for place in compared for form in forms_of[place]]
        beside = [candidates[place].people.replace("\n", " ") for place in compared for _ in forms_of[place]]
        worded = _best_of_each(self._worded.fits(forms, beside), [forms_of[place] for place in compared])
        for place, best in zip(compared, worded, strict=True):
            bests[place] = max(bests[place], best)

    def _asks_for_time(self) -> bool:
        """Whether the query has a year, or for episodes a season or a number."""
        if self._places.shelf is not Shelf.EPISODE:
            return self._reading.year_hint is not None
        return (self._reading.season, self._reading.episode) != (None, None)

    def _year(self, candidate: Candidate) -> float:
        """What the year adds, of an episode its season and number."""
        if self._places.shelf is not Shelf.EPISODE:
            return year_fit(self._reading.year_hint, candidate.first, candidate.last)
        asked = (self._reading.season, self._reading.episode)
        return SAME_EPISODE * all(
            one is None or one == is_one for one, is_one in zip(asked, (candidate.first, candidate.last), strict=True)
        )


def _best_of_each(fits: list[float], forms_of: list[list[str]]) -> list[tuple[float, int]]:
    """Of the forms of each candidate the best fit and which form has it, from below: of equals the first."""
    bests = []
    start = 0
    for forms in forms_of:
        end = start + len(forms)
        best = max(fits[start:end])
        bests.append((best, start - fits.index(best, start, end)))
        start = end
    return bests


def _name_of(candidate: Candidate, place: int) -> str:
    """The name as it is written to which a form belongs."""
    for name, line in zip(candidate.names.split("\n"), candidate.forms.split("\n"), strict=True):
        place -= line.count("\t") + 1
        if place < 0:
            return name
    raise IndexError(place)
