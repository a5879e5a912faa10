"""What can be edited of the catalogue, and how an edit meets what changed meanwhile. No Django, no clock, no network.

A value is plain JSON: a text, a number, None, or a list. A list is a set with an order: of it an edit says what is put
in and what is taken out, so that two edits of one list do not undo each other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from allostream.lib import countries, languages
from allostream.lib.dates import PartialDate
from allostream.lib.names import folded
from allostream.lib.problems import gettext_noop

Value = Any  # plain JSON
Values = Mapping[str, Value]
LONGEST_NAME, LONGEST_NUMBER = 500, 200
MOST_IN_LIST = 60
FIRST_YEAR, FIRST_BIRTH = 1870, 1000
AHEAD = timedelta(days=730)  # episodes are announced, not two years before
NAME_KINDS = ("original", "release", "alias", "transliteration")
EPISODE_KINDS = ("regular", "special")
SCHEME = re.compile(r"[a-z][a-z0-9_]{1,29}")
# What is an identifier where its catalogue has one shape for all.
SHAPES = {
    "imdb": re.compile(r"(?:tt|nm)\d{5,10}"), "wikidata": re.compile(r"[QLP][1-9]\d{0,11}"),
    "tmdb_movie": re.compile(r"\d{1,9}"), "tmdb_tv": re.compile(r"\d{1,9}"), "tvdb": re.compile(r"\d{1,9}"),
    "tvmaze": re.compile(r"\d{1,9}"), "eidr": re.compile(r"10\.5240/[0-9A-F-]{24,30}"),
}  # fmt: skip


class Kind(StrEnum):
    """Of what something can be edited."""

    TITLE = "title"
    SEASON = "season"
    EPISODE = "episode"
    PERSON = "person"


FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TITLE: (
        "name", "names", "form", "end_year", "runtime", "genres", "countries", "languages", "credits",
        "identifiers",
    ),
    Kind.SEASON: ("number", "name", "aired", "identifiers"),
    Kind.EPISODE: ("number", "absolute_number", "kind", "name", "names", "aired", "runtime", "credits", "identifiers"),
    Kind.PERSON: ("name", "identifiers"),
}  # fmt: skip
LISTS = frozenset({"names", "genres", "countries", "languages", "credits", "identifiers"})
ORDERED = frozenset({"countries"})  # the first is the main one
# On these hangs in which countries a work is free: they need a source that others can follow up.
OF_RIGHTS = frozenset({"countries", "end_year", "aired", "credits"})
# What somebody did in a work, in the order in which forms offer it.
ROLES = (
    "principal_director", "co_director", "screenplay", "dialogue", "composer", "cast", "producer",
    "underlying_author", "title_writer",
)  # fmt: skip
LONGEST_PERSON = 200
# A credit is a role and the public id of a person or, of somebody who is not here yet, role, "", name and years.
OF_NEW_PERSON = 5


def fields_of(kind: Kind, *, is_series: bool = False) -> tuple[str, ...]:
    """What can be edited of a thing: only series end."""
    return tuple(field for field in FIELDS[kind] if field != "end_year" or is_series)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value: its field and a sentence with the values of its places."""

    field: str
    sentence: str
    details: Mapping[str, Any]


def changes(before: Values, after: Values) -> dict[str, dict[str, Value]]:
    """What differs, by field, each with both values."""
    return {
        field: {"before": before.get(field), "after": value}
        for field, value in after.items()
        if not same(field, before.get(field), value)
    }


def same(field: str, one: Value, other: Value) -> bool:
    """Whether two values of a field say the same; lists but for countries have no order."""
    if field in LISTS and field not in ORDERED:
        return sorted(map(repr, one or [])) == sorted(map(repr, other or []))
    return bool((one or None) == (other or None)) if not isinstance(one, int) else one == other


def put_in(change: Mapping[str, Value]) -> list[Value]:
    """What a change of a list puts in."""
    return [one for one in change["after"] or [] if one not in (change["before"] or [])]


