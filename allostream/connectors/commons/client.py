"""The API of Wikimedia Commons (https://www.mediawiki.org/wiki/API:Main_page)."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import quote, unquote, urlsplit

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
from allostream.connectors.link_asking import address as with_parameters
from allostream.connectors.link_asking import told
from allostream.lib.exchange import Name, Source
from allostream.net.asking import Asker, Pace

HOME = "https://commons.wikimedia.org"
API = f"{HOME}/w/api.php"
PACE = Pace(per_second=1, burst=1, group="wikimedia")
COUNT, FURTHEST = 50, 5000
TAG = re.compile(r"<[^>]*>")
ENDING = re.compile(r"\.(?:webm|ogv|ogg|mpe?g|mp4|mov)$", re.IGNORECASE)
YEAR = re.compile(r"\((18[789]\d|19\d\d|20\d\d)\)")
LICENCE = ("LicenseShortName", "LicenseUrl", "UsageTerms")


class Commons:
    """Commons as a source of links and as a host of copies."""

    SOURCE = Source(
        slug="wikimedia-commons", name="Wikimedia Commons", licence="CC0-1.0", credit="Wikimedia Commons", address=HOME
    )
    WISHES = frozenset({"query", "work"})
    DAILY = 1000

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The next videos that fit words, or a work by name and year. Raises SourceTrouble."""
        words = wish.what or _words_of(wish.work)
        if not words:
            raise SourceTrouble("Wikimedia Commons is asked with words: give some.", permanent=True)
        url = with_parameters(
            API, action="query", generator="search", gsrnamespace=6, gsrsearch=f"filetype:video {words}",
            gsrlimit=COUNT, gsroffset=cursor, prop="imageinfo", iiprop="size|extmetadata", format="json",
            formatversion=2, maxlag=5,
        )  # fmt: skip
        reply = told(url, ask, name="Wikimedia Commons", pace=PACE).reply
        if not isinstance(reply, dict) or "error" in reply:
            raise SourceTrouble("Wikimedia Commons gave no list of files.", seconds=5)
        found = tuple(Found(one) for row in _pages(reply) if (one := _candidate(row)))
        offset = _inside(reply, "continue", "gsroffset")
        more = isinstance(offset, int) and offset < FURTHEST
        return Page(found, str(offset) if more else "", is_whole=False)

    def copy(self, content_key: str, address: str, ask: Asker) -> Told:
        """What Commons tells of a file. Raises SourceTrouble."""
        title = unquote(urlsplit(address).path.rpartition("/wiki/")[2])
        if not title.startswith("File:"):
            raise SourceTrouble("This is no address of a file of Wikimedia Commons.", permanent=True)
        url = with_parameters(
            API, action="query", titles=title, prop="imageinfo|videoinfo|templates|categories",
            iiprop="size|timestamp|user|mediatype|extmetadata", viprop="timedtext|derivatives", tllimit="max",
            cllimit="max", format="json", formatversion=2, maxlag=5,
        )  # fmt: skip
        found = told(url, ask, name="Wikimedia Commons", pace=PACE)
        if not isinstance(found.reply, dict) or "error" in found.reply:
            raise SourceTrouble("Wikimedia Commons is busy.", seconds=5)
        return found

    def completed(self, candidate: Candidate, told: Told) -> Candidate:
        """With length, licence and subtitles as the file's page tells them."""
        row = next(_pages(told.reply if isinstance(told.reply, dict) else {}), {})
        own = _candidate(row)
        if own is None:
            return candidate
        texts = tuple(_text_files(row))
        subtitles = tuple(dict.fromkeys(one.language for one in texts if one.language))
        return msgspec.structs.replace(
            candidate, title=own.title, seconds=own.seconds, statements=own.statements, text_files=texts,
            subtitles=subtitles or None if candidate.subtitles is None else candidate.subtitles,
            work=candidate.work if candidate.work != Work() else own.work,
        )  # fmt: skip


COMMONS = Commons()


def _words_of(work: Work) -> str:
    name = next((name.text for name in work.names), "").replace('"', " ").strip()
    return f'intitle:"{name}"' + (f" {work.year}" if work.year else "") if name else ""


def _pages(reply: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    rows = _inside(reply, "query", "pages")
    yield from (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))


def _candidate(row: Mapping[str, Any]) -> Candidate | None:
    """A file as a candidate; None for one that is not there."""
    title = row.get("title")
    infos = row.get("imageinfo")
    info = infos[0] if isinstance(infos, list) and infos and isinstance(infos[0], dict) else None
    if not isinstance(title, str) or not title.startswith("File:") or info is None:
        return None
    said = info.get("extmetadata")
    extra: Mapping[str, Any] = said if isinstance(said, dict) else {}
    length = info.get("duration")
    seconds = float(length) if isinstance(length, (int, float)) and length > 0 else None
    bare = ENDING.sub("", title.removeprefix("File:"))
    found = YEAR.search(bare)
    name = YEAR.sub("", bare).strip() or bare
    return Candidate(
        item=title[:500], address=f"{HOME}/wiki/{quote(title.replace(' ', '_'), safe=':')}", title=bare[:500],
        form="embed", seconds=seconds,
        work=Work(
            names=(Name(text=name[:500]),), year=int(found[1]) if found else None,
            minutes=round(seconds / 60, 1) if seconds else None,
        ),
        statements=tuple(Statement(field, text) for field in LICENCE if (text := _plain(extra, field))),
    )  # fmt: skip


def _text_files(row: Mapping[str, Any]) -> Iterator[TextFile]:
    """The subtitles of a file, as its community has written them."""
    infos = row.get("videoinfo")
    info = infos[0] if isinstance(infos, list) and infos and isinstance(infos[0], dict) else {}
    for one in info.get("timedtext") or ():
        source, language = (one.get("src"), one.get("srclang")) if isinstance(one, dict) else (None, None)
        if isinstance(source, str) and source.startswith("https://") and "vtt" in source:
            statement = "CC BY-SA 4.0, by contributors of Wikimedia Commons"
            yield TextFile(address=source, language=str(language or "")[:12], statement=statement)


def _plain(extra: Mapping[str, Any], name: str) -> str:
    """A field of extmetadata without its markup."""
    value = _inside(extra, name, "value")
    return " ".join(unescape(TAG.sub(" ", value)).split())[:500] if isinstance(value, str) else ""


def _inside(value: Mapping[str, Any], name: str, key: str) -> Any:
    inner = value.get(name)
    return inner.get(key) if isinstance(inner, dict) else None
