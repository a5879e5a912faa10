"""The worker keeps the queue: what waits comes in, what waits no longer goes, floods stand behind one item.

The queue is a copy (Item), so that all kinds stand in one order and a page of it costs the same however much waits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from allostream.accounts.models import Standing, User
from allostream.accounts.trust_rules import Level
from allostream.lib import clock
from allostream.moderation.decision_rules import Thing
from allostream.moderation.kinds import KINDS
from allostream.moderation.kinds.base import MOST, Row
from allostream.moderation.models import Item
from allostream.moderation.queue_rules import (
    FLOOD_FROM,
    FLOOD_OF_UPLOADER_FROM,
    Sign,
    due_at,
    floods,
    risk_of,
)

BROUGHT = frozenset({Thing.LINK, Thing.SUBMISSION})  # what can come as a flood
SIZE = 500
WRITTEN = ("title_id", "host", "uploader", "person_id", "site", "risk", "signs", "opened_at", "due_at")
Key = tuple[str, str]  # kind and id


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a round did."""

    came: int
    went: int
    changed: int
    waiting: int


def keep_queue() -> Gathered:
    """Bring the queue in line with what waits. A few queries for each kind, and writes in portions of what changed."""
    waiting: dict[Key, Row] = {}
    for thing, kind in KINDS.items():
        waiting |= {(thing.value, row.subject_id): row for row in kind.rows()}
    new = _new_accounts({row.person_id for row in waiting.values() if row.person_id})
    wanted = {key: item_of(key, row, before) for key, row, before in _in_turn(_signed(waiting, new))}
    present = {(item.kind, item.subject_id): item for item in Item.objects.exclude(kind=Thing.FLOOD)}
    full = {kind for kind, number in Counter(kind for kind, _id in waiting).items() if number >= MOST}
    came = [wanted[key] for key in wanted.keys() - present.keys()]
    gone = [item.pk for key, item in present.items() if key not in wanted and key[0] not in full]
    changed = [_follow(present[key], item) for key, item in wanted.items() if key in present]
    moved = [item for item in changed if item is not None]
    for portion in _portions(gone):
        Item.objects.filter(pk__in=portion).delete()
    for portion in _portions(came):
        Item.objects.bulk_create(portion, ignore_conflicts=True)
    for portion in _portions(moved):
        Item.objects.bulk_update(portion, WRITTEN)
    _hold_floods(wanted, new)
    return Gathered(len(came), len(gone), len(moved), len(wanted))


def _new_accounts(person_ids: Iterable[int]) -> frozenset[int]:
    """Which of these accounts have earned no trust yet. A query for every 500."""
    ids = sorted(person_ids)
    known: set[int] = set()
    for portion in _portions(ids):
        rows = Standing.objects.filter(account__in=portion, level__gt=Level.NEW)
        known.update(rows.values_list("account_id", flat=True))
    return frozenset(ids) - known


def _signed(waiting: Mapping[Key, Row], new: frozenset[int]) -> dict[Key, Row]:
    """The rows with the signs of whose they are."""
    found = {}
    for key, row in waiting.items():
        of_account = () if row.person_id is None else (Sign.NEW_ACCOUNT if row.person_id in new else Sign.KNOWN,)
        found[key] = replace(row, signs=(*row.signs, *of_account))
    return found


def _in_turn(rows: Mapping[Key, Row]) -> Iterable[tuple[Key, Row, int]]:
    """Each with how many of the same account wait before it."""
    before: Counter[int] = Counter()
    for key, row in sorted(rows.items(), key=lambda found: (found[1].opened_at, found[0])):
        yield key, row, before[row.person_id] if row.person_id else 0
        if row.person_id:
            before[row.person_id] += 1


def item_of(key: Key, row: Row, before: int = 0) -> Item:
    """The item of one thing, not saved; `before`: how many things of the same account wait before it. No query."""
    risk = risk_of(row.signs)
    return Item(
        kind=key[0], subject_id=key[1], title_id=row.title_id, host=row.host, uploader=row.uploader,
        person_id=row.person_id, site=row.site, risk=risk, signs=[sign.value for sign in row.signs],
        opened_at=row.opened_at, due_at=due_at(row.opened_at, risk, before),
    )  # fmt: skip


def _follow(item: Item, wanted: Item) -> Item | None:
    """The item as it should be now; None where nothing has changed."""
    is_changed = False
    for name in WRITTEN:
        if getattr(item, name) != getattr(wanted, name):
            setattr(item, name, getattr(wanted, name))
            is_changed = True
    return item if is_changed else None


def _hold_floods(wanted: Mapping[Key, Item], new: frozenset[int]) -> None:
    """Let what one new account has brought in great number, or new accounts from one uploader, stand behind one item,
    and give free what is no flood any more."""
    by_person: dict[str, list[Key]] = defaultdict(list)
    by_uploader: dict[str, list[Key]] = defaultdict(list)
    for key, item in wanted.items():
        if item.person_id in new and key[0] in BROUGHT:
            by_person[f"person:{item.person_id}"].append(key)
            if item.uploader:
                by_uploader[f"uploader:{item.uploader}"].append(key)
    found: dict[str, Sequence[Any]] = {
        **floods(by_uploader, FLOOD_OF_UPLOADER_FROM),  # type: ignore[arg-type]  # keys stand for the things
        **floods(by_person, FLOOD_FROM),  # type: ignore[arg-type]
    }
    with transaction.atomic():
        heads = _heads(found, wanted)
        Item.objects.filter(kind=Thing.FLOOD).exclude(subject_id__in=list(found)).delete()
        held: dict[int, set[int]] = defaultdict(set)
        rows = Item.objects.filter(kind__in=BROUGHT).values_list("pk", "kind", "subject_id", "flood_id")
        wanted_flood = {key: heads[name].pk for name, keys in found.items() for key in keys}
        for pk, kind, subject_id, flood_id in rows:
            head = wanted_flood.get((kind, subject_id))
            if head != flood_id:
                held[head or 0].add(pk)
        for head, pks in held.items():
            for portion in _portions(sorted(pks)):
                Item.objects.filter(pk__in=portion).update(flood=head or None)


def _heads(found: Mapping[str, Sequence[Any]], wanted: Mapping[Key, Item]) -> dict[str, Item]:
    """The items behind which floods stand, made where they are missing."""
    now, made = clock.now(), {}
    people = {int(name.partition(":")[2]) for name in found if name.startswith("person:")}
    there = set(User.objects.filter(pk__in=people).values_list("pk", flat=True)) if people else set()
    for name, keys in found.items():
        whose, _colon, which = name.partition(":")
        opened_at = min((wanted[key].opened_at for key in keys), default=now)
        risk = risk_of([Sign.FLOOD])
        person_id = int(which) if whose == "person" and int(which) in there else None
        made[name], _is_new = Item.objects.update_or_create(
            kind=Thing.FLOOD, subject_id=name,
            defaults={
                "person_id": person_id, "uploader": which if whose == "uploader" else "", "risk": risk,
                "signs": [Sign.FLOOD.value], "opened_at": opened_at, "due_at": due_at(opened_at, risk),
            },
        )  # fmt: skip
    return made


def _portions(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + SIZE] for start in range(0, len(rows), SIZE))
