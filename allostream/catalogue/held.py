"""Which titles hold the identifiers of an outside catalogue: what a source must know that tells of numbers alone."""

from collections.abc import Collection
from dataclasses import dataclass

from allostream.catalogue.intake import rows
from allostream.catalogue.models import Identifier


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title that holds an identifier."""

    kind: str
    name: str
    language: str


def titles_holding(scheme: str, values: Collection[str]) -> dict[str, HeldTitle]:
    """The titles that hold these identifiers of a scheme: value → title. One query for each 500 values or so."""
    columns = ("value", "title__kind", "title__name", "title__name_language")
    known = Identifier.objects.filter(scheme=scheme, title__isnull=False, title__merged_into__isnull=True)
    return {
        value: HeldTitle(kind, name, tongue)
        for value, kind, name, tongue in rows.values_in(known, "value", values, *columns)
    }
