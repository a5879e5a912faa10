"""What is kept of the people in cases, and for how long.

A case is kept whole while anything may still be claimed from it (keeping_rules). Then the worker erases what tells who
it was: the bytes of the message, what was read of it, names, addresses, what was written. Number, kind, level, states,
decisions and days stay: the figures of the law's reports rest on them (Digital Services Act, articles 15 and 24), and
so do the marks, which name no person.

What made no case (a form that was not complete, a refused call, a mail without a notice) is erased so after six
months, what nobody could read after five years. A document of authority is kept as long as anything rests on the
mandate that it proves, and never shorter than its sender's cases.

Whoever asks for it (GDPR, article 17), or ends their account, has before that time erased what nobody needs for a
claim: postal address, telephone, site, and the hash of the network. Name and e-mail address stay until the time is
over, and so does the message as it came, which proves what was said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from allostream.accounts.addresses import verified_addresses
from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.rights_desk import wording
from allostream.rights_desk.keeping_rules import (
    CASE_YEARS,
    ENDED,
    LAW,
    LOOKED_AT_AGAIN,
    REFUSED_LAW,
    is_relied_on,
    kept_until,
)
from allostream.rights_desk.models import (
    Case,
    CaseMessage,
    CaseStatement,
    CaseWork,
    Clock,
    IdentityCheck,
    Item,
    ItemLink,
    Message,
    Party,
    Portion,
    ReadRecord,
    Sender,
)

AT_ONCE = 200
ERASER = Actor.system("desk-keeping")
NOTHING: Mapping[str, Any] = {"content": b"", "name": "", "network": "", "trouble": ""}  # left of a message
NOBODY_AT = "erased.invalid"  # a sender without a case keeps its counts alone (RFC 2606: a name that never is one)


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case whose people are still named: since when nothing was done, until when, by which law."""

    number: str
    last_act: datetime
    until: datetime
    law: str
    is_shortened: bool


def kept_cases() -> Iterator[KeptCase]:
    """Ended cases in which people are still named, what is due first stands first. One query."""
    for case in _ended().order_by("received_at").iterator():
        last = _last_act(case)
        yield KeptCase(case.public_id, last, kept_until(last), LAW, case.shortened_at is not None)


def erase_due(limit: int = AT_ONCE) -> int:
    """Erase what tells of people in the next cases whose time is over; returns how many there were."""
    now = clock.now()
    # Whole years are a day longer now and then: which are due exactly is asked of the rule below.
    before = now - timedelta(days=365 * CASE_YEARS)
    old = _ended().filter(received_at__lt=before).filter(Q(closed_at=None) | Q(closed_at__lt=before))
    old = old.filter(Q(decided_at=None) | Q(decided_at__lt=before))
    done = 0
    for case in old.order_by("received_at", "pk")[:limit].iterator():
        if kept_until(_last_act(case)) <= now and not Clock.objects.filter(case=case, done_at=None).exists():
            erase_case(case)
            done += 1
    return done


def erase_messages_due(limit: int = AT_ONCE) -> int:
    """Erase the bytes of the next messages that no case holds and whose time is over: forms that were not complete,
    calls and mails that were refused, what nobody could read in five years, documents of authority on which nothing
    rests any more. Digest and moment stay. Returns how many there were."""
    due = Message.objects.filter(ends_at__lte=clock.now()).order_by("ends_at", "pk").defer("content")[:limit]
    return sum(_erase_message(message) for message in list(due))


def _erase_message(message: Message) -> bool:
    now = clock.now()
    with transaction.atomic():
        rows = Message.objects.filter(pk=message.pk, ends_at__lte=now)
        if not rows.select_for_update().values_list("pk").first():
            return False
        checks = list(IdentityCheck.objects.filter(document=message).select_related("sender"))
        if any(_rests_on(check, now) for check in checks):
            rows.update(ends_at=now + LOOKED_AT_AGAIN)
            return False
        IdentityCheck.objects.filter(document=message).update(document=None)
        rows.update(ends_at=None, read_at=message.read_at or now, **NOTHING)
        audit.record(
            "desk.erase-message", by=ERASER, subject_kind="message", subject_id=message.public_id, site=message.site,
            why=REFUSED_LAW if message.read_at else LAW,
        )  # fmt: skip
    return True


def _rests_on(check: IdentityCheck, now: datetime) -> bool:
    has_cases = Case.objects.filter(sender=check.sender, erased_at=None).exists()
    return is_relied_on(check.valid_until, was_accepted=check.passed_at is not None, has_cases=has_cases, now=now)


def _ended() -> Any:
    return Case.objects.filter(erased_at=None, state__in=sorted(ENDED))


def _last_act(case: Case) -> datetime:
    return max(moment for moment in (case.received_at, case.acted_at, case.decided_at, case.closed_at) if moment)


