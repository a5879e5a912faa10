"""Invitations: addresses that let so many people make an account until a day, where accounts are by invitation."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from allostream.accounts.models import Invitation, User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import limits_of, may
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.lib import clock
from allostream.lib.problems import Forbidden, Problem, gettext_noop

MONTH = timedelta(days=30)
HOLDS_FOR = timedelta(days=14)
MOST_USES = 20
# Who may do more than a trusted person may invite more.
KEEPERS_A_MONTH = 200


class NotInvited(Problem):
    """An account was asked for without an invitation that still counts."""

    code = "not-invited"
    status = 403
    sentence = gettext_noop("This invitation has run out or was used up. Ask for another one.")


class NoMoreInvitations(Problem):
    """More invitations than somebody may give in a month."""

    code = "no-more-invitations"
    status = 422
    sentence = gettext_noop("You have given as many invitations as you may in a month.")


def invite(by: User, *, uses: int = 1, now: datetime | None = None) -> tuple[Invitation, str]:
    """A new invitation and its code, which is not kept: who lost it makes another. Raises Forbidden and
    NoMoreInvitations."""
    now = now or clock.now()
    if not may(by, Right.PERSON_INVITE):
        raise Forbidden
    most = KEEPERS_A_MONTH if may(by, Right.PERSON_WARN) else limits_of(by).invitations_a_month
    code = secrets.token_urlsafe(18)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        given = Invitation.objects.filter(by=by, made_at__gt=now - MONTH).values_list("uses", flat=True)
        if not 1 <= uses <= MOST_USES or sum(given) + uses > most:
            raise NoMoreInvitations
        made = Invitation.objects.create(
            by=by, code_digest=_digest(code), uses=uses, left=uses, made_at=now, until=now + HOLDS_FOR
        )
        audit.record(
            "person.invite", by=Actor.person(by.public_id), subject_kind="invitation", subject_id=str(made.pk),
            after={"uses": uses},
        )  # fmt: skip
    return made, code


def withdraw_invitation(by: User, number: int) -> bool:
    """Let one's own invitation count no longer; False when there is none that does."""
    with transaction.atomic():
        changed = Invitation.objects.filter(by=by, pk=number, left__gt=0).update(left=0)
        if changed:
            audit.record(
                "person.withdraw-invitation", by=Actor.person(by.public_id), subject_kind="invitation",
                subject_id=str(number),
            )  # fmt: skip
    return bool(changed)


def is_open(sign_up: str, code: str) -> bool:
    """Whether somebody who came with this code ("" for none) may make an account. No query unless invitations count."""
    if sign_up != "invited":
        return sign_up == "open"
    return bool(code) and _open().filter(code_digest=_digest(code)).exists()


def use_invitation(code: str) -> None:
    """Use up one place of an invitation, in the caller's transaction. Raises NotInvited."""
    if not _open().filter(code_digest=_digest(code)).update(left=F("left") - 1):
        raise NotInvited


def _open() -> "QuerySet[Invitation]":
    return Invitation.objects.filter(left__gt=0, until__gt=clock.now())


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
