"""Every write of what is shown no longer (Ended): in the transaction of the change that hides it, or by the clock."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BooleanField, Exists, IntegerField, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.lib import clock
from allostream.lib.countries import WORLD
from allostream.links.ending_rules import KEPT_FOR, Cause, Key, Row, Way, ended, is_covered, ways
from allostream.links.models import Ended, ShownLink
from allostream.links.queries.ended import is_over

LOOKED_BACK = timedelta(days=7)  # a worker that rests for longer misses the windows that closed first
ROWS_AT_ONCE = 2000
WRITTEN = ("ended_at", "cause", "was_free", "noncommercial")


def note_endings(
    title_ids: Collection[int], before: Iterable[Row], after: Iterable[Row], why: Callable[[Key, Way], Cause]
) -> None:
    """Note which titles are shown no longer, from all rows of theirs before and after, and forget what is shown again.

    `why` is asked only of what ended. One query, and a write for either where there is something.
    """
    now = clock.now()
    known = {(row.title_id, row.country): row for row in Ended.objects.filter(title__in=list(title_ids))}
    left = ways(after, now)
    again = [row.pk for key, row in known.items() if is_covered(key, Way(row.was_free, row.noncommercial), left)]
    if again:
        Ended.objects.filter(pk__in=again).delete()
    gone = ended(ways(before, now), left)
    _write(
        Ended(
            title_id=key[0], country=key[1], ended_at=now, cause=why(key, way), was_free=way.is_free,
            noncommercial=way.noncommercial,
        )
        for key, way in gone.items()
        # That watching it free ended is the greater thing: it stays noted when the rest ends too.
        if way.is_free or not (key in known and known[key].was_free)
    )  # fmt: skip


def _write(rows: Iterable[Ended]) -> int:
    made = list(rows)
    if made:
        Ended.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["title", "country"], update_fields=WRITTEN,
            batch_size=ROWS_AT_ONCE,
        )  # fmt: skip
    return len(made)


def hide(rows: QuerySet[ShownLink], cause: Cause) -> None:
    """Delete rows of what is shown, and note each title and country of theirs. Two statements, however many there are.

    Whether other links still show a title is not asked, which would take its time: whoever reads asks that anyway.
    """
    now, table = clock.now(), connection.ops.quote_name(Ended._meta.db_table)
    goes = rows.filter(*_open(now))
    per_title = goes.order_by().values("title_id", "country").annotate(
        free=Cast(Max(Cast("is_free", IntegerField())), BooleanField()),
        without_trade=Cast(Min(Cast("noncommercial", IntegerField())), BooleanField()),
    )  # fmt: skip
    try:
        selected, params = per_title.query.sql_with_params()
    except EmptyResultSet:  # certainly none, as of no hosts
        return
    written = ", ".join(f"{column} = excluded.{column}" for column in WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (title_id, country, was_free, noncommercial, ended_at, cause)"  # noqa: S608  # names of columns alone
            f" SELECT going.title_id, going.country, going.free, going.without_trade, %s, %s FROM ({selected}) AS going"
            f" WHERE true ON CONFLICT (title_id, country) DO UPDATE SET {written}"
            f" WHERE excluded.was_free OR NOT {table}.was_free",
            [connection.ops.adapt_datetimefield_value(now), cause.value, *params],
        )
    rows.delete()


def _open(now: datetime) -> tuple[Q, Q]:
    still = Q(closes_at__isnull=True) | Q(closes_at__gt=now)
    return Q(opens_at__isnull=True) | Q(opens_at__lte=now), still


def note_closed() -> int:
    """Note the titles whose last window closed by the clock in the past days; returns how many rows it wrote.

    The next portion of them; those noted already are passed over, so that doing it twice does no harm. One query;
    where something closed, a write and a stamp.
    """
    with transaction.atomic():
        written = _write(_closed_lately(clock.now()).values())
        if written:
            raise_stamp(Subject.LISTS)
    return written


def _closed_lately(now: datetime) -> dict[Key, Ended]:
    """What closed and is not noted yet. Of two closings the later one, and before it that of what was free."""
    there = Q(country=OuterRef("country")) | Q(country=WORLD)
    shown = ShownLink.objects.filter(*_open(now), there, title=OuterRef("title"))
    noted = Ended.objects.filter(title=OuterRef("title"), country=OuterRef("country"))
    greater = Q(is_free=False) & Q(Exists(noted.filter(was_free=True)))
    found = (
        ShownLink.objects.filter(is_over("is_free", shown), closes_at__lte=now, closes_at__gt=now - LOOKED_BACK)
        .exclude(Exists(noted.filter(ended_at__gte=OuterRef("closes_at"))) | greater)
        .order_by("is_free", "closes_at")
    )
    return {
        (row.title_id, row.country): Ended(
            title_id=row.title_id, country=row.country, ended_at=row.closes_at or now, cause=Cause.CLOSED,
            was_free=row.is_free, noncommercial=row.noncommercial,
        )
        for row in found[:ROWS_AT_ONCE]
    }  # fmt: skip


def forget_endings() -> int:
    """Delete what ended too long ago to be told; returns how many rows. One statement."""
    return Ended.objects.filter(ended_at__lt=clock.now() - KEPT_FOR).delete()[0]
