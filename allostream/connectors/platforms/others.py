"""Vimeo by its oEmbed (https://developer.vimeo.com/api/oembed) and Dailymotion by its API, which need no key.

Nothing of the HTML that oEmbed offers is used: players are built from addresses of our own (allostream.hosts.identity).
"""

import re
from typing import Any

from msgspec.structs import replace

from allostream.connectors.candidates import Candidate, SourceTrouble, Told
from allostream.connectors.link_asking import address as with_parameters
from allostream.connectors.link_asking import told
from allostream.lib.countries import is_country
from allostream.lib.languages import is_tag
from allostream.net.asking import Asker, Pace

OF_DAILYMOTION = (
    "id", "title", "duration", "language", "allow_embed", "private", "published", "geoblocking", "owner.id",
    "owner.screenname", "created_time", "url",
)  # fmt: skip
ITEM = re.compile(r"[A-Za-z0-9]{1,30}")


class Vimeo:
    """Vimeo as a host of copies. A video that may be shown on named sites alone is not known to its oEmbed."""

    DAILY = 2000
    PACE = Pace(per_second=1, burst=3, group="vimeo.com")

    def copy(self, content_key: str, address: str, ask: Asker) -> Told:
        """What oEmbed tells of a video, an empty reply where it knows none. Raises SourceTrouble."""
        if not content_key.startswith("vimeo:"):
            raise SourceTrouble(f"{address[:200]} is no address of a video of Vimeo.", permanent=True)
        url = with_parameters("https://vimeo.com/api/oembed.json", url=address)
        return told(url, ask, name="Vimeo", pace=self.PACE)

    def completed(self, candidate: Candidate, told: Told) -> Candidate:
        """With title, length and account as Vimeo tells them, and as a player where no site is kept out of it."""
        reply = told.reply if isinstance(told.reply, dict) else {}
        own = _completed(candidate, reply, uploader="author_name")
        by = str(reply.get("author_url") or "").rstrip("/").rpartition("/")[2][:200]
        # Told of a video that may be shown on named sites alone: 403 where ours is none of them.
        is_closed = reply.get("domain_status_code") not in (None, 200)
        form = "embed" if reply.get("type") == "video" and reply.get("html") and not is_closed else "page"
        return replace(own, channels=tuple(dict.fromkeys((*own.channels, by) if by else own.channels)), form=form)


class Dailymotion:
    """Dailymotion as a host of copies."""

    DAILY = 2000
    PACE = Pace(per_second=1, burst=3, group="dailymotion.com")

    def copy(self, content_key: str, address: str, ask: Asker) -> Told:
        """What the API tells of a video, an empty reply where it knows none. Raises SourceTrouble."""
        video = content_key.partition(":")[2]
        if not ITEM.fullmatch(video):
            raise SourceTrouble(f"{address[:200]} is no address of a video of Dailymotion.", permanent=True)
        url = with_parameters(f"https://api.dailymotion.com/video/{video}", fields=",".join(OF_DAILYMOTION))
        return told(url, ask, name="Dailymotion", pace=self.PACE)

    def completed(self, candidate: Candidate, told: Told) -> Candidate:
        """With title, length, language, account and countries as Dailymotion tells them, as a player where it may be
        one; a video that is not out yet is none to be watched.
        """
        reply = told.reply if isinstance(told.reply, dict) else {}
        owner = reply.get("owner.id")
        own = _completed(candidate, reply, uploader="owner.screenname")
        channels = (*own.channels, owner) if isinstance(owner, str) and owner else own.channels
        form = "embed" if reply.get("allow_embed") is True and reply.get("private") is not True else "page"
        allowed, excluded = _countries(reply.get("geoblocking"))
        spoken = str(reply.get("language") or "")
        return replace(
            own, channels=tuple(dict.fromkeys(channels)), form=form, countries_allowed=allowed,
            countries_excluded=excluded, audio=own.audio or ((spoken,) if is_tag(spoken) else None),
            role="other" if reply.get("published") is False else own.role,
        )  # fmt: skip


VIMEO, DAILYMOTION = Vimeo(), Dailymotion()


def _countries(rule: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where a video may be seen and where not: `["allow", "fr", "be"]`, `["deny", "us"]`; everywhere without a rule."""
    words = [str(one).strip().upper() for one in rule if isinstance(one, str)] if isinstance(rule, list) else []
    codes = tuple(dict.fromkeys(word for word in words[1:] if is_country(word)))
    if words[:1] == ["ALLOW"] and len(words) > 1:
        return codes, ()
    return ("*",), codes if words[:1] == ["DENY"] else ()


def _completed(candidate: Candidate, reply: Any, *, uploader: str) -> Candidate:
    facts = reply if isinstance(reply, dict) else {}
    title, length, by = facts.get("title"), facts.get("duration"), facts.get(uploader)
    return replace(
        candidate, title=title[:500] if isinstance(title, str) else candidate.title,
        seconds=float(length) if isinstance(length, (int, float)) and length > 0 else candidate.seconds,
        uploader=by[:200] if isinstance(by, str) else candidate.uploader,
    )  # fmt: skip
