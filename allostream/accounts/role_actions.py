"""Giving and taking roles, and taking rights away. The audit keeps who, what, where, until when and why."""

from datetime import datetime
from typing import Any

from django.db import transaction

from allostream.accounts.models import Bar, RoleGrant, User
from allostream.accounts.permission_rules import HATS, UNGIVEN, Held, Right, Role, may_bar, may_pass_on
from allostream.accounts.queries import may, person_with_id, powers_of
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.lib import clock
from allostream.lib.problems import Forbidden, Problem, gettext_noop


class RoleNotGiven(Problem):
    """A role that everybody has, or a hat without saying for whom and on what proof."""

    code = "role-not-given"
    status = 422
    sentence = gettext_noop("A hat needs the name of whom it speaks for, and the proof.")


class ReasonMissing(Problem):
    """Roles and bars are never given or taken without saying why."""

    code = "reason-missing"
    status = 422
    sentence = gettext_noop("Say why: the reason is kept.")


def give_role(
    person: User, role: Role, *, by: Actor, why: str, site: str = "", language: str = "", until: datetime | None = None,
    about: str = "", proof: str = "",
) -> bool:  # fmt: skip
    """Give somebody a role; False when they have it already, with the same end.

    `site` is a slug and "" means all sites, `language` likewise; `about` and `proof` are for hats. A person who gives
    it must have every right of it, as far as it reaches and until it ends. Raises ReasonMissing, RoleNotGiven and
    Forbidden.
    """
    _check(person, Held(role, site, language, until), Right.ROLE_GIVE, by, why)
    if role in UNGIVEN or (role in HATS and not (about.strip() and proof.strip())):
        raise RoleNotGiven
    reach: dict[str, Any] = {"role": role.value, "site": site, "language": language, "about": about.strip()}
    with transaction.atomic():
        before = RoleGrant.objects.select_for_update().filter(account=person, **reach).first()
        if before and before.until == until and before.proof == proof.strip() and not before.is_earned:
            return False
        RoleGrant.objects.update_or_create(
            account=person, **reach,
            defaults={
                "given_at": clock.now(), "given_by": by.id, "why": why, "until": until, "proof": proof.strip(),
                "is_earned": False,
            },
        )  # fmt: skip
        raise_stamp(Subject.FACTS)  # whose word settled a fact is told by their role
        _note("role.give", person, by, why, site, after={**reach, "until": until.isoformat() if until else None})
    forget_powers(person)
    return True


def take_role(
    person: User, role: Role, *, by: Actor, why: str, site: str = "", language: str = "", about: str = ""
) -> bool:
    """Take from somebody the role that was given with this reach; False when there is none.

    Raises ReasonMissing and Forbidden.
    """
    _check(person, Held(role, site, language), Right.ROLE_TAKE, by, why)
    reach = {"role": role.value, "site": site, "language": language, "about": about.strip()}
    with transaction.atomic():
        number, _ = RoleGrant.objects.filter(account=person, **reach).delete()
        if number:
            raise_stamp(Subject.FACTS)
            _note("role.take", person, by, why, site, before=reach)
    forget_powers(person)
    return bool(number)


def bar(
    person: User, right: Right | None, *, by: Actor, why: str, site: str = "", until: datetime | None = None
) -> bool:
    """Take a right from somebody, or (None) all but what stays with everybody; False when it is so already.

    The statement of reasons is for the caller. Raises ReasonMissing, and Forbidden where `by` is a person who may not:
    nobody bars or frees themself or a keeper with more rights, and what counts on all sites needs a role on all.
    """
    _check_bar(person, by, right, site, why)
    where: dict[str, Any] = {"account": person, "right": right.value if right else "", "site": site}
    with transaction.atomic():
        before = Bar.objects.select_for_update().filter(**where).first()
        if before and before.until == until:
            return False
        Bar.objects.update_or_create(**where, defaults={"since": clock.now(), "until": until, "why": why})
        told = {"right": where["right"], "until": until.isoformat() if until else None}
        _note("person.bar", person, by, why, site, after=told)
    forget_powers(person)
    return True


def lift_bar(person: User, right: Right | None, *, by: Actor, why: str, site: str = "") -> bool:
    """Give back what was taken; False when nothing was. Raises ReasonMissing and Forbidden."""
    _check_bar(person, by, right, site, why)
    with transaction.atomic():
        number, _ = Bar.objects.filter(account=person, right=right.value if right else "", site=site).delete()
        if number:
            _note("person.lift-bar", person, by, why, site, before={"right": right.value if right else ""})
    forget_powers(person)
    return bool(number)


def forget_powers(person: User) -> None:
    """Have the roles of this object read again when next asked for."""
    person.__dict__.pop("_powers", None)


def _check(person: User, given: Held, right: Right, by: Actor, why: str) -> None:
    """Raise ReasonMissing without a reason, Forbidden for a person who may not pass the role on, or to themself."""
    if not why.strip():
        raise ReasonMissing
    if by.kind != "person":
        return
    giver = person_with_id(by.id)
    if giver is None or giver.pk == person.pk or not may(giver, right, site=given.site or None):
        raise Forbidden
    if not may_pass_on(powers_of(giver).held, given, right, clock.now()):
        raise Forbidden


def _check_bar(person: User, by: Actor, right: Right | None, site: str, why: str) -> None:
    if not why.strip():
        raise ReasonMissing
    if by.kind != "person":
        return
    needed = Right.PERSON_MUTE if right is Right.COMMENT_WRITE else Right.PERSON_SUSPEND
    giver = person_with_id(by.id)
    if giver is None or giver.pk == person.pk or not may(giver, needed, site=site or None):
        raise Forbidden
    if not may_bar(powers_of(giver).held, powers_of(person).held, needed, site, clock.now()):
        raise Forbidden


def _note(action: str, person: User, by: Actor, why: str, site: str, **values: dict[str, Any]) -> None:
    audit.record(action, by=by, subject_kind="person", subject_id=person.public_id, why=why, site=site, **values)
