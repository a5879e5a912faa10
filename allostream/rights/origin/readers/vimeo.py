"""Videos of Vimeo: replies of `/videos/<id>` of its API, and of its oEmbed.

https://developer.vimeo.com/api/reference/videos
"""

from collections.abc import Iterator, Mapping
from typing import Any

from allostream.rights.origin.facts import Claim, Facts, Noted, Presence, Trait, Uploader
from allostream.rights.origin.hashes import keyed
from allostream.rights.origin.tolerant import mapping, moment, seconds, text, texts, within

HOST = "vimeo.com"
PUBLIC = frozenset({"anybody", "disable"})  # “disable” hides it on vimeo.com alone and lets pages embed it
EMBEDDABLE = frozenset({"public"})


def read(reply: Any, item: str, secret: bytes) -> Facts:
    """The facts of a video."""
    video = mapping(reply)
    if not video or not ("uri" in video or "name" in video or "title" in video):
        return Facts(HOST, item, Presence.GONE)
    embed, licence = text(within(video, "privacy", "embed")), text(video.get("license"))
    return Facts(
        host=HOST, item=item, title=text(video.get("name")) or text(video.get("title")),
        uploader=_uploader(video, secret), claims=(Claim("license", licence),) if licence else (),
        published=moment(video.get("release_time") or video.get("created_time") or video.get("upload_date")),
        seconds=seconds(video.get("duration")), may_embed=embed in EMBEDDABLE if embed else None,
        noted=tuple(_noted(video)),
    )  # fmt: skip


def _uploader(video: Mapping[str, Any], secret: bytes) -> Uploader:
    user = mapping(video.get("user"))
    key = text(user.get("uri")) or text(user.get("link")) or text(video.get("author_url"))
    sites = tuple(site for row in _rows(user.get("websites")) for site in texts(row.get("link")))
    return Uploader(
        key, text(user.get("name")) or text(video.get("author_name")),
        keyed(secret, "account", f"{HOST}/{key}") if key else "", sites=sites,
    )  # fmt: skip


def _rows(value: Any) -> Iterator[Mapping[str, Any]]:
    return (row for row in value if isinstance(row, Mapping)) if isinstance(value, list) else iter(())


def _noted(video: Mapping[str, Any]) -> Iterator[Noted]:
    view, embed = text(within(video, "privacy", "view")), text(within(video, "privacy", "embed"))
    if view in ("ptv", "stock") or "/ondemand/" in text(video.get("link")):
        yield Noted(Trait.PAID, "privacy.view" if view else "link", view or text(video.get("link")))
    elif view and view not in PUBLIC:
        yield Noted(Trait.NOT_PUBLIC, "privacy.view", view)
    if embed and embed not in EMBEDDABLE:
        yield Noted(Trait.EMBED_REFUSED, "privacy.embed", embed)
