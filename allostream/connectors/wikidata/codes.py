"""Items of Wikidata as codes of ours: classes, countries, languages, genres. Tables lie in tables/, one item a line."""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from allostream.connectors.rows import SourceProblem

TABLES = Path(__file__).parent / "tables"
WorkKind = Literal["film", "series", "season", "episode", "special"]
# An item may be of several classes: the narrower one says what it is.
PRIORITY: tuple[WorkKind, ...] = ("episode", "season", "special", "series", "film")
KINDS = {*PRIORITY, "none"}


@dataclass(frozen=True, slots=True)
class Class:
    """What an item of a class is: "none" for classes that stand under film but are none."""

    kind: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of works, with everything below them, by number of their item."""

    by_number: Mapping[int, Class]

    def of(self, numbers: Iterable[int]) -> tuple[WorkKind, str] | None:
        """Kind and form of an item of these classes, or None when it is no work that the catalogue keeps."""
        found = [known for number in numbers if (known := self.by_number.get(number))]
        kinds = {known.kind for known in found}
        for kind in PRIORITY:
            if kind in kinds:
                # A project that was never made is no film, whatever else is said of it.
                if kind == "film" and "none" in kinds:
                    return None
                return kind, next((known.form for known in found if known.kind == kind and known.form), "")
        return None


def read_classes(path: Path = TABLES / "classes.csv") -> Classes:
    """The table of classes: item, kind, form. Raises SourceProblem naming line and remedy."""
    known: dict[int, Class] = {}
    for place, row in _rows(path, ("item", "kind")):
        if row["kind"] not in KINDS:
            raise SourceProblem(f"{place} “{row['kind']}” is no kind: give one of {', '.join(sorted(KINDS))}.")
        known[number(row["item"], place)] = Class(row["kind"], row.get("form") or "")
    return Classes(known)


@cache
def classes() -> Classes:
    """The table that comes with the program."""
    return read_classes()


@cache
def countries() -> Mapping[int, str]:
    """Countries of today and former ones: number of the item → ISO 3166-1 alpha-2."""
    path = TABLES / "countries.csv"
    return {number(row["item"], place): row["country"] for place, row in _rows(path, ("item", "country"))}


@cache
def languages() -> Mapping[int, str]:
    """Languages: number of the item → BCP 47 tag."""
    path = TABLES / "languages.csv"
    return {number(row["item"], place): row["language"] for place, row in _rows(path, ("item", "language"))}


@cache
def genres() -> Mapping[int, tuple[str, ...]]:
    """Genres: number of the item → slugs of ours, for one item may be two of them (“comedy drama”)."""
    known: dict[int, tuple[str, ...]] = {}
    for place, row in _rows(TABLES / "genres.csv", ("item", "genre")):
        item = number(row["item"], place)
        known[item] = (*known.get(item, ()), row["genre"])
    return known


def number(item: str, place: str = "") -> int:
    """The number of an item, 42 of Q42. Raises SourceProblem for anything else."""
    if not item.startswith("Q") or not item[1:].isdecimal() or len(item) > 12:
        raise SourceProblem(f"{place} “{item}” is no item of Wikidata: give one such as Q42.")
    return int(item[1:])


def _rows(path: Path, needed: Collection[str]) -> Iterable[tuple[str, dict[str, str]]]:
    try:
        file = path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise SourceProblem(f"{path} cannot be read ({error.strerror}): give the path of a table.") from error
    with file:
        reader = csv.DictReader(file)
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise SourceProblem(f"{path}:1 the column “{missing[0]}” is missing: name it in the first line.")
        for line, row in enumerate(reader, 2):
            yield f"{path.name}:{line}", cast(dict[str, str], row)
