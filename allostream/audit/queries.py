"""Every read of the audit: the history of one subject, the head of the chain, and its proof."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError

from allostream.audit import rules
from allostream.audit.models import AuditEntry, AuditHead, AuditPayload, AuditSeal
from allostream.audit.rules import GENESIS, Actor, Facts
from allostream.lib import clock

PAGE = 1000
# What reading a row raises that was written behind the back of the program: no date, no UTF-8.
UNREADABLE = (ValueError, DatabaseError)


@dataclass(frozen=True, slots=True)
class Head:
    """A place in the chain: noted elsewhere, it later proves that nothing before it was changed or cut off."""

    position: int
    hash: str

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing found wrong: where in the chain (None: not sealed), in which entry, and what."""

    position: int | None
    entry: str
    what: str

    def __str__(self) -> str:
        where = "not sealed" if self.position is None else f"position {self.position}"
        return f"{where}, entry {self.entry or 'unknown'}: {self.what}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a proof of the chain found. The counts reach up to the break, if there is one."""

    head: Head
    sealed: int
    erased: int
    unsealed: int
    oldest_unsealed: timedelta | None
    broken: Break | None


class _Broken(Exception):
    def __init__(self, position: int | None, entry: str, what: str) -> None:
        self.found = Break(position, entry, what)


@dataclass(slots=True)
class _Walk:
    """How far a proof has come."""

    at: Head
    erased: int = 0
    unsealed: int = 0
    oldest: timedelta | None = None


def head() -> Head:
    """The end of the chain. One SQL query."""
    found = AuditHead.objects.filter(id=1).values_list("position", "hash").first()
    return Head(*found) if found else Head(0, GENESIS)


def history(subject_kind: str, subject_id: str, limit: int = 100) -> list[AuditEntry]:
    """What was done to one subject, the latest first, each entry with its payload. One SQL query.

    For staff: it holds reasons and former values that the public does not see.
    """
    about = AuditEntry.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return list(about.select_related("payload").order_by("-id")[:limit])


def verify(noted: Head | None = None) -> Report:
    """Prove the whole audit and report; stops at the first thing that is wrong.

    Checks that positions have no gap, that each seal follows from the one before it and from its entry, that each
    entry and each payload fits its digest (a payload that was erased through the proper action is counted), that
    the chain ends where its head says, and that each entry without a seal still waits for one. With `noted` it
    also checks that this place, noted at an earlier time, is still part of the chain. Reads a page at a time, so
    memory does not grow with the log; about four SQL queries a page.
    """
    end = head()
    walk = _Walk(Head(0, GENESIS))
    broken = None
    try:
        if noted and noted.position > end.position:
            raise _Broken(end.position, "", f"the chain ends here, before the noted position {noted.position}")
        _check_sealed(walk, end, noted)
        _check_unsealed(walk)
    except _Broken as error:
        broken = error.found
    return Report(end, walk.at.position, walk.erased, walk.unsealed, walk.oldest, broken)


def _check_sealed(walk: _Walk, end: Head, noted: Head | None) -> None:
    _check_noted(walk.at, noted, "")
    for page in _pages(end):
        _check_page(walk, page, noted)
    _check_end(walk.at, end)


def _check_page(walk: _Walk, page: list[AuditSeal], noted: Head | None) -> None:
    try:
        entries = AuditEntry.objects.in_bulk([seal.entry_id for seal in page])
        payloads = AuditPayload.objects.in_bulk(list(entries))
    except UNREADABLE as error:
        if len(page) == 1:
            raise _Broken(page[0].position, "", "the entry or its payload cannot be read") from error
        for seal in page:  # one by one, so that the broken one is named
            _check_page(walk, [seal], noted)
        return
    told = _told_erasures(payloads.values(), entries)
    for seal in page:
        entry = _check_seal(seal, entries.get(seal.entry_id), walk.at)
        walk.erased += _check_payload(seal.position, entry, payloads.get(entry.pk), told)
        walk.at = Head(seal.position, seal.hash)
        _check_noted(walk.at, noted, entry.public_id)


