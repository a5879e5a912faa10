"""Tables of reports: what is wrong with a link, and everybody who said so."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from allostream.community.reporting_rules import OF_REPORTS, State
from allostream.lib.ids import new_id
from allostream.links.models import WatchLink
from allostream.sites.models import Site

REASONS = [(reason.value, reason.value) for reason in OF_REPORTS]


class Fault(models.Model):
    """That something is wrong with a link: all reports of the same go together, each with its own words.

    Never about rights: the database itself refuses such a reason.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    link = models.ForeignKey(WatchLink, on_delete=models.CASCADE, related_name="faults", db_index=False)
    reason = models.CharField(max_length=24, choices=REASONS)
    country = models.CharField(max_length=2, blank=True, default="", help_text='"" where it is the same everywhere.')
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in State], default=State.OPEN)
    people = models.PositiveIntegerField(default=0)
    urgency = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    reported_at = models.DateTimeField(help_text="When somebody said so last.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=100, blank=True, default="", help_text="As the audit writes them.")
    answer = models.TextField(blank=True, default="", help_text="To all who reported it; everybody may read it.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["link", "reason", "country"], condition=Q(state=State.OPEN), name="one_open_fault_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[reason.value for reason in OF_REPORTS]), name="fault_reason"
            ),
        ]
        indexes: ClassVar = [
            # What is said of a link.
            models.Index(fields=["link", "-reported_at"], name="faults_of_link"),
            # What waits for a person, the most urgent first.
            models.Index(fields=["-urgency", "opened_at"], name="faults_open", condition=Q(state=State.OPEN)),
            # How long it took; whose addresses are to be forgotten.
            models.Index(fields=["decided_at"], name="faults_decided", condition=Q(decided_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.reason}: {self.state}"


class Report(models.Model):
    """That one person reported a fault. Its id is all that is needed to follow it, and gives nobody any power."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    fault = models.ForeignKey(Fault, on_delete=models.CASCADE, related_name="reports")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    country = models.CharField(max_length=2, help_text="Where whoever reported it was.")
    language = models.CharField(max_length=12, help_text="In which we write to them about it.")
    words = models.TextField(blank=True, default="", help_text="For moderators.")
    email = models.EmailField(max_length=254, blank=True, default="", help_text="Deleted some time after the answer.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    voter = models.CharField(max_length=64, help_text="Keyed hash; never an address.")
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["fault"], name="reports_with_address", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} on {self.fault_id}"
