"""Hosts and channels that somebody proposed: decided when their four weeks are over (allostream.links.listing)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import people_with_ids
from allostream.audit.rules import Actor
from allostream.hosts.models import Proposal
from allostream.hosts.proposal_queries import open_proposals
from allostream.lib import clock
from allostream.links import listing
from allostream.moderation.decision_rules import Measure, Thing
from allostream.moderation.kinds.base import Act, Face, Kind, Row, Words
from allostream.moderation.queue_rules import Sign


def rows() -> Sequence[Row]:
    """Open proposals against which somebody objected, or whose four weeks are over. A few queries, however many."""
    now = clock.now()
    waiting = [found for found in open_proposals(now) if found.open_objections or found.row.closes_at <= now]
    people = people_with_ids([_person(found.row) for found in waiting])
    return [
        Row(
            found.row.public_id, found.row.opened_at, host=found.row.host.slug,
            person_id=people[_person(found.row)].pk if _person(found.row) in people else None,
            signs=tuple([Sign.OBJECTED] if found.open_objections else []),
        )
        for found in waiting
    ]  # fmt: skip


def _person(row: Proposal) -> str:
    kind, _colon, public_id = row.proposed_by.partition(":")
    return public_id if kind == "person" else ""


def faces(ids: Collection[str]) -> Mapping[str, Face]:
    """What a moderator sees of proposals. One query."""
    found = Proposal.objects.filter(public_id__in=list(ids)).select_related("host", "channel")
    return {
        row.public_id: Face(
            name=str(row.channel or row.host), said=row.why,
            address=row.channel.address if row.channel else row.host.official_page,
        )
        for row in found
    }  # fmt: skip


def _decide(public_id: str, by: User, words: Words, lists: bool) -> Mapping[str, Any]:
    listing.decide(public_id, lists=lists, by=Actor.person(by.public_id), why=words.why)
    return {}


LIST = Act("accept", Measure.ACCEPTED, Right.HOST_DECIDE, lambda thing, by, words: _decide(thing, by, words, True))
REFUSE = Act("refuse", Measure.REFUSED, Right.HOST_DECIDE, lambda thing, by, words: _decide(thing, by, words, False))
PROPOSALS = Kind(Thing.HOST, Right.HOST_DECIDE, rows, faces, (LIST, REFUSE))
