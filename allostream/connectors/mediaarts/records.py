"""Collections and works of the Media Arts Database (https://mediaarts-db.artmuseums.go.jp/) as records."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

from msgspec import Struct, field

from allostream.connectors import genres
from allostream.connectors.rows import Row, SourceProblem, json_lines, one_line
from allostream.lib import exchange
from allostream.lib.exchange import BadLine

SOURCE = exchange.Source(
    slug="mediaarts-db",
    name="Media Arts Database (Japan)",
    licence="Media Arts Database terms of use",
    licence_url="https://github.com/mediaarts-db/dataset",
    credit="メディア芸術データベース (Media Arts Database, Agency for Cultural Affairs, Japan); processed by us",
    address="https://mediaarts-db.artmuseums.go.jp/",
)
SERIES, SPECIALS, FILMS, PARTS = "an207_tv_series", "an208_tv_specials", "an210_film_series", "an205_films"
ROLES: dict[str, Literal["principal_director", "screenplay", "composer", "underlying_author"]] = {
    "監督": "principal_director", "総監督": "principal_director", "脚本": "screenplay", "音楽": "composer",
    "原作": "underlying_author",
}  # fmt: skip
CREDIT = re.compile(r"^[\[［](?P<role>[^\]］]+)[\]］]\s*(?P<name>.+)$")
# Others, unnamed companies and remarks are no people.
NO_PERSON = re.compile(
    r"ほか|不詳|不明|未定|社$|部$|製作所|プロ$|プロダクション|スタジオ|委員会|株式会社|[「」『』（）()：:※]"
)
# A name with its own reading behind it, which no other source writes: 偽 物 語[ニセモノ ガタリ]
READING_INSIDE = re.compile(r"\s*\[[ァ-ヶー・ 　]+\]")
DAY = re.compile(r"(?:18[7-9]\d|19\d\d|20\d\d)(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
MOST_CREDITS = 40
READING = "ja-Hrkt"


class Row_(Struct, frozen=True):  # noqa: N801 - a row of theirs, told from one of ours
    """A row, as far as it is used. Names come as texts and as objects with their language."""

    identifier: str
    label: str = ""
    name: str | tuple[Any, ...] = ()
    series_name: str = field(default="", name="seriesName")
    published: str = field(default="", name="datePublished")
    ended: str = field(default="", name="endDate")
    duration: str = ""
    program_duration: str = field(default="", name="programDuration")
    contributor: str = ""
    creator: str = ""
    original_creator: str = field(default="", name="originalWorkCreator")
    part_of: str = field(default="", name="isPartOf")


def records(folder: Path) -> Iterator[Row]:
    """All records of a folder with any of the four tables. Raises SourceProblem when it has none of them."""
    tables = {name: path for name in (SERIES, SPECIALS, FILMS, PARTS) if (path := _path(folder, name))}
    if not tables:
        raise SourceProblem(f"{folder} holds none of {SERIES}, {SPECIALS}, {FILMS}, {PARTS} as JSON lines.")
    yield Row(f"{folder.name}/", SOURCE)
    yield from (Row(f"{folder.name}/", genre) for genre in genres.records(("animation",)))
    parts: dict[str, list[tuple[str, Row_]]] = defaultdict(list)
    for place, row in json_lines(tables[PARTS], Row_) if PARTS in tables else ():
        if isinstance(row, BadLine):
            yield Row(place, row)
        else:
            parts[row.part_of.rpartition("/")[2]].append((place, row))
    for table, kind in ((SERIES, "series"), (SPECIALS, "film"), (FILMS, "film")):
        for place, row in json_lines(tables[table], Row_) if table in tables else ():
            if isinstance(row, BadLine):
                yield Row(place, row)
            elif table == FILMS:
                yield from _films(place, row, parts.pop(row.identifier, []))
            else:
                yield Row(place, _tried(row, kind, "tv_film" if table == SPECIALS else "tv_series"))
    for alone in parts.values():
        yield from (Row(place, _tried(part, "film")) for place, part in alone)


def _path(folder: Path, name: str) -> Path | None:
    return next((path for end in (".jsonl.gz", ".jsonl") if (path := folder / f"{name}{end}").is_file()), None)


def _films(place: str, row: Row_, parts: list[tuple[str, Row_]]) -> Iterator[Row]:
    """One film with its only part, or each part as a film of its own: names of several parts are those of films."""
    if len(parts) > 1 and len({part.label for _, part in parts}) == len(parts):
        for where, part in parts:
            yield Row(where, _tried(part, "film", of=row))
        return
    length = parts[0][1].duration if len(parts) == 1 else ""
    yield Row(place, _tried(row, "film", length=length))


def _tried(
    row: Row_, kind: str, form: str = "", *, of: Row_ | None = None, length: str = ""
) -> exchange.Title | BadLine:
    name = one_line(row.series_name or row.label)
    key = f"{SOURCE.slug}:{row.identifier}"
    if not name or not row.identifier or any(sign.isspace() for sign in row.identifier):
        return BadLine(key, "label or identifier: it is empty: leave the row out")
    began, ended = day(row.published or (of.published if of else "")), day(row.ended)
    is_ended = kind == "series" and began and ended and ended[:4] >= began[:4]
    return exchange.Title(
        key=key,
        kind=kind,  # type: ignore[arg-type]  # checked with the record
        form=form,  # type: ignore[arg-type]
        name=name,
        language="ja",
        names=tuple(dict.fromkeys(names(row, name))),
        year=int(began[:4]) if began else None,
        released=began,
        end_year=int(ended[:4]) if is_ended and ended else None,
        runtime_min=minutes(length or row.duration or row.program_duration),
        genres=("animation",),
        credits=tuple(credits_of(of or row)),
    )


def names(row: Row_, name: str) -> Iterator[exchange.Name]:
    """The name, others in Japanese, and readings in kana."""
    yield exchange.Name(text=name, language="ja", kind="original")
    if (plain := READING_INSIDE.sub("", name).strip()) and plain != name:
        yield exchange.Name(text=plain, language="ja", kind="alias")
    for known in (row.name,) if isinstance(row.name, str) else row.name:
        is_plain = isinstance(known, str)
        text = one_line(known if is_plain else str(known.get("@value", "")) if isinstance(known, dict) else "")
        if text and text != name:
            yield exchange.Name(text=text, language="ja" if is_plain else READING, kind="alias")


def credits_of(row: Row_) -> Iterator[exchange.Credit]:
    """The makers in the roles that are asked for, out of texts such as “[監督]高松信司 ／ [脚本]玉の浦人”."""
    seen: set[tuple[str, str]] = set()
    for text in (row.creator, row.contributor, row.original_creator):
        for part in re.split(r"[／/]", text):
            found = CREDIT.match(one_line(part))
            role = ROLES.get(found["role"].strip()) if found else None
            person = one_line(found["name"])[:200] if found else ""
            if role and person and not NO_PERSON.search(person) and (role, person) not in seen:
                seen.add((role, person))
                yield exchange.Credit(role=role, name=person)
            if len(seen) >= MOST_CREDITS:
                return


def minutes(text: str) -> int | None:
    """A length such as “30分” or “１５” in minutes; others say nothing."""
    found = re.fullmatch(r"(\d{1,3})\s*(?:分|min)?", normalize("NFKC", text).strip())
    return int(found[1]) or None if found else None


def day(text: str) -> str | None:
    """A date as exactly as it is known; others say nothing."""
    return text if DAY.fullmatch(text) else None