def taken_out(change: Mapping[str, Value]) -> list[Value]:
    """What a change of a list takes out."""
    return [one for one in change["before"] or [] if one not in (change["after"] or [])]


def carried_over(field: str, change: Mapping[str, Value], now: Value) -> Value:
    """What a change makes of the value as it is now, which may be another than the one that it was suggested on."""
    if field not in LISTS:
        return change["after"]
    if same(field, change["before"], now):
        return change["after"]
    out = taken_out(change)
    kept = [one for one in now or [] if one not in out]
    return [*kept, *(one for one in put_in(change) if one not in kept)]


def moved(changed: Mapping[str, Mapping[str, Value]], now: Values) -> list[str]:
    """The fields of a change that are other now than when it was suggested."""
    return [field for field, one in changed.items() if not same(field, one["before"], now.get(field))]


def on_top(changed: Mapping[str, Mapping[str, Value]], now: Values) -> dict[str, dict[str, Value]]:
    """The same change on what stands now; what stands so already is left out."""
    after = {field: carried_over(field, one, now.get(field)) for field, one in changed.items()}
    return changes(now, after)


def turned_round(changed: Mapping[str, Mapping[str, Value]]) -> dict[str, dict[str, Value]]:
    """The change that takes a change back."""
    return {field: {"before": one["after"], "after": one["before"]} for field, one in changed.items()}


def between(steps: Sequence[Mapping[str, Mapping[str, Value]]]) -> dict[str, dict[str, Value]]:
    """What several changes, the earliest first, come to together."""
    first: dict[str, Value] = {}
    last: dict[str, Value] = {}
    for step in steps:
        for field, one in step.items():
            first.setdefault(field, one["before"])
            last[field] = one["after"]
    return changes(first, last)


def faults(kind: Kind, values: Values, today: date, genres: Sequence[str]) -> Iterator[Fault]:
    """Everything that keeps values from being taken, by field. `genres`: the slugs of all genres."""
    for field, value in values.items():
        match field:
            case "name":
                yield from _name(kind, value)
            case "names":
                yield from _names(value)
            case "languages":
                yield from _known("languages", value, languages.is_named, gettext_noop("“%(value)s” is no language."))
            case "countries":
                known = countries.is_country_of_origin
                yield from _known("countries", value, known, gettext_noop("“%(value)s” is no country."))
            case "genres":
                yield from _known("genres", value, genres.__contains__, gettext_noop("“%(value)s” is no genre here."))
            case "credits":
                yield from _credits(value, today)
            case "identifiers":
                yield from _identifiers(value)
            case "aired":
                yield from _aired(value, today)
            case "number" | "absolute_number" | "runtime" | "end_year":
                yield from _number(field, value, today)


def _name(kind: Kind, value: Value) -> Iterator[Fault]:
    text, language = (value, "") if kind is Kind.PERSON else (value[0], value[1]) if value else ("", "")
    if not (text or "").strip() and kind in (Kind.TITLE, Kind.PERSON):
        yield Fault("name", gettext_noop("The name is missing: write it."), {})
    yield from _text("name", text or "", 200 if kind is Kind.PERSON else LONGEST_NAME)
    if language and not languages.is_named(language):
        yield Fault("name", gettext_noop("“%(value)s” is no language."), {"value": language[:20]})


def _names(value: Sequence[Sequence[str]]) -> Iterator[Fault]:
    if len(value) > MOST_IN_LIST:
        yield Fault("names", gettext_noop("These are more than %(most)d: leave some out."), {"most": MOST_IN_LIST})
    for text, language, kind in value:
        yield from _text("names", text, LONGEST_NAME)
        if language and not languages.is_named(language):
            yield Fault("names", gettext_noop("“%(value)s” is no language."), {"value": language[:20]})
        if kind not in NAME_KINDS:
            yield Fault("names", gettext_noop("“%(value)s” is no kind of name."), {"value": kind[:20]})


