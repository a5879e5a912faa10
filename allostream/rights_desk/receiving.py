"""How a message becomes a case: kept first, then read, then received, with its receipt in the same transaction.

    keep_message(bytes) ─► a reader ─► receive(message, reading) ─► Received(case, secret)

Whoever opens a door (form, interface, mail) calls these two, and does nothing else to the tables.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from allostream.accounts.models import User
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.ids import is_id
from allostream.lib.problems import Problem, gettext_noop
from allostream.rights_desk import clock_rules
from allostream.rights_desk.case_rules import CaseState, ClockKind, Door, ItemState, Lane, MessageKind, PartyRole
from allostream.rights_desk.clocks import settle, start
from allostream.rights_desk.flagging import flagger_of
from allostream.rights_desk.following import answer_question, follow
from allostream.rights_desk.keeping_rules import kept_until, refused_until
from allostream.rights_desk.letters import send_receipt
from allostream.rights_desk.models import (
    Case,
    CaseMessage,
    CaseStatement,
    CaseWork,
    Message,
    Order,
    Party,
    Portion,
    ReadRecord,
    Sender,
    SenderKey,
)
from allostream.rights_desk.order_rules import acts_at_once
from allostream.rights_desk.orders import give_effect_at_once, too_wide
from allostream.rights_desk.reading.shape import Address, ClaimedWork, Doubt, Kind, Reading, SignatureKind, Who
from allostream.rights_desk.reading.written import written
from allostream.rights_desk.ringing import call_at_once
from allostream.rights_desk.secrets import secret_of
from allostream.rights_desk.sender_rules import Record, Sign, domain_of, is_plausible, signs
from allostream.rights_desk.senders import record_of
from allostream.rights_desk.taking import post_rest, take_addresses
from allostream.rights_desk.validity_rules import Level, Validity, classify, must_be_looked_at

AT_ONCE = 200  # addresses matched before the receipt; the rest follows within seconds
PORTION = 500
MOST_ADDRESSES = 100_000
LONGEST_MESSAGE = 25 * 1024 * 1024


class TooLong(Problem):
    """A message with more bytes or addresses than one may have."""

    code = "message-too-long"
    status = 413
    sentence = gettext_noop("This is too much for one message: at most %(most)s addresses and 25 MB. Send several.")


@dataclass(frozen=True, slots=True)
class Received:
    """A case that was opened, with the secret of its address. `is_again`: the same was received before."""

    case: Case
    secret: str
    is_again: bool = False


def keep_message(
    content: bytes, *, door: Door, media_type: str = "", name: str = "", site: str = "", network: str = "",
    once: str | None = None, most: int = LONGEST_MESSAGE,
) -> Message:  # fmt: skip
    """Keep a message byte for byte, before anything is read of it. `most`: how many bytes it may have. Raises
    TooLong."""
    if len(content) > most:
        raise TooLong(most=MOST_ADDRESSES)
    return Message.objects.create(
        door=door, received_at=clock.now(), sha256=hashlib.sha256(content).hexdigest(), size=len(content),
        content=content, media_type=media_type[:120], name=name[:300], site=site, network=network, once=once,
        ends_at=kept_until(clock.now()),
    )  # fmt: skip


def keep_once(
    content: bytes, *, scope: str, within: timedelta, door: Door, media_type: str = "", name: str = "", site: str = "",
    most: int = LONGEST_MESSAGE,
) -> Message:  # fmt: skip
    """Keep a message as `keep_message` does; the same bytes again, of the same scope (a door, a sender) and within a
    time, are the same message, at the same moment too: a unique digest in the table decides who was first. Raises
    TooLong."""
    digest = hashlib.sha256(content).hexdigest()
    once = hashlib.sha256(f"{scope}\0{digest}".encode()).hexdigest()
    while True:
        try:
            with transaction.atomic():
                return keep_message(
                    content, door=door, media_type=media_type, name=name, site=site, once=once, most=most
                )
        except IntegrityError:
            first = Message.objects.filter(once=once).defer("content").first()
        if first is not None and first.received_at > clock.now() - within:
            return first
        if first is not None:  # so long ago that it is said anew
            Message.objects.filter(pk=first.pk, once=once).update(once=None)


def note_refused(message: Message, why: str) -> None:
    """Note why a kept message was refused while its sender was told so: it is answered, and waits for nobody."""
    Message.objects.filter(pk=message.pk, read_at=None).update(
        read_at=clock.now(), trouble=why[:2000], ends_at=refused_until(message.received_at)
    )


def note_trouble(message: Message, trouble: str) -> None:
    """Note that a kept message could not be read; it stays among those that a person must look at."""
    Message.objects.filter(pk=message.pk).update(trouble=trouble[:2000])


def receive(
    message: Message, reading: Reading, *, language: str = "", key: SenderKey | None = None, idempotency: str = "",
    by: User | None = None, is_shown: bool = False,
) -> Received:  # fmt: skip
    """Open a case for a message as read, act where it is complete and plausible, and write the receipt: one
    transaction.

    language: in which the sender is written to. key: with which a program sent it. by: a person at the desk who typed
    it in. is_shown: it comes from the secret page of its sender. The same idempotency key again gives the first case,
    by whatever door, and so does a message that was kept once and received before. Raises TooLong.
    """
    if len(reading.addresses) > MOST_ADDRESSES:
        raise TooLong(most=MOST_ADDRESSES)
    sender = key.sender if key else None
    if sender and idempotency and (first := Case.objects.filter(sender=sender, idempotency=idempotency).first()):
        return _again(message, first)
    try:
        with transaction.atomic():
            if message.once and (first := _first_case(message)):
                return _again(message, first)
            case = _opened(message, reading, key, language, idempotency, by, is_shown)
    except IntegrityError:
        first = Case.objects.filter(sender=sender, idempotency=idempotency or None).first()
        if first is None:
            raise
        return _again(message, first)
    return Received(case, secret_of(case))


def _first_case(message: Message) -> Case | None:
    """The case that a message was made before; whoever comes at the same moment waits here until it is made."""
    Message.objects.select_for_update().filter(pk=message.pk).values_list("pk").first()
    return Case.objects.filter(message=message).order_by("pk").first()


def _again(message: Message, first: Case) -> Received:
    """What was received before; its message waits for nobody."""
    note_refused(message, f"The same, or its idempotency key, was received before: case {first.public_id}.")
    return Received(first, secret_of(first), is_again=True)


def _opened(
    message: Message, reading: Reading, key: SenderKey | None, language: str, idempotency: str, by: User | None,
    is_shown: bool,
) -> Case:  # fmt: skip
    now, sender = clock.now(), key.sender if key else _sender(reading.sender)
    validity, record = classify(reading), record_of(sender, now, reading.subject)
    is_shown = is_shown or _has_shown_who(message, reading, key)
    if not is_shown:  # an address is quickly typed
        record = replace(record, is_verified=False, is_flagger=False, has_address=False, domains=())
    found = signs(reading, record)
    about = case_named(reading.refers_to)
    case = Case.objects.create(
        kind=reading.kind, subject=reading.subject, regimes=sorted(reading.regimes), level=validity.level,
        missing=list(validity.asks), doubts=[written(doubt) for doubt in reading.doubts], signs=list(found),
        lane=_lane(reading, sender, record), door=message.door, site=message.site, message=message,
        language=(language or reading.language or "en")[:12], sender=sender, mandate=reading.mandate,
        reference=reading.reference[:200], explanation=reading.explanation, right=reading.right[:200],
        territory=list(reading.territories), wants_stay_down=reading.wants_stay_down, about=about,
        found_by_machine=reading.automated, idempotency=idempotency or None, said=len(reading.addresses),
        received_at=now,
    )  # fmt: skip
    _write_down(case, reading, now)
    acts = _may_act(case, reading, validity, found, record.is_verified or record.is_flagger)
    acts = acts or (acts_at_once(reading, is_identified=record.is_verified) and not _is_too_wide(reading))
    take_addresses(case, reading.addresses[:AT_ONCE], start=0, acts=acts)
    _leave_the_rest(case, reading.addresses[AT_ONCE:], acts=acts)
    _set_state(case, validity)
    if reading.kind is Kind.ORDER:
        if acts:
            give_effect_at_once(case)
        call_at_once(case)
    follow(case, reading)
    Message.objects.filter(pk=message.pk).update(read_at=now, trouble="", ends_at=None)  # its wrongs are over
    audit.record(
        "desk.receive", by=Actor.person(by.public_id) if by else Actor.system(f"desk-{message.door}"),
        subject_kind="case", subject_id=case.public_id, site=case.site,
        after={
            "kind": case.kind, "subject": case.subject, "level": case.level, "lane": case.lane, "door": case.door,
            "addresses": case.said, "message": message.public_id, "sha256": message.sha256, "signs": list(found),
            "acts": acts,
        },
    )  # fmt: skip
    if not (is_shown and answer_question(case, reading)):
        send_receipt(case)
    if reading.kind is Kind.ORDER and CaseMessage.objects.filter(case=case, kind=MessageKind.RECEIPT).exists():
        Order.objects.filter(case=case).update(receipt_reported_at=now)  # DSA, article 9(1)
    return case


def _sender(who: Who) -> Sender | None:
    """The row of whoever writes from an address; None for somebody without one."""
    email = who.email.strip().lower()[:254]
    if not email or "@" not in email:
        return None
    now = clock.now()
    if (row := Sender.objects.select_related("flagger").filter(email=email).first()) is None:
        row, _made = Sender.objects.get_or_create(
            email=email,
            defaults={
                "domain": domain_of(email), "name": who.name[:300], "organisation": who.organisation[:300],
                "first_at": now, "last_at": now, "flagger": flagger_of(domain_of(email)),
            },
        )  # fmt: skip
    else:
        Sender.objects.filter(pk=row.pk).update(last_at=now)
    return row


def _has_shown_who(message: Message, reading: Reading, key: SenderKey | None) -> bool:
    """Whether a message is by whoever it names: by a key, a signature that holds, or a mail whose domain answers for
    it, which a reader doubts otherwise."""
    signature = reading.signature
    if key is not None or (signature.holds is True and signature.kind is not SignatureKind.TYPED):
        return True
    doubts = {one.doubt for one in reading.doubts}
    return message.door == Door.MAIL and not doubts & {Doubt.UNSURE_SENDER, Doubt.BAD_SIGNATURE}


def _lane(reading: Reading, sender: Sender | None, record: Record) -> Lane:
    now = clock.now()
    if reading.kind is Kind.ORDER:
        return Lane.ORDER
    if sender is None:
        return Lane.NORMAL
    if sender.suspended_until and sender.suspended_until > now:
        return Lane.SUSPENDED
    if record.is_flagger:
        return Lane.FLAGGER
    return Lane.VERIFIED if record.is_verified else Lane.NORMAL


def _may_act(case: Case, reading: Reading, validity: Validity, found: Sequence[Sign], is_known: bool) -> bool:
    """Whether what it names is suspended at once: a complete notice that nothing speaks against. Of an order
    order_rules say it; a trusted flagger's notice need not be complete by itself."""
    if reading.kind is not Kind.NOTICE or case.lane is Lane.SUSPENDED or must_be_looked_at(reading):
        return False
    plausible = is_plausible(found, Record(is_verified=is_known))
    complete = validity.is_complete or (case.lane is Lane.FLAGGER and validity.level is Level.C)
    return plausible and complete


