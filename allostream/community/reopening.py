"""A refusal of what somebody brought is taken back: it waits for a person again."""

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.trust_actions import forget_outcome
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.community.bringing import NotWaiting, snapshot
from allostream.community.bringing_rules import State
from allostream.community.models import Submission
from allostream.discovery.rules import Reason
from allostream.lib import clock
from allostream.lib.problems import NotFound


def reopen(public_id: str, *, by: User, why: str) -> Submission:
    """Let what was refused wait again, without a word on its author's trust either way.

    Raises NotFound, and NotWaiting for what was not refused.
    """
    with transaction.atomic():
        rows = Submission.objects.select_for_update(no_key=True, of=("self",)).select_related("site", "person")
        row = rows.filter(public_id=public_id).first()
        if row is None:
            raise NotFound
        if row.state != State.REFUSED:
            raise NotWaiting
        before = snapshot(row)
        row.state, row.reason, row.detail = State.QUEUED, Reason.ORIGIN_REVIEW, ""
        row.decided_at, row.decided_by, row.decided_why, row.by_rule = None, "", "", False
        row.changed_at = clock.now()
        row.save()
        actor = Actor.person(by.public_id)
        forget_outcome(row.person, "submission", public_id, by=actor)
        audit.record(
            "submission.reopen", by=actor, subject_kind="submission", subject_id=public_id, site=row.site.slug,
            before=before, after=snapshot(row), why=why,
        )  # fmt: skip
    return row
