"""What reviewers decide where the rules end, in one transaction each: the decision, what is shown by it, the audit.

One trained reviewer settles what is free but for a doubt, and may always narrow. Against the rules two of them are
needed, of whom neither put a copy of the work here nor has an interest in one; after a notice only the rights desk
decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may
from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound, Problem, gettext_noop
from allostream.links.actions import changed
from allostream.links.answering import is_formal
from allostream.links.models import RightsAnswer, WatchLink
from allostream.links.origin_rules import faults_of
from allostream.links.queries.submitters import conflicts_with_title
from allostream.links.rules import Basis, Play
from allostream.links.submitting import site_secret
from allostream.links.verdicts import Given, rule_on, write_verdict
from allostream.rights.actions.evidence import NewEvidence, keep_evidence
from allostream.rights.bases import Code
from allostream.rights.deciding_rules import (
    FREE,
    CaseKind,
    Fault,
    Item,
    Kind,
    Standing,
    faults_of_form,
    grounds,
    needs_two,
)
from allostream.rights.engine.answers import Confidence, Status
from allostream.rights.models import Case, Decision, Evidence, Objection, OverrideProposal


class ReviewRefused(Problem):
    """A review that cannot be saved; `faults` are the codes of what is wrong with it."""

    code = "review-refused"
    status = 422
    sentence = gettext_noop("This review cannot be saved: %(faults)s.")


class ProposalOutdated(Problem):
    """A proposal whose grounds have changed since it was made."""

    code = "proposal-outdated"
    status = 409
    sentence = gettext_noop("What this proposal rested on has changed since: look at the facts, and propose anew.")


class ProposalWaits(Problem):
    """Another reviewer's proposal is answered, not pushed aside."""

    code = "proposal-waits"
    status = 409
    sentence = gettext_noop("Another reviewer’s proposal for this country waits: confirm or refuse it first.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decides and why: the answers to the questions of the form, the reason, the evidence."""

    status: Status
    answers: Mapping[str, str]
    reason: str
    evidence: Sequence[NewEvidence]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of a review: the decision, or the proposal that waits for another reviewer."""

    decision: Decision | None = None
    proposal: OverrideProposal | None = None


def review(
    title_id: int, country: str, verdict: Verdict, *, by: User, own_domains: frozenset[str] = frozenset()
) -> Reviewed:
    """Decide on a title in a country, or propose to decide against the rules. Links show or hide at once.

    Raises NotFound, Forbidden for one who is no reviewer, ReviewRefused, ProposalWaits.
    """
    with transaction.atomic():
        title = _locked(title_id)
        _may_decide(title_id, verdict, by)
        _check_form(verdict, own_domains)
        kept = [keep_evidence(new, by=Actor.person(by.public_id)) for new in verdict.evidence]
        row = RightsAnswer.objects.filter(title=title_id, country=country).first()
        if needs_two(verdict.status, _standing(row)):
            return Reviewed(proposal=_propose(title, country, verdict, kept, by))
        given = Given(
            Kind.REVIEW, Actor.person(by.public_id), [by.public_id], verdict.reason, verdict.answers, kept
        )  # fmt: skip
        return Reviewed(decision=_enforce(title, country, verdict.status, given))


def second(public_id: str, *, confirms: bool, by: User, reason: str = "") -> OverrideProposal:
    """Confirm or refuse what another reviewer proposed against the rules; confirmed, it counts at once.

    Raises NotFound, Forbidden for one who is no reviewer or made the proposal, ReviewRefused, ProposalOutdated.
    """
    with transaction.atomic():
        open_ones = OverrideProposal.objects.filter(state=OverrideProposal.State.OPEN, public_id=public_id)
        # The title before the proposal, as who proposes anew does.
        title = _locked(open_ones.values_list("title_id", flat=True).first() or 0)
        proposal = open_ones.select_for_update().first()
        if proposal is None:
            raise NotFound
        verdict = Verdict(Status(proposal.status), proposal.answers, proposal.reason, ())
        _may_decide(title.pk, verdict, by)
        if proposal.made_by == by.public_id:
            raise Forbidden
        if confirms and proposal.grounds != grounds(rule_on(title.pk, proposal.country)[0]):
            raise ProposalOutdated
        proposal.state = OverrideProposal.State.CONFIRMED if confirms else OverrideProposal.State.REFUSED
        proposal.answered_by, proposal.answered_at, proposal.answer = by.public_id, clock.now(), reason
        if confirms:
            given = Given(
                Kind.OVERRIDE, Actor.person(by.public_id), [proposal.made_by, by.public_id], proposal.reason,
                proposal.answers, list(proposal.evidence.all()),
            )  # fmt: skip
            proposal.decision = _enforce(title, proposal.country, verdict.status, given)
        else:
            waiting = Case.objects.filter(title=title, country=proposal.country, closed_at__isnull=True)
            waiting.filter(kind=CaseKind.SECOND_REVIEWER).update(closed_at=clock.now())
            audit.record(
                "rights.refuse-override", by=Actor.person(by.public_id), subject_kind="title",
                subject_id=title.public_id, after={"country": proposal.country, "proposal": public_id}, why=reason,
            )  # fmt: skip
        proposal.save()
    return proposal


def answer_objection(public_id: str, *, is_upheld: bool, outcome: str, by: User) -> Objection:
    """Answer what somebody said was wrong; the outcome is public. Raises NotFound and Forbidden, and ReviewRefused for
    one who has an interest in a copy, or put one here and does not follow it.

    What follows from it, a fact or a decision, is an action of its own.
    """
    if not is_reviewer(by):
        raise Forbidden
    with transaction.atomic():
        found = Objection.objects.select_for_update().filter(public_id=public_id, state=Objection.State.OPEN).first()
        if found is None:
            raise NotFound
        barred = faults_of(conflicts_with_title(by, found.title_id, site_secret()))
        if Fault.INTERESTED in barred or (barred and not is_upheld):
            raise ReviewRefused(faults=", ".join(barred))
        found.state = Objection.State.UPHELD if is_upheld else Objection.State.REJECTED
        found.outcome, found.answered_at, found.answered_by = outcome, clock.now(), by.public_id
        found.save(update_fields=["state", "outcome", "answered_at", "answered_by"])
        if not Objection.objects.filter(title=found.title_id, country=found.country, state="open").exists():
            waiting = Case.objects.filter(title=found.title_id, country=found.country, kind=CaseKind.OBJECTION)
            waiting.filter(closed_at__isnull=True).update(closed_at=clock.now())
        changed([found.title_id], lists=False)
        audit.record(
            "rights.answer-objection", by=Actor.person(by.public_id), subject_kind="objection", subject_id=public_id,
            after={"state": found.state}, why=outcome,
        )  # fmt: skip
    return found


def _locked(title_id: int) -> Title:
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    title = present.select_for_update().filter(pk=title_id).first()
    if title is None:
        raise NotFound
    return title


def is_reviewer(person: User) -> bool:
    """Whether somebody may decide on the rights in a work, which all sites share. One query."""
    return may(person, Right.RIGHTS_DECIDE)


def _may_decide(title_id: int, verdict: Verdict, by: User) -> None:
    """Raise Forbidden for one who is no reviewer, ReviewRefused for one who may not decide on this work."""
    if not is_reviewer(by):
        raise Forbidden
    barred = faults_of(conflicts_with_title(by, title_id, site_secret()))
    # Who competes with a host would gain by closing, who put a copy here by opening alone.
    if Fault.INTERESTED in barred or (barred and verdict.status in FREE):
        raise ReviewRefused(faults=", ".join(barred))
    if verdict.status not in FREE:
        return
    links = WatchLink.objects.filter(title=title_id, removed_at__isnull=True)
    if links.filter(withdrawn_at__isnull=False, basis=Basis.WORK).exists() and not may(by, Right.RIGHTS_REOPEN):
        raise ReviewRefused(faults=Fault.FOR_THE_DESK.value)


def _check_form(verdict: Verdict, own_domains: frozenset[str]) -> None:
    items = [Item(new.kind, new.address, new.content is not None) for new in verdict.evidence]
    faults = faults_of_form(dict(verdict.answers), items, own_domains)
    if not verdict.reason.strip():
        faults = [*faults, Fault.UNANSWERED]
    if faults:
        raise ReviewRefused(faults=", ".join(fault.value for fault in dict.fromkeys(faults)))


def _standing(row: RightsAnswer | None) -> Standing | None:
    return Standing(Status(row.status), Play(row.play)) if row else None


def _propose(title: Title, country: str, verdict: Verdict, kept: Sequence[Evidence], by: User) -> OverrideProposal:
    """Keep a proposal for another reviewer, in place of the person's own one. Raises ProposalWaits for another's."""
    waiting = OverrideProposal.objects.filter(title=title, country=country, state=OverrideProposal.State.OPEN)
    if waiting.exclude(made_by=by.public_id).exists():
        raise ProposalWaits
    waiting.update(state=OverrideProposal.State.REFUSED, answered_at=clock.now(), answered_by=by.public_id)
    answer, _inputs = rule_on(title.pk, country)
    proposal = OverrideProposal.objects.create(
        title=title, country=country, status=verdict.status, reason=verdict.reason, answers=dict(verdict.answers),
        grounds=grounds(answer), made_by=by.public_id, made_at=clock.now(),
    )  # fmt: skip
    proposal.evidence.add(*kept)
    Case.objects.bulk_create(
        [Case(title=title, country=country, kind=CaseKind.SECOND_REVIEWER, opened_at=clock.now())],
        ignore_conflicts=True,
    )
    audit.record(
        "rights.propose-override", by=Actor.person(by.public_id), subject_kind="title", subject_id=title.public_id,
        after={"country": country, "status": verdict.status, "proposal": proposal.public_id}, why=verdict.reason,
    )  # fmt: skip
    return proposal


def _enforce(title: Title, country: str, status: Status, given: Given) -> Decision:
    """Write the decision with its answer, show or hide, and record it."""
    row = RightsAnswer.objects.filter(title=title, country=country).first()
    before = {"status": row.status, "play": row.play, "kind": row.kind} if row else None
    play = Play.YES if status in FREE else Play.NO
    columns = {"status": _word(status), "play": play.value, "confidence": Confidence.HIGH.value}
    if status in FREE and (row is None or not row.basis):
        columns["basis"] = _basis(status, row.rule if row else "").value
    answer = write_verdict(title.pk, country, given, columns)
    decision = answer.decision
    assert decision is not None  # write_verdict makes one
    changed([title.pk])
    audit.record(
        f"rights.{given.kind}", by=given.by, subject_kind="title", subject_id=title.public_id, before=before,
        after={"country": country, **columns, "decision": decision.public_id, "reviewers": list(given.reviewers)},
        why=given.reason,
    )  # fmt: skip
    return decision


def _basis(status: Status, rule: str) -> Code:
    if status is not Status.PD:
        return Code.OPEN_OTHER
    return Code.PD_FORMALITY_US if is_formal(rule) else Code.PD_TERM


def _word(status: Status) -> str:
    return (Status.OPEN_LICENCE if status is Status.LICENSED else status).value
