"""What hangs on a title, a season, an episode or a link, and goes along when two of them become one.

Every table with a foreign key to it is taken along as it is: whoever adds one need do nothing. Rows of which the other
has its own already, by a unique constraint, stay with the thing that is no more. What has to go in another way is told
here by its package, in the `ready` of its app: `register(Attached("community.demand", "title", on_conflict=…))`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import ForeignKey

from allostream.catalogue.intake.rows import portions
from allostream.catalogue.journal import Journal, Pairs, conflicts

Model = type[models.Model]


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


def move_all(target: Model, goes: Mapping[int, int], journal: Journal) -> None:
    """Let all that hangs on rows hang on others: row ids, each with that of the row that takes its place.

    A few queries for each table, however many rows, and a write for each row on which something hangs.
    """
    for model, column in columns_on(target):
        how = _registered.get((model._meta.label_lower, column), Attached(model._meta.label_lower, column))
        if not how.stays:
            _move(model, column, how, goes, journal)


def _move(model: Model, column: str, how: Attached, goes: Mapping[int, int], journal: Journal) -> None:
    found = _rows_on(model, column, goes)
    if how.only_if_none and found:
        taken = _rows_on(model, column, {goes[gone] for gone in found})
        found = {gone: rows for gone, rows in found.items() if goes[gone] not in taken}
    if not found:
        return
    pairs = conflicts(model, column, {gone: goes[gone] for gone in found})
    behind = {one for one, _ in pairs}
    for gone, rows in found.items():
        journal.move(model, column, gone, goes[gone], [one for one in rows if one not in behind])
    if pairs and how.on_conflict:
        how.on_conflict(pairs, journal)


def _rows_on(model: Model, column: str, on: Iterable[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for portion in portions(on):
        rows = model._default_manager.filter(**{f"{column}__in": portion}).order_by("pk")
        for pk, thing in rows.values_list("pk", column):
            found[thing].append(pk)
    return found
