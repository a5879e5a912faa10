"""Every write of facts: suggest, speak for or against, bring into force, take back, protect.

What follows from a fact in force, for links, is not known here: callers are allostream.links.facts, which has the
titles evaluated anew in the same transaction. Nothing is deleted; each step is a row of FactEvent and an audit entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import is_one_known, may, people_with_ids, person_with_id
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject as Stamped
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound
from allostream.rights import fact_rules as rules
from allostream.rights.actions import fact_columns
from allostream.rights.authorities import weight_counted
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import write
from allostream.rights.fact_rules import GivenSource, Outcome, Voice
from allostream.rights.fact_values import Property, Subject, Value, key_of, span_of
from allostream.rights.models import Fact, FactEvent, FactVoice, ProtectedProperty
from allostream.rights.queries.catalogue_facts import catalogue_facts
from allostream.rights.queries.facts import About, in_force_mark, rows_in_force, value_of

State, Kind = Fact.State, FactEvent.Kind


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says: a property, its value, the source, whether it takes the place of what is in force."""

    name: Property
    value: Value
    source: GivenSource
    replaces: bool = False
    why: str = ""
    demand: int = 0


def is_trusted(by: Actor) -> bool:
    """Whether somebody settles alone: whoever has the right on any site, or no person but a command. Two queries."""
    if by.kind != "person":
        return True
    person = person_with_id(by.id)
    return person is not None and may(person, Right.FACT_SETTLE)


def state_fact(about: About, said: Statement, *, by: Actor, seen: str | None = None) -> Fact:
    """State a fact: in force at once if a trusted person says it, else a suggestion that waits for a second voice.

    `seen` is the mark of what was in force when the reader decided (queries.facts.in_force_mark).
    Raises NotFound, and AlreadyStated, SeenOtherwise or BadValue of the rules.
    """
    now = clock.now()
    rules.check_source(said.source, now.date())
    rules.check_value(said.value, now.date())
    with transaction.atomic():
        about.locked()
        trusted = is_trusted(by)
        fact_columns.adopt(about, said.name, said.value)
        present = rows_in_force(about, said.name, key_of(said.value))
        _refuse(about, said, present, seen)
        fact = _new(about, said, by)
        _note(fact, Kind.PROPOSED, by, said.why)
        audit.record(
            "fact.state", by=by, subject_kind="fact", subject_id=fact.public_id, after=_snapshot(fact), why=said.why
        )
        if by.kind == "person":
            FactVoice.objects.create(fact=fact, by=by.id, is_for=True, why=said.why, at=now)
        if trusted:
            _enforce(fact, by, said.why)
    return fact


def _refuse(about: About, said: Statement, present: Sequence[Fact], seen: str | None) -> None:
    if seen is not None and seen != in_force_mark(present):
        raise rules.SeenOtherwise
    rules.check_life(said.name, said.value, _other_end(about, said.name))
    open_ones = about.facts().filter(state=State.PROPOSED, property=said.name, key=key_of(said.value))
    same = (said.source.name.strip(), said.source.address, write(said.value))
    if any((fact.source_name, fact.source_address, fact.value) == same for fact in (*present, *open_ones)):
        raise rules.AlreadyStated


def _other_end(about: About, name: Property) -> list[Value]:
    other = {Property.BORN: Property.DIED, Property.DIED: Property.BORN}.get(name)
    if other is None:
        return []
    stated = rows_in_force(about, other, "") or [one for one in catalogue_facts(about) if one.property == other]
    return [value_of(fact) for fact in stated]


def _new(about: About, said: Statement, by: Actor) -> Fact:
    earliest, latest = span_of(said.value)
    source = said.source
    return Fact.objects.create(
        **about.columns, property=said.name, key=key_of(said.value), value=write(said.value), earliest=earliest,
        latest=latest, source_name=source.name.strip(), source_address=source.address, source_weight=source.weight,
        source_origin=source.origin, seen_on=source.seen_on, quote=source.quote.strip(), stated_kind=by.kind,
        stated_by=by.id, stated_at=clock.now(), why=said.why, state=State.PROPOSED, replaces=said.replaces,
        demand=said.demand,
    )  # fmt: skip


