"""Editions: forms of a title or an episode that links can name.

An edition is found again by its key alone: its permanent id is made from it. Sources describe editions too unlike
each other for a rule that would say when two of them mean one, so each source has its own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from allostream.catalogue import merge_rules
from allostream.catalogue.intake import rows
from allostream.catalogue.intake.batch import Batch, Entry, Thing, own_id
from allostream.catalogue.models import Edition
from allostream.lib import exchange

COLUMNS = ("kind", "name", "year", "made_by", "runtime_min")
KINDS = ("title", "episode")


@dataclass(frozen=True, slots=True)
class Held:
    """An edition with the title that it belongs to now: the one it was merged into, if it was."""

    edition: Edition
    title_id: int

    def fits(self, thing: Thing) -> bool:
        """Whether a title, season or episode can be watched in this edition."""
        is_elsewhere = self.edition.episode_id is not None and (
            thing.kind != "episode" or thing.id != self.edition.episode_id
        )
        return self.title_id == thing.title_id and not is_elsewhere


def editions_named(keys: Collection[str]) -> dict[str, Held]:
    """The editions that have these keys. One query for each 900."""
    wanted = {own_id(key): key for key in keys}
    found = {}
    for portion in rows.portions(wanted):
        for edition in Edition.objects.select_related("title").filter(public_id__in=portion):
            found[wanted[edition.public_id]] = Held(edition, edition.title.merged_into_id or edition.title_id)
    return found


def take_in_editions(batch: Batch) -> None:
    """Write the editions of a batch; titles and episodes must be written already."""
    records = [
        (entry, record, thing)
        for entry, record in batch.of(exchange.Edition)
        if (thing := batch.place_of(entry, record.on, KINDS))
    ]
    present = editions_named([record.key for _, record, _ in records])
    new, changed = [], []
    for entry, record, thing in records:
        held = present.get(record.key)
        if held is None:
            new.append(_new(record, thing))
            batch.made(entry)
        elif not _is_of(held, thing):
            batch.refuse(entry, "on: this edition is of another work here: correct it, or give the edition a new key")
        elif _change(batch, entry, held.edition, _given(record)):
            changed.append(held.edition)
    rows.create(Edition, new)
    rows.update(Edition, COLUMNS, changed)


def _new(record: exchange.Edition, thing: Thing) -> Edition:
    episode = thing.id if thing.kind == "episode" else None
    return Edition(public_id=own_id(record.key), title_id=thing.title_id, episode_id=episode, **_given(record))


def _is_of(held: Held, thing: Thing) -> bool:
    episode = thing.id if thing.kind == "episode" else None
    return (held.title_id, held.edition.episode_id) == (thing.title_id, episode)


def _given(record: exchange.Edition) -> dict[str, Any]:
    return {column: getattr(record, column) for column in COLUMNS}


def _change(batch: Batch, entry: Entry, edition: Edition, given: Mapping[str, Any]) -> bool:
    """Set what the record says otherwise; what it leaves out stays."""
    present = {column: getattr(edition, column) for column in COLUMNS}
    after = merge_rules.settled(present, given, owns=True)
    for column, value in after.items():
        batch.changes(entry, column, present[column], value)
        setattr(edition, column, value)
    return bool(after)
