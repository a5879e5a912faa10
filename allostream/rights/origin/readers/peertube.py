"""Videos of PeerTube: replies of `/api/v1/videos/<id>` of any instance.

https://docs.joinpeertube.org/api-rest-reference.html. An instance also answers for videos of others that it follows:
such a reply is a mirror's, and what counts is what the instance of origin says.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from allostream.lib.web_parts import host_of
from allostream.rights.origin.facts import Claim, CopyFile, Facts, Noted, Presence, Trait, Uploader
from allostream.rights.origin.hashes import keyed
from allostream.rights.origin.tolerant import flag, mapping, mappings, moment, seconds, text, within

HOST = "peertube"
PUBLIC = "1"
EMBED_FOR_ALL = "1"
STANDARD_LICENCES = frozenset(map(str, range(1, 8)))


def read(reply: Any, item: str, secret: bytes, asked: str = "") -> Facts:
    """The facts of a video; `asked` is the instance that gave the reply."""
    video = mapping(reply)
    if not {"uuid", "name"} & set(video):
        return Facts(HOST, item, Presence.GONE)
    embed = _policy(video)
    return Facts(
        host=HOST, item=text(video.get("uuid")) or item, title=text(video.get("name")),
        presence=Presence.GONE if flag(video.get("blacklisted")) else Presence.THERE,
        uploader=_uploader(video, secret), claims=tuple(_claims(video)), files=_files(video),
        published=moment(video.get("originallyPublishedAt") or video.get("publishedAt")),
        added=moment(video.get("publishedAt") or video.get("createdAt")), seconds=seconds(video.get("duration")),
        may_embed=embed == EMBED_FOR_ALL if embed else None, noted=tuple(_noted(video, asked)),
        link_back=text(video.get("url")),
    )  # fmt: skip


def _uploader(video: Mapping[str, Any], secret: bytes) -> Uploader:
    """The account, by the address of its actor, which is the same on every instance."""
    account = mapping(video.get("account"))
    key = text(account.get("url")) or "@".join(filter(None, (text(account.get("name")), text(account.get("host")))))
    name = text(account.get("displayName")) or text(account.get("name"))
    return Uploader(key, name, keyed(secret, "account", key) if key else "")


def _claims(video: Mapping[str, Any]) -> Iterator[Claim]:
    """Id and label of the licence; an instance may add licences of its own, so that the label counts there."""
    licence = mapping(video.get("licence"))
    code, label = text(licence.get("id")), text(licence.get("label"))
    if code in STANDARD_LICENCES:
        yield Claim("licence.id", code)
    if label and code:
        yield Claim("licence.label", label)


def _policy(video: Mapping[str, Any]) -> str:
    """The number of the embed policy, since PeerTube 8.1: 1 all, 2 listed sites, 3 as told elsewhere, 4 nobody."""
    found = video.get("embedPrivacyPolicy")
    return text(mapping(found).get("id")) or text(found)


def _files(video: Mapping[str, Any]) -> tuple[CopyFile, ...] | None:
    found = [*mappings(video.get("files")), *mappings(within(video, "streamingPlaylists", "files"))]
    names = (text(row.get("fileUrl")).rpartition("/")[2] for row in found if isinstance(row.get("fileUrl"), str))
    return tuple(CopyFile(name, "video", is_original=False) for name in names if name) or None


def _noted(video: Mapping[str, Any], asked: str) -> Iterator[Noted]:
    privacy = mapping(video.get("privacy"))
    if text(privacy.get("id")) not in ("", PUBLIC):
        yield Noted(Trait.NOT_PUBLIC, "privacy", text(privacy.get("label")) or text(privacy.get("id")))
    if _policy(video) not in ("", EMBED_FOR_ALL):
        yield Noted(Trait.EMBED_REFUSED, "embedPrivacyPolicy", _policy(video))
    home = text(within(video, "account", "host")) or host_of(text(video.get("url")))
    if flag(video.get("isLocal")) is False or (asked and home and home != asked.lower()):
        yield Noted(Trait.MIRROR, "account.host", home)