def confirm_fact(public_id: str, *, by: Actor, why: str = "", seen: str | None = None) -> Fact:
    """Speak for a suggestion; at the quorum, or by a trusted person, it comes into force.

    Raises NotFound, FactClosed, OwnVoice, SeenOtherwise.
    """
    return _speak(public_id, by=by, why=why, seen=seen, is_for=True)


def refuse_fact(public_id: str, *, by: Actor, why: str = "") -> Fact:
    """Speak against a suggestion; one's own is withdrawn by that. Raises NotFound, FactClosed, OwnVoice."""
    with transaction.atomic():
        fact = _open(public_id)
        if fact.stated_kind == by.kind and fact.stated_by == by.id:
            _end(fact, State.REFUSED, by, why)
            audit.record("fact.withdraw", by=by, subject_kind="fact", subject_id=public_id, why=why)
            return fact
        return _speak(public_id, by=by, why=why, seen=None, is_for=False)


def _speak(public_id: str, *, by: Actor, why: str, seen: str | None, is_for: bool) -> Fact:
    with transaction.atomic():
        fact = _open(public_id)
        about = About.of(fact)
        present = rows_in_force(about, Property(fact.property), fact.key)
        if seen is not None and seen != in_force_mark(present):
            raise rules.SeenOtherwise
        voices = [Voice(voice.by, voice.is_for) for voice in fact.voices.order_by("at", "pk")]
        if any(voice.by == by.id for voice in voices) or (fact.stated_kind, fact.stated_by) == (by.kind, by.id):
            raise rules.OwnVoice
        if by.kind == "person":
            FactVoice.objects.create(fact=fact, by=by.id, is_for=is_for, why=why, at=clock.now())
        audit.record(
            "fact.confirm" if is_for else "fact.refuse", by=by, subject_kind="fact", subject_id=public_id, why=why,
            after={"voices": len(voices) + 1},
        )  # fmt: skip
        raise_stamp(Stamped.FACTS)
        voices.append(Voice(by.id, is_for, is_trusted(by)))
        told = rules.outcome(
            voices, is_protected=is_protected(about, Property(fact.property)),
            is_one_known=is_one_known(people_with_ids({one.by for one in voices if one.is_for}).values()),
        )  # fmt: skip
        match told:
            case Outcome.IN_FORCE:
                _enforce(fact, by, why)
            case Outcome.REFUSED:
                _end(fact, State.REFUSED, by, why)
    return fact


def _open(public_id: str) -> Fact:
    """A suggestion that is still open, its subject locked, so that two people decide one after the other."""
    fact = Fact.objects.filter(public_id=public_id).first()
    if fact is None:
        raise NotFound
    About.of(fact).locked()
    fact.refresh_from_db()
    if fact.state != State.PROPOSED:
        raise rules.FactClosed
    return fact


def _enforce(fact: Fact, by: Actor, why: str) -> None:
    """Bring a fact into force, in the caller's transaction: what it replaces ends, pages show the new value."""
    about, now = About.of(fact), clock.now()
    replaced = rows_in_force(about, Property(fact.property), fact.key) if fact.replaces else []
    fact.state, fact.in_force_since = State.IN_FORCE, now
    fact.source_weight = weight_counted(
        Weight(fact.source_weight), fact.source_address, is_looked_at=is_trusted(by)
    )  # fmt: skip
    fact.save(update_fields=["state", "in_force_since", "source_weight"])
    for old in replaced:
        old.state, old.superseded_by, old.ended_at = State.SUPERSEDED, fact, now
        old.save(update_fields=["state", "superseded_by", "ended_at"])
        _note(old, Kind.SUPERSEDED, by, why)
    _note(fact, Kind.IN_FORCE, by, why)
    audit.record(
        "fact.in-force", by=by, subject_kind="fact", subject_id=fact.public_id, why=why,
        before={"in_force": [_snapshot(old) for old in replaced]}, after=_snapshot(fact),
    )  # fmt: skip
    fact_columns.follow(about, Property(fact.property), fact.key, by=by, why=why)


