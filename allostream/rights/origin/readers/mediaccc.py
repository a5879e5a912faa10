"""Recordings of media.ccc.de: replies of `/public/events/<slug>` of its API (voctoweb).

https://github.com/voc/voctoweb. The Chaos Computer Club alone puts recordings there, of conferences of many organisers:
the conference is the account that counts. The API states no licence of its own accord ("the license displayed in the
actual video file applies"); where an event, its conference or a file does name one, it is a claim as anywhere else.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from allostream.rights.origin.facts import Claim, CopyFile, Facts, Presence, Uploader
from allostream.rights.origin.hashes import keyed
from allostream.rights.origin.tolerant import mapping, mappings, moment, seconds, text, texts

HOST = "media.ccc.de"
NAMES_OF_LICENCE = ("license", "licence", "copyright")


def read(reply: Any, item: str, secret: bytes) -> Facts:
    """The facts of a recorded talk; a reply that names no event says that it is gone."""
    event = mapping(reply)
    if not {"guid", "slug"} & set(event):
        return Facts(HOST, item, Presence.GONE)
    return Facts(
        host=HOST, item=text(event.get("slug")) or item, title=text(event.get("title")),
        uploader=_uploader(event, secret), maker=", ".join(texts(event.get("persons"))),
        claims=tuple(claims_in(event)), published=moment(event.get("date")), added=moment(event.get("release_date")),
        seconds=seconds(event.get("length")) or seconds(event.get("duration")), files=_files(event), may_embed=True,
        link_back=text(event.get("frontend_link")),
    )  # fmt: skip


def conference_of(event: Mapping[str, Any]) -> str:
    """The acronym of the conference that an event is of, as its address ends with it; "" where none is told."""
    return text(event.get("conference_url")).rstrip("/").rpartition("/")[2]


def claims_in(event: Mapping[str, Any]) -> Iterator[Claim]:
    """What event and files say of a licence, each statement once."""
    seen: set[str] = set()
    for row in (event, mapping(event.get("metadata")), mapping(event.get("conference")), *_recordings(event)):
        for name in NAMES_OF_LICENCE:
            said = text(row.get(name))
            if said and said not in seen:
                seen.add(said)
                yield Claim("license", said)


def _uploader(event: Mapping[str, Any], secret: bytes) -> Uploader:
    key = conference_of(event)
    name = text(event.get("conference_title")) or key
    return Uploader(key, name, keyed(secret, "account", f"{HOST}/{key}") if key else "")


def _recordings(event: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return mappings(event.get("recordings")) if isinstance(event.get("recordings"), list) else iter(())


def _files(event: Mapping[str, Any]) -> tuple[CopyFile, ...] | None:
    rows = ((text(row.get("filename")), text(row.get("mime_type"))) for row in _recordings(event))
    return tuple(CopyFile(name, "video" if kind.startswith("video/") else kind) for name, kind in rows if name) or None
