"""Marks on what must stay down at a host go along when titles become one, and hold for both when one is split."""

from django.db.models import QuerySet

from allostream.catalogue.journal import Journal
from allostream.lib.ids import new_id
from allostream.links.mark_rules import Known, Sign
from allostream.links.models import StayDown


def move_marks(gone: int, kept: int, journal: Journal) -> None:
    """Let what must stay down of one title stay down of the other, by row ids."""
    for mark in _marks(gone):
        text = _text(mark, kept)
        journal.change(mark, {"text": text, "number": Sign(Known.TITLE_AT_HOST, text).number()})


def copy_marks(kept: int, made: int, journal: Journal) -> None:
    """Let it stay down of what is split off too: nobody has looked at which of the two it was said of."""
    rows = list(_marks(kept))
    for mark in rows:
        text = _text(mark, made)
        mark.pk, mark.public_id, mark.text = None, new_id(), text
        mark.number = Sign(Known.TITLE_AT_HOST, text).number()
        mark.save()
    journal.made(StayDown, [mark.pk for mark in rows])


def _marks(title: int) -> QuerySet[StayDown]:
    return StayDown.objects.filter(known=Known.TITLE_AT_HOST, text__startswith=f"{title}@", lifted_at=None)


def _text(mark: StayDown, title: int) -> str:
    return f"{title}@{mark.text.partition('@')[2]}"
