"""The table of stamps."""

from django.db import models


class Stamp(models.Model):
    """A part of the stamp of a subject: its value is the sum of its parts.

    One counter a subject would make every writer on PostgreSQL wait for the one before, to the end of its transaction.
    A sequence would not, but it moves before the commit: a page made from the old rows would be kept under the new
    value. So there are as many parts as there have ever been writers at once; on SQLite, which has one writer, one.

    Without an index on purpose: there are a few rows, and a column without one is changed in place.
    """

    subject = models.CharField(max_length=12)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.subject} {self.value}"
