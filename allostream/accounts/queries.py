"""Reads of people's accounts."""

from collections.abc import Collection

from allostream.accounts.models import User


def person_with_address(email: str) -> User | None:
    """The account with an e-mail address, in whatever case it is written. One query."""
    return User.objects.filter(email__iexact=email).first()


def person_with_id(public_id: str) -> User | None:
    """The account with a public id. One query."""
    return User.objects.filter(public_id=public_id).first()


def names_of(public_ids: Collection[str]) -> dict[str, str]:
    """The names that people chose, by public id; of those only that have an account. One query."""
    return dict(User.objects.filter(public_id__in=public_ids).values_list("public_id", "name"))
