"""Queries that are written with the ORM once, compiled once, and then only run; several may be one statement.

Django puts a query together anew at each call and builds an object for each row; on a page of a hundred rows that is
most of the time the page takes. Here the compiled text is kept for each database. The database answers in one row with
the rows of each query as a list in JSON, which is read straight into tuples of the right types: a statement costs as
much as a hundred rows, and so does the driver's look at each column. Where the values stand is found by compiling the
queries with samples, values that occur nowhere else; so anything can be written that the ORM can write and whose shape
does not depend on the values. Lists in JSON have no order that a database promises: who wants one sorts the rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from inspect import Parameter, signature
from typing import Any, Generic, TypeVar, get_args, get_type_hints

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    DateTimeField,
    DecimalField,
    Field,
    Func,
    JSONField,
    QuerySet,
    TextField,
    Value,
)

Row = TypeVar("Row", bound=tuple[Any, ...])
Found = TypeVar("Found", bound=tuple[Any, ...])
Make = Callable[..., QuerySet[Any, Any]]
PLACE = re.compile(r"(?<!%)%s")
FIRST_DAY = datetime(1801, 3, 4, 5, 6, 7, tzinfo=UTC)
# Small enough for every column of whole numbers, and no number that a query of ours states.
FIRST_NUMBER = -31_000
ARRAYS = {"sqlite": "json_array", "postgresql": "json_build_array"}
LISTS = {
    "sqlite": "SELECT json_group_array({row}) FROM ({query}) AS found",
    "postgresql": "SELECT coalesce(json_agg({row})::text, '[]') FROM ({query}) AS found",
}


@dataclass(frozen=True)
class Compiled:
    """A statement as one database takes it: its text, its values with the names of those still to come."""

    sql: str
    driver_sql: str
    fixed: tuple[Any, ...]
    named: tuple[tuple[int, str], ...]


class Listed(Func):
    """The whole numbers of a list that is one parameter, a text of JSON: `column__in=Listed(listed(ids))`.

    So a query keeps its shape however many numbers are given, and no layer has thousands of parameters to go through.
    """

    def __init__(self, numbers: str) -> None:
        super().__init__(Value(numbers, output_field=TextField()), output_field=BigIntegerField())

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **more: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="(SELECT value FROM json_each(%(expressions)s))", **more)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **more: Any) -> tuple[str, Any]:
        template = "(SELECT value::bigint FROM json_array_elements_text(%(expressions)s::json))"
        return self.as_sql(compiler, connection, template=template, **more)


class ListedTexts(Func):
    """The same of texts: `column__in=ListedTexts(listed_texts(slugs))`."""

    def __init__(self, texts: str) -> None:
        super().__init__(Value(texts, output_field=TextField()), output_field=TextField())

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **more: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="(SELECT value FROM json_each(%(expressions)s))", **more)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **more: Any) -> tuple[str, Any]:
        template = "(SELECT json_array_elements_text(%(expressions)s::json))"
        return self.as_sql(compiler, connection, template=template, **more)


def listed(numbers: Iterable[int]) -> str:
    """Numbers as the text that Listed takes."""
    return f"[{','.join(map(str, numbers))}]"


def listed_texts(texts: Iterable[str]) -> str:
    """Texts as the text that ListedTexts takes."""
    return msgspec.json.encode(list(texts)).decode()


class Statement:
    """Queries that are put to the database as one.

    `values` says of which type each parameter is: int, str or datetime. A query is made by a function that takes those
    parameters that it needs, by their names. `rows` are the tuples of the columns of each; their types are what the
    values become, such as members of an enum.
    """

    def __init__(self, values: Mapping[str, type], makes: Sequence[Make], rows: Sequence[type]) -> None:
        self.values, self.makes, self.rows = values, makes, rows
        # All else goes to a driver as it is.
        self.moments = [name for name, kind in values.items() if kind is datetime]
        # Not strict: SQLite has no truth values but 1 and 0.
        self.decode = [msgspec.json.Decoder(list[row], strict=False).decode for row in rows]  # type: ignore[valid-type]
        self.compiled: dict[tuple[str, str], Compiled] = {}

    def ask(self, values: Mapping[str, Any]) -> list[Any]:
        """The rows of each query for these values. One query."""
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self.compiled.get((connection.alias, connection.vendor)) or self.compile(connection)
        adapted = {**values, **{name: _adapted(values[name], connection) for name in self.moments}}
        given = list(compiled.fixed)
        for place, name in compiled.named:
            given[place] = adapted[name]
        answer = _fetched(connection, compiled, given)
        return [decode(text) for decode, text in zip(self.decode, answer, strict=True)]

    def compile(self, connection: BaseDatabaseWrapper) -> Compiled:
        """The statement as this database takes it, kept for the next time.

        Raises ValueError when a parameter is not to be found again, the columns are not those of the row, or a query
        has an order, which would be lost.
        """
        samples = {name: _sample(kind, place) for place, (name, kind) in enumerate(self.values.items())}
        texts: list[str] = []
        given: list[Any] = []
        for make, row in zip(self.makes, self.rows, strict=True):
            text, values = _list(make(**_wanted(make, samples)), row, connection)
            texts.append(f"({text}) AS list_{len(texts)}")
            given += values
        names = {_adapted(sample, connection): name for name, sample in samples.items()}
        named = tuple((place, names[value]) for place, value in enumerate(given) if value in names)
        if {name for _place, name in named} != set(self.values):
            raise ValueError(f"{self.rows[0].__name__}: not all of {', '.join(self.values)} stand in the query.")
        sql = f"SELECT {', '.join(texts)}"
        made = Compiled(sql, _in_words_of_driver(sql), tuple(given), named)
        self.compiled[connection.alias, connection.vendor] = made
        return made


class Prepared(Generic[Row]):
    """One query; `row` is the named tuple of its columns. The rest is told of Statement."""

    def __init__(self, make: Make, values: Mapping[str, type], row: type[Row]) -> None:
        self.statement = Statement(values, [make], [row])

    def rows(self, **values: Any) -> list[Row]:
        """The rows for these values, in no order. One query."""
        found: list[Row] = self.statement.ask(values)[0]
        return found


class Together(Generic[Found]):
    """Several queries; `found` is the named tuple of their rows, with a list of rows for the query of each name."""

    def __init__(self, found: type[Found], values: Mapping[str, type], **makes: Make) -> None:
        self.found = found
        rows = {name: get_args(kind)[0] for name, kind in get_type_hints(found).items()}
        self.statement = Statement(values, [makes[name] for name in rows], list(rows.values()))

    def rows(self, **values: Any) -> Found:
        """The rows of all queries for these values, each in no order. One query."""
        found: Found = self.found._make(self.statement.ask(values))  # type: ignore[attr-defined]  # a named tuple
        return found


def _list(query: QuerySet[Any, Any], row: type, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
    """A query as one that gives all rows as one list, with its values.

    A last field of the type `msgspec.Raw` takes all further columns as one text: a list within the list, written by the
    same function as the row. Where rows share a few such texts, telling them apart costs less than reading them.
    """
    if query.query.order_by:
        raise ValueError(f"{row.__name__}: the order of the query would be lost. Sort its rows.")
    compiler = query.order_by().query.get_compiler(connection=connection)
    sql, given = compiler.as_sql(with_col_aliases=True)
    select = compiler.select[: compiler.col_count]
    fields: Sequence[str] = getattr(row, "_fields", None) or row.__struct_fields__  # type: ignore[attr-defined]
    columns = [
        _in_json(f"found.{connection.ops.quote_name(alias)}", column.output_field, connection.vendor)
        for column, _sql, alias in select
    ]
    array = ARRAYS[connection.vendor]
    if get_type_hints(row)[fields[-1]] is msgspec.Raw:
        plain = len(fields) - 1
        columns[plain:] = [f"{array}({', '.join(columns[plain:])})"]
    if len(columns) != len(fields):
        raise ValueError(f"{row.__name__} has {len(fields)} columns and its query {len(select)}.")
    return LISTS[connection.vendor].format(row=f"{array}({', '.join(columns)})", query=sql), given


def _in_json(sql: str, field: "Field[Any, Any]", vendor: str) -> str:
    """A column as a part of a list in JSON, so that it is read as what it is whichever the database."""
    if isinstance(field, DecimalField):
        # A number of JSON would lose its last noughts, and one of SQLite has none.
        digits = f"printf('%%.{field.decimal_places}f', {sql})" if vendor == "sqlite" else f"{sql}::text"
        return f"CASE WHEN {sql} IS NOT NULL THEN {digits} END"
    if vendor != "sqlite":
        return sql
    if isinstance(field, JSONField):
        return f"json({sql})"
    # SQLite keeps a moment as text, in UTC and without saying so.
    return f"{sql} || 'Z'" if isinstance(field, DateTimeField) else sql


def _fetched(connection: BaseDatabaseWrapper, compiled: Compiled, given: list[Any]) -> tuple[str, ...]:
    """What the database answers.

    SQLite is in this very process: the layers above its driver take longer than most answers, so they are passed by,
    except where somebody listens in on queries.
    """
    if connection.vendor != "sqlite" or connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, given)
            return tuple(cursor.fetchone())
    if connection.connection is None:
        connection.ensure_connection()
    with connection.wrap_database_errors:
        return tuple(connection.connection.execute(compiled.driver_sql, given).fetchone())


def _in_words_of_driver(sql: str) -> str:
    """A statement as SQLite's own driver takes it, with question marks for values."""
    return PLACE.sub("?", sql).replace("%%", "%")


def _sample(kind: type, place: int) -> Any:
    if kind is datetime:
        return FIRST_DAY + timedelta(days=place)
    return FIRST_NUMBER - place if kind is int else f"sample {place} of a prepared query"


def _wanted(make: Make, samples: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the samples that a query takes."""
    parameters: Iterable[Parameter] = signature(make).parameters.values()
    if any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters):
        return dict(samples)
    return {name: sample for name, sample in samples.items() if name in signature(make).parameters}


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A value in the form in which the database's driver takes it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
