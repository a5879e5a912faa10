"""Marks on what must stay down at a host go along when titles become one, and hold for both when one is split."""

from datetime import datetime

from allostream.catalogue.intake.rows import portions
from allostream.catalogue.journal import Journal
from allostream.hosts.models import Host
from allostream.lib.ids import new_id
from allostream.links.mark_rules import Known, Sign
from allostream.links.models import StayDown


def move_marks(gone: int, kept: int, journal: Journal) -> None:
    """Let what must stay down of one title stay down of the other, by row ids."""
    for mark in _marks(gone):
        text = _text(mark, kept)
        journal.change(mark, {"text": text, "number": Sign(Known.TITLE_AT_HOST, text).number()})


def copy_marks(kept: int, made: int, since: datetime | None = None) -> list[int]:
    """Let it stay down of what is split off too: nobody has looked at which of the two it was said of.

    With `since` only what was laid from then on. Returns the row ids of the new marks.
    """
    rows = [mark for mark in _marks(kept) if since is None or mark.since >= since]
    for mark in rows:
        text = _text(mark, made)
        mark.pk, mark.public_id, mark.text = None, new_id(), text
        mark.number = Sign(Known.TITLE_AT_HOST, text).number()
        mark.save()
    return [mark.pk for mark in rows]


def _marks(title: int) -> list[StayDown]:
    """By their numbers at each host, for which there is an index: there may be ten million marks."""
    signs = [Sign(Known.TITLE_AT_HOST, f"{title}@{slug}") for slug in Host.objects.values_list("slug", flat=True)]
    found: list[StayDown] = []
    for portion in portions(sign.number() for sign in signs):
        rows = StayDown.objects.filter(number__in=portion, known=Known.TITLE_AT_HOST, lifted_at=None)
        found += rows.filter(text__startswith=f"{title}@").order_by("pk")
    return found


def _text(mark: StayDown, title: int) -> str:
    return f"{title}@{mark.text.partition('@')[2]}"
