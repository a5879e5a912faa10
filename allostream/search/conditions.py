"""What the fields of a query ask for, and what of them cannot be understood. No Django, no clock, no network."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from allostream.search import catalogues, pasted
from allostream.search.asked import Condition, Fault, Minutes, Words, Years
from allostream.search.lexing import Item
from allostream.search.normal import tokens
from allostream.search.vocabulary import SCHEMES, Field, Meant, Reads, near_value, spelled

# Kinds of thing that are no title, so that no facet has them.
OTHER_KINDS = {
    "episode": "episode", "episodes": "episode", "folge": "episode", "episodio": "episode", "person": "person",
    "people": "person", "personne": "person", "personnes": "person", "persona": "person",
}  # fmt: skip
_NUMBER = r"\d{1,4}"
_RANGE = re.compile(rf"({_NUMBER})?(?:\.\.\.?|…|(?<=\d)[-–](?=\d))({_NUMBER})?")
_BOUND = re.compile(rf"(>=|<=|>|<|≥|≤|=)?({_NUMBER})")
_UNIT = re.compile(r"\s?(?:min|mn|minutes?|')$")
MOST_NEAREST = 10  # looking for the nearest value takes a while
FIRST_YEAR, LAST_YEAR = 1800, 2999


@dataclass
class Found:
    """What has been read of a query's fields so far."""

    titles: list[Words] = field(default_factory=list)
    people: list[Words] = field(default_factory=list)
    years: Years | None = None
    minutes: Minutes | None = None
    kind: str = ""
    kept: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def only_kind(self) -> str:
        """The one kind of thing that is asked for, "" for more than one or any."""
        kinds = self.kept.get("kind", [])
        return self.kind or (kinds[0] if len(set(kinds)) == 1 else "")

    def conditions(self) -> tuple[Condition, ...]:
        """The conditions as facets have them: several values of one are alternatives, and a value that is both kept and
        left out is left out."""
        kept = {
            name: [one for one in values if one not in self.left_out.get(name, ())]
            for name, values in self.kept.items()
        }
        return (
            *(Condition(name, tuple(sorted(set(values)))) for name, values in sorted(kept.items()) if values),
            *(
                Condition(name, tuple(sorted(set(values))), is_not=True)
                for name, values in sorted(self.left_out.items())
            ),
        )


def read(items: Iterable[Item], text: str) -> Found:
    """What the fields among the items ask for. `text` is the whole query."""
    found = Found()
    for item in items:
        if item.near:
            found.faults.append(Fault("unknown-field", item.start, item.end, item.name, item.near))
        elif item.field and not item.values:
            found.faults.append(Fault("no-value", item.start, item.end, item.name))
        elif item.field:
            is_last = not text[item.end :].strip() and not text.endswith(" ")
            _READERS[item.field.reads](found, item, item.field, is_last)
    return found


def _fault(found: Found, item: Item, code: str, given: str, nearest: str = "") -> None:
    found.faults.append(Fault(code, item.start, item.end, given, nearest))


def _name(into: Callable[[Found], list[Words]], found: Found, item: Item, is_last: bool) -> None:
    words = tokens(" ".join(value.text for value in item.values))
    is_not = item.is_not != item.values[0].is_not
    is_whole = any(value.is_whole for value in item.values)
    if not words:
        _fault(found, item, "no-value", item.name)
    elif is_not:
        into(found).append(Words(is_open=False, excluded=(words,)))
    elif is_whole:
        into(found).append(Words(is_open=False, phrases=(words,)))
    else:
        into(found).append(Words(words, is_open=is_last))


def _titles(found: Found, item: Item, _field: Field, is_last: bool) -> None:
    _name(lambda kept: kept.titles, found, item, is_last)


def _people(found: Found, item: Item, _field: Field, is_last: bool) -> None:
    _name(lambda kept: kept.people, found, item, is_last)


def range_of(text: str) -> tuple[int | None, int | None] | None:
    """The first and the last number of a range, None for what is no range or one with nothing in it.

    `1920..1930`, `1920..`, `..1930`, `1920-1930`, `1925`, `>1925`, `>=1925`, `<1925`, `<=1925`.
    """
    if found := _RANGE.fullmatch(text):
        first, last = (int(one) if one else None for one in found.groups())
        if (first is None and last is None) or (first is not None and last is not None and first > last):
            return None
        return first, last
    if found := _BOUND.fullmatch(text):
        number = int(found[2])
        return {
            ">": (number + 1, None),
            ">=": (number, None),
            "≥": (number, None),
            "<": (None, number - 1),
            "<=": (None, number),
            "≤": (None, number),
        }.get(found[1], (number, number))
    return None


def _complement(first: int | None, last: int | None) -> tuple[int | None, int | None] | None:
    """What a range leaves out, None when that is no range."""
    if first is None and last is not None:
        return last + 1, None
    return (None, first - 1) if first is not None and last is None else None


def _span(found: Found, item: Item, text: str, *, is_not: bool) -> tuple[int | None, int | None] | None:
    """The range that a value asks for; a fault and None when it asks for none."""
    span = range_of(text)
    if span is None:
        _fault(found, item, "bad-range", text, _near_range(text))
        return None
    left = _complement(*span) if is_not else span
    if left is None:
        _fault(found, item, "cannot-exclude", text)
    return left


