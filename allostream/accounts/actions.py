"""Every write of people's accounts. The audit keeps ids, never an e-mail address or a password."""

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.queries import person_with_address
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib.problems import Problem, gettext_noop


class AddressTaken(Problem):
    """Somebody has an account with this e-mail address."""

    code = "address-taken"
    status = 409
    sentence = gettext_noop("There is an account with this e-mail address already.")


def make_person(*, by: Actor, email: str, name: str, password: str, language: str = "", why: str = "") -> User:
    """A new account. Raises AddressTaken, and ValueError for an empty address."""
    with transaction.atomic():
        if person_with_address(email):
            raise AddressTaken
        person = User.objects.create_user(email, password, name=name, language=language)
        audit.record(
            "person.add", by=by, subject_kind="person", subject_id=person.public_id, after={"language": language},
            why=why,
        )  # fmt: skip
    return person


def set_password(person: User, password: str, *, by: Actor, why: str = "") -> None:
    """Give an account a new password."""
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        audit.record("person.set-password", by=by, subject_kind="person", subject_id=person.public_id, why=why)


def set_trust(person: User, *, is_trusted: bool, by: Actor, why: str) -> bool:
    """Trust a person to settle suggestions alone, or no longer; False when that was so already."""
    with transaction.atomic():
        changed = User.objects.filter(pk=person.pk).exclude(is_trusted=is_trusted).update(is_trusted=is_trusted)
        if changed:
            audit.record(
                "person.trust" if is_trusted else "person.no-longer-trust", by=by, subject_kind="person",
                subject_id=person.public_id, before={"is_trusted": not is_trusted}, after={"is_trusted": is_trusted},
                why=why,
            )  # fmt: skip
    return bool(changed)
