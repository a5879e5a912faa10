"""The REST API of PeerTube (https://docs.joinpeertube.org/api-rest-reference.html)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

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

PACE = Pace(per_second=1, burst=3)
COUNT = 50  # of 100 that are allowed: smaller answers hold small servers up less
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{2,5})?")
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9A-Za-z]{22}")
PUBLIC, PUBLISHED, FOR_ALL = 1, 1, 1
FURTHEST = 1_000_000


class PeerTube:
    """PeerTube as a source of links (one instance or channel a walk) and as a host of copies."""

    SOURCE = Source(
        slug="peertube", name="PeerTube", licence="facts", credit="The instance that each video comes from",
        address="https://joinpeertube.org/",
    )  # fmt: skip
    WISHES = frozenset({"channel"})
    DAILY = 5000

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The next videos of a channel (`name@host`) or of all that an instance holds itself (`host`).

        Raises SourceTrouble.
        """
        name, at, host = wish.what.rpartition("@")
        if not HOST.fullmatch(host.lower()) or (at and not name):
            raise SourceTrouble(
                "Name a channel as name@host, or an instance by its host: films@video.example.", permanent=True
            )
        start = int(cursor) if cursor.isdecimal() else 0
        path = f"video-channels/{quote(name, safe='')}/videos" if at else "videos"
        url = with_parameters(
            f"https://{host}/api/v1/{path}", start=start, count=COUNT, sort="publishedAt", nsfw=False, isLocal=True
        )
        reply = told(url, ask, name=f"The instance {host}", pace=PACE).reply
        rows, total = rows_of(reply, host)
        found = tuple(Found(one) for row in rows if (one := candidate_of(row, host)))
        more = start + len(rows) < min(total, FURTHEST) and bool(rows)
        return Page(found, str(start + len(rows)) if more else "", total)

    def copy(self, content_key: str, address: str, ask: Asker) -> Told:
        """What the instance of origin tells of a video, with its captions under `captions`. Raises SourceTrouble."""
        host, uuid = urlsplit(address).netloc, content_key.partition(":")[2]
        if not HOST.fullmatch(host.lower()) or not UUID.fullmatch(uuid):
            raise SourceTrouble("This is no address of a video of PeerTube.", permanent=True)
        base, name = f"https://{host}/api/v1/videos/{uuid}", f"The instance {host}"
        video = told(base, ask, name=name, pace=PACE)
        if not isinstance(video.reply, dict) or not video.reply.get("uuid"):
            return Told({}, video.address, video.sha256)
        captions = told(f"{base}/captions", ask, name=name, pace=PACE).reply
        listed = captions.get("data") if isinstance(captions, dict) else None
        return Told({**video.reply, "captions": listed or []}, video.address, video.sha256, requests=2)

    def completed(self, candidate: Candidate, told: Told) -> Candidate:
        """With what only the video's own page tells: captions, and whether it may be framed."""
        video = told.reply if isinstance(told.reply, dict) else {}
        host = urlsplit(candidate.address).netloc
        own = candidate_of(video, host) if video else None
        if own is None:
            return candidate
        texts = tuple(_captions(video, host))
        subtitles = tuple(dict.fromkeys(one.language for one in texts if one.language))
        return msgspec.structs.replace(
            candidate, form=own.form, title=own.title, seconds=own.seconds, statements=own.statements,
            uploader=own.uploader, channels=own.channels, text_files=texts, audio=candidate.audio or own.audio,
            subtitles=subtitles if candidate.subtitles is None else candidate.subtitles,
            work=candidate.work if candidate.work != Work() else own.work,
        )  # fmt: skip


PEERTUBE = PeerTube()


def rows_of(reply: Any, host: str) -> tuple[list[Mapping[str, Any]], int]:
    """The videos of a list and how many there are in all. Raises SourceTrouble for something that is no list."""
    if not isinstance(reply, dict) or not isinstance(reply.get("data"), list):
        raise SourceTrouble(f"The instance {host} gave no list of videos.", permanent=reply == {})
    total = reply.get("total")
    rows: list[Mapping[str, Any]] = [row for row in reply["data"] if isinstance(row, dict)]
    return rows, total if isinstance(total, int) else len(rows)


