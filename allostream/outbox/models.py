"""The table of work that is to follow a change."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from allostream.outbox.rules import State


def new_public_id() -> str:
    return uuid4().hex


class OutboxRow(models.Model):
    """One piece of work: what (topic, payload), from when, and how far it has come."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id)
    topic = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=State.WAITING, choices=[(s.value, s.value) for s in State])
    due_at = models.DateTimeField()
    priority = models.SmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=100, blank=True)
    unique_key = models.CharField(max_length=200, blank=True)
    progress = models.CharField(max_length=200, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        # Conditions on the state would not serve SQLite, which must know at planning time that a partial index
        # fits, and is given the state as a parameter. “IS NOT NULL” it derives from any comparison.
        indexes = [
            # actions.claim: the next due rows, the most urgent first
            models.Index(fields=["state", "-priority", "due_at", "id"], name="outbox_due"),
            # actions.claim: rows whose worker has died
            models.Index(fields=["lease_until"], name="outbox_lease", condition=Q(lease_until__isnull=False)),
            # actions.tidy: done rows that are old enough to go; queries.failed: what staff must look at
            models.Index(fields=["state", "done_at", "id"], name="outbox_ended", condition=Q(done_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="outbox_state_known"),
            # Only while it waits: a row that runs has read its data already, so a later change needs a row anew.
            models.UniqueConstraint(
                fields=["topic", "unique_key"],
                name="outbox_one_waiting_per_key",
                condition=Q(state="waiting", unique_key__gt=""),
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="outbox_running_has_lease"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.public_id} ({self.state})"
