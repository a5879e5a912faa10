"""What hangs on a title, a season, an episode or a link, and goes along when two of them become one.

Every table with a foreign key to it is taken along as it is: whoever adds one need do nothing. Rows of which the other
has its own already, by a unique constraint, stay with the thing that is no more. What has to go in another way is told
here by its package, in the `ready` of its app: `register(Attached("community.demand", "title", on_conflict=…))`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import ForeignKey, Q, UniqueConstraint

from allostream.catalogue.journal import Journal

Model = type[models.Model]
Pairs = Sequence[tuple[Any, Any]]  # row ids: the one that stays behind, the one that is there already


@dataclass(frozen=True, slots=True)
class Attached:
    """How the rows of a table go along, where not all simply do.

    `stays`: why they do not. `only_if_none`: they do where the other has none at all. `on_conflict` is given the pairs
    of rows that say the same: what the one adds to the other.
    """

    table: str
    column: str
    stays: str = ""
    only_if_none: bool = False
    on_conflict: Callable[[Pairs, Journal], None] | None = None


_registered: dict[tuple[str, str], Attached] = {}


def register(*given: Attached) -> None:
    """Tell how a package's rows go along; the same table and column again takes the place of the first."""
    for one in given:
        _registered[one.table, one.column] = one


def columns_on(target: Model) -> Iterator[tuple[Model, str]]:
    """Each foreign key that leads to a table, but for its own to itself."""
    for found in target._meta.get_fields(include_hidden=True):
        column = getattr(found, "field", None)
        if found.auto_created and not found.concrete and isinstance(column, ForeignKey) and column.model is not target:
            yield column.model, column.name


def move_all(target: Model, gone: int, kept: int, journal: Journal) -> None:
    """Let all that hangs on one row hang on another, by row ids. A few queries for each table."""
    for model, column in columns_on(target):
        how = _registered.get((model._meta.label_lower, column), Attached(model._meta.label_lower, column))
        if not how.stays:
            _move(model, column, how, gone, kept, journal)


def _move(model: Model, column: str, how: Attached, gone: int, kept: int, journal: Journal) -> None:
    rows = model._default_manager.filter(**{column: gone})
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if not ids or (how.only_if_none and model._default_manager.filter(**{column: kept}).exists()):
        return
    pairs = conflicts(model, column, gone, kept)
    behind = {one for one, _ in pairs}
    journal.move(model, column, gone, kept, [one for one in ids if one not in behind])
    if pairs and how.on_conflict:
        how.on_conflict(pairs, journal)


def conflicts(model: Model, column: str, gone: int, kept: int) -> list[tuple[Any, Any]]:
    """Rows of the one that say what a row of the other says already, by any unique constraint, each with that row."""
    found: dict[Any, Any] = {}
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and column in constraint.fields:
            others = [name for name in constraint.fields if name != column]
            holds = constraint.condition or Q()
            there = {tuple(key): pk for pk, *key in _keys(model, Q(**{column: kept}) & holds, others)}
            for pk, *key in _keys(model, Q(**{column: gone}) & holds, others):
                if tuple(key) in there and None not in key:
                    found.setdefault(pk, there[tuple(key)])
    if getattr(model._meta.get_field(column), "unique", False):
        there_is = model._default_manager.filter(**{column: kept}).values_list("pk", flat=True).first()
        if there_is is not None:
            found.update({pk: there_is for (pk,) in _keys(model, Q(**{column: gone}), [])})
    return list(found.items())


def _keys(model: Model, which: Q, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(model._default_manager.filter(which).order_by("pk").values_list("pk", *columns))