def revert_fact(public_id: str, *, by: Actor, why: str) -> Fact:
    """Take a fact in force back: what it had replaced is in force again. For trusted people.

    Raises NotFound, Forbidden, NotInForce.
    """
    with transaction.atomic():
        fact = Fact.objects.filter(public_id=public_id).first()
        if fact is None:
            raise NotFound
        if not is_trusted(by):
            raise Forbidden
        about = About.of(fact)
        about.locked()
        fact.refresh_from_db()
        if fact.state != State.IN_FORCE:
            raise rules.NotInForce
        _end(fact, State.REVERTED, by, why)
        back = list(fact.superseded.filter(state=State.SUPERSEDED).order_by("pk"))
        for old in back:
            old.state, old.superseded_by, old.ended_at, old.in_force_since = State.IN_FORCE, None, None, clock.now()
            old.save(update_fields=["state", "superseded_by", "ended_at", "in_force_since"])
            _note(old, Kind.RESTORED, by, why)
        audit.record(
            "fact.revert", by=by, subject_kind="fact", subject_id=public_id, why=why, before=_snapshot(fact),
            after={"in_force": [_snapshot(old) for old in back]},
        )  # fmt: skip
        fact_columns.follow(about, Property(fact.property), fact.key, by=by, why=why)
    return fact


def _end(fact: Fact, state: Fact.State, by: Actor, why: str) -> None:
    fact.state, fact.ended_at = state, clock.now()
    fact.save(update_fields=["state", "ended_at"])
    _note(fact, Kind(state.value), by, why)


def _note(fact: Fact, kind: FactEvent.Kind, by: Actor, why: str) -> None:
    FactEvent.objects.create(fact=fact, kind=kind, by_kind=by.kind, by=by.id, at=clock.now(), why=why)
    raise_stamp(Stamped.FACTS)


def protect_property(about: About, name: Property, *, by: Actor, why: str) -> bool:
    """Let only trusted people change a property of one thing; False when that was so. Raises NotFound, Forbidden."""
    return _set_protection(about, name, by=by, why=why, protects=True)


def unprotect_property(about: About, name: Property, *, by: Actor, why: str) -> bool:
    """Let the quorum change a property again; False when that was so already. Raises NotFound, Forbidden."""
    return _set_protection(about, name, by=by, why=why, protects=False)


def _set_protection(about: About, name: Property, *, by: Actor, why: str, protects: bool) -> bool:
    if not is_trusted(by):
        raise Forbidden
    with transaction.atomic():
        subject = about.locked()
        if is_protected(about, name) == protects:
            return False
        if protects:
            ProtectedProperty.objects.create(**about.columns, property=name, by=by.id, at=clock.now(), why=why)
        else:
            _protection(about, name).delete()
        audit.record(
            "fact.protect" if protects else "fact.unprotect", by=by, subject_kind=about.subject,
            subject_id=subject.public_id, after={"property": name}, why=why,
        )  # fmt: skip
        raise_stamp(Stamped.FACTS)
    return True


def _protection(about: About, name: Property) -> QuerySet[ProtectedProperty]:
    return ProtectedProperty.objects.filter(**about.columns, property=name)


def is_protected(about: About, name: Property) -> bool:
    """Whether only trusted people may change a property of one thing. One query."""
    return _protection(about, name).exists()


def _snapshot(fact: Fact) -> dict[str, Any]:
    """What the audit keeps of a fact."""
    return {
        "fact": fact.public_id, "about": About.of(fact).named, "property": fact.property, "value": fact.value,
        "source": fact.source_name, "source_address": fact.source_address, "source_weight": fact.source_weight,
        "stated_by": fact.stated_by, "replaces": fact.replaces,
    }  # fmt: skip


def move_facts(gone_id: int, kept_id: int, *, by: Actor, why: str) -> None:
    """Give what was stated of a title to the one that it becomes, in the caller's transaction, by row ids.

    What both have in force then stands side by side, as sources that contradict each other do.
    """
    gone, kept = About(Subject.TITLE, gone_id), About(Subject.TITLE, kept_id)
    moved = list(gone.facts().order_by("pk"))
    for fact in moved:
        fact_columns.adopt(kept, Property(fact.property), value_of(fact))
    gone.facts().update(**kept.columns)
    theirs = ProtectedProperty.objects.filter(**kept.columns).values("property")
    ProtectedProperty.objects.filter(**gone.columns).exclude(property__in=theirs).update(**kept.columns)
    for name, key in {(Property(fact.property), fact.key) for fact in moved if fact.property in fact_columns.SHOWN}:
        fact_columns.show_in_columns(kept, name, key, by=by, why=why)
