"""What is kept of hosts from one process and one day to the next (see `book`)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class AskedHost(models.Model):
    """A host, or a group of hosts with one pace: who may ask it now, how it fares, and what was done there."""

    name = models.CharField(max_length=255, unique=True)
    held_by = models.CharField(max_length=16, default="")
    held_until = models.FloatField(default=0)  # times are seconds since 1970: the pace is reckoned with them
    wanted_by = models.CharField(max_length=16, default="")
    wanted_until = models.FloatField(default=0)
    turns = models.FloatField(null=True)
    turns_at = models.FloatField(default=0)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.FloatField(default=0)
    requests = models.PositiveBigIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    errors = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    waited = models.FloatField(default=0)
    last_error = models.CharField(max_length=24, default="")
    last_at = models.DateTimeField(null=True)

    class Meta:
        # The hosts that are asked most, and those that rest, for `manage.py net`.
        indexes: ClassVar = [
            models.Index(fields=["-requests"], name="asked_most"),
            models.Index(fields=["rests_until"], name="asked_resting", condition=Q(rests_until__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name


class RobotsFile(models.Model):
    """The robots.txt of an origin (scheme, host, port) as it was last had; `text` is null where it never was."""

    origin = models.CharField(max_length=300, unique=True)
    text = models.BinaryField(null=True)
    status = models.PositiveSmallIntegerField(default=0)
    read_at = models.FloatField(default=0)
    tried_at = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.origin
