"""The public API of media.ccc.de (voctoweb)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

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
from allostream.connectors.link_asking import told
from allostream.connectors.spoken import tags_of
from allostream.lib.exchange import Name, Source
from allostream.net.asking import Asker, Pace

API = "https://api.media.ccc.de/public"
HOME = f"{API}/conferences"
PAGE = "https://media.ccc.de/v/"
PACE = Pace(per_second=1)
NAME = "media.ccc.de"
SLUG = re.compile(r"[A-Za-z0-9._~-]{1,250}")
TEXTS = {"application/x-subrip": "srt", "text/vtt": "vtt"}
LICENCE = ("license", "licence", "copyright")


class MediaCcc:
    """media.ccc.de as a source of links and as a host of copies."""

    SOURCE = Source(
        slug="media-ccc", name=NAME, licence="facts", credit="Chaos Computer Club", address="https://media.ccc.de/"
    )
    WISHES = frozenset({"all", "channel"})
    DAILY = 1000

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The events of the next conference, or of the one that is wished for. Raises SourceTrouble."""
        if wish.kind == "channel":
            return Page(self._events(wish.what, ask))
        names = self._conferences(ask)
        # In the order of their names, so that a new one never moves the others of a walk under way far. The cursor is
        # the conference that was read last: the next step goes on after it, whether or not it is still there.
        left = [name for name in names if name > cursor]
        if not left:
            return Page(())
        more = left[0] if len(left) > 1 else ""
        return Page(self._events(left[0], ask), more, requests=2)

    def copy(self, content_key: str, address: str, ask: Asker) -> Told:
        """What the API tells of a recording; an empty reply where it knows none. Raises SourceTrouble."""
        slug = content_key.partition(":")[2]
        if not content_key.startswith("mediaccc:") or not SLUG.fullmatch(slug):
            raise SourceTrouble(f"{address[:200]} is no address of a recording of media.ccc.de.", permanent=True)
        return told(f"{API}/events/{quote(slug, safe='')}", ask, name=NAME, pace=PACE)

    def completed(self, candidate: Candidate, told: Told) -> Candidate:
        """With length, language, subtitles and what is said of a licence, as the event tells them."""
        event = told.reply if isinstance(told.reply, dict) else {}
        acronym = _conference(event) or next(iter(candidate.channels), "")
        own = _candidate(event, acronym)
        if own is None:
            return candidate
        texts = tuple(_text_files(event))
        subtitles = tuple(dict.fromkeys(one.language for one in texts if one.language))
        return replace(
            candidate, title=own.title, seconds=own.seconds, form="embed", statements=own.statements,
            audio=_spoken(event) or candidate.audio or own.audio, text_files=texts, uploader=own.uploader,
            channels=candidate.channels or own.channels,
            subtitles=candidate.subtitles if candidate.subtitles is not None else subtitles or None,
            work=candidate.work if candidate.work != Work() else own.work,
        )  # fmt: skip

    def _conferences(self, ask: Asker) -> list[str]:
        reply = told(HOME, ask, name=NAME, pace=PACE).reply
        rows = reply.get("conferences") if isinstance(reply, dict) else None
        if not isinstance(rows, list):
            raise SourceTrouble("media.ccc.de gave no list of conferences.")
        return sorted({str(row["acronym"]) for row in rows if isinstance(row, dict) and row.get("acronym")})

    def _events(self, acronym: str, ask: Asker) -> tuple[Found, ...]:
        if not acronym:
            raise SourceTrouble("Name a conference by its acronym, such as 36c3.", permanent=True)
        reply = told(f"{HOME}/{quote(acronym, safe='')}", ask, name=NAME, pace=PACE).reply
        rows = reply.get("events") if isinstance(reply, dict) else None
        found = (_candidate(row, acronym) for row in rows or () if isinstance(row, dict))
        return tuple(Found(one) for one in found if one)


MEDIACCC = MediaCcc()


def _candidate(row: Mapping[str, Any], acronym: str) -> Candidate | None:
    """A recorded talk as a candidate; None for one that is not out yet."""
    guid, title, page = (str(row.get(name) or "") for name in ("guid", "title", "frontend_link"))
    length = row.get("length")
    if not guid or not page.startswith(PAGE) or not isinstance(length, int) or not row.get("release_date"):
        return None
    spoken = tags_of([str(row.get("original_language") or "").replace("-", ",")])
    year = re.match(r"(?:19|20)\d\d", str(row.get("date") or ""))
    return Candidate(
        item=guid, address=page, title=title[:500], seconds=float(length), channels=(acronym,) if acronym else (),
        audio=spoken or None, form="embed", statements=tuple(_licences(row)),
        uploader=str(row.get("conference_title") or "")[:200],
        work=Work(
            kind="film", names=(Name(text=title[:500]),) if title else (), year=int(year[0]) if year else None,
            minutes=round(length / 60, 1), languages=spoken, makers=_persons(row),
        ),
    )  # fmt: skip


def _conference(event: Mapping[str, Any]) -> str:
    """The acronym of the conference of an event, with which its address ends."""
    return str(event.get("conference_url") or "").rstrip("/").rpartition("/")[2]


def _persons(row: Mapping[str, Any]) -> tuple[str, ...]:
    persons = row.get("persons")
    named = (str(one).strip()[:200] for one in (persons if isinstance(persons, list) else ()) if isinstance(one, str))
    return tuple(dict.fromkeys(name for name in named if name))[:20]


def _recordings(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = event.get("recordings")
    return [row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)]


def _licences(event: Mapping[str, Any]) -> Iterator[Statement]:
    """What event and files say of a licence, where they do, each statement once."""
    told = [str(row[name]).strip() for row in (event, *_recordings(event)) for name in LICENCE if row.get(name)]
    return (Statement("license", said[:500]) for said in dict.fromkeys(told) if said)


def _spoken(event: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages of all videos of a talk: interpreters' voices are tracks of their own (“eng-deu-fra”)."""
    videos = (row for row in _recordings(event) if str(row.get("mime_type") or "").startswith("video/"))
    return tags_of([str(row.get("language") or "").replace("-", ",") for row in videos])


def _text_files(event: Mapping[str, Any]) -> Iterator[TextFile]:
    """Subtitles that lie beside the recording. What says of a licence holds for the recording, not for them."""
    for row in _recordings(event):
        kind, address = TEXTS.get(str(row.get("mime_type") or "")), str(row.get("recording_url") or "")
        if kind and address.startswith("https://"):
            language = next(iter(tags_of([str(row.get("language") or "")])), "")
            yield TextFile(address=address, language=language, format="srt" if kind == "srt" else "vtt")
