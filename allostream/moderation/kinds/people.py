"""What counted relations say of people (Finding): for moderators to look at, with reasons; no accusation."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import bar_of
from allostream.accounts.role_actions import bar, lift_bar
from allostream.accounts.trust_actions import note_fault
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import MOST, Act, Face, Kind, Row, Words
from allostream.moderation.models import Finding
from allostream.moderation.queue_rules import Sign

SIGNS = {
    Finding.Kind.RING: Sign.RING, Finding.Kind.FEEDER: Sign.FEEDER, Finding.Kind.SLEEPER: Sign.SLEEPER,
    Finding.Kind.OWN: Sign.MAY_BE_OWN,
}  # fmt: skip


def rows() -> Sequence[Row]:
    """Findings that nobody has settled. One query."""
    found = Finding.objects.filter(settled_at__isnull=True).order_by("found_at", "pk")
    return [
        Row(public_id, found_at, signs=(SIGNS[Finding.Kind(kind)],))
        for public_id, found_at, kind in found.values_list("public_id", "found_at", "kind")[:MOST]
    ]


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of findings: the people, and the numbers on which it rests. Two queries."""
    found = Finding.objects.filter(public_id__in=list(ids)).prefetch_related("people")
    return {
        row.public_id: Face(
            name=", ".join(sorted(person.name for person in row.people.all())),
            told=(("finding", row.kind), *((code, str(value)) for code, value in row.reasons.items())),
        )
        for row in found
    }  # fmt: skip


def _settle(public_id: str, by: User, words: Words) -> Finding:
    """Note that somebody has looked. Raises NotFound."""
    row = Finding.objects.select_for_update().filter(public_id=public_id, settled_at__isnull=True).first()
    if row is None:
        raise NotFound
    row.settled_at, row.settled_by, row.note = clock.now(), by, words.why
    row.save(update_fields=["settled_at", "settled_by", "note"])
    return row


def _dismiss(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    _settle(public_id, by, words)
    return {}


def _reopen(public_id: str, _before: Mapping[str, Any], by: User, why: str) -> None:
    Finding.objects.filter(public_id=public_id).update(settled_at=None, settled_by=None, note="")


def _warn(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    for person in _settle(public_id, by, words).people.all():
        note_fault(person, by=Actor.person(by.public_id), why=words.why)
    return {}


def _suspend(public_id: str, by: User, words: Words) -> Mapping[str, Any]:
    people = list(_settle(public_id, by, words).people.all())
    earlier = {person.public_id: found for person in people if (found := bar_of(person)) is not None}
    for person in people:
        bar(person, None, by=Actor.person(by.public_id), why=words.why, until=words.until)
    return {"bars": {key: [one.until.isoformat() if one.until else "", one.why] for key, one in earlier.items()}}


def _give_back(public_id: str, before: Mapping[str, Any], by: User, why: str) -> None:
    """Undo for one person, for decisions are made on each of them: a suspension that was there before holds on."""
    actor, (until, reason) = Actor.person(by.public_id), before.get("bars", {}).get(public_id, (None, ""))
    for person in User.objects.filter(public_id=public_id):
        if until is None or (until and datetime.fromisoformat(until) <= clock.now()):
            lift_bar(person, None, by=actor, why=why)
        else:
            bar(person, None, by=actor, why=reason, until=datetime.fromisoformat(until) if until else None)


def authors(public_id: str) -> Sequence[User]:
    """The people of a finding: each is told by a decision of their own. Two queries."""
    row = Finding.objects.filter(public_id=public_id).first()
    return list(row.people.all()) if row else []


DISMISS = Act("dismiss", Measure.DISMISSED, Right.PERSON_WARN, _dismiss, _reopen)
WARN = Act("warn", Measure.WARNED, Right.PERSON_WARN, _warn)
SUSPEND = Act("suspend", Measure.SUSPENDED, Right.PERSON_SUSPEND, _suspend, _give_back)
PEOPLE = Kind(Thing.PERSON, Right.PERSON_WARN, rows, faces, (DISMISS, WARN, SUSPEND), authors)
