"""What a person at the desk does beside deciding: take a case on, put it off, write to its sender, keep a note; and
keys for the programs of senders who have shown who they are."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.mail import actions as mail
from allostream.mail.rules import is_address
from allostream.moderation.acting import ClaimedByAnother
from allostream.moderation.queue_rules import CLAIM
from allostream.rights_desk.case_rules import MessageKind, PartyRole
from allostream.rights_desk.letters import LETTER, address_of, head_of
from allostream.rights_desk.models import Case, CaseMessage, Sender, SenderKey
from allostream.rights_desk.secrets import new_key
from allostream.rights_desk.senders import void_checks

LONGEST_SNOOZE = timedelta(days=7)
KEY_PREFIX = "allo_"
VERIFIED_FOR = timedelta(days=365)


class NotPutOff(Problem):
    """A case of which a clock runs out before the moment to which it would be put off."""

    code = "not-put-off"
    status = 409
    sentence = gettext_noop("A deadline of this case runs out before then: it cannot be put off so long.")


class NobodyToWriteTo(Problem):
    """A case of somebody who left no e-mail address."""

    code = "nobody-to-write-to"
    status = 422
    sentence = gettext_noop("Whoever sent this left no e-mail address.")


class NotVerified(Problem):
    """A sender who has not shown who they are gets no key."""

    code = "not-verified"
    status = 409
    sentence = gettext_noop("A key is for senders who have shown who they are: verify this one first.")


def claim(case: Case, *, by: User) -> None:
    """Take a case on for half an hour, so that nobody else does. Raises ClaimedByAnother."""
    now = clock.now()
    with transaction.atomic():
        row = Case.objects.select_for_update(of=("self",)).select_related("claimed_by").get(pk=case.pk)
        _check_claim(row, by, now)
        row.claimed_by, row.claimed_until = by, now + CLAIM
        row.save(update_fields=["claimed_by", "claimed_until"])


def give_up(case: Case, *, by: User) -> None:
    """Let others have a case that one has claimed."""
    Case.objects.filter(pk=case.pk, claimed_by=by).update(claimed_by=None, claimed_until=None)


def snooze(case: Case, until: datetime, *, by: User) -> None:
    """Put a case off, never beyond its next deadline. Raises ClaimedByAnother and NotPutOff."""
    now = clock.now()
    _check_claim(case, by, now)
    until = min(until, now + LONGEST_SNOOZE)
    if case.due_at is not None and until >= case.due_at:
        raise NotPutOff
    Case.objects.filter(pk=case.pk).update(snoozed_until=until, claimed_by=None, claimed_until=None)


def _check_claim(case: Case, by: User, now: datetime) -> None:
    other = case.claimed_by if case.claimed_until and case.claimed_until > now else None
    if other is not None and other.pk != by.pk:
        raise ClaimedByAnother(name=other.name)


def write_to_sender(case: Case, text: str, *, by: User) -> None:
    """Send a letter to whoever sent a case, and keep it there. Raises NobodyToWriteTo."""
    email, head = (case.sender.email if case.sender else ""), head_of(case.site)
    if head is None or not is_address(email):
        raise NobodyToWriteTo
    with transaction.atomic():
        values = {"number": case.public_id, "words": text, "address": address_of(head, case)}
        letter = mail.post(to=email, kind=LETTER, values=values, head=head, language=case.language)
        _keep(case, MessageKind.FORWARDED, text, by, to=PartyRole.NOTIFIER, letter=letter.public_id if letter else "")
        _note("desk.write", case, by)


def keep_note(case: Case, text: str, *, by: User) -> None:
    """Keep a note of a person at the desk; it is never sent."""
    with transaction.atomic():
        _keep(case, MessageKind.NOTE, text, by)
        _note("desk.note", case, by)


def _keep(case: Case, kind: MessageKind, text: str, by: User, *, to: str = "", letter: str = "") -> None:
    CaseMessage.objects.create(
        case=case, kind=kind, at=clock.now(), from_us=True, to=to, letter=letter, text=text, written_by=by
    )


def _note(action: str, case: Case, by: User) -> None:
    audit.record(
        action, by=Actor.person(by.public_id), subject_kind="case", subject_id=case.public_id, site=case.site, after={}
    )


def verify_sender(sender: Sender, *, by: User, why: str) -> None:
    """Note that a person has found a sender to be who they say, for a year."""
    with transaction.atomic():
        Sender.objects.filter(pk=sender.pk).update(verified_until=clock.now() + VERIFIED_FOR)
        _note_sender("desk.verify-sender", sender, by, why)


def unverify_sender(sender: Sender, *, by: User, why: str) -> None:
    """Take that back, with all keys and with all that they have shown."""
    with transaction.atomic():
        Sender.objects.filter(pk=sender.pk).update(verified_until=None)
        SenderKey.objects.filter(sender=sender, revoked_at=None).update(revoked_at=clock.now())
        void_checks(sender, clock.now())
        _note_sender("desk.unverify-sender", sender, by, why)


def make_key(sender: Sender, label: str, *, by: User) -> str:
    """A key for a program of a verified sender: told once, kept as a hash. Raises NotVerified."""
    now = clock.now()
    if sender.verified_until is None or sender.verified_until <= now:
        raise NotVerified
    key = KEY_PREFIX + new_key()
    with transaction.atomic():
        SenderKey.objects.create(sender=sender, label=label[:100], key_hash=hash_of_key(key), made_at=now)
        _note_sender("desk.make-key", sender, by, label)
    return key


def revoke_key(sender: Sender, public_id: str, *, by: User) -> None:
    """Make a key void. Raises NotFound."""
    with transaction.atomic():
        changed = SenderKey.objects.filter(sender=sender, public_id=public_id, revoked_at=None).update(
            revoked_at=clock.now()
        )
        if not changed:
            raise NotFound
        _note_sender("desk.revoke-key", sender, by, public_id)


def hash_of_key(key: str) -> str:
    """How a key is kept: whoever reads the table cannot write with it."""
    return hashlib.sha256(b"allostream.rights_desk.key\0" + key.encode()).hexdigest()


def _note_sender(action: str, sender: Sender, by: User, why: str) -> None:
    audit.record(
        action, by=Actor.person(by.public_id), subject_kind="sender", subject_id=sender.public_id, after={}, why=why
    )
