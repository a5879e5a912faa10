"""Reads of people's accounts."""

from allostream.accounts.models import User


def person_with_address(email: str) -> User | None:
    """The account with an e-mail address, in whatever case it is written. One query."""
    return User.objects.filter(email__iexact=email).first()
