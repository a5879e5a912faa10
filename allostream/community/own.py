"""What of people's data is kept here beside the tables that go with their accounts."""

from collections.abc import Iterable

from allostream.accounts.holdings import Holding, Row
from allostream.accounts.models import User
from allostream.catalogue.models import Protection, Regrouping
from allostream.community.models import Edit, Report


def _rows(person: User) -> Iterable[Row]:
    own = Report.objects.filter(person=person).order_by("pk")
    return own.values("public_id", "fault__reason", "country", "language", "words", "email", "made_at").iterator()


def _erase(person: User) -> None:
    """The report stays, as one that nobody signed: what is wrong with a link does not end with an account."""
    Report.objects.filter(person=person).update(words="", email="")


REPORTS = Holding("reports", "What you reported of links.", _rows, _erase)


def _asked(person: User) -> Iterable[Row]:
    own = Regrouping.objects.filter(asked_kind="person", asked_by=person.public_id).order_by("pk")
    return own.values("public_id", "kind", "what", "kept_id", "gone_id", "why", "state", "asked_at").iterator()


def _forget_asked(person: User) -> None:
    """What was made one stays so; nobody is named for it any more."""
    for part in ("asked", "settled"):
        own = Regrouping.objects.filter(**{f"{part}_kind": "person", f"{part}_by": person.public_id})
        own.update(**{f"{part}_by": ""})


REGROUPINGS = Holding(
    "regroupings", "What you asked to be made one work, or to be split.", _asked, _forget_asked
)  # fmt: skip


def _edits(person: User) -> Iterable[Row]:
    own = Edit.objects.filter(author=person).order_by("pk")
    return own.values(
        "public_id", "sort", "title__public_id", "season__public_id", "episode__public_id", "person__public_id",
        "changes", "source", "quote", "why", "made_at", "state", "decided_at",
    ).iterator()  # fmt: skip


def _unsign(person: User) -> None:
    """The edit stays in the history of its title with its source, as one that nobody signed; so does a protection."""
    Edit.objects.filter(author=person).update(why="")
    Protection.objects.filter(by=person.public_id).update(by="")


EDITS = Holding("edits", "What you suggested to change in the catalogue.", _edits, _unsign)
