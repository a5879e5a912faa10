"""The names of titles, seasons and episodes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from allostream.catalogue.intake import rows
from allostream.catalogue.intake.batch import Batch, Entry
from allostream.catalogue.merge_rules import settled_names
from allostream.catalogue.models import Name
from allostream.catalogue.name_keys import name_key
from allostream.catalogue.rules import KnownName
from allostream.lib.names import folded

ALIAS = Name.Kind.ALIAS.value
COLUMNS = ("text", "language", "kind", "folded", "match_key")


@dataclass(slots=True)
class Named:
    """A thing and the names that a record gives it."""

    entry: Entry
    id: int
    names: Sequence[KnownName]
    owns: bool
    is_new: bool


def write_names(batch: Batch, kind: str, named: Iterable[Named]) -> set[int]:
    """Add names to things of a kind (title, season, episode); returns the ids of those whose names changed."""
    giving = [one for one in named if one.names]
    there = _there(kind, [one.id for one in giving if not one.is_new])
    fresh: list[tuple[Any, ...]] = []
    aliases: list[tuple[int, int, KnownName]] = []
    changed = set()
    for one in giving:
        present = there.get(one.id, {})
        kept = batch.kept(kind, one.id)
        names = [name for name in one.names if kept.takes("names", [name.text, name.language, name.kind])]
        # Beside what people have settled every source is one that adds.
        settled = settled_names(present, names, owns=one.owns and not kept.keeps("names"))
        fresh += [name_row(kind, one.id, name, name.kind) for name in settled.added]
        aliases += [(present[name], one.id, name) for name in settled.demoted]
        for name in settled.added:
            batch.changes(one.entry, "names", None, f"{name.text} ({name.language or '?'}, {name.kind})")
        for name in settled.demoted:
            batch.changes(one.entry, "names", f"{name.text} ({name.language or '?'}, {name.kind})", ALIAS)
        if settled.added or settled.demoted:
            changed.add(one.id)
    rows.insert(Name, (f"{kind}_id", *COLUMNS), fresh)
    _demote(kind, aliases)
    return changed


def name_row(kind: str, id_: int, name: KnownName, name_kind: str) -> tuple[Any, ...]:
    """A row of a name: what it is of, then COLUMNS."""
    key = name_key(name.text) if kind == "title" else None
    return (id_, name.text, name.language, name_kind, folded(name.text), key)


def _there(kind: str, ids: Sequence[int]) -> dict[int, dict[KnownName, int]]:
    """Present names by thing, with their row ids, in the order in which they were given."""
    found: dict[int, dict[KnownName, int]] = defaultdict(dict)
    ordered = Name.objects.order_by("id")
    for id_, pk, text, language, name_kind in rows.values_in(
        ordered, kind, ids, f"{kind}_id", "pk", "text", "language", "kind"
    ):
        found[id_][KnownName(text, language, name_kind)] = pk
    return found


def _demote(kind: str, aliases: Sequence[tuple[int, int, KnownName]]) -> None:
    """Make names into aliases: insert the alias unless it is there, and drop the row it came from."""
    fresh = [name_row(kind, id_, name, ALIAS) for _, id_, name in aliases]
    rows.insert(Name, (f"{kind}_id", *COLUMNS), fresh)
    for portion in rows.portions([pk for pk, _, _ in aliases]):
        Name.objects.filter(pk__in=portion).delete()
