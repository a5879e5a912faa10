"""The table of stamps, and the feed of changes that indexes outside the database follow."""

from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from allostream.freshness.rules import Indexed


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


class TransactionNumber(models.Func):
    """The number of the transaction that writes a row. SQLite has one writer at a time: there it is always 0."""

    arity = 0
    output_field = models.BigIntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return "0", ()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return "pg_current_xact_id()::text::bigint", ()


class Change(models.Model):
    """That something has other names, dates or people than before, or is there no more: to be indexed anew.

    A row becomes visible when its transaction commits, which on PostgreSQL is not in the order of the ids. Who follows
    the feed by the number of the transaction, and only as far as all earlier ones have ended, misses none and reads
    none twice (freshness.queries.changes_after).
    """

    transaction = models.BigIntegerField(db_default=TransactionNumber())
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Indexed])
    object_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["transaction", "id"], name="change_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