def _near_range(text: str) -> str:
    """The range that was probably meant: “192*” are ten years, “1930..1920” the wrong way round."""
    figures = re.findall(r"\d+", text)[:2]
    if len(figures) == 2:
        return "..".join(sorted(figures, key=int))
    if not figures:
        return ""
    start = figures[0][:4]
    return start if len(start) == 4 else f"{start.ljust(4, '0')}..{start.ljust(4, '9')}" if len(start) == 3 else ""


def _years(found: Found, item: Item, _field: Field, _is_last: bool) -> None:
    if len(item.values) > 1:
        years = sorted(value.text for value in item.values)
        return _fault(found, item, "cannot-combine", item.text, f"{years[0]}..{years[-1]}")
    value = item.values[0]
    span = _span(found, item, value.text, is_not=item.is_not != value.is_not)
    if span is None:
        return None
    if any(year is not None and not FIRST_YEAR <= year <= LAST_YEAR for year in span):
        return _fault(found, item, "bad-range", value.text)
    both = narrowed((found.years.first, found.years.last) if found.years else (None, None), span)
    if both is None:
        return _fault(found, item, "bad-range", value.text)
    found.years = Years(*both)
    return None


def narrowed(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None]
) -> tuple[int | None, int | None] | None:
    """What two ranges share, None when that is nothing."""
    firsts = [span[0] for span in (one, other) if span[0] is not None]
    lasts = [span[1] for span in (one, other) if span[1] is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    return None if first is not None and last is not None and first > last else (first, last)


def _minutes(found: Found, item: Item, known: Field, is_last: bool) -> None:
    """A length: the name of a range, or another range of minutes."""
    if all(spelled(value.text) in known.values for value in item.values):
        return _values(found, item, known, is_last)
    if len(item.values) > 1:
        return _fault(found, item, "cannot-combine", item.text)
    value = item.values[0]
    text = _UNIT.sub("", value.text.lower())
    if range_of(text) is None:
        return _fault(found, item, "bad-range", value.text, near_value(value.text, known.values))
    span = _span(found, item, text, is_not=item.is_not != value.is_not)
    if span is None:
        return None
    both = narrowed((found.minutes.first, found.minutes.last) if found.minutes else (None, None), span)
    if both is None:
        return _fault(found, item, "bad-range", value.text)
    found.minutes = Minutes(*both)
    return None


def _kind(found: Found, item: Item, known: Field, is_last: bool) -> None:
    """A kind of title, or episodes or people, which no facet knows."""
    others = {OTHER_KINDS.get(spelled(value.text)) for value in item.values}
    kind = next(iter(others)) if len(others) == 1 else None
    if kind and not item.is_not and not item.values[0].is_not:
        if found.kind not in ("", kind):
            return _fault(found, item, "cannot-combine", item.text)
        found.kind = kind
        return None
    if others - {None}:
        code = "cannot-combine" if len(item.values) > 1 else "cannot-exclude"
        return _fault(found, item, code, item.text)
    return _values(found, item, known, is_last)


def _values(found: Found, item: Item, known: Field, _is_last: bool) -> None:
    """Values of a facet. Several that lead to different facets cannot be alternatives."""
    kept: list[Meant] = []
    left_out: list[Meant] = []
    for value in item.values:
        meant = known.values.get(spelled(value.text))
        if meant is None:
            near = near_value(value.text, known.values) if len(found.faults) < MOST_NEAREST else ""
            _fault(found, item, "unknown-value", value.text, near)
            continue
        is_not = item.is_not != value.is_not
        if is_not and len(meant) > 1:
            _fault(found, item, "cannot-exclude", value.text)
            continue
        (left_out if is_not else kept).append(meant)
    if len(kept) > 1 and (len({meant[0][0] for meant in kept}) > 1 or any(len(meant) > 1 for meant in kept)):
        return _fault(found, item, "cannot-combine", item.text)
    for into, all_meant in ((found.kept, kept), (found.left_out, left_out)):
        for meant in all_meant:
            for name, value_ in meant:
                into.setdefault(name, []).append(value_)
    return None


def _identifier(found: Found, item: Item, known: Field, _is_last: bool) -> None:
    """A number of another catalogue, by the name of the catalogue: `imdb:tt0013442`, `tmdb:tv/1399`."""
    value = item.values[0].text
    if item.is_not or len(item.values) > 1:
        return _fault(found, item, "cannot-exclude" if item.is_not else "cannot-combine", item.text)
    named = pasted.read_bare(value) or pasted.read_bare(f"{known.name}:{value}")
    scheme = known.name.replace("-", "_")
    if named and any(pair[0] == scheme for pair in named.identifiers):
        found.identifiers.extend(named.identifiers)
    elif known.name in NUMBERED and value.isascii() and value.isdecimal():
        found.identifiers.extend(catalogues.pairs(scheme, value))
    else:
        _fault(found, item, "bad-identifier", value)
    return None


# Catalogues whose identifiers are figures and nothing else.
NUMBERED = frozenset(SCHEMES) - {"imdb", "imdb-name", "wikidata", "eidr"}


def _nothing(found: Found, item: Item, _known: Field, _is_last: bool) -> None:
    _fault(found, item, "no-such-filter", item.name)


_READERS: Mapping[Reads, Callable[[Found, Item, Field, bool], None]] = {
    Reads.NAMES: _titles,
    Reads.PEOPLE: _people,
    Reads.YEARS: _years,
    Reads.MINUTES: _minutes,
    Reads.KIND: _kind,
    Reads.VALUES: _values,
    Reads.IDENTIFIER: _identifier,
    Reads.NOTHING: _nothing,
}
