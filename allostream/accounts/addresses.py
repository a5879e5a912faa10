"""Which e-mail addresses are known to be somebody's."""

from allauth.account.models import EmailAddress

from allostream.accounts.models import User


def verified_addresses(person: User) -> list[str]:
    """The addresses of somebody that are known to be theirs, in lower case. One query."""
    found = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return [address.lower() for address in found]
