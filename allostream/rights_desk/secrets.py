"""The secret in the address of a case: whoever has it needs no account. Nothing is kept of it."""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from allostream.rights_desk.models import Case, Message

SALT = "allostream.rights_desk.case"
SEAL_SALT = "allostream.rights_desk.kept"


def secret_of(case: Case) -> str:
    """The secret of a case, as every letter about it tells it; drawn from the key of the installation."""
    return salted_hmac(SALT, f"{case.public_id}:{case.key_turn}", algorithm="sha256").hexdigest()[:40]


def opens(case: Case, secret: str) -> bool:
    """Whether a secret opens a case."""
    return constant_time_compare(secret_of(case), secret)


def seal_of(message: Message) -> str:
    """What shows that a form comes from whoever sent a message that was kept, and not from somebody who knows or
    guesses its number: an HMAC, that their page alone has."""
    return salted_hmac(SEAL_SALT, message.public_id, algorithm="sha256").hexdigest()


def has_seal(message: Message, seal: str) -> bool:
    """Whether a seal is that of a message."""
    return constant_time_compare(seal_of(message), seal)


def new_key() -> str:
    """A fresh key for a program, or a token for a check of identity."""
    return secrets.token_urlsafe(32)
