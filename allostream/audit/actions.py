"""Every write of the audit: record what was done, seal what was recorded, erase a payload."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from allostream.audit import rules
from allostream.audit.models import AuditEntry, AuditHead, AuditPayload, AuditSeal, AuditWaiting, new_public_id
from allostream.audit.rules import Actor, Facts
from allostream.lib import clock


def record(
    action: str,
    *,
    by: Actor,
    subject_kind: str,
    subject_id: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str = "",
    site: str = "",
) -> AuditEntry:
    """Write one entry in the caller's transaction and return it, not sealed yet.

    Takes ids and plain values, never rows. Writers do not wait for each other: nothing they share is locked.
    Raises RuntimeError outside a transaction, ValueError for malformed words, TypeError for values without a
    canonical text.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(
            f"The audit entry “{action}” must be recorded in the transaction of its change: use atomic()."
        )
    salt = secrets.token_hex(16)
    before_json, after_json = rules.canonical(before), rules.canonical(after)
    facts = Facts(
        public_id=new_public_id(),
        at=clock.now(),
        action=action,
        actor=by,
        subject_kind=subject_kind,
        subject_id=subject_id,
        site=site,
        payload_digest=rules.payload_digest(salt, before_json, after_json, why),
    )
    entry = _insert(facts)
    AuditPayload.objects.create(entry=entry, salt=salt, before_json=before_json, after_json=after_json, why=why)
    AuditWaiting.objects.create(entry=entry)
    return entry


def record_batch(
    action: str,
    *,
    by: Actor,
    subject_kind: str,
    digest: str,
    count: int,
    summary: Mapping[str, Any],
    why: str = "",
    site: str = "",
) -> AuditEntry:
    """Write one entry for a bulk batch: how many rows, their digest (`rules.digest_rows`) and a summary.

    The subject id is the digest, so the entry of a batch can be found from its rows. Raises as `record` does.
    """
    return record(
        action,
        by=by,
        subject_kind=subject_kind,
        subject_id=digest,
        after={"count": count, "digest": digest, "summary": summary},
        why=why,
        site=site,
    )


def seal(limit: int = 5000) -> int:
    """Seal up to `limit` committed entries and return how many; call again until it returns 0.

    Entries are sealed in the order in which their transactions were committed, as far as one sealing can tell
    them apart, else in the order of their ids. An entry that is committed late stays in the waiting table and
    is sealed next time, so none is skipped. Any number of workers may call this: they take turns at the head.
    """
    if not AuditWaiting.objects.exists():  # an idle worker must not take a lock a few times a second
        return 0
    with transaction.atomic():
        head = _lock_head()
        waiting = list(AuditWaiting.objects.order_by("entry_id").values_list("entry_id", "entry__digest")[:limit])
        if waiting:
            _extend(head, waiting)
    return len(waiting)


def erase_payload(public_id: str, *, by: Actor, why: str) -> AuditEntry:
    """Erase what one entry says of before, after and why; return the new entry that tells of the erasure.

    The chain still proves, for it commits only to a salted digest of the payload. Raises AuditEntry.DoesNotExist
    for an unknown id, ValueError when the payload is erased already.
    """
    with transaction.atomic():
        entry = AuditEntry.objects.get(public_id=public_id)
        erased = AuditPayload.objects.filter(entry=entry, erased_at=None).update(
            salt="", before_json="", after_json="", why="", erased_at=clock.now()
        )
        if not erased:
            raise ValueError(f"The payload of audit entry {public_id} is erased already.")
        return record(
            rules.ERASE, by=by, subject_kind=rules.ERASED_KIND, subject_id=public_id, why=why, site=entry.site
        )


def _insert(facts: Facts) -> AuditEntry:
    return AuditEntry.objects.create(
        public_id=facts.public_id,
        at=facts.at,
        action=facts.action,
        actor_kind=facts.actor.kind,
        actor_id=facts.actor.id,
        subject_kind=facts.subject_kind,
        subject_id=facts.subject_id,
        site=facts.site,
        payload_digest=facts.payload_digest,
        digest=rules.entry_digest(facts),
    )


def _lock_head() -> AuditHead:
    AuditHead.objects.get_or_create(id=1)
    # SQLite has no row locks and ignores this: there the whole transaction holds the only write lock.
    return AuditHead.objects.select_for_update().get(id=1)


def _extend(head: AuditHead, waiting: list[tuple[int, str]]) -> None:
    now = clock.now()
    seals = []
    for entry_id, digest in waiting:
        previous, head.position = head.hash, head.position + 1
        head.hash = rules.link(previous, head.position, digest)
        seals.append(
            AuditSeal(position=head.position, entry_id=entry_id, previous=previous, hash=head.hash, sealed_at=now)
        )
    AuditSeal.objects.bulk_create(seals, batch_size=1000)
    head.save(update_fields=["position", "hash"])
    # By seal, not by range of ids: an entry committed since the list was read may lie within that range.
    sealed = AuditSeal.objects.filter(entry_id=OuterRef("entry_id"))
    AuditWaiting.objects.filter(Exists(sealed), entry_id__lte=waiting[-1][0])._raw_delete(AuditWaiting.objects.db)
