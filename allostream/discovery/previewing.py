"""What a source would bring, compared with what is known of it already; nothing is written."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import transaction

from allostream.catalogue.intake.rows import portions
from allostream.catalogue.models import Source, Title
from allostream.connectors.candidates import Page, Wish
from allostream.discovery import actions
from allostream.discovery.models import Candidate
from allostream.discovery.works import wish_for
from allostream.lib import exchange
from allostream.links.intake import take_in_source

SHOWN = 20


@dataclass(frozen=True)
class Preview:
    """How the candidates of a page would stand, which are new, and which say something else than before."""

    source: Source
    counted: Counter[tuple[str, str]]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: int

    def lines(self) -> Iterator[str]:
        """For operators: the first of what is new and changed by the source's own names, without addresses."""
        yield f"{len(self.new):,} new, {len(self.changed):,} changed, {self.same:,} as before."
        for sign, items in (("+", self.new), ("~", self.changed)):
            yield from (f"  {sign} {item}" for item in items[:SHOWN])
            if len(items) > SHOWN:
                yield f"  {sign} … and {len(items) - SHOWN:,} more"


def preview(record: exchange.Source, page: Page) -> Preview:
    """Judge a page as if it were taken in, and undo everything."""
    with transaction.atomic():
        source, _ = take_in_source(record, by=actions.FINDER)
        known: dict[str, str] = {}
        for portion in portions({one.candidate.item for one in page.found}):
            rows = Candidate.objects.filter(source=source, item__in=portion)
            known.update(rows.values_list("item", "digest"))
        digests = {one.candidate.item: actions.digest_of(one.candidate) for one in page.found}
        new = tuple(item for item in digests if item not in known)
        changed = tuple(item for item, digest in digests.items() if item in known and known[item] != digest)
        counted = actions.take_in_found(source, page.found)
        transaction.set_rollback(True)
    return Preview(source, counted, new, changed, len(digests) - len(new) - len(changed))


def wish_of(wish: Wish, title: Title | None) -> Wish:
    """A wish with the work it asks for."""
    return replace(wish, work=wish_for(title.pk)) if title else wish
