"""Set-based reading and writing: many rows a statement, the same on both databases."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER
from typing import Any, TypeVar

from django.db import connection, models

from allostream.catalogue.prepared import Listed, ListedTexts, listed, listed_texts

Value = TypeVar("Value")
LISTED_AT_ONCE = 20_000
# SQLite may be built to take no more than 999 values a statement.
MOST_VALUES = 900
# So many rows a statement, then so many of what is left: of each a table has a statement, which is kept.
SIZES = (1000, 100, 10, 1)


def portions(values: Iterable[Value], size: int = MOST_VALUES) -> Iterator[list[Value]]:
    """The values in lists of at most `size`."""
    left = iter(values)
    while portion := list(islice(left, size)):
        yield portion


def values_in(
    rows: models.QuerySet[Any], field: str, values: Collection[Any], *columns: str
) -> Iterator[tuple[Any, ...]]:
    """The columns of all rows whose field is one of the values, numbers or texts: one query for each 20,000 of them.

    The values are one parameter, so that neither Django nor the driver has to look at each.
    """
    for portion in portions(values, LISTED_AT_ONCE):
        found = ListedTexts(listed_texts(portion)) if isinstance(portion[0], str) else Listed(listed(portion))
        yield from rows.filter(**{f"{field}__in": found}).values_list(*columns)


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], conflict: str = "DO NOTHING"
) -> None:
    """Insert rows of plain numbers and texts; `conflict` says what happens to one that is there already. PostgreSQL
    takes rows of which none can be there in one stream. Raises IntegrityError."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    if connection.vendor == "postgresql" and not conflict:
        copy = f"COPY {table} ({names}) FROM STDIN"
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(copy) as stream:
            for row in rows:
                stream.write_row(row)
        return
    ending = f" ON CONFLICT {conflict}" if conflict else ""
    if connection.vendor == "sqlite" and not (connection.queries_logged or connection.execute_wrappers):
        _insert_many(f"{table} ({names})", len(columns), rows, ending)
        return
    statement = f"INSERT INTO {table} ({names}) VALUES {_places('%s', len(columns))}{ending}"  # noqa: S608 - only names of tables and columns are put in
    with connection.cursor() as cursor:
        for portion in portions(rows, 5000):
            cursor.executemany(statement, portion)


def _insert_many(into: str, width: int, rows: Iterable[Sequence[Any]], ending: str) -> None:
    """Insert many rows a statement, past the layers above SQLite's driver, which look at each value.

    A statement for each row costs SQLite as much again as the row: it looks up and writes the last id of the table
    each time. Of a statement for many rows it first copies each page that it changes, in case it has to undo just that
    statement; not so with OR FAIL, where the transaction has to undo it.
    """
    connection.ensure_connection()
    driver, one = connection.connection, _places("?", width)
    most = driver.getlimit(SQLITE_LIMIT_VARIABLE_NUMBER) // width
    fail = " OR FAIL" if connection.in_atomic_block else ""
    statement = f"INSERT{fail} INTO {into} VALUES "
    with connection.wrap_database_errors:
        for portion in portions(rows, 5000):
            done = 0
            for size in SIZES:
                while size <= min(most, len(portion) - done):
                    values = tuple(chain.from_iterable(portion[done : done + size]))
                    driver.execute(statement + ", ".join([one] * size) + ending, values)
                    done += size


def _places(sign: str, width: int) -> str:
    return f"({', '.join([sign] * width)})"


def next_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Ids for so many new rows, which nobody else gets. One query. Only in a transaction: on SQLite the ids are kept
    from others by the lock that every writing transaction takes as it begins."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ask = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(ask, [table, count])
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = last[0] + 1 if last else 1
    return range(first, first + count)


def add(model: type[models.Model], made: Iterable[models.Model]) -> None:
    """Insert rows whose ids nobody asks for; several times as fast as bulk_create."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    insert(model, [str(field.column) for field in fields], _prepared(made, fields), conflict="")


def create(model: type[models.Model], made: Sequence[models.Model]) -> None:
    """Insert rows that have a public id and set their ids; three times as fast as bulk_create on SQLite."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    insert(model, [str(field.column) for field in fields], _prepared(made, fields), conflict="")
    wanted = {getattr(row, "public_id"): row for row in made}  # noqa: B009 - not every model has one
    for public_id, pk in values_in(model._default_manager.all(), "public_id", wanted, "public_id", "pk"):
        wanted[public_id].pk = pk


def update(model: type[models.Model], columns: Sequence[str], rows: Iterable[models.Model]) -> None:
    """Write these columns of changed rows."""
    fields = [model._meta.get_field(column) for column in columns]
    assignments = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in fields)  # type: ignore[union-attr]  # plain columns only
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"UPDATE {table} SET {assignments} WHERE id = %s"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        for portion in portions(rows, 1000):
            values = zip(_prepared(portion, fields), portion, strict=True)
            cursor.executemany(statement, [(*prepared, row.pk) for prepared, row in values])


# Their values go into the database as they are; asking each column how to write them would take most of the time.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


def _prepared(rows: Iterable[models.Model], fields: Sequence[Any]) -> Iterator[list[Any]]:
    """The values of rows as the database takes them. Most rows have the same few times, lists and blanks, so what one
    has been turned into is kept."""
    kept: dict[tuple[int, Any], Any] = {}
    plain = [(field.attname, place, isinstance(field, PLAIN)) for place, field in enumerate(fields)]

    def prepared(place: int, value: Any) -> Any:
        key = (place, repr(value))
        if key not in kept:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = fields[place].get_db_prep_save(value, connection)
        return kept[key]

    for row in rows:
        held = row.__dict__
        yield [held[name] if is_plain else prepared(place, held[name]) for name, place, is_plain in plain]


MOST_KEPT = 10_000
