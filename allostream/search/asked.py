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
    identifiers or the address that was pasted, each a (scheme, value)."""

    text: str
    readings: tuple[Reading, ...] = ()
    years: Years | None = None
    kind: str = ""  # "film", "series", "episode", "person", or "" for all
    titles: tuple[Words, ...] = ()
    people: tuple[Words, ...] = ()
    conditions: tuple[Condition, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    address: str = ""
    faults: tuple["Fault", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Fault:
    """What of a query cannot be understood: where it stands, what is wrong, and the nearest right thing or ""."""

    code: str  # "unknown-field", "unknown-value", "bad-range", "nothing-to-search"
    start: int
    end: int
    given: str
    nearest: str = ""
