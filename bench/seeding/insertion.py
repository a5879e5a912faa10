"""Filling tables by statements that make their rows in the database: the same text for SQLite and PostgreSQL.

Columns that a statement does not name get the default of their model, so that a new column needs no change here.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

# Numbers are spread by multiplication modulo a prime: whole numbers below 2^53 mean the same to both databases.
PRIME = 2_147_483_647
POSTGRESQL = connection.vendor == "postgresql"
ID_SPACE = 100_000_000_000


class Chance:
    """Expressions that look random, and are the same at each run with the same seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def factor(self, salt: str) -> int:
        """A factor of its own for each use, so that two draws for one row have nothing to do with each other."""
        return random.Random(f"{self.seed} {salt}").randrange(PRIME // 20, PRIME)  # noqa: S311 - not a secret

    def below(self, number: str, salt: str, limit: int) -> str:
        """An expression for a number from 0 to limit - 1, drawn for the row with a number."""
        return f"(({number}) * {self.factor(salt)} % {PRIME} % {limit})"

    def happens(self, number: str, salt: str, per_thousand: int) -> str:
        """A condition that is true for so many rows of a thousand."""
        return f"({self.below(number, salt, 1000)} < {per_thousand})"

    def public_id(self, number: str, salt: str) -> str:
        """An expression for a public id: no two rows of one use have the same, and neighbours lie far apart."""
        factor = self.factor(salt) // 10 * 10 + 3  # without a factor in common with the size of the space
        while factor % 5 == 0:
            factor += 10
        digits = f"CAST({ID_SPACE} + ({number}) * {factor} % {ID_SPACE} AS TEXT)"
        return f"'b' || substr({digits}, 2)"


def day(number: str) -> str:
    """The day that is so many days after the first of the year 2000."""
    if POSTGRESQL:
        return f"(DATE '2000-01-01' + CAST({number} AS integer))"
    return f"date('2000-01-01', printf('%+d days', {number}))"


def moment(number: str) -> str:
    """Nine o'clock of that day."""
    return f"(CAST({day(number)} AS text) || ' 09:00:00{'+00' if POSTGRESQL else ''}')"


def text_literal(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def table_of(model: type[models.Model]) -> str:
    """The quoted name of a model's table."""
    return connection.ops.quote_name(model._meta.db_table)


def run(statement: str, rows: Sequence[Sequence[Any]] | None = None) -> None:
    """Execute a statement, once or for each of the rows."""
    with connection.cursor() as cursor:
        if rows is None:
            cursor.execute(statement)
        else:
            cursor.executemany(statement, rows)


def stage(name: str, columns: str, select: str = "") -> None:
    """Make a table that lasts as long as the connection, filled by a query."""
    run(f"CREATE TEMPORARY TABLE {name} ({columns})")
    if select:
        run(f"INSERT INTO {name} {select}")
    if POSTGRESQL:
        run(f"ANALYZE {name}")


def stage_rows(name: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
    """Make such a table and fill it with rows."""
    stage(name, columns)
    places = ", ".join(["%s"] * len(rows[0]))
    run(f"INSERT INTO {name} VALUES ({places})", rows)
    if POSTGRESQL:
        run(f"ANALYZE {name}")


def insert(model: type[models.Model], values: Mapping[str, str], source: str) -> None:
    """Fill a model's table with rows of a query: `values` are expressions by column, `source` what follows FROM."""
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    if unknown := values.keys() - fields.keys():
        raise LookupError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    written = {column: field for column, field in fields.items() if column in values or not field.primary_key}
    chosen = (_typed(values.get(column) or _default(field), field) for column, field in written.items())
    names = ", ".join(connection.ops.quote_name(column) for column in written)
    run(f"INSERT INTO {table_of(model)} ({names}) SELECT {', '.join(chosen)} FROM {source}")


def _typed(expression: str, field: Any) -> str:
    """The expression in the type of its column; SQLite takes what it gets."""
    if not POSTGRESQL:
        return expression
    kind = {"bigserial": "bigint", "serial": "integer"}.get(str(field.db_type(connection)), field.db_type(connection))
    return f"CAST({expression} AS {kind})"


def _default(field: Any) -> str:
    """The default of a column as SQL writes it. Raises LookupError where a row must say it itself."""
    if not field.has_default():
        if field.null:
            return "NULL"
        raise LookupError(f"{field.model.__name__}.{field.column} has no default: name it in the statement")
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return "NULL" if value is None else text_literal(str(value).replace("'", '"'))
    if isinstance(value, bool | int):
        return str(int(value))
    if not isinstance(value, str) or callable(field.default):
        raise LookupError(f"{field.model.__name__}.{field.column} differs from row to row: name it in the statement")
    return text_literal(value)


@contextmanager
def without_indexes(all_models: Sequence[type[models.Model]]) -> Iterator[None]:
    """Take away indexes and constraints while tables are filled: made at the end they cost a fraction."""
    tables = [model._meta.db_table for model in all_models]
    taken = _taken_from_postgresql(tables) if POSTGRESQL else _taken_from_sqlite(tables)
    for away, _back in taken:
        run(away)
    yield
    # The last taken comes back first: foreign keys need the unique constraints that they lead to.
    for _away, back in reversed(taken):
        run(back)


def _taken_from_sqlite(tables: Sequence[str]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        found = cursor.fetchall()
    return [(f'DROP INDEX "{name}"', made) for name, table, made in found if table in tables]


def _taken_from_postgresql(tables: Sequence[str]) -> list[tuple[str, str]]:
    constraints = """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype IN ('f', 'u') AND conrelid::regclass::text = ANY(%s) ORDER BY contype = 'u', conname
    """
    indexes = """
        SELECT indexname, indexdef FROM pg_indexes
        WHERE tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY indexname
    """
    with connection.cursor() as cursor:
        cursor.execute(constraints, [tables])
        bound = [
            (f'ALTER TABLE {table} DROP CONSTRAINT "{name}"', f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}')
            for table, name, made in cursor.fetchall()
        ]
        cursor.execute(indexes, [tables])
        return bound + [(f'DROP INDEX "{name}"', made) for name, made in cursor.fetchall()]