def _is_too_wide(reading: Reading) -> bool:
    """Whether an order names domains that many share: a person asks what it means."""
    return reading.order is not None and bool(too_wide(reading.order.hosts))


def _write_down(case: Case, reading: Reading, now: datetime) -> None:
    """What the message says, in rows."""
    content = written(reading)
    content.pop("addresses", None)  # they are items, or wait in portions
    ReadRecord.objects.create(case=case, reader=reading.reader[:40], read_at=now, content=content)
    parties = [_party(case, PartyRole.NOTIFIER, reading.sender)]
    if reading.principal != Who():
        parties.append(_party(case, PartyRole.PRINCIPAL, reading.principal))
    Party.objects.bulk_create(parties)
    CaseStatement.objects.bulk_create(
        [CaseStatement(case=case, statement=made.statement, words=made.words) for made in reading.statements]
    )
    CaseWork.objects.bulk_create([_work(case, place, work) for place, work in enumerate(reading.works)], batch_size=500)
    if reading.order is not None:
        said = reading.order
        Order.objects.create(
            case=case, authority=said.authority[:300], legal_basis=said.legal_basis, article=said.article[:20],
            territory=list(said.territories), hosts=list(said.hosts), ends_on=said.ends_on,
            silent_until=said.silent_until,
        )  # fmt: skip


