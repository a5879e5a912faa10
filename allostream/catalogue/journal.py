"""What a merge or a split changed, row by row, so that it can be shown before it is done and undone after it.

A journal is a list of plain steps: rows that came to hang on something else, columns that changed, sums that grew, rows
that were made. Kept on its regrouping (allostream.catalogue.models.Regrouping) as JSON.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet, UniqueConstraint

from allostream.catalogue.intake.rows import portions

Step = dict[str, Any]
Model = type[models.Model]
Pairs = Sequence[tuple[Any, Any]]  # row ids: the one that stays behind, the one that is there already


@dataclass(slots=True)
class Journal:
    """Does what it writes down; `is_trial`: writes it down alone, for a preview.

    Of a merge with more pairs of episodes than `most_pairs` none is made one: they are `left`, and made one later.
    """

    is_trial: bool = False
    most_pairs: int | None = None
    left: list[tuple[int, int]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def move(self, model: Model, column: str, before: Any, after: Any, rows: Iterable[Any]) -> int:
        """Let these rows hang on something else. Returns how many."""
        found = list(rows)
        if not found:
            return 0
        if not self.is_trial:
            for portion in portions(found):
                _rows(model).filter(pk__in=portion).update(**{column: after})
        self.moved(model, column, before, after, found)
        return len(found)

    def moved(self, model: Model, column: str, before: Any, after: Any, rows: Iterable[Any]) -> None:
        """Note that they do so already."""
        found = list(rows)
        if found:
            step = {"do": "move", "table": model._meta.label_lower, "column": column, "from": before, "to": after}
            self.steps.append({**step, "rows": found})

    def change(self, row: models.Model, values: Mapping[str, Any]) -> None:
        """Set columns of a row, given by the names under which the database has them (`merged_into_id`)."""
        before = {name: getattr(row, name) for name in values}
        new = {name: value for name, value in values.items() if value != before[name]}
        if not new:
            return
        if not self.is_trial:
            for name, value in new.items():
                setattr(row, name, value)
            _rows(type(row)).filter(pk=row.pk).update(**new)
        self.changed(row, {name: before[name] for name in new}, new)

    def changed(self, row: models.Model, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Note that they are set already."""
        if after:
            told = {"before": _plain(type(row), before), "after": _plain(type(row), after)}
            self.steps.append({"do": "change", "table": row._meta.label_lower, "row": row.pk, **told})

    def add(self, row: models.Model, amounts: Mapping[str, int]) -> None:
        """Let sums of a row grow."""
        if not self.is_trial:
            values = {name: getattr(row, name) + amount for name, amount in amounts.items()}
            _rows(type(row)).filter(pk=row.pk).update(**values)
        self.steps.append(
            {"do": "add", "table": row._meta.label_lower, "row": row.pk, "amounts": dict(amounts)}
        )  # fmt: skip

    def made(self, model: Model, rows: Iterable[Any]) -> None:
        """Note rows that were made, which go when it is undone."""
        if found := list(rows):
            self.steps.append({"do": "made", "table": model._meta.label_lower, "rows": found})

    def counts(self) -> dict[str, int]:
        """How much moves of each table (`counted`)."""
        return counted(self.steps)


def counted(steps: Iterable[Step]) -> dict[str, int]:
    """How many rows of each table come to hang on something else or are added to sums, each once; behind the name of a
    table and “, one”: how many become one with another."""
    rows: dict[str, set[Any]] = defaultdict(set)
    for step in steps:
        if step["do"] == "move":
            rows[step["table"]].update(step["rows"])
        elif step["do"] == "add":
            rows[step["table"]].add(step["row"])
        elif step["do"] == "change" and "merged_into_id" in step["after"]:
            rows[f"{step['table']}, one"].add(step["row"])
    return {table: len(found) for table, found in rows.items()}


def take_back(steps: Iterable[Step]) -> None:
    """Undo the steps, the last first. What has changed since then, or hangs elsewhere now, stays as it is."""
    for step in reversed(list(steps)):
        UNDOING[step["do"]](apps.get_model(step["table"]), step)


def _move_back(model: Model, step: Step) -> None:
    column, before, after = step["column"], step["from"], step["to"]
    try:
        with transaction.atomic():
            _let_hang(model, column, after, before, step["rows"])
    except IntegrityError:  # the same has come there since: what is there already stays behind
        behind = {one for one, _ in conflicts(model, column, {after: before})}
        _let_hang(model, column, after, before, [one for one in step["rows"] if one not in behind])


def _let_hang(model: Model, column: str, now: Any, then: Any, rows: Iterable[Any]) -> None:
    for portion in portions(rows):
        _rows(model).filter(pk__in=portion, **{column: now}).update(**{column: then})


def conflicts(model: Model, column: str, goes: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """Rows that say what a row of the thing to which they would go says already, by any unique constraint, each with
    that row. `goes`: the things, each with that to which its rows go. Two queries for each constraint and 20,000."""
    found: dict[Any, Any] = {}
    for others, holds in _unique(model, column):
        there = {tuple(key): pk for pk, *key in _keys(model, column, set(goes.values()), others, holds)}
        for pk, gone, *key in _keys(model, column, goes, others, holds):
            if (goes[gone], *key) in there and None not in key:
                found.setdefault(pk, there[goes[gone], *key])
    return list(found.items())


def _unique(model: Model, column: str) -> Iterator[tuple[list[str], Q]]:
    """Beside which other columns, and where, a column is unique."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and column in constraint.fields:
            yield [name for name in constraint.fields if name != column], constraint.condition or Q()
    if getattr(_column(model, column), "unique", False):
        yield [], Q()


def _keys(
    model: Model, column: str, things: Iterable[Any], others: Sequence[str], holds: Q
) -> Iterator[tuple[Any, ...]]:
    for portion in portions(things):
        rows = _rows(model).filter(holds, **{f"{column}__in": portion}).order_by("pk")
        yield from rows.values_list("pk", column, *others)


def _change_back(model: Model, step: Step) -> None:
    row = _rows(model).filter(pk=step["row"]).first()
    if row is None:
        return
    now = _plain(model, {name: getattr(row, name) for name in step["after"]})
    values = {
        name: _column(model, name).to_python(step["before"][name])
        for name, value in step["after"].items()
        if now[name] == value
    }
    if values:
        _rows(model).filter(pk=row.pk).update(**values)


def _take_from(model: Model, step: Step) -> None:
    row = _rows(model).filter(pk=step["row"]).first()
    if row is not None:
        values = {name: max(0, getattr(row, name) - amount) for name, amount in step["amounts"].items()}
        _rows(model).filter(pk=row.pk).update(**values)


def _unmake(model: Model, step: Step) -> None:
    for portion in portions(step["rows"]):
        _rows(model).filter(pk__in=portion).delete()


UNDOING = {"move": _move_back, "change": _change_back, "add": _take_from, "made": _unmake}


def _rows(model: Model) -> QuerySet[Any]:
    return model._default_manager.all()


def _plain(model: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them."""
    told = {}
    for name, value in values.items():
        column = _column(model, name)
        is_plain = value is None or isinstance(value, bool | int | float | str | list | dict)
        told[name] = value if is_plain else str(column.to_python(value))
    return told


def _column(model: Model, name: str) -> Any:
    return model._meta.get_field(name)
