"""The Data API of YouTube (https://developers.google.com/youtube/v3/docs), with the operator's own key.

Only channels that somebody names are walked through: YouTube is not searched for films. A call costs one unit of the
day's 10,000.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from allostream.connectors.candidates import Candidate, Found, Page, SourceTrouble, Told, Wish, Work
from allostream.connectors.link_asking import address, told
from allostream.connectors.schema_org.reading import listed
from allostream.lib.exchange import Name, Source
from allostream.lib.languages import is_tag
from allostream.net.asking import Asker, Pace

API = "https://www.googleapis.com/youtube/v3"
PACE = Pace(per_second=2, burst=4, group="googleapis.com")
PARTS = "snippet,contentDetails,status"
COUNT = 50
CHANNEL = re.compile(r"UC[\w-]{22}")
VIDEO = re.compile(r"[\w-]{11}")
LENGTH = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
HOURS = 6 * 3600.0
WITHOUT_KEY = "YouTube's Data API needs a key: set ALLOSTREAM_YOUTUBE_KEY, or walk through the channel's feed."


class YouTube:
    """YouTube as a source of links (one channel a walk) and as a host of copies. `key` tells the operator's key."""

    SOURCE = Source(
        slug="youtube", name="YouTube", licence="facts", credit="YouTube", address="https://www.youtube.com/"
    )
    WISHES = frozenset({"channel"})
    DAILY = 5000

    def __init__(self, key: Callable[[], str]) -> None:
        self._key = key

    def page(self, wish: Wish, cursor: str, ask: Asker) -> Page:
        """The next videos of a channel (`UC…`), with what YouTube tells of each. Raises SourceTrouble."""
        if not CHANNEL.fullmatch(wish.what):
            raise SourceTrouble("A channel of YouTube is named by its id, which begins with UC.", permanent=True)
        uploads = f"UU{wish.what[2:]}"  # the list of all uploads of a channel
        listing = self._asked(
            ask, "playlistItems", part="contentDetails", playlistId=uploads, maxResults=COUNT, pageToken=cursor
        ).reply
        rows = _items(listing)
        ids = [own for row in rows if VIDEO.fullmatch(own := str(_part(row, "contentDetails").get("videoId")))]
        whole = self._asked(ask, "videos", part=PARTS, id=",".join(ids)) if ids else Told({"items": []})
        found = tuple(
            Found(candidate_of(row), Told({"items": [row]}, whole.address, whole.sha256))
            for row in _items(whole.reply)
            if VIDEO.fullmatch(str(row.get("id")))
        )
        total = _part(listing, "pageInfo").get("totalResults")
        following = listing.get("nextPageToken") if isinstance(listing, dict) else None
        return Page(found, str(following or ""), total if isinstance(total, int) else None, requests=1 + bool(ids))

    def copy(self, content_key: str, address: str, ask: Asker) -> Told:
        """What YouTube tells of a video; a list without items where it is not public. Raises SourceTrouble."""
        video = content_key.partition(":")[2]
        if not VIDEO.fullmatch(video):
            raise SourceTrouble(f"{address[:200]} is no address of a video of YouTube.", permanent=True)
        return self._asked(ask, "videos", part=PARTS, id=video)

    def completed(self, candidate: Candidate, told: Told) -> Candidate:
        """With length, title, channel and countries as YouTube tells them."""
        row = next(iter(_items(told.reply)), None)
        if row is None:
            return candidate
        own = candidate_of(row)
        return Candidate(
            item=candidate.item, address=candidate.address, part=candidate.part, role=candidate.role,
            work=candidate.work if candidate.work != Work() else own.work, title=own.title, seconds=own.seconds,
            channels=tuple(dict.fromkeys((*candidate.channels, *own.channels))), uploader=own.uploader, form=own.form,
            countries_allowed=own.countries_allowed, countries_excluded=own.countries_excluded, audio=own.audio,
            statements=candidate.statements, found_in=candidate.found_in,
        )  # fmt: skip

    def _asked(self, ask: Asker, what: str, **parameters: Any) -> Told:
        key = self._key()
        if not key:
            raise SourceTrouble(WITHOUT_KEY, permanent=True)
        url = address(f"{API}/{what}", **parameters)
        try:
            found = told(url, ask, name="YouTube", pace=PACE, headers={"X-Goog-Api-Key": key})
        except SourceTrouble as trouble:
            # It also answers so where the day's quota is used up, which passes.
            passes = "status 403" in str(trouble)
            raise SourceTrouble(str(trouble), permanent=trouble.permanent and not passes, seconds=HOURS) from trouble
        if not isinstance(found.reply, dict):
            raise SourceTrouble("YouTube answered with something that is no list.")
        return found


def candidate_of(row: Mapping[str, Any]) -> Candidate:
    """A row of `videos.list` as a candidate. Nothing of it names a work for certain: a person has to."""
    snippet, details, status = (_part(row, name) for name in ("snippet", "contentDetails", "status"))
    video, name = str(row.get("id")), " ".join(str(snippet.get("title") or "").split())
    seconds = _seconds(str(details.get("duration") or ""))
    limits = _part(details, "regionRestriction")
    spoken, channel = str(snippet.get("defaultAudioLanguage") or ""), str(snippet.get("channelId") or "")
    return Candidate(
        item=video, address=f"https://www.youtube.com/watch?v={video}", title=name, seconds=seconds,
        work=Work(names=(Name(text=name[:500]),) if name else (), minutes=round(seconds / 60, 1) if seconds else None),
        form="embed" if status.get("embeddable") is True else "page", channels=(channel,) if channel else (),
        countries_allowed=_codes(limits["allowed"]) if "allowed" in limits else ("*",),
        countries_excluded=_codes(limits.get("blocked")) if "allowed" not in limits else (),
        audio=(spoken,) if is_tag(spoken) else None, uploader=str(snippet.get("channelTitle") or "")[:200],
        role="other" if snippet.get("liveBroadcastContent") in {"live", "upcoming"} else "work",
    )  # fmt: skip


def _codes(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in listed(value) if isinstance(one, str)))


def _seconds(text: str) -> float | None:
    found = LENGTH.fullmatch(text)
    days, hours, minutes, seconds = (int(one or 0) for one in found.groups()) if found else (0, 0, 0, 0)
    return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds) or None


def _items(reply: Any) -> list[Mapping[str, Any]]:
    rows = reply.get("items") if isinstance(reply, dict) else None
    return [row for row in listed(rows) if isinstance(row, dict)]


def _part(row: Any, name: str) -> Mapping[str, Any]:
    found = row.get(name) if isinstance(row, dict) else None
    return found if isinstance(found, dict) else {}
