"""Videos of YouTube: replies of `videos.list` of the Data API, and of `channels.list` where it was asked too.

https://developers.google.com/youtube/v3/docs/videos
"""

from collections.abc import Iterator, Mapping
from typing import Any

from allostream.rights.origin.facts import Claim, Facts, Noted, Presence, Trait, Uploader
from allostream.rights.origin.hashes import keyed
from allostream.rights.origin.tolerant import countries, flag, mapping, moment, seconds, text, within

HOST = "youtube.com"
FOR_CLAIM = frozenset({"claim", "copyright", "legal", "trademark"})


def read(reply: Any, item: str, secret: bytes, channel: Any = None) -> Facts:
    """The facts of a video; a list without items says that nothing public is there."""
    video = _first(reply)
    if not video:
        return Facts(HOST, item, Presence.GONE)
    status, details, snippet = (mapping(video.get(part)) for part in ("status", "contentDetails", "snippet"))
    limits = mapping(details.get("regionRestriction"))
    licence = text(status.get("license"))
    return Facts(
        host=HOST, item=text(video.get("id")) or item, presence=_presence(status), title=text(snippet.get("title")),
        uploader=_uploader(snippet, _first(channel), secret), published=moment(snippet.get("publishedAt")),
        claims=(Claim("status.license", licence),) if licence else (), seconds=seconds(details.get("duration")),
        countries_allowed=countries(limits["allowed"]) if "allowed" in limits else None,
        countries_blocked=countries(limits.get("blocked")), may_embed=flag(status.get("embeddable")),
        noted=tuple(_noted(status, details)),
    )  # fmt: skip


def _first(reply: Any) -> Mapping[str, Any]:
    """The first row of a list, or the row itself."""
    whole = mapping(reply)
    return mapping(whole["items"]) if "items" in whole else whole


def _presence(status: Mapping[str, Any]) -> Presence:
    if text(status.get("uploadStatus")) in ("rejected", "deleted"):
        reason = text(status.get("rejectionReason"))
        return Presence.REMOVED_FOR_CLAIM if reason in FOR_CLAIM else Presence.GONE
    return Presence.THERE


def _uploader(snippet: Mapping[str, Any], channel: Mapping[str, Any], secret: bytes) -> Uploader:
    key = text(snippet.get("channelId"))
    settings = within(channel, "brandingSettings", "channel", "country")
    country = countries(within(channel, "snippet", "country") or settings)
    return Uploader(
        key, text(snippet.get("channelTitle")), keyed(secret, "account", f"{HOST}/{key}") if key else "",
        next(iter(country), ""),
    )  # fmt: skip


def _noted(status: Mapping[str, Any], details: Mapping[str, Any]) -> Iterator[Noted]:
    privacy = text(status.get("privacyStatus"))
    if privacy and privacy != "public":
        yield Noted(Trait.NOT_PUBLIC, "status.privacyStatus", privacy)
    if flag(status.get("embeddable")) is False:
        yield Noted(Trait.EMBED_REFUSED, "status.embeddable", "false")
    if flag(details.get("licensedContent")):
        yield Noted(Trait.SOMEBODY_CLAIMED, "contentDetails.licensedContent", "true")
