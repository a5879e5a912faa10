"""Every write of people's accounts. The audit keeps ids, never an e-mail address or a password."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from allostream.accounts.models import Interest, User
from allostream.accounts.name_rules import as_name
from allostream.accounts.queries import person_with_address
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Problem, gettext_noop


class AddressTaken(Problem):
    """Somebody has an account with this e-mail address."""

    code = "address-taken"
    status = 409
    sentence = gettext_noop("There is an account with this e-mail address already.")


class NoInterest(Problem):
    """An interest in nothing, or in two things at once."""

    code = "no-interest"
    status = 422
    sentence = gettext_noop("Name one host or one holder in which you have an interest.")


def add_person(person: User, *, by: Actor, why: str = "") -> User:
    """Keep a new account as it is given, and note it. Raises AddressTaken."""
    with transaction.atomic():
        if person_with_address(person.email):
            raise AddressTaken
        person.save()
        note_added(person, by=by, why=why)
    return person


def note_added(person: User, *, by: Actor, why: str = "") -> None:
    """Note in the caller's transaction that an account was made. The record keeps no address and no name."""
    audit.record(
        "person.add", by=by, subject_kind="person", subject_id=person.public_id, after={"language": person.language},
        why=why,
    )  # fmt: skip


def vouch_for_address(person: User) -> None:
    """Count the address of an account as confirmed, because whoever made the account knows it."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email.lower(), defaults={"verified": True, "primary": True}
    )


def make_person(*, by: Actor, email: str, name: str, password: str, language: str = "", why: str = "") -> User:
    """A new account. Raises AddressTaken, and ValueError for an empty address."""
    with transaction.atomic():
        if person_with_address(email):
            raise AddressTaken
        person = User.objects.create_user(email, password, name=as_name(name), language=language)
        vouch_for_address(person)
        note_added(person, by=by, why=why)
    return person


def forget_ways_in(person: User, *, by: Actor, why: str = "") -> None:
    """Let nobody sign in any longer with a password or an account from elsewhere that was given before the address of
    this account was proved: whoever gave them may have typed somebody else's."""
    with transaction.atomic():
        person.set_unusable_password()
        person.save(update_fields=["password"])
        SocialAccount.objects.filter(user=person).delete()
        audit.record("person.forget-ways-in", by=by, subject_kind="person", subject_id=person.public_id, why=why)


def set_password(person: User, password: str, *, by: Actor, why: str = "") -> None:
    """Give an account a new password."""
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        audit.record("person.set-password", by=by, subject_kind="person", subject_id=person.public_id, why=why)


def declare_interest(
    person: User, kind: Interest.Kind, *, by: Actor, host: str = "", holder: str = "", why: str = ""
) -> Interest:
    """Note that somebody works for a host (by its slug) or a holder (by name), holds its rights, or competes with it.

    They are locked out of deciding on its links from then on; the same interest is noted once. Raises NoInterest.
    """
    named = {"host": host.strip(), "holder": " ".join(holder.split())}
    if bool(named["host"]) == bool(named["holder"]):
        raise NoInterest
    with transaction.atomic():
        found, is_new = Interest.objects.get_or_create(
            account=person, kind=kind, **named, defaults={"declared_at": clock.now()}
        )
        if is_new:
            audit.record(
                "person.declare-interest", by=by, subject_kind="person", subject_id=person.public_id,
                after={"kind": found.kind, **named}, why=why,
            )  # fmt: skip
    return found


def withdraw_interest(
    person: User, kind: Interest.Kind, *, by: Actor, host: str = "", holder: str = "", why: str = ""
) -> bool:
    """Take back what was declared, because it no longer holds; False when there was nothing of the kind."""
    named = {"host": host.strip(), "holder": " ".join(holder.split())}
    with transaction.atomic():
        number, _ = Interest.objects.filter(account=person, kind=kind, **named).delete()
        if number:
            audit.record(
                "person.withdraw-interest", by=by, subject_kind="person", subject_id=person.public_id,
                before={"kind": str(kind), **named}, why=why,
            )  # fmt: skip
    return bool(number)
