"""What a host tells about a copy, in one shape for all hosts. Readers make these values from replies.

What a host does not tell is None or empty, and stays unknown: no rule takes silence for a good sign.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

VIDEO_ENDINGS = frozenset({
    "3gp", "asf", "avi", "divx", "f4v", "flv", "iso", "m1v", "m2ts", "m2v", "m4v", "mkv", "mov", "mp4", "mpeg",
    "mpg", "ogm", "ogv", "rm", "rmvb", "ts", "vob", "webm", "wmv",
})  # fmt: skip
SOUND_ENDINGS = frozenset({
    "aac", "aif", "aiff", "flac", "m4a", "mp3", "oga", "ogg", "opus", "shn", "wav", "wma",
})  # fmt: skip
SUBTITLE_ENDINGS = frozenset({
    "ass", "idx", "sbv", "smi", "srt", "ssa", "sub", "ttml", "vtt",
})  # fmt: skip
TEXT_ENDINGS = frozenset({
    "cbr", "cbz", "djvu", "doc", "docx", "epub", "mobi", "pdf",
})  # fmt: skip
VIDEO_FORMATS = ("mpeg4", "mpeg2", "mpeg1", "h.264", "matroska", "ogg video", "quicktime", "windows media", "divx",
                 "flash video", "cinepack", "real media", "webm", "motion jpeg", "video")  # fmt: skip


class Presence(StrEnum):
    """Whether the copy is still at the host."""

    THERE = "there"
    GONE = "gone"
    DARK = "dark"  # kept from the public by the Internet Archive
    REMOVED_FOR_CLAIM = "removed_for_claim"


class Trait(StrEnum):
    """What hosts tell that others do not know."""

    RESTRICTED = "restricted"
    NOT_PUBLIC = "not_public"
    PAID = "paid"
    EMBED_REFUSED = "embed_refused"
    DELETION_REQUEST = "deletion_request"
    OWN_WORK_CLAIM = "own_work_claim"
    LICENCE_REVIEWED = "licence_reviewed"
    PERMISSION_TICKET = "permission_ticket"
    COMMUNITY_CHECKED = "community_checked"
    SOMEBODY_CLAIMED = "somebody_claimed"
    PARTNER = "partner"
    MIRROR = "mirror"
    STATED_IN_COPYRIGHT = "stated_in_copyright"
    COPIED_FROM_ELSEWHERE = "copied_from_elsewhere"


@dataclass(frozen=True, slots=True)
class Noted:
    """A trait with the field that tells it and what it says."""

    trait: Trait
    field: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a field says of rights, in the words of whoever filled it in: a claim until somebody checks it."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class CopyFile:
    """One file of an item; `is_original` tells what was uploaded from what the host made of it."""

    name: str
    format: str = ""
    is_original: bool = True
    seconds: float | None = None

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    @property
    def is_video(self) -> bool:
        plain = self.format.lower()
        return self.ending in VIDEO_ENDINGS or any(word in plain for word in VIDEO_FORMATS)


@dataclass(frozen=True, slots=True)
class Uploader:
    """Who put the copy there.

    key: the host's own lasting id of the account, "" where it has none; name: as the host shows it, never an e-mail
    address; hash: keyed, to tell whether two accounts are one; country: ISO 3166-1, where the host tells it.
    """

    key: str = ""
    name: str = ""
    hash: str = ""
    country: str = ""
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Everything that a host tells about one copy."""

    host: str
    item: str
    presence: Presence = Presence.THERE
    title: str = ""
    uploader: Uploader = field(default_factory=Uploader)
    maker: str = ""  # free text at most hosts: names the studio as often as the person
    collections: tuple[str, ...] | None = None
    source: str = ""
    medium: str = ""  # movies, texts, audio… as the Internet Archive sorts its items
    claims: tuple[Claim, ...] = ()
    published: datetime | None = None
    added: datetime | None = None
    seconds: float | None = None
    files: tuple[CopyFile, ...] | None = None
    countries_allowed: tuple[str, ...] | None = None
    countries_blocked: tuple[str, ...] = ()
    may_embed: bool | None = None
    noted: tuple[Noted, ...] = ()
    link_back: str = ""

    def has(self, trait: Trait) -> bool:
        """Whether the host tells this."""
        return any(noted.trait is trait for noted in self.noted)
