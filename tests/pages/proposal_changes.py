"""Changes of proposals and judged copies, for the test that each is on the next answer of the page cache."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from allostream.audit.rules import Actor
from allostream.catalogue.models import Source
from allostream.hosts import proposal_actions as proposals
from allostream.hosts.models import Channel, Host, Proof, Proposal
from allostream.hosts.proof_rules import ProofKind
from allostream.hosts.proposal_rules import NewChannel, NewProof
from allostream.hosts.rules import FIELDS, HostRow
from allostream.lib import exchange
from allostream.links import actions as links
from allostream.links import copies, listing, vouching
from allostream.links.rules import Origin
from tests import factories
from tests.actions.imports import LOOKED
from tests.whole import Whole

BY = Actor.system("test")
WHO: dict[str, Any] = {"by": BY, "why": "test"}
Change = Callable[[Whole, Path], Iterator[None]]
CHANGES: dict[str, Change] = {}


def change(name: str) -> Callable[[Change], Change]:
    """Note a change: what it needs before its `yield`, the action itself behind it."""

    def note(function: Change) -> Change:
        CHANGES[name] = function
        return function

    return note


def row_of(host: Host, **values: Any) -> HostRow:
    known = {name: getattr(host, name) for name in FIELDS}
    row = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    return HostRow(**{**row, **values})


CATALOGUE = NewProof(ProofKind.DISTRIBUTOR_CATALOGUE, date(2026, 11, 1))
CONTRACT = NewProof(ProofKind.CONTRACT_OR_MAIL, date(2026, 11, 1))
OBJECTION = "These are films of somebody else."


def as_proposed(channel: Channel) -> NewChannel:
    return NewChannel(channel.host.slug, channel.key, channel.name)


@change("listing.propose_channel")
@change("proposals.propose_channel")
def propose_channel(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    listing.propose_channel(as_proposed(whole.channel), [CONTRACT], **WHO)


@change("listing.propose_host")
@change("proposals.propose_host")
def propose_host(whole: Whole, _folder: Path) -> Iterator[None]:
    links.load_hosts([row_of(whole.host, stands="refused", note="closed")], **WHO)
    yield
    listing.propose_host(row_of(whole.host, note=""), [CONTRACT], **WHO)


@change("listing.decide")
@change("proposals.close")
def decide(whole: Whole, _folder: Path) -> Iterator[None]:
    proposal = listing.propose_channel(as_proposed(whole.channel), [CONTRACT], **WHO)
    yield
    listing.decide(proposal.public_id, lists=False, by=Actor.system("other"), why="test")


@change("listing.end_window")
def end_window(whole: Whole, _folder: Path) -> Iterator[None]:
    proposal = listing.propose_channel(as_proposed(whole.channel), [CONTRACT], **WHO)
    Proposal.objects.update(closes_at=factories.SEEN)
    yield
    listing.end_window(proposal.public_id)


@change("listing.show_links_in")
def show_links_in(whole: Whole, _folder: Path) -> Iterator[None]:
    whole.link.shown_rows.all().delete()
    yield
    listing.show_links_in(whole.channel.public_id)


@change("proposals.object_to")
def object_to(whole: Whole, _folder: Path) -> Iterator[None]:
    proposal = listing.propose_channel(as_proposed(whole.channel), [CONTRACT], **WHO)
    Proposal.objects.update(closes_at=factories.SEEN)
    yield
    proposals.object_to(proposal.public_id, OBJECTION, by=BY)


@change("proposals.add_proof")
def add_proof(whole: Whole, _folder: Path) -> Iterator[None]:
    proposal = listing.propose_channel(as_proposed(whole.channel), [], **WHO)
    Proposal.objects.update(closes_at=factories.SEEN)
    yield
    proposals.add_proof(proposal.public_id, CONTRACT, by=BY)


@change("listing.refuse_channel")
@change("proposals.refuse_channel")
def refuse_channel(whole: Whole, _folder: Path) -> Iterator[None]:
    yield
    listing.refuse_channel(whole.channel.public_id, **WHO)


def carried(whole: Whole, *proofs: NewProof) -> str:
    """A listed channel whose copy nobody has looked at; returns its proposal."""
    proposal = listing.propose_channel(as_proposed(whole.channel), [CONTRACT, *proofs], **WHO)
    Proposal.objects.update(closes_at=factories.SEEN)
    listing.decide(proposal.public_id, lists=True, by=Actor.system("other"), why="test")
    links.judge_origin(whole.link.public_id, Origin.UNCHECKED, **WHO)
    return proposal.public_id


@change("listing.add_proof")
def complete_proof(whole: Whole, _folder: Path) -> Iterator[None]:
    proposal = carried(whole)
    yield
    listing.add_proof(proposal, CATALOGUE, by=BY)


@change("listing.end_proof")
def end_proof(whole: Whole, _folder: Path) -> Iterator[None]:
    carried(whole, CATALOGUE)
    Proof.objects.update(seen_on=date(2025, 11, 1))
    yield
    listing.end_proof(whole.channel.public_id)


@change("vouching.vouch")
@change("vouching.clear_vouched")
def clear_vouched(whole: Whole, _folder: Path) -> Iterator[None]:
    links.judge_origin(whole.link.public_id, Origin.UNCHECKED, **WHO)
    yield
    source = Source.objects.get(slug="lists")
    record = exchange.Link(on="lists:1", url=whole.link.canonical_url, form="embed", offer="free_open", basis="work")
    assert vouching.clear_vouched(vouching.vouch(source, LOOKED, by=BY), [record], by=BY) == 1


@change("copies.judge_copy")
def judge_copy(whole: Whole, _folder: Path) -> Iterator[None]:
    item = whole.link.content_key.partition(":")[2]
    yield
    copies.judge_copy(whole.link.public_id, {"metadata": {"identifier": item}}, b"x" * 32, by=BY)
