"""Which column of a table holds what: guessed from its heading and its cells, shown before anything is sent. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from allostream.lib.names import folded


class Column(StrEnum):
    """What a column may hold."""

    CASE = "case_ref"
    TITLE = "work_title"
    YEAR = "work_year"
    ID = "work_id"
    SEASON = "season"
    EPISODE = "episode"
    OWNER = "owner"
    TERRITORY = "territory"
    INFRINGING = "infringing_url"
    TARGET = "target_url"
    SEEN = "seen_at"
    EVIDENCE = "evidence_url"
    LAWFUL = "lawful_url"
    KIND = "work_kind"
    NOTE = "note"


_NAMES: Mapping[Column, Sequence[str]] = {
    Column.EVIDENCE: ("evidence", "proof", "screenshot", "preuve", "capture", "constat", "beweis", "prueba"),
    Column.LAWFUL: (
        "official url",
        "original url",
        "lawful",
        "legal url",
        "authorized url",
        "authorised",
        "original work url",
        "licensed url",
        "url officielle",
        "url originale",
        "offizielle",
        "url oficial",
        "original location",
    ),
    Column.TARGET: (
        "target",
        "destination",
        "final url",
        "host url",
        "hosted",
        "video url",
        "stream url",
        "player url",
        "cible",
    ),
    Column.INFRINGING: (
        "infring",
        "url",
        "link",
        "address",
        "location",
        "page",
        "lien",
        "adresse",
        "illicite",
        "contrefai",
        "pirate",
        "rechtsverletz",
        "enlace",
        "href",
        "uri",
    ),
    Column.CASE: (
        "case",
        "reference",
        "ref",
        "ticket",
        "notice id",
        "dossier",
        "id notice",
        "aktenzeichen",
        "incident",
    ),
    Column.ID: ("imdb", "eidr", "isan", "wikidata", "tmdb", "work id", "asset id", "title id"),
    Column.YEAR: ("year", "annee", "jahr", "ano", "release"),
    Column.SEASON: ("season", "saison", "staffel", "temporada"),
    Column.EPISODE: ("episode", "folge", "episodio"),
    Column.KIND: ("kind", "type", "genre", "category", "content type", "categorie"),
    Column.OWNER: (
        "owner",
        "holder",
        "copyright",
        "studio",
        "client",
        "customer",
        "titulaire",
        "ayant droit",
        "rechteinhaber",
        "titular",
    ),
    Column.TERRITORY: ("territor", "country", "pays", "land", "pais", "region"),
    Column.SEEN: ("seen", "date", "time", "detected", "timestamp", "found", "vu le", "constate le", "datum", "fecha"),
    Column.TITLE: (
        "title",
        "work",
        "film",
        "movie",
        "series",
        "programme",
        "program",
        "name",
        "titre",
        "oeuvre",
        "werk",
        "titel",
        "obra",
        "titulo",
        "product",
        "asset",
    ),
    Column.NOTE: ("note", "comment", "remark", "remarque", "commentaire", "bemerkung", "description"),
}
_ADDRESS = re.compile(r"(?:(?:https?|hxxps?)[:\[]|www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/)", re.IGNORECASE)
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_ID = re.compile(r"tt\d{7,9}|Q\d+|10\.5240/.+|(?:imdb|eidr|isan|wikidata):.+", re.IGNORECASE)
SAMPLE = 200


def is_address(cell: str) -> bool:
    """Whether a cell begins like an address."""
    return bool(_ADDRESS.match(cell.lstrip("<([\"' ")))


def is_heading(cell: str) -> bool:
    """Whether a cell is rather the name of a column of addresses than one of its values."""
    return len(cell) < 40 and not is_address(cell) and _named(cell) in (Column.INFRINGING, Column.TARGET)


def has_address(line: str) -> bool:
    """Whether an address stands somewhere in a line."""
    return bool(_ADDRESS.search(line))


def guessed(sample: Sequence[Sequence[str]]) -> tuple[dict[int, Column], bool]:
    """Which column holds what, and whether the first row is a heading. At most one column holds each thing; what nobody
    can guess is left out, and goes back with the results as it came."""
    if not sample:
        return {}, False
    first, below = sample[0], sample[1:SAMPLE]
    has_heading = bool(first) and not any(is_address(cell) for cell in first) and any(_named(cell) for cell in first)
    width = max(len(row) for row in sample)
    columns: dict[int, Column] = {}
    if has_heading:
        _by_heading(first, columns)
    cells = below if has_heading else sample[:SAMPLE]
    _by_cells(cells, width, columns)
    return columns, has_heading


def _by_heading(heading: Sequence[str], columns: dict[int, Column]) -> None:
    exact = {str(column): column for column in Column}
    for at, cell in enumerate(heading):
        column = exact.get(cell.strip().lower())
        if column and column not in columns.values():
            columns[at] = column
    for at, cell in enumerate(heading):
        column = _named(cell) if at not in columns else None
        if column and column not in columns.values():
            columns[at] = column


def _by_cells(cells: Sequence[Sequence[str]], width: int, columns: dict[int, Column]) -> None:
    """Take away a column of addresses that holds none; give the addresses that no heading announced a column."""
    for at in [at for at, column in columns.items() if column in (Column.INFRINGING, Column.TARGET)]:
        if cells and _share(cells, at) < 0.2:
            del columns[at]
    rest = [at for at in range(width) if at not in columns]
    for at in rest:
        values = [row[at] for row in cells if at < len(row) and row[at]]
        if not values:
            continue
        if _share(cells, at) > 0.5 and Column.INFRINGING not in columns.values():
            columns[at] = Column.INFRINGING
        elif _all(_ID, values) and Column.ID not in columns.values():
            columns[at] = Column.ID
        elif _all(_YEAR, values) and Column.YEAR not in columns.values():
            columns[at] = Column.YEAR


def _share(cells: Sequence[Sequence[str]], at: int) -> float:
    return sum(at < len(row) and is_address(row[at]) for row in cells) / max(1, len(cells))


def _all(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return all(pattern.fullmatch(value.strip()) for value in values)


def _named(cell: str) -> Column | None:
    words = re.sub(r"[^a-z0-9]+", " ", folded(cell)).strip()
    if not words or len(words) > 60:
        return None
    return next(
        (
            column
            for column, names in _NAMES.items()
            if any(re.search(rf"\b{re.escape(name)}", words) for name in names)
        ),
        None,
    )
