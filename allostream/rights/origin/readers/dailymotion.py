"""Videos of Dailymotion: fields of the older API (`owner`, `geoblocking`) and of API v2 (`profile`, `geo_restriction`).

https://developers.dailymotion.com/
"""

from collections.abc import Iterator, Mapping
from typing import Any

from allostream.rights.origin.facts import Facts, Noted, Presence, Trait, Uploader
from allostream.rights.origin.hashes import keyed
from allostream.rights.origin.tolerant import countries, flag, mapping, moment, seconds, text, texts

HOST = "dailymotion.com"
GONE_CODES = frozenset({"404", "410"})
REJECTED = frozenset({"rejected", "deleted"})


def read(reply: Any, item: str, secret: bytes) -> Facts:
    """The facts of a video, whichever API the reply is of."""
    video = mapping(reply)
    if not video or text(mapping(video.get("error")).get("code")) in GONE_CODES:
        return Facts(HOST, item, Presence.GONE)
    allowed, blocked = _limits(video)
    may_embed = flag(video.get("allow_embed"))
    return Facts(
        host=HOST, item=text(video.get("id")) or text(video.get("video_id")) or item, presence=_presence(video),
        title=text(video.get("title")), uploader=_uploader(video, secret), seconds=seconds(video.get("duration")),
        published=moment(video.get("created_time") or video.get("created_at")), countries_allowed=allowed,
        countries_blocked=blocked, may_embed=may_embed, noted=tuple(_noted(video)),
    )  # fmt: skip


def _presence(video: Mapping[str, Any]) -> Presence:
    return Presence.GONE if text(video.get("status")).lower() in REJECTED else Presence.THERE


def _uploader(video: Mapping[str, Any], secret: bytes) -> Uploader:
    """The profile of v2, else the owner, whose id older replies give alone, inside an object, or under dotted names."""
    profile, owner = mapping(video.get("profile")), video.get("owner")
    inner = mapping(owner)
    key = text(profile.get("profile_id")) or text(inner.get("id")) or text(video.get("owner.id")) or text(owner)
    names = (profile.get("name"), inner.get("screenname"), video.get("owner.screenname"), video.get("owner.username"))
    country = inner.get("country") or video.get("owner.country")
    return Uploader(
        key, next((name for name in map(text, names) if name), ""),
        keyed(secret, "account", f"{HOST}/{key}") if key else "", next(iter(countries(country)), ""),
    )  # fmt: skip


def _limits(video: Mapping[str, Any]) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Where it is served and where not. The older list begins with `allow` or `deny`."""
    if "geo_restriction" in video:
        rule = mapping(video["geo_restriction"])
        mode, listed = text(rule.get("mode")).lower(), countries(rule.get("countries"))
    else:
        words = texts(video.get("geoblocking"))
        mode, listed = (words[0].lower() if words else ""), countries(list(words[1:]))
    if mode.startswith(("allow", "white")):
        return (listed, ()) if listed else (None, ())
    return None, listed if mode.startswith(("den", "block", "black")) else ()


def _noted(video: Mapping[str, Any]) -> Iterator[Noted]:
    inner = mapping(video.get("owner"))
    for name in ("private", "is_private", "password_protected"):
        if flag(video.get(name)):
            yield Noted(Trait.NOT_PUBLIC, name, "true")
    if flag(video.get("allow_embed")) is False:
        yield Noted(Trait.EMBED_REFUSED, "allow_embed", "false")
    for name, value in (
        ("partner", video.get("partner")), ("owner.partner", video.get("owner.partner")),
        ("owner.partner", inner.get("partner")), ("owner.verified", video.get("owner.verified")),
        ("owner.verified", inner.get("verified")),
    ):  # fmt: skip
        if flag(value):
            yield Noted(Trait.PARTNER, name, "true")
