"""The scrape and metadata services of the Internet Archive (https://archive.org/developers/)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from allostream.connectors.candidates import (
    Candidate,
    Found,
    Page,
    SourceTrouble,
    Statement,
    TextFile,
    Told,
    Wish,
    Work,
)
from allostream.connectors.link_asking import address, told
from allostream.connectors.spoken import tags_of
from allostream.lib.exchange import Name, Source
from allostream.net.asking import Asker, Limits, Pace

HOME = "https://archive.org"
SCRAPE = f"{HOME}/services/search/v1/scrape"
PACE = Pace(per_second=1, burst=5, group="archive.org")
LIMITS = Limits(size=16 * 1024 * 1024, seconds=90)  # a page tells of thousands of items, an item of thousands of files
FIELDS = (
    "identifier", "title", "creator", "date", "year", "language", "runtime", "collection", "licenseurl", "rights",
    "possible-copyright-status", "uploader", "external-identifier", "access-restricted-item", "noindex",
)  # fmt: skip
CLAIMS = ("licenseurl", "rights", "possible-copyright-status")
PLAYABLE = frozenset({
    "h.264", "h.264 ia", "mpeg4", "512kb mpeg4", "ogg video", "webm", "matroska", "hires mpeg4", "h.264 hd",
})  # fmt: skip
SUBTITLES = {"subrip": "srt", "web video text tracks": "vtt"}
# `film.fr.srt`, `film_en.vtt`: the language before the ending.
SUBTITLE_LANGUAGE = re.compile(r"[._-]([a-z]{2,3})(?:-[A-Z]{2})?\.(?:srt|vtt)$", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(18[789]\d|19\d\d|20\d\d)(?!\d)")
IMDB = re.compile(r"tt\d{7,10}")
LONGEST_NAME = 500


class InternetArchive:
    """The Archive as a source of links and as a host of copies."""

    SOURCE = Source(
        slug="internet-archive", name="Internet Archive", licence="facts", credit="Internet Archive", address=HOME
    )
    WISHES = frozenset({"all", "query", "channel", "work"})
    DAILY = 2000

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The next items of a search; a page holds some thousands. Raises SourceTrouble."""
        url = address(SCRAPE, q=query_of(wish), fields=",".join(FIELDS), cursor=cursor)
        reply = told(url, ask, name="The Internet Archive", pace=PACE, limits=LIMITS).reply
        if not isinstance(reply, dict) or not isinstance(reply.get("items"), list):
            said = reply.get("error") if isinstance(reply, dict) else ""
            raise SourceTrouble(f"The Internet Archive gave no list of items: {str(said)[:200]}")
        rows = [row for row in reply["items"] if isinstance(row, dict)]
        found = tuple(Found(one) for row in rows if (one := candidate_of(row)))
        total = reply.get("total")
        return Page(
            found, str(reply.get("cursor") or ""), total if isinstance(total, int) else None,
            is_whole=wish.kind in {"all", "channel", "query"},
        )  # fmt: skip

    def copy(self, content_key: str, address: str, ask: Asker) -> Told:
        """The metadata of the item. Raises SourceTrouble."""
        item = content_key.partition(":")[2].partition("/")[0]
        url = f"{HOME}/metadata/{quote(item, safe='')}"
        return told(url, ask, name="The Internet Archive", pace=PACE, limits=LIMITS)

    def completed(self, candidate: Candidate, told: Told) -> Candidate:
        """With languages, length and subtitles as the item tells them."""
        reply = told.reply if isinstance(told.reply, dict) else {}
        said = reply.get("metadata")
        metadata: Mapping[str, Any] = said if isinstance(said, dict) else {}
        files = [row for row in reply.get("files") or () if isinstance(row, dict) and not _is_private(row)]
        texts = tuple(_text_files(metadata, files))
        spoken = tags_of(_texts(metadata.get("language")))
        subtitles = tuple(dict.fromkeys(one.language for one in texts if one.language))
        own = candidate_of(metadata)
        return msgspec.structs.replace(
            candidate, work=own.work if own and candidate.work == Work() else candidate.work,
            title=candidate.title or _text(metadata.get("title")), text_files=texts,
            audio=candidate.audio if candidate.audio is not None else spoken or None,
            subtitles=candidate.subtitles if candidate.subtitles is not None else subtitles or None,
            statements=candidate.statements or tuple(_statements(metadata)),
            channels=candidate.channels or _texts(metadata.get("collection")),
        )  # fmt: skip


ARCHIVE = InternetArchive()


