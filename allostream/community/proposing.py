"""From a link at a host that nobody knows to the public proposal of that host, and back when it is decided.

Whoever brings the link gives evidence; only a moderator opens the proposal, so that nobody can have the name of a host
published by bringing something there.
"""

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.community.bringing import RULES, snapshot, waiting_row, weigh_again
from allostream.community.bringing_rules import State
from allostream.community.models import Submission
from allostream.community.permitting import may_go_live
from allostream.discovery.rules import Reason
from allostream.hosts.models import Proposal
from allostream.hosts.proposal_rules import NewChannel, NewProof
from allostream.hosts.rules import HostRow
from allostream.lib import clock
from allostream.lib.problems import Forbidden
from allostream.links import listing

DECIDED = (Proposal.State.LISTED, Proposal.State.REFUSED)
PORTION = 20


def open_proposal(
    public_id: str, proposed: HostRow | NewChannel, proofs: list[NewProof], *, by: User, why: str
) -> Proposal:
    """Open the proposal of the host or channel at which somebody brought a link; the link waits until it is decided.

    Raises NotFound, NotWaiting, Forbidden, and as links.listing.propose_host and propose_channel do.
    """
    if not may(by, Right.HOST_NOMINATE):
        raise Forbidden
    actor = Actor.person(by.public_id)
    with transaction.atomic():
        row = waiting_row(public_id, by)
        before = snapshot(row)
        if isinstance(proposed, HostRow):
            proposal = listing.propose_host(proposed, proofs, by=actor, why=why)
        else:
            proposal = listing.propose_channel(proposed, proofs, by=actor, why=why)
        row.state, row.proposal, row.changed_at = State.PROPOSED, proposal, clock.now()
        row.save()
        audit.record(
            "submission.propose", by=actor, subject_kind="submission", subject_id=public_id, site=row.site.slug,
            before=before, after={**snapshot(row), "proposal": proposal.public_id}, why=why,
        )  # fmt: skip
    return proposal


def follow_proposals() -> int:
    """Go on with links whose host has been listed or refused meanwhile; returns how many. Two queries without any."""
    rows = Submission.objects.filter(state=State.PROPOSED, proposal__state__in=DECIDED)
    found = list(rows.select_related("proposal", "person", "site").order_by("pk")[:PORTION])
    for row in found:
        if row.proposal is not None and row.proposal.state == Proposal.State.LISTED:
            Submission.objects.filter(pk=row.pk, state=State.PROPOSED).update(state=State.ASKED)
            weigh_again(row.pk, may_go_live=may_go_live(row.person, row.site))
        else:
            _refuse(row.pk)
    return len(found)


def _refuse(row_id: int) -> None:
    """Whoever brought it reads why its host was refused, in the words of who decided that; once, however many workers
    see it."""
    with transaction.atomic():
        rows = Submission.objects.select_for_update(no_key=True, of=("self",)).select_related("proposal", "site")
        row = rows.filter(pk=row_id, state=State.PROPOSED).first()
        if row is None:
            return
        before = snapshot(row)
        row.state, row.reason, row.by_rule = State.REFUSED, Reason.HOST_NOT_LISTED, False
        row.decided_why = row.proposal.decided_why if row.proposal else ""
        row.decided_by = row.proposal.decided_by if row.proposal else ""
        row.decided_at = row.changed_at = clock.now()
        row.save()
        audit.record(
            "submission.refuse", by=RULES, subject_kind="submission", subject_id=row.public_id, site=row.site.slug,
            before=before, after=snapshot(row), why=row.decided_why,
        )  # fmt: skip