def _check_noted(at: Head, noted: Head | None, entry: str) -> None:
    if noted and noted.position == at.position and noted != at:
        raise _Broken(at.position, entry, "the hash is not the one noted earlier")


def _check_end(at: Head, end: Head) -> None:
    if at.position < end.position:
        raise _Broken(at.position + 1, "", "the seal is missing, and all after it: the end of the chain was cut off")
    if at != end:
        raise _Broken(at.position, "", "the last seal is not the one that the head of the chain names")
    if AuditSeal.objects.filter(position__gt=end.position).exists() and head() == end:
        raise _Broken(end.position + 1, "", "there is a seal behind the head of the chain")


def _pages(end: Head) -> Iterator[list[AuditSeal]]:
    last = 0
    while page := list(
        AuditSeal.objects.filter(position__gt=last, position__lte=end.position).order_by("position")[:PAGE]
    ):
        yield page
        last = page[-1].position


def _check_seal(seal: AuditSeal, entry: AuditEntry | None, before: Head) -> AuditEntry:
    if seal.position != before.position + 1:
        raise _Broken(before.position + 1, "", "the seal is missing")
    if entry is None:
        raise _Broken(seal.position, "", "the entry is missing")
    _check_entry(seal.position, entry)
    if seal.previous != before.hash:
        raise _Broken(seal.position, entry.public_id, "the seal does not follow from the seal before it")
    if seal.hash != rules.link(seal.previous, seal.position, entry.digest):
        raise _Broken(seal.position, entry.public_id, "the entry does not fit its seal")
    return entry


def _check_entry(position: int | None, entry: AuditEntry) -> None:
    try:
        fits = entry.digest == rules.entry_digest(_facts(entry))
    except (ValueError, AttributeError):  # a word that no entry can hold, or no date
        fits = False
    if not fits:
        raise _Broken(position, entry.public_id, "the entry was changed after it was written")


def _facts(entry: AuditEntry) -> Facts:
    return Facts(
        public_id=entry.public_id,
        at=entry.at,
        action=entry.action,
        actor=Actor(entry.actor_kind, entry.actor_id),
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        site=entry.site,
        payload_digest=entry.payload_digest,
    )


def _check_payload(position: int | None, entry: AuditEntry, payload: AuditPayload | None, told: set[str]) -> int:
    """1 when the payload was erased, else 0."""
    if payload is None:
        raise _Broken(position, entry.public_id, "the payload is missing")
    if payload.erased_at is not None:
        if entry.public_id not in told:
            raise _Broken(position, entry.public_id, "the payload was erased, and no entry tells of it")
        return 1
    digest = rules.payload_digest(payload.salt, payload.before_json, payload.after_json, payload.why)
    if digest != entry.payload_digest:
        raise _Broken(position, entry.public_id, "the payload was changed after it was written")
    return 0


def _told_erasures(payloads: Iterable[AuditPayload], entries: Mapping[int, AuditEntry]) -> set[str]:
    """Which of these entries have another that tells of the erasure of their payload."""
    erased = [entries[payload.pk].public_id for payload in payloads if payload.erased_at is not None]
    if not erased:
        return set()
    told = AuditEntry.objects.filter(action=rules.ERASE, subject_kind=rules.ERASED_KIND, subject_id__in=erased)
    return set(told.values_list("subject_id", flat=True))


def _check_unsealed(walk: _Walk) -> None:
    now, last = clock.now(), 0
    unsealed = AuditEntry.objects.filter(seal=None).select_related("payload", "waiting").order_by("id")
    while page := list(unsealed.filter(id__gt=last)[:PAGE]):
        last = page[-1].pk
        payloads = {entry.pk: entry.payload for entry in page if hasattr(entry, "payload")}
        told = _told_erasures(payloads.values(), {entry.pk: entry for entry in page})
        for entry in page:
            _check_entry(None, entry)
            walk.erased += _check_payload(None, entry, payloads.get(entry.pk), told)
            if not hasattr(entry, "waiting"):
                raise _Broken(None, entry.public_id, "the entry has no seal and does not wait for one")
            walk.unsealed += 1
            walk.oldest = max(walk.oldest or timedelta(0), now - entry.at)
