"""The address by which somebody stops letters without signing in: their id, signed, so that nobody makes another’s."""

from django.core import signing

from allostream.accounts.models import User
from allostream.accounts.queries import person_with_id

SALT = "letters"


def token_of(person: User) -> str:
    """What stands in the address. It leads on from `/letters/` at every site. No query."""
    return signing.dumps(person.public_id, salt=SALT)


def unsubscribe(person: User, origin: str) -> str:
    """The whole address, for `mail.actions.post(unsubscribe=…)`. No query."""
    return f"{origin}/letters/{token_of(person)}"


def person_of_token(token: str) -> User | None:
    """Whose it is; None for one who has left. One query. Raises BadSignature for one that we never gave."""
    return person_with_id(signing.loads(token, salt=SALT))
