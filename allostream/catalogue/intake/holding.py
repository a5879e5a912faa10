"""Finding the titles that a batch is about, and holding them until it is written.

Whoever makes one of two titles locks both; a merge that ends between the look-up of a batch and its writes would let it
write to the title that is gone. So what was found is locked, and looked up again where a title has changed meanwhile.
"""

from collections.abc import Iterable

from django.db import connection

from allostream.catalogue.intake import rows
from allostream.catalogue.intake.batch import Batch
from allostream.catalogue.intake.titles import Present, Wanted, present_titles, wanted_titles
from allostream.catalogue.merge_rules import must_look_again
from allostream.catalogue.models import Title
from allostream.freshness.queries import stamps
from allostream.freshness.rules import Subject


def find_and_hold(batch: Batch) -> Present:
    """Look up what the records of a batch are about, in the caller's transaction, which holds those titles from now on.

    On SQLite the transaction has kept all other writers away since it began. On PostgreSQL three queries more, and the
    look-up once again where titles changed meanwhile: at most as often as it leads to titles that it did not lead to.
    """
    held: set[int] = set()
    if not connection.features.has_select_for_update:
        wanted = _look_up(batch)
    else:
        while True:
            before = _stamp()
            wanted = _look_up(batch)
            found = wanted.ids | {thing.title_id for thing in batch.things.values() if thing.title_id}
            _hold(found - held)
            if not must_look_again(held, found, before, _stamp()):
                break
            held |= found
    batch.learn_what_is_kept()
    return present_titles(batch, wanted)


def _look_up(batch: Batch) -> Wanted:
    batch.load_things()
    return wanted_titles(batch)


def _hold(ids: Iterable[int]) -> None:
    """In the order in which whoever merges locks them, so that nobody waits for somebody who waits for them."""
    held = Title.objects.select_for_update(no_key=True).order_by("pk")
    for portion in rows.portions(sorted(ids), rows.LISTED_AT_ONCE):
        list(rows.values_in(held, "pk", portion, "pk"))


def _stamp() -> int:
    return stamps([Subject.TITLES])[Subject.TITLES]
