"""What became of contributions, and the trust that follows from it (allostream.accounts.trust_rules)."""

from django.db import transaction

from allostream.accounts.models import Outcome, RoleGrant, Standing, User
from allostream.accounts.permission_rules import Role
from allostream.accounts.queries import trust_record
from allostream.accounts.role_actions import forget_powers
from allostream.accounts.trust_rules import SLEEPS_AFTER, Level, holds_until, level_of
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.lib import clock

EARNED = "earned by the published thresholds"


def note_outcome(person: User, subject_kind: str, subject_id: str, *, is_upheld: bool, by: Actor) -> Level:
    """Note in the caller's transaction what became of something that somebody brought, and reckon their level anew.

    A later word on the same thing, such as after an appeal, takes the place of the first. `by` must be another person
    than the author, or no person. Returns the level. Raises ValueError for one's own word.
    """
    if by == Actor.person(person.public_id):
        raise ValueError("Nobody upholds what they brought themself.")
    now = clock.now()
    with transaction.atomic():
        standing = _locked(person)
        last = Outcome.objects.filter(account=person).order_by("-at").values_list("at", flat=True).first()
        if last and now - last >= SLEEPS_AFTER:
            standing.woke_at = now
        Outcome.objects.update_or_create(
            account=person, subject_kind=subject_kind, subject_id=subject_id,
            defaults={"is_upheld": is_upheld}, create_defaults={"is_upheld": is_upheld, "at": now},
        )  # fmt: skip
        standing.save(update_fields=["woke_at"])
        return _reckon(person, standing, by)


def forget_outcome(person: User, subject_kind: str, subject_id: str, *, by: Actor) -> Level:
    """Take back a word that should not count either way, such as when a decision was undone, in the caller's
    transaction. Returns the level."""
    with transaction.atomic():
        standing = _locked(person)
        Outcome.objects.filter(account=person, subject_kind=subject_kind, subject_id=subject_id).delete()
        return _reckon(person, standing, by)


def note_fault(person: User, *, by: Actor, why: str) -> Level:
    """Note an abuse that a moderator found: earned trust goes at once and must be earned again. Returns the level."""
    with transaction.atomic():
        standing = _locked(person)
        standing.last_fault_at = clock.now()
        standing.save(update_fields=["last_fault_at"])
        audit.record("person.fault", by=by, subject_kind="person", subject_id=person.public_id, why=why)
        return _reckon(person, standing, by)


def _locked(person: User) -> Standing:
    Standing.objects.get_or_create(account=person)
    return Standing.objects.select_for_update().get(account=person)


def _reckon(person: User, standing: Standing, by: Actor) -> Level:
    """Bring level and earned role in line with the counts; a role that somebody was given stays as it is."""
    now = clock.now()
    record, had = trust_record(person, now), Level(standing.level)
    standing.level, standing.until = level_of(record, now, had=had), holds_until(record)
    standing.save(update_fields=["level", "until"])
    earned = RoleGrant.objects.filter(account=person, role=Role.TRUSTED, site="", language="", about="")
    if standing.level < Level.TRUSTED:
        earned.filter(is_earned=True).delete()
    elif not earned.filter(is_earned=True).update(until=standing.until):
        RoleGrant.objects.get_or_create(
            account=person, role=Role.TRUSTED, site="", language="", about="",
            defaults={"given_at": now, "given_by": "thresholds", "why": EARNED, "until": standing.until,
                      "is_earned": True},
        )  # fmt: skip
    if standing.level != had:
        raise_stamp(Subject.FACTS)  # whose word settled a fact is told by their role
        audit.record(
            "person.level", by=by, subject_kind="person", subject_id=person.public_id,
            before={"level": had.name.lower()}, after={"level": Level(standing.level).name.lower()},
        )  # fmt: skip
    forget_powers(person)
    return Level(standing.level)
