"""How audit entries become digests, and digests a chain. No Django, no clock, no network.

Version 1 of the format. Every digest is SHA-256 over length-prefixed parts, the first of which names what is
digested and the version, so that a value of one kind can never pass for a value of another.
"""

import enum
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

VERSION = 1
GENESIS = "0" * 64  # stands for "the hash before the first one"

ERASE, ERASED_KIND = "audit.erase", "audit-entry"  # how the erasure of a payload is recorded

ACTION = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+")
KIND = re.compile(r"[a-z][a-z0-9_-]*")
LONGEST = {"action": 64, "actor_id": 100, "subject_kind": 40, "subject_id": 100, "site": 40}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a person by opaque public id, a part of the system by name, or a command by name."""

    kind: str
    id: str

    @classmethod
    def person(cls, public_id: str) -> "Actor":
        return cls("person", public_id)

    @classmethod
    def system(cls, name: str) -> "Actor":
        return cls("system", name)

    @classmethod
    def command(cls, name: str) -> "Actor":
        return cls("command", name)


@dataclass(frozen=True, slots=True)
class Facts:
    """The immutable part of an entry: everything its digest covers.

    Raises ValueError when a word is malformed or too long, which the two databases would treat differently.
    """

    public_id: str
    at: datetime
    action: str
    actor: Actor
    subject_kind: str
    subject_id: str
    site: str
    payload_digest: str

    def __post_init__(self) -> None:
        if not ACTION.fullmatch(self.action):
            raise ValueError(f"The audit action “{self.action}” is malformed: give words such as “title.change”.")
        if not KIND.fullmatch(self.subject_kind):
            raise ValueError(f"The audit subject kind “{self.subject_kind}” is malformed: give a word such as “title”.")
        if not self.actor.id or not self.subject_id:
            raise ValueError(f"The audit entry “{self.action}” needs the id of its actor and of its subject.")
        for name, value in self.limited().items():
            if len(value) > LONGEST[name]:
                raise ValueError(f"The audit field {name} holds {len(value)} characters, at most {LONGEST[name]} fit.")

    def limited(self) -> dict[str, str]:
        """The fields whose length the tables limit."""
        return {
            "action": self.action,
            "actor_id": self.actor.id,
            "subject_kind": self.subject_kind,
            "subject_id": self.subject_id,
            "site": self.site,
        }


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces, dates and other plain kinds as text.

    Raises TypeError for what has no agreed text, ValueError for a naive time, NaN or infinity.
    """
    return _ENCODER.encode(value)


def payload_digest(salt: str, before: str, after: str, why: str) -> str:
    """What an entry commits to. The salt keeps a short erased text from being found by trying texts."""
    return _digest("payload", salt, before, after, why)


def entry_digest(facts: Facts) -> str:
    """The digest of an entry's immutable fields."""
    return _digest(
        "entry",
        facts.public_id,
        facts.at.astimezone(UTC).isoformat(timespec="microseconds"),
        facts.action,
        facts.actor.kind,
        facts.actor.id,
        facts.subject_kind,
        facts.subject_id,
        facts.site,
        facts.payload_digest,
    )


def link(previous: str, position: int, digest: str) -> str:
    """The hash of the seal at `position`, which binds an entry's digest to all entries sealed before it."""
    return _digest("seal", previous, str(position), digest)


def digest_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """One digest for the rows of a bulk batch, in their order; reads them one at a time."""
    total = hashlib.sha256(_part(f"allostream.audit.rows.{VERSION}"))
    for row in rows:
        total.update(_part(_canonical_row(row)))
    return total.hexdigest()


def _canonical_row(row: Mapping[str, Any]) -> str:
    """The canonical text of a row. Most rows are a few texts: to put these together here takes a third of the time."""
    parts = []
    for key, written in _in_order(tuple(row)):
        value = row[key]
        if type(value) is not str:
            return canonical(row)
        parts.append(written + encode_basestring(value))
    return f"{{{','.join(parts)}}}"


@lru_cache(maxsize=64)
def _in_order(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The keys of a row in the order in which they are written, each with how it is; few kinds of rows are hashed."""
    return tuple((key, f"{encode_basestring(key)}:") for key in sorted(keys))


def _digest(kind: str, *parts: str) -> str:
    total = hashlib.sha256(_part(f"allostream.audit.{kind}.{VERSION}"))
    for part in parts:
        total.update(_part(part))
    return total.hexdigest()


def _part(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(8, "big") + raw


def _plain(value: object) -> object:
    match value:
        case datetime():
            if value.tzinfo is None:
                raise ValueError(f"The audit cannot keep the time {value} without its zone: give an aware time.")
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case enum.Enum():
            return value.value
        case set() | frozenset():
            return sorted(value, key=canonical)
        case Mapping():
            return dict(value)
    raise TypeError(f"The audit cannot keep a {type(value).__name__}: give ids, text, numbers, dates or lists of them.")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_plain)