def query_of(wish: Wish) -> str:
    """The search of a wish, in the words of the Archive's search (Lucene). Raises SourceTrouble for an empty one."""
    films = "mediatype:movies AND NOT access-restricted-item:true AND NOT noindex:true"
    if wish.kind == "all":
        return f"{films} AND collection:({' OR '.join(sorted(CURATED))})"
    if wish.kind == "channel" and wish.what:
        return f"{films} AND collection:{_quoted(wish.what)}"
    if wish.kind == "query" and wish.what:
        return f"{films} AND ({wish.what})"
    ids = [f'external-identifier:"urn:imdb:{value}"' for value in wish.work.identifiers.get("imdb", ())]
    names = list(dict.fromkeys(name.text for name in wish.work.names))[:4]
    titled = " OR ".join(f"title:{_quoted(name)}" for name in names)
    year = f" AND {wish.work.year}" if wish.work.year and titled else ""
    asked = " OR ".join([*ids, *([f"({titled}){year}"] if titled else [])])
    if not asked:
        raise SourceTrouble(
            "Nothing is known of the work by which the Internet Archive could be asked.", permanent=True
        )
    return f"{films} AND ({asked})"


# Walked through when nothing particular is asked for: kept by an archive, an agency or a named curator.
CURATED = frozenset({
    "prelinger", "fedflix", "usnationalarchives", "universal_newsreels", "nasa", "avgeeks", "academic_films",
})  # fmt: skip


def _quoted(text: str) -> str:
    """Words as they are, for the search takes signs for its own."""
    return '"' + re.sub(r'["\\]', " ", text).strip() + '"'


def candidate_of(row: Mapping[str, Any]) -> Candidate | None:
    """An item of a search as a candidate; None for one that is not to be listed."""
    item = _text(row.get("identifier"))
    hidden = any(_text(row.get(name)).lower() == "true" for name in ("access-restricted-item", "noindex"))
    if not item or hidden:
        return None
    title = _text(row.get("title"))
    seconds = seconds_of(_text(row.get("runtime")))
    return Candidate(
        item=item, address=f"{HOME}/details/{quote(item, safe='')}", title=title[:LONGEST_NAME], form="embed",
        work=Work(
            names=(Name(text=title[:LONGEST_NAME]),) if title else (), year=year_of(row),
            minutes=round(seconds / 60, 1) if seconds else None, identifiers=_identifiers(row),
        ),
        seconds=seconds, statements=tuple(_statements(row)), channels=_texts(row.get("collection")),
        audio=tags_of(_texts(row.get("language"))) or None,
    )  # fmt: skip


def _identifiers(row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What other catalogues call the work: `urn:imdb:tt0017925`."""
    ids = (found[0] for text in _texts(row.get("external-identifier")) if (found := IMDB.search(text)))
    imdb = tuple(dict.fromkeys(ids))
    return {"imdb": imdb} if imdb else {}


def year_of(row: Mapping[str, Any]) -> int | None:
    """The year that an item names; of its date the year alone, for days are often those of the upload."""
    for name in ("year", "date"):
        if found := YEAR.search(_text(row.get(name))):
            return int(found[0])
    return None


def seconds_of(text: str) -> float | None:
    """A length as the Archive writes it: `5765.43`, `1:36:05` or `96 min`; None where it cannot be read."""
    if found := re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*min(?:ute)?s?\.?\s*", text, re.IGNORECASE):
        return float(found[1]) * 60 or None
    parts = text.strip().split(":")
    try:
        total = sum(float(part) * 60**power for power, part in enumerate(reversed(parts)))
    except ValueError:
        return None
    return total if 0 < total < 60 * 60 * 48 and len(parts) <= 3 else None


def playable(files: Any) -> tuple[str, ...]:
    """The names of the files that browsers play, those that the Archive made first: they are smaller."""
    rows = [row for row in files if _text(row.get("format")).lower() in PLAYABLE and not _is_private(row)]
    rows.sort(key=lambda row: (_text(row.get("source")) != "derivative", _text(row.get("name"))))
    return tuple(_text(row.get("name")) for row in rows)


def _text_files(metadata: Mapping[str, Any], files: list[dict[str, Any]]) -> Iterator[TextFile]:
    """Subtitles that lie beside the film."""
    item = quote(_text(metadata.get("identifier")), safe="")
    for row in files:
        kind = SUBTITLES.get(_text(row.get("format")).lower())
        name = _text(row.get("name"))
        if kind and name:
            found = SUBTITLE_LANGUAGE.search(name)
            language = next(iter(tags_of((found[1],))), "") if found else ""
            statement = next((one.value for one in _statements(metadata)), "")
            yield TextFile(
                address=f"{HOME}/download/{item}/{quote(name)}", language=language, statement=statement,
                format="srt" if kind == "srt" else "vtt", by_machine=_text(row.get("source")) == "derivative",
            )  # fmt: skip


def _statements(row: Mapping[str, Any]) -> Iterator[Statement]:
    return (Statement(name, value[:500]) for name in CLAIMS for value in _texts(row.get(name)))


def _is_private(row: Mapping[str, Any]) -> bool:
    return _text(row.get("private")).lower() == "true"


def _texts(value: Any) -> tuple[str, ...]:
    """A field that is a text, a number or a list of them, as texts."""
    parts = value if isinstance(value, list) else [value]
    plain = (str(part).strip() for part in parts if isinstance(part, (str, int, float)))
    return tuple(part for part in plain if part)


def _text(value: Any) -> str:
    return next(iter(_texts(value)), "")