def _party(case: Case, role: PartyRole, who: Who) -> Party:
    return Party(
        case=case, role=role, kind=who.kind, name=who.name[:300], organisation=who.organisation[:300],
        email=who.email[:254], address=who.address, phone=who.phone[:60], country=who.country[:60], site=who.site[:500],
    )  # fmt: skip


def _work(case: Case, position: int, work: ClaimedWork) -> CaseWork:
    return CaseWork(
        case=case, position=position, name=work.title[:500], kind=work.kind[:60], year=work.year, season=work.season,
        episode=work.episode, owner=work.owner[:300], description=work.description, ids=dict(work.ids),
        lawful_urls=list(work.lawful_urls),
    )  # fmt: skip


def _leave_the_rest(case: Case, addresses: Sequence[Address], *, acts: bool) -> None:
    """Keep what is not taken at once for the worker, in portions."""
    rows = [
        Portion(case=case, start=AT_ONCE + start, rows=[written(one) for one in addresses[start : start + PORTION]])
        for start in range(0, len(addresses), PORTION)
    ]
    Portion.objects.bulk_create(rows, batch_size=50)
    if rows:
        post_rest(case, acts=acts)


def _set_state(case: Case, validity: Validity) -> None:
    """Where the case stands after its first addresses, and what runs out when."""
    now = clock.now()
    due = [clock_rules.to_look(Lane(case.lane), now, is_complete=validity.is_complete)]
    state = CaseState.OPEN
    if case.kind == Kind.NOTICE and validity.asks and not validity.is_complete and case.sender_id:
        state, case.asked_at = CaseState.ASKED, now
        due.append(clock_rules.after(ClockKind.ASKED, now, clock_rules.ASKED_FOR))
    if case.items.filter(state=ItemState.PROTECTED).exists():
        due.append(clock_rules.after(ClockKind.PROTECTED, now, clock_rules.PROTECTED_WITHIN))
    case.state = state
    case.save(update_fields=["state", "asked_at", "acted_at", "taken"])
    start(case, *due)
    if case.kind == Kind.NOTICE and state is CaseState.OPEN and case.said:
        settle(case)  # of a notice whose every address is not ours nothing is left to decide


def case_named(refers_to: Sequence[str]) -> Case | None:
    """The case that a message refers to by its number, an address of it, or the reference of an earlier message."""
    ids = {one for text in refers_to for one in text.replace("/", " ").replace("-", "").split() if is_id(one)}
    return Case.objects.filter(public_id__in=ids).order_by("-pk").first() if ids else None
