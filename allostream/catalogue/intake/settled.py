"""What imports leave as it is: values that people here have settled, and all of what is protected."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from allostream.catalogue.intake import rows
from allostream.catalogue.models import Episode, Protection, Season, Settled
from allostream.lib import clock

SPOKEN = "people here have settled this: it stays as it is"
GUARDED = "this is protected: it stays as it is"


@dataclass(slots=True)
class Kept:
    """What of one thing a source may not change."""

    is_protected: bool = False
    fields: set[str] = field(default_factory=set)
    added: dict[str, list[Any]] = field(default_factory=dict)
    removed: dict[str, list[Any]] = field(default_factory=dict)

    def keeps(self, name: str) -> bool:
        """Whether a field stays as it is."""
        return self.is_protected or name in self.fields

    def takes(self, name: str, value: Any) -> bool:
        """Whether a source may put something into a list."""
        return not self.is_protected and value not in self.removed.get(name, ())

    @property
    def why(self) -> str:
        """What a remark says."""
        return GUARDED if self.is_protected else SPOKEN


FREE = Kept()


def is_anything_kept() -> bool:
    """Whether people have settled or protected anything at all; mostly not. Two queries."""
    return Settled.objects.exists() or Protection.objects.exists()


def kept_of(kind: str, ids: Collection[int]) -> dict[int, Kept]:
    """What stays as it is, by the row ids of things of a kind; others are missing. Two queries for 20,000, three for
    parts."""
    found: dict[int, Kept] = {}
    wanted = [pk for pk in ids if pk]
    columns = (f"{kind}_id", "field", "added", "removed")
    for pk, name, added, removed in rows.values_in(Settled.objects.all(), kind, wanted, *columns) if wanted else ():
        kept = found.setdefault(pk, Kept())
        kept.fields.add(name)
        kept.added[name], kept.removed[name] = added, removed
    for pk in _protected(kind, wanted) if wanted else ():
        found.setdefault(pk, Kept()).is_protected = True
    return found


def _protected(kind: str, ids: Collection[int]) -> Collection[int]:
    """Those that are protected now; parts are with their series."""
    holding = Protection.objects.filter(Q(until=None) | Q(until__gt=clock.now()))
    if kind in ("title", "person"):
        return [pk for (pk,) in rows.values_in(holding, kind, ids, f"{kind}_id")]
    of_titles = set(holding.filter(title__isnull=False).values_list("title_id", flat=True))
    if not of_titles:
        return ()
    parts: Any = (Season if kind == "season" else Episode).objects.all()
    return [pk for pk, title in rows.values_in(parts, "pk", ids, "pk", "title_id") if title in of_titles]


def renamed_people(source_id: int) -> Mapping[str, list[int]]:
    """People of a source whom somebody here has given another name, by the names that the source may still use. One
    query."""
    found: dict[str, list[int]] = {}
    renamed = Settled.objects.filter(field="name", person__source=source_id).values_list("person_id", "removed")
    for pk, names in renamed:
        for name in names:
            found.setdefault(name, []).append(pk)
    return found
