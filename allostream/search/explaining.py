"""A query written back in its one canonical form. No Django, no clock, no network."""

from collections.abc import Iterator

from allostream.search import pasted
from allostream.search.asked import Asked, Condition, Words


def explained(asked: Asked) -> str:
    """The query in the form that stands in addresses: understood, it asks for the same as `asked`, as far as that had
    no faults; written back, it stays as it is.

    Fields go by their own names and values, whatever the reader's language. What may go on being typed comes last;
    where nothing may, a space closes a word at the end.
    """
    typed, fields = asked.typed, list(_fields(asked))
    open_name = next((text for text, is_open in _names(asked) if is_open), "")
    closed_names = [text for text, is_open in _names(asked) if not is_open]
    if open_name:
        return " ".join(part for part in (typed.strip(), *closed_names, *fields, open_name) if part)
    if typed and not typed.endswith(" "):
        return " ".join((*closed_names, *fields, typed))
    parts = [part for part in (typed.strip(), *closed_names, *fields) if part]
    is_closed = bool(fields) or not parts or (parts[-1].endswith('"') and typed.strip() != parts[-1])
    return " ".join(parts) + ("" if is_closed else " ")


def _names(asked: Asked) -> Iterator[tuple[str, bool]]:
    """The names asked for by a field, and whether each may go on."""
    for field, names in (("title", asked.titles), ("person", asked.people)):
        for name in names:
            yield _name(field, name), name.is_open


def _name(field: str, name: Words) -> str:
    if name.excluded:
        return f"-{field}:{_quoted(name.excluded[0])}"
    if name.phrases:
        return f"{field}:{_quoted(name.phrases[0])}"
    return f"{field}:{'-'.join(name.tokens)}"


def _quoted(words: tuple[str, ...]) -> str:
    return f'"{" ".join(words)}"'


def _fields(asked: Asked) -> Iterator[str]:
    if asked.years:
        yield f"year:{_span(asked.years.first, asked.years.last)}"
    if asked.minutes:
        yield f"runtime:{_span(asked.minutes.first, asked.minutes.last)}"
    if asked.kind in ("episode", "person"):
        yield f"kind:{asked.kind}"
    yield from map(_condition, asked.conditions)
    yield from _identifiers(asked)
    if asked.address:
        yield asked.address


def _span(first: int | None, last: int | None) -> str:
    if first == last:
        return str(first)
    return f"{'' if first is None else first}..{'' if last is None else last}"


def _condition(one: Condition) -> str:
    return f"{'-' if one.is_not else ''}{one.field}:{','.join(one.values)}"


def _identifiers(asked: Asked) -> Iterator[str]:
    """Each number once: some catalogues' are filed under several schemes (allostream.search.catalogues.pairs)."""
    named = pasted.read(asked.address) if asked.address else None
    told = set(named.identifiers) if named else set()
    schemes: dict[str, list[str]] = {}
    for scheme, value in asked.identifiers:
        if scheme.startswith("tmdb_"):
            schemes.setdefault(value, []).append(scheme)
    for scheme, value in asked.identifiers:
        if (scheme, value) in told or value == asked.typed.strip().upper():
            continue
        several = len(schemes.get(value, ())) > 1 and scheme.startswith("tmdb_")
        if scheme == "tmdb" and not several and value in schemes and len(schemes[value]) == 1:
            continue
        if not several:
            yield f"{scheme.replace('_', '-')}:{value}"
