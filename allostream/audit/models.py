"""The tables of the audit: entries, their erasable payloads, and the chain of seals over them.

Entries and seals are never changed or deleted; `guards` makes the database itself refuse it.
"""

import json
from typing import Any
from uuid import uuid4

from django.db import models

from allostream.audit.rules import GENESIS


def new_public_id() -> str:
    return uuid4().hex


class AuditEntry(models.Model):
    """One thing that somebody did to one subject."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id)
    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=100)
    site = models.CharField(max_length=40, blank=True)
    payload_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            # queries.history: all entries about one subject, newest first
            models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_entry_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=["person", "system", "command"]), name="audit_entry_actor_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind}:{self.subject_id}"


class AuditPayload(models.Model):
    """What changed and why, apart from its entry so that it can be erased while the chain still holds.

    `before` and `after` are kept as the very JSON text that was digested: a JSON column of PostgreSQL would
    write numbers anew, and the digest would no longer fit.
    """

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="payload")
    salt = models.CharField(max_length=32, blank=True)
    before_json = models.TextField(blank=True)
    after_json = models.TextField(blank=True)
    why = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"payload of entry {self.entry_id}"

    @property
    def before(self) -> dict[str, Any] | None:
        return _loaded(self.before_json)

    @property
    def after(self) -> dict[str, Any] | None:
        return _loaded(self.after_json)


def _loaded(text: str) -> dict[str, Any] | None:
    values: dict[str, Any] | None = json.loads(text or "null")  # an erased text is empty
    return values


class AuditWaiting(models.Model):
    """An entry that is not sealed yet. Finding these by comparing entries with seals would read the whole log."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="waiting")

    def __str__(self) -> str:
        return f"entry {self.entry_id} waits for its seal"


class AuditSeal(models.Model):
    """The place of an entry in the chain; positions run from 1 without a gap."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gte=1), name="audit_seal_position_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"


class AuditHead(models.Model):
    """The end of the chain, in one row: the lock of the sealers, and a witness when the last seals are cut off."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_one_row")]

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"
