"""Reads of people's accounts."""

from collections.abc import Collection

from allostream.accounts.models import Interest, User


def person_with_address(email: str) -> User | None:
    """The account with an e-mail address, in whatever case it is written. One query."""
    return User.objects.filter(email__iexact=email).first()


def person_with_id(public_id: str) -> User | None:
    """The account with a public id. One query."""
    return User.objects.filter(public_id=public_id).first()


def people_with_ids(public_ids: Collection[str]) -> dict[str, User]:
    """Accounts by public id; who has none is missing. One query."""
    return {person.public_id: person for person in User.objects.filter(public_id__in=set(public_ids))}


def interests_of(person: User) -> list[Interest]:
    """What somebody declared, the latest first. One query."""
    return list(Interest.objects.filter(account=person).order_by("-declared_at", "-pk"))
