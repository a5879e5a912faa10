"""Items of the Internet Archive: replies of `/metadata/<item>`, of `/details/<item>?output=json`, and rows of a search.

Fields: https://archive.org/developers/metadata-schema/. Each may be a text or a list of texts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from allostream.rights.origin.facts import Claim, CopyFile, Facts, Noted, Presence, Trait, Uploader
from allostream.rights.origin.hashes import is_mail, keyed
from allostream.rights.origin.tolerant import flag, mapping, mappings, moment, seconds, text, texts

HOST = "archive.org"
CLAIMS = ("licenseurl", "license", "rights", "possible-copyright-status", "copyright-region")
IN_COPYRIGHT = "IN_COPYRIGHT"
ORIGINALS = ("original_url", "originalurl")  # where a machine took the video from
# Shelves that readers or machines put items on, not the uploader and not a curator.
PRIVATE_SHELF = "fav-"


def read(reply: Any, item: str, secret: bytes) -> Facts:
    """The facts of an item; `item` is the identifier that was asked for, `secret` the key for hashes of addresses.

    An empty reply is the Archive's way to say that no such item is there.
    """
    whole = mapping(reply)
    metadata = mapping(whole.get("metadata")) or (whole if "identifier" in whole else {})
    if not metadata:
        return Facts(HOST, item, Presence.DARK if flag(whole.get("is_dark")) else Presence.GONE)
    files = _files(whole.get("files"))
    return Facts(
        host=HOST, item=text(metadata.get("identifier")) or item, presence=_presence(whole, metadata),
        title=text(metadata.get("title")), uploader=_uploader(metadata, secret), maker=text(metadata.get("creator")),
        collections=_collections(metadata), source=text(metadata.get("source")),
        medium=text(metadata.get("mediatype")).lower(), claims=tuple(_claims(metadata)),
        published=moment(metadata.get("publicdate")), added=moment(metadata.get("addeddate")),
        seconds=seconds(metadata.get("runtime")) or _longest(files), files=files, noted=tuple(_noted(metadata)),
        link_back=text(metadata.get("external-identifier")),
    )  # fmt: skip


def _presence(whole: Mapping[str, Any], metadata: Mapping[str, Any]) -> Presence:
    dark = flag(whole.get("is_dark")) or flag(metadata.get("is_dark"))
    if not dark:
        return Presence.THERE
    why = " ".join((*texts(metadata.get("curation")), *texts(whole.get("dark_reason")))).lower()
    claimed = any(word in why for word in ("dmca", "copyright", "takedown", "claim"))
    return Presence.REMOVED_FOR_CLAIM if claimed else Presence.DARK


def _uploader(metadata: Mapping[str, Any], secret: bytes) -> Uploader:
    """Uploader or, where that is not told, who added the item. An address is hashed and not shown."""
    account = text(metadata.get("uploader")) or text(metadata.get("adder"))
    if not account:
        return Uploader()
    if is_mail(account):
        return Uploader(hash=keyed(secret, "email", account))
    return Uploader(key=account, name=account, hash=keyed(secret, "account", f"{HOST}/{account}"))


def _collections(metadata: Mapping[str, Any]) -> tuple[str, ...] | None:
    if "collection" not in metadata:
        return None
    found = (name for field in texts(metadata["collection"]) for name in field.split(";"))
    return tuple(name.strip() for name in found if name.strip() and not name.strip().startswith(PRIVATE_SHELF))


def _claims(metadata: Mapping[str, Any]) -> Iterator[Claim]:
    return (Claim(name, value) for name in CLAIMS for value in texts(metadata.get(name)))


def _noted(metadata: Mapping[str, Any]) -> Iterator[Noted]:
    for name in ("access-restricted-item", "access-restricted"):
        if flag(metadata.get(name)):
            yield Noted(Trait.RESTRICTED, name, "true")
    for value in texts(metadata.get("possible-copyright-status")):
        if value.upper().replace(" ", "_") == IN_COPYRIGHT:
            yield Noted(Trait.STATED_IN_COPYRIGHT, "possible-copyright-status", value)
    for name in ORIGINALS:
        if taken_from := text(metadata.get(name)):
            yield Noted(Trait.COPIED_FROM_ELSEWHERE, name, taken_from)


def _files(value: Any) -> tuple[CopyFile, ...] | None:
    """The files of an item, without those that the Archive writes about it. None when the reply lists none."""
    if not isinstance(value, (list, Mapping)):
        return None
    return tuple(_file(row) for row in _named(value) if text(row.get("source")) != "metadata" and text(row.get("name")))


def _named(value: list[Any] | Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of files; the older reply has an object with paths as keys."""
    if isinstance(value, Mapping):
        return ({"name": path.lstrip("/"), **mapping(row)} for path, row in value.items())
    return mappings(value)


def _file(row: Mapping[str, Any]) -> CopyFile:
    return CopyFile(
        text(row.get("name")), text(row.get("format")), text(row.get("source")) != "derivative",
        seconds(row.get("length")),
    )  # fmt: skip


def _longest(files: tuple[CopyFile, ...] | None) -> float | None:
    """The length of the longest video: an item may hold samples and extras beside the film."""
    return max((file.seconds for file in files or () if file.is_video and file.seconds), default=None)
