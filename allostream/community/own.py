"""What of people's data is kept here beside the tables that go with their accounts."""

from collections.abc import Iterable

from allostream.accounts.holdings import Holding, Row
from allostream.accounts.models import User
from allostream.community.models import Report


def _rows(person: User) -> Iterable[Row]:
    own = Report.objects.filter(person=person).order_by("pk")
    return own.values("public_id", "fault__reason", "country", "language", "words", "email", "made_at").iterator()


def _erase(person: User) -> None:
    """The report stays, as one that nobody signed: what is wrong with a link does not end with an account."""
    Report.objects.filter(person=person).update(words="", email="")


REPORTS = Holding("reports", "What you reported of links.", _rows, _erase)
