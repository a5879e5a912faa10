"""Tables of looks at links, and of how fresh what we show is."""

from typing import ClassVar

from django.db import models

from allostream.checks.rules import Seen
from allostream.hosts.models import Host
from allostream.links.models import WatchLink


class LinkCheck(models.Model):
    """When a link is looked at next, and what the last looks saw. The state itself is the link's (`health`).

    `due_at` is also the claim: who takes a link to look at moves it on, and if that worker dies, it is due again then.
    """

    link = models.OneToOneField(WatchLink, primary_key=True, on_delete=models.CASCADE, related_name="look")
    # No index of the host alone: together with the time is how it is asked for.
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    seen = models.CharField(max_length=12, choices=[(seen.value, seen.value) for seen in Seen], blank=True, default="")
    reason = models.CharField(max_length=40, blank=True, default="")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="The last time its host was asked.")
    told_at = models.DateTimeField(null=True, blank=True, help_text="The last time its host told of the copy.")
    missed_since = models.DateTimeField(null=True, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["host", "due_at"], name="check_due")]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.seen}"


class HostFreshness(models.Model):
    """How the links of a host that are shown in a country (or everywhere, `*`) stand: counted by the worker."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="freshness", db_index=False)
    country = models.CharField(max_length=2)
    shown = models.PositiveIntegerField()
    working = models.PositiveIntegerField(help_text="Answered as they should at the last look.")
    asked = models.PositiveIntegerField(help_text="Asked within seven days.")
    unsure = models.PositiveIntegerField(help_text="Never looked at, or nobody can tell from here.")
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["host", "country"], name="one_freshness_per_host_and_country"),
        ]
        indexes: ClassVar = [models.Index(fields=["country"], name="freshness_country")]

    def __str__(self) -> str:
        return f"{self.host_id} {self.country}: {self.working}/{self.shown}"