def candidate_of(video: Mapping[str, Any], host: str) -> Candidate | None:
    """A video as a candidate; None for one that is not to be listed: of another instance, not public, live, unsafe."""
    uuid, name = _text(video.get("uuid")), _text(video.get("name"))
    if not UUID.fullmatch(uuid) or not _may_be_listed(video, host):
        return None
    seconds = video.get("duration")
    length = float(seconds) if isinstance(seconds, (int, float)) and not isinstance(seconds, bool) else None
    language = _text(_inside(video, "language", "id"))
    channel, account = _inside(video, "channel", "name"), _inside(video, "account", "name")
    return Candidate(
        item=f"{uuid.lower()}@{host}", address=f"https://{host}/videos/watch/{uuid}", title=name[:500],
        form="embed" if _policy(video) in (None, FOR_ALL) else "page",
        work=Work(
            names=(Name(text=name[:500], language=language[:12]),) if name else (), year=_year(video),
            minutes=round(length / 60, 1) if length else None,
        ),
        seconds=length, statements=tuple(_licence(video)),
        uploader=_text(_inside(video, "account", "displayName"))[:200],
        channels=tuple(dict.fromkeys([*(f"{_text(one)}@{host}" for one in (channel, account) if one), host])),
        audio=(language,) if language else None,
    )  # fmt: skip


def _may_be_listed(video: Mapping[str, Any], host: str) -> bool:
    """Whether the video is this instance's own, public, published, no stream, and not marked as unsafe."""
    home = _text(_inside(video, "channel", "host")) or _text(_inside(video, "account", "host")) or host
    states = (("privacy", PUBLIC), ("state", PUBLISHED))
    known = all(_inside(video, name, "id") in (None, wanted) for name, wanted in states)
    return (
        known
        and home.lower() == host.lower()
        and video.get("isLocal") is not False
        and not video.get("isLive")
        and video.get("nsfw") is not True
        and not video.get("blacklisted")
    )


def _year(video: Mapping[str, Any]) -> int | None:
    """The year of the first release, where the uploader tells it: that of the upload says nothing of the work."""
    told = _text(video.get("originallyPublishedAt"))
    return int(told[:4]) if re.match(r"(?:18[789]|19\d|20\d)\d-", told) else None


def _licence(video: Mapping[str, Any]) -> Iterator[Statement]:
    number, label = _inside(video, "licence", "id"), _text(_inside(video, "licence", "label"))
    if number is not None:
        yield Statement("licence.id", str(number))
        if label:
            yield Statement("licence.label", label[:500])


def _policy(video: Mapping[str, Any]) -> int | None:
    """Who may frame it, since PeerTube 8.1: 1 everybody, 2 listed sites, 3 as told elsewhere, 4 nobody."""
    found = video.get("embedPrivacyPolicy")
    number = found.get("id") if isinstance(found, dict) else found
    return number if isinstance(number, int) else None


def _captions(video: Mapping[str, Any], host: str) -> Iterator[TextFile]:
    """The subtitles that the instance lists: WebVTT files, at `fileUrl` since 7.1, before that at `captionPath`."""
    statement = next((one.value for one in _licence(video) if one.field == "licence.label"), "")
    for row in video.get("captions") or ():
        if not isinstance(row, dict):
            continue
        path = _text(row.get("fileUrl")) or _text(row.get("captionPath"))
        found = urljoin(f"https://{host}/", path) if path else ""
        if found.startswith("https://"):
            yield TextFile(
                address=found, language=_text(_inside(row, "language", "id"))[:12], statement=statement,
                by_machine=row.get("automaticallyGenerated") is True,
            )  # fmt: skip


def _inside(value: Mapping[str, Any], name: str, key: str) -> Any:
    inner = value.get(name)
    return inner.get(key) if isinstance(inner, dict) else None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
