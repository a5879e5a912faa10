"""What was asked for, once a reader's words are understood. No Django, no clock, no network."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """The words that are looked for in names, as they are indexed (allostream.search.normal).

    `tokens` in the order in which they were typed, numerals as they were typed: the index knows each in both forms, and
    “ten” may be the beginning of “Tenet”. `is_open` says that the last of them may be the beginning of a word: a space
    after it closes it. Each of `phrases` has to stand in a name as a whole; none of `excluded` may.
    """

    tokens: tuple[str, ...] = ()
    is_open: bool = True
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Years:
    """Years from one to another, both included; None is without end."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """Lengths in minutes from one to another, both included; None is without end."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take the words. `years` narrows what is found, `year_hint` only prefers it: a number in the words may
    be a year or part of the name (“1917”, “Blade Runner 2049”)."""

    words: Words
    year_hint: int | None = None
    season: int | None = None
    episode: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on what is found that the facets know as well: `field` and `values` are theirs (allostream.links
    .facet_rules), any of the values holds; with `is_not` none of them."""

    field: str
    values: tuple[str, ...]
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a query says: `readings` from the likeliest on, `people` that must have had a part, conditions, and the
    identifiers or the address that was pasted, each a (scheme, value).

    `text` is what was typed, without what nobody sees in it: faults have their places in it. `typed` are its words
    alone, without fields, identifiers and addresses, in their shortest form; a space ends them unless the last may go
    on. Each of `titles` and `people` is one name that was asked for by its field, or, with `excluded` alone, one that
    was ruled out. `minutes` is a length for which no facet has a range of its own. A reading without words and with a
    season or episode is a part of what `identifiers` name.
    """

    text: str
    typed: str = ""
    readings: tuple[Reading, ...] = ()
    years: Years | None = None
    minutes: Minutes | None = None
    kind: str = ""  # "film", "series", "episode", "person", or "" for all
    titles: tuple[Words, ...] = ()
    people: tuple[Words, ...] = ()
    conditions: tuple[Condition, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    address: str = ""
    faults: tuple["Fault", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Fault:
    """What of a query cannot be understood: where it stands, what is wrong, and the nearest right thing or "".

    `code` is one of
    - "unknown-field", "unknown-value": nothing is called so; `nearest` is what probably was meant;
    - "no-value": nothing follows the colon; "no-such-filter": the field is known, but nothing is narrowed by it here;
    - "bad-range": no year, no length, no range of them, or one with nothing in it;
    - "cannot-exclude", "cannot-combine": what no filter can do, "not" of two things at once, "or" between two fields;
    - "bad-identifier": an identifier of which some character is wrong;
    - "too-long": what follows was left out; "nothing-to-search": there is no word, name, number or condition in it.

    A query with a fault other than "too-long" and "nothing-to-search" finds less than it was meant to narrow: it is
    answered with the fault, not with what the rest of it finds.
    """

    code: str
    start: int
    end: int
    given: str
    nearest: str = ""