def _text(field: str, text: str, longest: int) -> Iterator[Fault]:
    if len(text) > longest:
        yield Fault(field, gettext_noop("It is longer than %(most)d signs: shorten it."), {"most": longest})
    if text.strip() and not folded(text).strip():
        yield Fault(field, gettext_noop("“%(value)s” holds no letter and no number."), {"value": text[:20]})


def _known(field: str, value: Sequence[str], is_known: Any, sentence: str) -> Iterator[Fault]:
    for one in value:
        if not is_known(one):
            yield Fault(field, sentence, {"value": one[:20]})


def _credits(value: Sequence[Sequence[Value]], today: date) -> Iterator[Fault]:
    for role, *who in value:
        if role not in ROLES:
            yield Fault("credits", gettext_noop("Choose for each person what they did."), {})
        if len(who) < OF_NEW_PERSON - 1:
            continue
        _nobody, name, born, died = who
        yield from _text("credits", name, LONGEST_PERSON)
        for year in (born, died):
            if year is not None and not FIRST_BIRTH <= year <= today.year:
                yield Fault("credits", gettext_noop("“%(value)s” is no year of a life: correct it."), {"value": year})
        if born is not None and died is not None and died < born:
            yield Fault("credits", gettext_noop("%(name)s would have died before being born."), {"name": name[:40]})


def _identifiers(value: Sequence[Sequence[str]]) -> Iterator[Fault]:
    for scheme, number in value:
        shape = SHAPES.get(scheme)
        if not SCHEME.fullmatch(scheme) or not number or len(number) > LONGEST_NUMBER or number != number.strip():
            yield Fault(
                "identifiers", gettext_noop("“%(value)s” is no identifier: choose the catalogue and write its number."),
                {"value": f"{scheme}:{number}"[:40]},
            )  # fmt: skip
        elif shape and not shape.fullmatch(number):
            yield Fault(
                "identifiers", gettext_noop("“%(value)s” does not look like an identifier of that catalogue."),
                {"value": number[:40]},
            )  # fmt: skip


def _aired(value: str | None, today: date) -> Iterator[Fault]:
    if not value:
        return
    try:
        day = PartialDate.parse(value).on
    except ValueError:
        yield Fault(
            "aired", gettext_noop("“%(value)s” is no date: write 1926, 1926-12 or 1926-12-31."), {"value": value[:20]}
        )
        return
    if day > today + AHEAD or day.year < FIRST_YEAR:
        yield Fault("aired", gettext_noop("“%(value)s” lies too far away: correct it."), {"value": value})


def _number(field: str, value: Value, today: date) -> Iterator[Fault]:
    if value is None:
        return
    least, most = {
        "end_year": (FIRST_YEAR, today.year), "runtime": (1, 9999), "number": (0, 9999), "absolute_number": (0, 99_999),
    }[field]  # fmt: skip
    if not isinstance(value, int) or not least <= value <= most:
        yield Fault(
            field, gettext_noop("“%(value)s” is no number from %(least)s to %(most)s."),
            {"value": str(value)[:20], "least": str(least), "most": str(most)},
        )  # fmt: skip


def with_name(before: Values, after: Values) -> dict[str, Value]:
    """Values of a title with another name at its head: among its names, too, the one takes the other's place."""
    old, new = before.get("name"), after.get("name")
    if "names" not in before or not new or same("name", old, new):
        return dict(after)
    names = [list(one) for one in after.get("names", before["names"])]
    if any(one[:2] == list(new) for one in names):
        names = [one for one in names if one[:2] != list(old or ())]
    elif any(one[:2] == list(old or ()) for one in names):
        names = [[*new, one[2]] if one[:2] == list(old or ()) else one for one in names]
    else:
        names.insert(0, [*new, "original"])
    return {**after, "names": names}