def erase_case(case: Case) -> None:
    """Take from a case for good whatever tells who was in it; what was done stays."""
    with transaction.atomic():
        row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if row.erased_at is not None:
            return
        Case.objects.filter(pk=row.pk).update(
            erased_at=clock.now(),
            reference="",
            explanation="",
            right="",
            doubts=[],
            idempotency=None,
            sender=None,
            key_turn=row.key_turn + 1,  # its secret address leads nowhere from now on
        )
        Party.objects.filter(case=row).delete()
        Portion.objects.filter(case=row).delete()
        CaseStatement.objects.filter(case=row).update(words="")
        CaseWork.objects.filter(case=row).update(owner="", description="", lawful_urls=[])
        ReadRecord.objects.filter(case=row).update(content={})
        CaseMessage.objects.filter(case=row).update(text="", letter="", written_by=None)
        Item.objects.filter(case=row).update(said="", target="", note="", row={}, spot=[], why="")
        _erase_messages(row)
        _erase_sender(row.sender)
        _erase_payloads(row)
        audit.record("desk.erase", by=ERASER, subject_kind="case", subject_id=row.public_id, site=row.site, why=LAW)


def _erase_messages(case: Case) -> None:
    """The bytes of the messages of a case that no other case of which people are named was made of. Digest and moment
    stay: they prove what had come, and tell nothing of it."""
    own = Message.objects.filter(Q(cases=case) | Q(pk__in=case.messages.values("message")))
    shared = Case.objects.filter(erased_at=None).values("message")
    own.exclude(pk__in=shared).update(**NOTHING)


def _erase_sender(sender: Sender | None) -> None:
    """Who sent it, where no case is left that names them: their counts stay."""
    if sender is None or Case.objects.filter(sender=sender).exists():
        return
    Sender.objects.filter(pk=sender.pk).update(
        email=f"{sender.public_id}@{NOBODY_AT}", domain="", name="", organisation="", verified_until=None
    )
    Message.objects.filter(pk__in=sender.checks.values("document")).update(ends_at=None, **NOTHING)
    sender.checks.all().delete()
    sender.keys.all().delete()


def _erase_payloads(case: Case) -> None:
    about = AuditEntry.objects.filter(subject_kind="case", subject_id=case.public_id, payload__erased_at=None)
    for public_id in list(about.values_list("public_id", flat=True)):
        audit.erase_payload(public_id, by=ERASER, why="the time for which the case is kept is over")


def shorten(case: Case, *, by: Actor, why: str) -> bool:
    """Erase of a case, before its time, what nobody needs for a claim; False where that was done before."""
    with transaction.atomic():
        if not Case.objects.filter(pk=case.pk, shortened_at=None, erased_at=None).update(shortened_at=clock.now()):
            return False
        Party.objects.filter(case=case).update(address="", phone="", site="")
        Message.objects.filter(cases=case).update(network="")
        audit.record("desk.shorten", by=by, subject_kind="case", subject_id=case.public_id, site=case.site, why=why)
    return True


def cases_of(person: User) -> Any:
    """The cases that somebody has sent from an address of theirs that is known to be so."""
    return Case.objects.filter(sender__email__in=verified_addresses(person), erased_at=None)


def sent_by(person: User) -> Iterable[Mapping[str, Any]]:
    """What somebody has sent to the desk, what became of each address, and what was written to them."""
    for case in cases_of(person).order_by("pk").iterator():
        yield {
            "number": case.public_id, "kind": case.kind, "received_at": case.received_at, "state": case.state,
            "reference": case.reference, "explanation": case.explanation,
            "kept_until": kept_until(_last_act(case)), "law": LAW,
            "parties": list(case.parties.values("role", "name", "organisation", "email", "address", "phone")),
            "addresses": list(case.items.order_by("position").values("said", "state", "refused", "why", "decided_at")),
            "letters": list(case.messages.filter(from_us=True, to="notifier").values("kind", "at", "text")),
        }  # fmt: skip


def about_links_of(person: User) -> Iterable[Mapping[str, Any]]:
    """The cases that named links which somebody had proposed: on whose word, and what became of each link. Of the
    sender only what the letter about it told."""
    rows = ItemLink.objects.filter(link__submitted_by=person, item__case__erased_at=None).order_by("pk")
    for row in rows.select_related("item__case", "link", "decision").iterator():
        yield {
            "case": row.item.case.public_id, "link": row.link.public_id, "state": row.state,
            "on_whose_word": wording.notifier(row.item.case), "suspended_at": row.suspended_at,
            "restored_at": row.restored_at, "decision": row.decision.public_id if row.decision else None,
        }  # fmt: skip


def shorten_of(person: User) -> None:
    """What is done to the cases of somebody whose account ends: what the law has us keep stays for its time."""
    for case in cases_of(person).filter(shortened_at=None):
        shorten(case, by=Actor.system("leaving"), why="the account has ended")
