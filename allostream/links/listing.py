"""Every write that changes how a host or channel stands by a proposal: their links show or hide in the same moment."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue_actions
from allostream.catalogue.models import Title
from allostream.hosts import proposal_actions, proposal_queries
from allostream.hosts.models import Channel, Proof, Proposal
from allostream.hosts.proposal_rules import NewChannel, NewProof, Next
from allostream.hosts.rules import HostRow
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.links.actions import PORTION, changed, show_links_at
from allostream.links.ending_rules import Cause
from allostream.links.endings import hide
from allostream.links.models import ShownLink, WatchLink
from allostream.links.origin_rules import not_cleared
from allostream.links.rules import Ground, Origin
from allostream.outbox import actions as outbox

# Cleared for its own sake: its channel does not matter to it.
BY_ITSELF_CLEARED = Q(origin=Origin.CLEARED) & ~Q(origin_ground=Ground.CHANNEL)
SHOW_IN_CHANNEL = "links.show-in-channel"
BY_ITSELF = "Nobody objected within four weeks, and it is shown whose it is."


def propose_host(row: HostRow, proofs: Sequence[NewProof], *, by: Actor, why: str) -> Proposal:
    """Propose a host; no link leads there before it is listed. Raises as hosts.proposal_actions.propose_host does."""
    return proposal_actions.propose_host(row, proofs, by=by, why=why)


def propose_channel(new: NewChannel, proofs: Sequence[NewProof], *, by: Actor, why: str) -> Proposal:
    """Propose a channel. Its links that no person has cleared are hidden until it is listed.

    Raises as hosts.proposal_actions.propose_channel does.
    """
    with transaction.atomic():
        proposal = proposal_actions.propose_channel(new, proofs, by=by, why=why)
        _hide_links(WatchLink.objects.filter(channel=proposal.channel), but=BY_ITSELF_CLEARED)
    return proposal


def decide(public_id: str, *, lists: bool, by: Actor, why: str) -> Proposal:
    """List what was proposed, or refuse it. Raises as hosts.proposal_actions.close does.

    Links at what is refused are hidden in the same transaction, however many; those at what is listed are shown
    portion by portion, all but the first by the worker.
    """
    with transaction.atomic():
        proposal = proposal_actions.close(public_id, lists=lists, by=by, why=why)
        if not lists:
            _hide(proposal)
            if proposal.channel:
                _look_again(proposal.channel)
        elif proposal.channel:
            show_links_in(proposal.channel.public_id)
        else:
            show_links_at(proposal.host.slug)
    return proposal


def end_window(public_id: str) -> Next:
    """List a proposal whose four weeks are over, if nobody objects and it is shown whose it is; returns what happened.

    Anything else stays proposed and waits for a person. Doing it twice does no harm. Raises NotFound.
    """
    with transaction.atomic():
        proposal_actions.lock(public_id)  # an objection that is just being made is waited for
        found = proposal_queries.proposal_with_id(public_id, clock.now(), for_moderator=False)
        if found.is_open and found.next is Next.LIST:
            decide(public_id, lists=True, by=Actor.system("window"), why=BY_ITSELF)
    return found.next


def show_links_in(channel: str, after: int = 0) -> None:
    """Show what may be shown of the links in a channel, for the next portion of titles behind a row id.

    Posts the rest to the outbox, as `links.show-in-channel`.
    """
    with transaction.atomic():
        links = WatchLink.objects.filter(channel__public_id=channel, title__gt=after).order_by("title_id")
        ids = list(links.values_list("title_id", flat=True).distinct()[:PORTION])
        changed(ids)
        if len(ids) == PORTION:
            outbox.post(SHOW_IN_CHANNEL, {"channel": channel, "after": ids[-1]})


def refuse_channel(public_id: str, *, by: Actor, why: str) -> Channel:
    """Refuse a channel however it stands, as for mass uploading: all its copies are hidden and have to be looked at
    anew, in the same transaction. Raises as hosts.proposal_actions.refuse_channel does.
    """
    with transaction.atomic():
        channel = proposal_actions.refuse_channel(public_id, by=by, why=why)
        _hide_links(WatchLink.objects.filter(channel=channel))
        _look_again(channel)
    return channel


def add_proof(public_id: str, proof: NewProof, *, by: Actor, why: str = "") -> Proof:
    """Add a proof to what is proposed or was listed; a channel that it completes or weakens shows or hides its copies.

    Raises as hosts.proposal_actions.add_proof does.
    """
    with transaction.atomic():
        added = proposal_actions.add_proof(public_id, proof, by=by, why=why)
        if added.channel:
            _follow_proofs(added.channel)
    return added


def end_proof(channel: str) -> None:
    """Weigh the proofs of a channel anew, of which one is a year old: without a later one its copies hide at once.

    Doing it twice does no harm. Raises NotFound.
    """
    with transaction.atomic():
        found = Channel.objects.select_for_update().filter(public_id=channel).first()
        if found is None:
            raise NotFound
        if _follow_proofs(found):
            audit.record(
                "channel.proof-ends", by=Actor.system("window"), subject_kind="channel", subject_id=channel,
                after={"carries": found.carries},
            )  # fmt: skip


def _follow_proofs(channel: Channel) -> bool:
    """Let the copies of a channel show or hide as its proofs weigh today; says whether that changed."""
    if not proposal_actions.weigh_channel(channel):
        return False
    if not channel.carries:
        _hide_links(WatchLink.objects.filter(channel=channel), but=BY_ITSELF_CLEARED, cause=Cause.ORIGIN)
    show_links_in(channel.public_id)  # also those that rest on a right of their own, which were hidden with the others
    return True


def _look_again(channel: Channel) -> None:
    """Let somebody look anew at whatever of a channel was cleared: some of it was on the strength of the channel."""
    WatchLink.objects.filter(channel=channel, origin=Origin.CLEARED).update(**not_cleared())


def _hide(proposal: Proposal) -> None:
    """Hide the links of a host or channel."""
    found = {"channel": proposal.channel} if proposal.channel else {"host": proposal.host}
    _hide_links(WatchLink.objects.filter(**found))


def _hide_links(links: QuerySet[WatchLink], but: Q | None = None, cause: Cause = Cause.HOST) -> None:
    """Hide links, but for some, and renew the pages of their titles. Four statements, however many there are."""
    hidden = links.exclude(but) if but else links
    # Of all titles: pages also tell why a link is kept away, and name its channel. First, for it locks the titles, so
    # that nobody shows one of the links meanwhile.
    catalogue_actions.raise_versions_of(Title.objects.filter(links__in=links))
    hide(ShownLink.objects.filter(link__in=hidden), cause)
    catalogue_actions.ask_for_count()
