"""Queries that are written with the ORM once, compiled once, and then only run.

Django puts a query together anew at each call and builds an object for each row; on a page of a hundred rows that is
most of the time the page takes. Here the compiled text is kept for each database, and a row comes as a plain tuple
after the same conversions that Django applies. Where the values stand is found by compiling the query with samples,
values that occur nowhere else; so anything can be written that the ORM can write and whose shape does not depend on
the values.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

Row = TypeVar("Row", bound=tuple[Any, ...])
Step = Callable[[Any], Any]
# Values of columns repeat (days, languages, hosts); with so many remembered for each column few are converted twice.
REMEMBERED = 2048
PLACE = re.compile(r"(?<!%)%s")
FIRST_DAY = datetime(1801, 3, 4, 5, 6, 7, tzinfo=UTC)
# Small enough for every column of whole numbers, and no number that a query of ours states.
FIRST_NUMBER = -31_000


@dataclass(frozen=True)
class Compiled:
    """A query as one database takes it: its text, its values with the names of those still to come, its columns."""

    sql: str
    driver_sql: str
    fixed: tuple[Any, ...]
    named: tuple[tuple[int, str], ...]
    steps: tuple[tuple[int, Step], ...]


class Prepared(Generic[Row]):
    """One query. `make` writes it, given a sample for each of its parameters; `row` is the tuple of its columns.

    `values` says of which type each parameter is: int, str or datetime. `then` names functions that take the value of a
    column a step further, such as from its text to a member of an enum; they must be pure, since results are
    remembered, and are not asked about None.
    """

    def __init__(
        self,
        make: Callable[..., QuerySet[Any, Any]],
        values: Mapping[str, type],
        row: type[Row],
        then: Mapping[str, Step] | None = None,
    ) -> None:
        self.make = make
        self.values = values
        self.row = row
        self.then = then or {}
        self.compiled: dict[tuple[str, str], Compiled] = {}

    def rows(self, **values: Any) -> list[Row]:
        """The rows for these values. One query."""
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self.compiled.get((connection.alias, connection.vendor)) or self.compile(connection)
        given = list(compiled.fixed)
        for place, name in compiled.named:
            given[place] = _adapted(values[name], connection)
        found = _fetched(connection, compiled, given)
        return _converted(found, compiled.steps, self.row._make)  # type: ignore[attr-defined]  # a named tuple

    def compile(self, connection: BaseDatabaseWrapper) -> Compiled:
        """The query as this database takes it, kept for the next time.

        Raises ValueError when a parameter is not to be found again or the columns are not those of the row.
        """
        samples = {name: _sample(kind, place) for place, (name, kind) in enumerate(self.values.items())}
        compiler = self.make(**samples).query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        names = {_adapted(sample, connection): name for name, sample in samples.items()}
        named = tuple((place, names[value]) for place, value in enumerate(given) if value in names)
        if {name for _place, name in named} != set(self.values):
            raise ValueError(f"{self.row.__name__}: not all of {', '.join(self.values)} stand in the query.")
        select = [column[0] for column in compiler.select[: compiler.col_count]]
        fields: Sequence[str] = self.row._fields  # type: ignore[attr-defined]  # a named tuple
        if len(select) != len(fields):
            raise ValueError(f"{self.row.__name__} has {len(fields)} columns and its query {len(select)}.")
        converters = compiler.get_converters(select)
        steps = _steps(fields, converters, self.then, connection)
        made = Compiled(sql, _in_words_of_driver(sql), tuple(given), named, steps)
        self.compiled[connection.alias, connection.vendor] = made
        return made


def _fetched(connection: BaseDatabaseWrapper, compiled: Compiled, given: list[Any]) -> list[tuple[Any, ...]]:
    """What the database answers.

    SQLite is in this very process: the layers above its driver take longer than most answers, so they are passed by,
    except where somebody listens in on queries.
    """
    if connection.vendor != "sqlite" or connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, given)
            return list(cursor.fetchall())
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return list(connection.connection.execute(compiled.driver_sql, given).fetchall())


def _in_words_of_driver(sql: str) -> str:
    """A statement as SQLite's own driver takes it, with question marks for values."""
    return PLACE.sub("?", sql).replace("%%", "%")


def _sample(kind: type, place: int) -> Any:
    if kind is datetime:
        return FIRST_DAY + timedelta(days=place)
    return FIRST_NUMBER - place if kind is int else f"sample {place} of a prepared query"


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A value in the form in which the database's driver takes it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _steps(
    fields: Sequence[str],
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]],
    then: Mapping[str, Step],
    connection: BaseDatabaseWrapper,
) -> tuple[tuple[int, Step], ...]:
    found: list[tuple[int, Step]] = []
    for place, name in enumerate(fields):
        convert, expression = converters.get(place, ((), None))
        if convert or name in then:
            found.append((place, _step(convert, expression, then.get(name), connection)))
    return tuple(found)


def _step(
    convert: Iterable[Callable[..., Any]], expression: Any, then: Step | None, connection: BaseDatabaseWrapper
) -> Step:
    """All that is done to a value of a column, remembered for values that come again."""

    @lru_cache(maxsize=REMEMBERED)
    def step(value: Any) -> Any:
        for one in convert:
            value = one(value, expression, connection)
        return value if then is None or value is None else then(value)

    return step


def _converted(
    rows: Iterable[tuple[Any, ...]], steps: tuple[tuple[int, Step], ...], make: Callable[[Iterable[Any]], Row]
) -> list[Row]:
    if not steps:
        return [make(row) for row in rows]
    found = []
    for row in rows:
        values = list(row)
        for place, step in steps:
            if values[place] is not None:
                values[place] = step(values[place])
        found.append(make(values))
    return found
