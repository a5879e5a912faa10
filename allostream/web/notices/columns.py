"""The columns of a list that came with the form: shown with what each was taken for, and put right by who sent it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from allostream.rights_desk.reading.bulk import Column, Look, put_right
from allostream.web.views.errors import unknown_value

MOST_SHOWN = 60  # further columns go back as they came
ROWS_SHOWN = 5
LONGEST_SHOWN = 80
UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as the page shows it: its field, number and heading, what it is taken for, and some cells."""

    name: str
    number: int
    heading: str
    taken_for: str
    cells: tuple[str, ...]


def column_words(column: str) -> str:
    """What a column may hold, in words."""
    words: Mapping[str, str] = {
        UNUSED: gettext("nothing: it goes back as it came"),
        Column.INFRINGING: gettext("infringing address"),
        Column.TARGET: gettext("address to which it leads"),
        Column.TITLE: gettext("title of the work"),
        Column.YEAR: gettext("year of the work"),
        Column.ID: gettext("number of the work (IMDb, EIDR, ISAN, Wikidata)"),
        Column.SEASON: gettext("number of the season"),
        Column.EPISODE: gettext("number of the episode"),
        Column.KIND: gettext("kind of the work"),
        Column.OWNER: gettext("holder of the rights in the row"),
        Column.LAWFUL: gettext("lawful address of the work"),
        Column.TERRITORY: gettext("countries of the row"),
        Column.SEEN: gettext("when it was seen"),
        Column.EVIDENCE: gettext("address of the evidence"),
        Column.NOTE: gettext("note to the row"),
        Column.CASE: gettext("your reference of the row"),
    }
    return words[column]


def choices() -> list[tuple[str, str]]:
    """What a column may be taken for, as choices: addresses first, nothing last."""
    order = [Column.INFRINGING, Column.TARGET, Column.TITLE]
    rest = [column for column in Column if column not in order]
    return [(column, column_words(column)) for column in (*order, *rest, UNUSED)]


def width(look: Look) -> int:
    """How many columns of a list can be chosen."""
    return min(MOST_SHOWN, max((len(row) for row in (look.heading, *look.sample)), default=0))


def shown(look: Look, columns: Mapping[int, Column]) -> list[Shown]:
    """The columns of a list, each with its first cells."""
    return [
        Shown(
            f"column-{at}", at + 1, look.heading[at][:LONGEST_SHOWN] if at < len(look.heading) else "",
            columns.get(at, UNUSED),
            tuple(row[at][:LONGEST_SHOWN] if at < len(row) else "" for row in look.sample[:ROWS_SHOWN]),
        )
        for at in range(width(look))
    ]  # fmt: skip


def chosen(given: Mapping[str, str], look: Look) -> tuple[Look, dict[int, Column]]:
    """The look and its columns as somebody put them right; a column of which nothing is said stays as it was guessed.
    Raises UnknownValue."""
    known = [value for value, _words in choices()]
    columns = dict(look.columns)
    for at in range(width(look)):
        value = given.get(f"column-{at}", columns.get(at, UNUSED))
        if value not in known:
            label = gettext("Column %(number)s") % {"number": at + 1}
            raise unknown_value(f"column-{at}", value, known, label=label)
        columns.pop(at, None)
        if value != UNUSED:
            columns[at] = Column(value)
    return put_right(look, has_heading=given.get("heading") == "on"), columns


def lack_of(columns: Mapping[int, Column]) -> str:
    """What keeps a list from being read with these columns, and what to do; "" where nothing does."""
    taken = list(columns.values())
    if not {Column.INFRINGING, Column.TARGET} & set(taken):
        return gettext("Say which column holds the infringing addresses.")
    twice = next((column for column in taken if taken.count(column) > 1), None)
    if twice is None:
        return ""
    numbers = [str(at + 1) for at, column in sorted(columns.items()) if column is twice]
    return gettext("Columns %(numbers)s are taken for the same: “%(what)s”. Leave one of them.") % {
        "numbers": ", ".join(numbers), "what": column_words(twice),
    }  # fmt: skip
