"""Letters that wait, were sent, or could not be sent. What they said is forgotten once they are sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from allostream.lib.ids import new_id
from allostream.mail.rules import State


class Letter(models.Model):
    """One letter to one address."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id)
    kind = models.CharField(max_length=60)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="letters",
        help_text="Whose letter it is; none for an address without an account.",
    )  # fmt: skip
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=12)
    site_name = models.CharField(max_length=60)
    origin = models.CharField(max_length=300)
    reply_to = models.CharField(max_length=254, blank=True, default="")
    unsubscribe = models.CharField(max_length=500, blank=True, default="", help_text="Where one stops such letters.")
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True, help_text="Empty once it is sent.")
    attached_name = models.CharField(max_length=60, blank=True, default="", help_text="Of the file that goes with it.")
    attached_xml = models.TextField(blank=True, default="", help_text="Empty once it is sent.")
    state = models.CharField(max_length=10, default=State.WAITING, choices=[(s.value, s.value) for s in State])
    written_at = models.DateTimeField()
    good_until = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in State]), name="mail_letter_state"),
        ]
        indexes: ClassVar = [
            # queries.open_letters and actions.resume: those that were not sent, few among many that were
            models.Index(
                fields=["state", "written_at"], condition=~models.Q(state=State.SENT.value), name="mail_not_sent"
            ),
            # actions.tidy: what was sent or given up long ago
            models.Index(fields=["ended_at"], name="mail_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.kind} {self.state}"
