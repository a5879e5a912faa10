"""What follows a message about an earlier case: what was missing is added, what was sent is taken back."""

from dataclasses import replace

from allostream.lib import clock
from allostream.rights_desk.acns_answers import cases_asked_for
from allostream.rights_desk.acting import hold_off, suspend
from allostream.rights_desk.case_rules import CaseState, ClockKind, ItemState, Lane
from allostream.rights_desk.clock_rules import to_look
from allostream.rights_desk.clocks import settle, start
from allostream.rights_desk.deciding import retract
from allostream.rights_desk.letters import send_status
from allostream.rights_desk.models import Case, Clock, Item, ItemLink, Portion, ReadRecord
from allostream.rights_desk.putting_back import planned_for, stop
from allostream.rights_desk.reading.shape import Kind, Reading, SignatureKind, Who
from allostream.rights_desk.reading.written import reading_of, written
from allostream.rights_desk.sender_rules import is_plausible, signs
from allostream.rights_desk.senders import record_of
from allostream.rights_desk.validity_rules import classify, must_be_looked_at


def follow(case: Case, reading: Reading) -> None:
    """Do what a message asks of the case that it is about, in the caller's transaction.

    Only what its sender has proved is followed: by the secret of the case, or by a key or a signature that
    holds, of the sender of the first message. Everything else waits for a person.
    """
    first = case.about
    if first is None or not _is_proved(case, first, reading):
        return
    if reading.kind is Kind.RETRACTION:
        retract(first, _meant(first, reading), why=reading.explanation.strip())
        _close(case)
    elif reading.kind is Kind.COURT_PROOF and planned_for(first) is not None:
        stop(first, by=None, why=reading.explanation.strip())
        _close(case)
    elif reading.kind is Kind.REPLY and first.kind == Kind.NOTICE:
        complete(first, reading)
        _close(case)


def answer_question(case: Case, reading: Reading) -> bool:
    """Answer a program that asks how cases of its own stand (ACNS StatusRequest), in the caller's transaction; whoever
    sent it must have shown who they are. False where there is nothing to answer: then a person looks."""
    if reading.kind is not Kind.QUESTION or case.sender is None:
        return False
    cases = cases_asked_for(case.sender, reading.refers_to)
    if not cases:
        return False
    send_status(case, cases)
    _close(case)
    return True


def _is_proved(case: Case, first: Case, reading: Reading) -> bool:
    if reading.signature.holds is not True:
        return False
    # A typed name holds on the page of the case alone, which its secret opens. Numbers of cases are public: a key or a
    # signature proves no more than who writes.
    by_secret = reading.signature.kind is SignatureKind.TYPED
    return by_secret or (case.sender_id is not None and case.sender_id == first.sender_id)


def _meant(first: Case, reading: Reading) -> list[Item]:
    """The items that a retraction names, all of them where it names none."""
    items = Item.objects.filter(case=first).order_by("position")
    if not reading.addresses:
        return [] if reading.is_partial else list(items)
    named = {address.text.strip() for address in reading.addresses}
    return [item for item in items if item.said.strip() in named or item.public_id in named]


def _close(case: Case) -> None:
    """Nothing waits in the message itself: what it asked for is done in the case that it is about."""
    case.state, case.closed_at, case.due_at = CaseState.CLOSED, clock.now(), None
    case.save(update_fields=["state", "closed_at", "due_at"])
    Clock.objects.filter(case=case, done_at=None).update(done_at=case.closed_at)


def complete(first: Case, more: Reading) -> None:
    """Add to a notice what its sender supplies; where it is complete then, what it names is suspended at once."""
    record = ReadRecord.objects.get(case=first)
    addresses = Item.objects.filter(case=first).order_by("position")[:1]
    known = reading_of({**record.content, "addresses": [{"text": one.said} for one in addresses]})
    whole = _joined(known, more)
    content = written(whole)
    content.pop("addresses", None)
    ReadRecord.objects.filter(case=first).update(content=content)
    validity, sender = classify(whole), record_of(first.sender, clock.now())
    # What was not shown when the notice came is not shown by completing it.
    is_flagger = first.lane == Lane.FLAGGER
    sender = replace(sender, is_verified=is_flagger or first.lane == Lane.VERIFIED, is_flagger=is_flagger)
    first.level, first.missing, first.signs = validity.level, list(validity.asks), list(signs(whole, sender))
    first.state, first.closed_at = CaseState.OPEN, None
    first.save(update_fields=["level", "missing", "signs", "state", "closed_at"])
    now = clock.now()
    Clock.objects.filter(case=first, kind=ClockKind.ASKED, done_at=None).update(done_at=now)
    start(first, to_look(first.lane, now, is_complete=validity.is_complete))  # type: ignore[arg-type]  # a value of Lane
    is_plain = first.lane != Lane.SUSPENDED and not must_be_looked_at(whole)
    if validity.is_complete and is_plain and is_plausible(signs(whole, sender), sender):
        _act(first)
    settle(first)


def _act(first: Case) -> None:
    """Suspend what was matched before the notice was complete."""
    items = list(
        Item.objects.filter(case=first, state__in=[ItemState.RECEIVED, ItemState.NOT_OURS]).order_by("position")
    )
    rows: dict[int, list[ItemLink]] = {item.pk: [] for item in items}
    by_pk = {item.pk: item for item in items}
    found = ItemLink.objects.filter(item__in=items, dropped_at=None)
    for row in found.select_related("link__title", "link__host", "link__channel", "link__submitted_by"):
        row.item = by_pk[row.item_id]
        rows[row.item_id].append(row)
    suspend(first, [(item, rows[item.pk]) for item in items])
    hold_off(first, items)
    if Portion.objects.filter(case=first).exists():
        from allostream.rights_desk.taking import post_rest

        post_rest(first, acts=True)


def _joined(known: Reading, more: Reading) -> Reading:
    """A notice with what was added to it: nothing that was said before is lost, what was missing is filled in."""
    said = {made.statement for made in known.statements}
    return replace(
        known,
        sender=_filled(known.sender, more.sender),
        principal=_filled(known.principal, more.principal),
        works=known.works or more.works,
        addresses=(*known.addresses, *more.addresses),
        statements=(*known.statements, *(made for made in more.statements if made.statement not in said)),
        signature=more.signature if known.signature.kind is SignatureKind.NONE else known.signature,
        explanation="\n\n".join(part for part in (known.explanation, more.explanation) if part.strip()),
        regimes=known.regimes | more.regimes,
        mandate=known.mandate if known.mandate.value != "unknown" else more.mandate,
        doubts=known.doubts,
    )  # fmt: skip


def _filled(known: Who, more: Who) -> Who:
    missing = {name: getattr(more, name) for name in ("name", "organisation", "email", "address", "phone", "country")}
    return replace(known, **{name: value for name, value in missing.items() if value and not getattr(known, name)})
