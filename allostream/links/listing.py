"""Every write that changes how a host or channel stands by a proposal: their links show or hide in the same moment."""

from collections.abc import Sequence

from django.db import transaction

from allostream.audit.rules import Actor
from allostream.catalogue import actions as catalogue_actions
from allostream.catalogue.models import Title
from allostream.hosts import proposal_actions, proposal_queries
from allostream.hosts.models import Proposal
from allostream.hosts.proposal_rules import NewChannel, NewProof, Next
from allostream.hosts.rules import HostRow
from allostream.lib import clock
from allostream.links.actions import PORTION, changed, show_links_at
from allostream.links.models import ShownLink, WatchLink
from allostream.links.rules import Origin
from allostream.outbox import actions as outbox

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
        _hide(proposal, but_cleared=True)
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
            # Some were cleared on the strength of the channel: somebody has to look at them again.
            cleared = WatchLink.objects.filter(channel=proposal.channel, origin=Origin.CLEARED)
            cleared.exclude(channel=None).update(origin=Origin.UNCHECKED)
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


def _hide(proposal: Proposal, *, but_cleared: bool = False) -> None:
    """Hide the links of a host or channel, and renew the pages of their titles."""
    if proposal.channel:
        links = WatchLink.objects.filter(channel=proposal.channel)
    else:
        links = WatchLink.objects.filter(host=proposal.host)
    hidden = links.exclude(origin=Origin.CLEARED) if but_cleared else links
    # Of all titles: pages also tell why a link is kept away, and name its channel. First, for it locks the titles, so
    # that nobody shows one of the links meanwhile.
    catalogue_actions.raise_versions_of(Title.objects.filter(links__in=links))
    ShownLink.objects.filter(link__in=hidden).delete()
    catalogue_actions.ask_for_count()
