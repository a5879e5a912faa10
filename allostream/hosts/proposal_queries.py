"""Reads of proposals, proofs and objections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q

from allostream.hosts import proof_rules, proposal_rules
from allostream.hosts.models import Channel, Host, Objection, Proof, Proposal
from allostream.hosts.proof_rules import ChannelProof, ProofKind, channel_proof
from allostream.hosts.proposal_rules import Next
from allostream.lib.problems import NotFound

MOST_PROPOSALS = 200
MOST_OBJECTIONS = 100


@dataclass(frozen=True)
class ProposalView:
    """A proposal with what it rests on; `objections` are counted, and read for moderators alone."""

    row: Proposal
    proofs: tuple[Proof, ...]
    proof: ChannelProof
    open_objections: int
    days_left: int
    next: Next
    objections: tuple[Objection, ...] = ()

    @property
    def subject(self) -> Channel | Host:
        """What is proposed."""
        return self.row.channel or self.row.host

    @property
    def is_open(self) -> bool:
        return self.row.state == Proposal.State.OPEN

    @property
    def may_be_listed(self) -> bool:
        """Whether a person may list it now: the four weeks are over, and it is shown whose it is."""
        return self.is_open and self.next is not Next.WINDOW_RUNS and self.proof.is_shown


def proofs_of(proposal: Proposal) -> tuple[Proof, ...]:
    """The proofs of what is proposed, the latest first. One query."""
    rows = Proof.objects.filter(host=proposal.host_id, channel=proposal.channel_id)
    return tuple(rows.order_by("-seen_on", "-pk"))


def weighed(proofs: Iterable[Proof], today: date, renamed_on: date | None) -> ChannelProof:
    """What proofs come to. No query."""
    given = (
        proof_rules.Proof(ProofKind(row.kind), row.seen_on, row.address, row.capture)
        for row in proofs
        if row.kind in set(ProofKind)
    )
    return channel_proof(given, today, renamed_on)


def proof_of(proposal: Proposal, today: date) -> ChannelProof:
    """How well it is shown whose the host or channel is. One query."""
    return weighed(proofs_of(proposal), today, _named_on(proposal))


def open_objections(proposal: Proposal) -> int:
    """How many objections nobody has answered. One query."""
    return proposal.objections.filter(upheld=None).count()


def proposal_with_id(public_id: str, now: datetime, *, for_moderator: bool) -> ProposalView:
    """One proposal, decided or not. Three queries, four for a moderator. Raises NotFound."""
    row = Proposal.objects.select_related("host", "channel").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    said = tuple(row.objections.order_by("-made_at", "-pk")[:MOST_OBJECTIONS]) if for_moderator else ()
    return _view(row, open_objections(row), now, said)


def open_proposals(now: datetime) -> list[ProposalView]:
    """What is proposed now, what ends first at the top. Two queries."""
    rows = Proposal.objects.filter(state=Proposal.State.OPEN).select_related("host", "channel")
    counted = rows.annotate(unanswered=Count("objections", filter=Q(objections__upheld=None)))
    found = list(counted.order_by("closes_at", "pk")[:MOST_PROPOSALS])
    by_subject: dict[tuple[int, int | None], list[Proof]] = {}
    for proof in Proof.objects.filter(host__in=[row.host_id for row in found]).order_by("-seen_on", "-pk"):
        by_subject.setdefault((proof.host_id, proof.channel_id), []).append(proof)
    return [
        _put_together(row, tuple(by_subject.get((row.host_id, row.channel_id), ())), row.unanswered, now)
        for row in found
    ]


@dataclass(frozen=True)
class ProofDue:
    """A listed channel whose proof has to be looked at again, and its latest proposal, where it has one."""

    channel: Channel
    proof: ChannelProof
    proposal: str


def proofs_due(today: date) -> list[ProofDue]:
    """Listed channels whose proof is more than a year old, or of a time before they got their present name.

    Three queries.
    """
    old = Q(proofs__seen_on__lte=today - proof_rules.YEAR) | Q(proofs__seen_on__lt=F("named_on"))
    rows = Channel.objects.filter(old, stands="listed").select_related("host").distinct()
    found = list(rows.order_by("pk")[:MOST_PROPOSALS])
    proofs: dict[int, list[Proof]] = {}
    for proof in Proof.objects.filter(channel__in=found):
        proofs.setdefault(proof.channel_id or 0, []).append(proof)
    latest = dict(
        Proposal.objects.filter(channel__in=found).order_by("opened_at").values_list("channel_id", "public_id")
    )
    weighed_all = [(one, weighed(proofs[one.pk], today, one.named_on)) for one in found]
    return [ProofDue(one, proof, latest.get(one.pk, "")) for one, proof in weighed_all if proof.is_due]


def open_proposal_of(subject: Channel | Host, now: datetime) -> ProposalView | None:
    """The open proposal of a host or channel. None, and no query, for one that is not proposed; else three queries."""
    if subject.stands != "proposed":
        return None
    rows = Proposal.objects.filter(state=Proposal.State.OPEN).select_related("host", "channel")
    if isinstance(subject, Channel):
        row = rows.filter(channel=subject).first()
    else:
        row = rows.filter(host=subject, channel=None).first()
    return _view(row, open_objections(row), now) if row else None


def _view(row: Proposal, unanswered: int, now: datetime, said: tuple[Objection, ...] = ()) -> ProposalView:
    return _put_together(row, proofs_of(row), unanswered, now, said)


def _put_together(
    row: Proposal, proofs: tuple[Proof, ...], unanswered: int, now: datetime, said: tuple[Objection, ...] = ()
) -> ProposalView:
    proof = weighed(proofs, now.date(), _named_on(row))
    return ProposalView(
        row, proofs, proof, unanswered, proposal_rules.days_left(row.closes_at, now),
        proposal_rules.what_next(now, row.closes_at, unanswered, proof), said,
    )  # fmt: skip


def _named_on(row: Proposal) -> date | None:
    return row.channel.named_on if row.channel else None
