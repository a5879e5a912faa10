"""What number an episode has in the orders of others, read and written as people do. No Django, no clock, no network.

A map is a partial relation between our episodes and the numbers of another order: one to one as a rule, one to several
where the other counts a double episode twice, several to one where it counts two of ours once. Several to several would
say nothing. Specials stand in season 0, as TheTVDB and TMDB have them; absolute orders have no seasons.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from allostream.lib.problems import gettext_noop

MOST_LINES = 3000
MOST_SPAN = 500  # episodes in “s01e01-s01e500”
MOST_SPOTS = 30_000  # in a whole map
SPECIALS = 0


class Order(StrEnum):
    """Somebody's way to number the episodes of a series."""

    TVDB_AIRED = "tvdb-aired"
    TVDB_DVD = "tvdb-dvd"
    TVDB_ABSOLUTE = "tvdb-absolute"
    TMDB = "tmdb"
    IMDB = "imdb"
    WIKIDATA = "wikidata"  # P4908 with P1545: the number in its season
    WIKIDATA_SERIES = "wikidata-series"  # P179 with P1545: counted through the series
    TVMAZE = "tvmaze"


ABSOLUTE = frozenset({Order.TVDB_ABSOLUTE, Order.WIKIDATA_SERIES})
# The order in which a source of records numbers episodes, by its slug.
OF_SOURCE = {
    "tvmaze": Order.TVMAZE, "wikidata": Order.WIKIDATA, "imdb": Order.IMDB, "omdb": Order.IMDB, "tmdb": Order.TMDB,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in an order. `season` is None in one that counts through the series."""

    season: int | None
    number: int

    def __str__(self) -> str:
        return str(self.number) if self.season is None else f"S{self.season:02d}E{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a map: which of our episodes, by spot or permanent id, and where they stand in the other order."""

    place: int
    ours: tuple[Spot | str, ...]
    theirs: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in which line, and what to do; `values` fill the sentence."""

    place: int
    sentence: str
    values: tuple[tuple[str, str], ...] = ()


SPOT = re.compile(r"s?(?:eason\s*)?(\d{1,4})\s*(?:e|x|ep|episode)\s*(\d{1,5})", re.IGNORECASE)
BARE = re.compile(r"#?(\d{1,5})")
IDENTITY = re.compile(r"[0-9a-z]{12}")
COLUMNS = ("our_season", "our_number", "season", "number")

NOTHING = gettext_noop("This line has no “=”: write for example “S02E05 = S02E04”.")
UNREADABLE = gettext_noop(
    "“%(text)s” is no number of an episode: write it as S02E05, or as 31 where it is counted through."
)
NO_SEASON = gettext_noop("“%(text)s” needs a season in this order: write it as S02E05, specials as S00E01.")
SEASON = gettext_noop("This order counts through the series: write “31” instead of “%(text)s”.")
UNEVEN = gettext_noop("Both sides must have as many episodes, or one of them a single one.")
TOO_LONG = gettext_noop("There are too many lines or episodes in one line: paste one season after another.")
BROKEN_JSON = gettext_noop("This is no JSON that can be read: %(text)s")
COLUMN = gettext_noop("The column “%(text)s” is missing: the first line names our_season, our_number, season, number.")


class _Bad(Exception):
    def __init__(self, sentence: str, text: str = "") -> None:
        self.sentence, self.text = sentence, text
        super().__init__(sentence)


def read(text: str, order: Order) -> tuple[list[Line], list[Fault]]:
    """A pasted map, in lines of text (“S02E05 = S02E04”), as CSV or as JSON, with a fault for each line that cannot be
    read. Any text has an answer."""
    stripped = text.lstrip("\ufeff").strip()
    if stripped[:1] in ("{", "["):
        rows, faults = _of_json(stripped)
    elif stripped.partition("\n")[0].lower().replace(" ", "").startswith("our_"):
        rows, faults = _of_csv(stripped)
    else:
        rows, faults = _of_text(text.lstrip("\ufeff"))
    if len(rows) > MOST_LINES:
        return [], [Fault(MOST_LINES + 1, TOO_LONG)]
    lines, spots = [], 0
    for place, ours, theirs in rows:
        try:
            line = Line(place, tuple(_limited(ours, ours=True)), _in_order(theirs, order))
        except _Bad as bad:
            faults.append(Fault(place, bad.sentence, (("text", bad.text),) if bad.text else ()))
            continue
        spots += len(line.ours) + len(line.theirs)
        if spots > MOST_SPOTS:
            return [], [Fault(place, TOO_LONG)]
        lines.append(line)
    return lines, sorted(faults, key=lambda one: one.place)


Rows = list[tuple[int, str, str]]


def _of_text(text: str) -> tuple[Rows, list[Fault]]:
    rows, faults = [], []
    for place, line in enumerate(text.splitlines(), 1):
        told = line.partition("#")[0] if not line.lstrip().startswith("#") else ""
        if not told.strip():
            continue
        ours, sign, theirs = told.replace("→", "=").replace("->", "=").partition("=")
        if sign:
            rows.append((place, ours, theirs))
        else:
            faults.append(Fault(place, NOTHING))
    return rows, faults


def _of_csv(text: str) -> tuple[Rows, list[Fault]]:
    lines = csv.reader(io.StringIO(text))
    head = [name.strip().lower() for name in next(lines)]
    for name in COLUMNS[1:]:
        if name not in head and not (name == "season" and "season" not in head):
            return [], [Fault(1, COLUMN, (("text", name),))]
    rows: Rows = []
    for cells in lines:
        told = dict(zip(head, (cell.strip() for cell in cells), strict=False))
        if any(told.values()):
            rows.append((lines.line_num, _cell(told, "our_season", "our_number"), _cell(told, "season", "number")))
    return rows, []


def _cell(told: dict[str, str], season: str, number: str) -> str:
    return f"S{told[season]}E{told.get(number, '')}" if told.get(season) else told.get(number, "")


def _of_json(text: str) -> tuple[Rows, list[Fault]]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = getattr(error, "lineno", 1)
        return [], [Fault(place, BROKEN_JSON, (("text", str(getattr(error, "msg", error))),))]
    pairs: Iterable[tuple[Any, Any]] = held.items() if isinstance(held, dict) else (_both(one) for one in held)
    return [(place, _joined(ours), _joined(theirs)) for place, (ours, theirs) in enumerate(pairs, 1)], []


def _both(one: Any) -> tuple[Any, Any]:
    return (one.get("ours", ""), one.get("theirs", "")) if isinstance(one, dict) else (one, "")


def _joined(value: Any) -> str:
    told = " + ".join(map(str, value)) if isinstance(value, list) else str(value)
    # JSON may hold halves of signs, which no page can show.
    return told.encode("utf-8", "replace").decode()


def _limited(text: str, *, ours: bool) -> list[Spot | str]:
    found = list(islice(_spots(text, ours=ours), MOST_SPOTS + 1))
    if len(found) > MOST_SPOTS:
        raise _Bad(TOO_LONG)
    return found


def _spots(text: str, *, ours: bool) -> Iterator[Spot | str]:
    if not text.strip():
        raise _Bad(UNREADABLE, text.strip() or "…")
    for part in re.split(r"[+,&]", text):
        first, dash, last = part.strip().partition("-")
        start = _spot(first.strip(), ours=ours)
        if not dash:
            yield start
            continue
        end = _spot(last.strip(), ours=ours)
        if isinstance(start, str) or isinstance(end, str) or start.season != end.season or end.number < start.number:
            raise _Bad(UNREADABLE, part.strip())
        if end.number - start.number >= MOST_SPAN:
            raise _Bad(TOO_LONG)
        for number in range(start.number, end.number + 1):
            yield Spot(start.season, number)


def _spot(text: str, *, ours: bool) -> Spot | str:
    if found := SPOT.fullmatch(text):
        return Spot(int(found[1]), int(found[2]))
    if found := BARE.fullmatch(text):
        return Spot(None, int(found[1]))
    if ours and IDENTITY.fullmatch(text):
        return text
    raise _Bad(UNREADABLE, text[:60] or "…")


def _in_order(text: str, order: Order) -> tuple[Spot, ...]:
    found = []
    for spot in _limited(text, ours=False):
        if isinstance(spot, str):
            raise _Bad(UNREADABLE, spot)
        if order in ABSOLUTE and spot.season is not None:
            raise _Bad(SEASON, str(spot))
        if order not in ABSOLUTE and spot.season is None:
            raise _Bad(NO_SEASON, str(spot))
        found.append(spot)
    return tuple(found)


Pair = tuple[str, Spot]  # permanent id of our episode, and where it stands


def paired(ours: Sequence[str], theirs: Sequence[Spot]) -> list[Pair]:
    """What a line says: as many of ours as of theirs one by one, else one of the one for all of the other.

    Raises ValueError where neither holds.
    """
    if len(ours) == len(theirs):
        return list(zip(ours, theirs, strict=True))
    if len(ours) == 1 or len(theirs) == 1:
        return [(one, spot) for one in ours for spot in theirs]
    raise ValueError(UNEVEN)


def tangled(pairs: Iterable[Pair]) -> set[Pair]:
    """The pairs that make a map say nothing: an episode of several numbers, one of which other episodes have too."""
    numbers: dict[str, set[Spot]] = defaultdict(set)
    episodes: dict[Spot, set[str]] = defaultdict(set)
    known = set(pairs)
    for ours, theirs in known:
        numbers[ours].add(theirs)
        episodes[theirs].add(ours)
    return {(ours, theirs) for ours, theirs in known if len(numbers[ours]) > 1 and len(episodes[theirs]) > 1}
