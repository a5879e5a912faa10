"""Channels that carry their copies: when they begin to, and what ends it, in the same moment for all their copies."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from allostream.audit.rules import Actor
from allostream.hosts.models import Channel, Host, Proof, Proposal
from allostream.hosts.proof_rules import ProofKind
from allostream.hosts.proposal_rules import WINDOW, NewChannel, NewProof
from allostream.jobs.handlers import HANDLERS
from allostream.lib.problems import NotFound
from allostream.links import listing
from allostream.links.actions import judge_origin
from allostream.links.copies import judge_copy
from allostream.links.models import ShownLink, WatchLink
from allostream.links.rules import Origin
from allostream.outbox.models import OutboxRow
from tests import factories
from tests.actions.imports import channel as channel_record
from tests.actions.imports import take_in

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ADA, BASILE = Actor.person("ada"), Actor.person("basile")
SEEN = date(2026, 11, 1)
CONTRACT = NewProof(ProofKind.CONTRACT_OR_MAIL, SEEN, said="Signed by the museum.")
CATALOGUE = NewProof(ProofKind.DISTRIBUTOR_CATALOGUE, SEEN, address="https://museum.example/films")
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def youtube(clock: Any) -> Host:
    return factories.make_host("youtube", name="YouTube", kind="video_platform")


def propose(*proofs: NewProof) -> Proposal:
    new = NewChannel("youtube", "UC1", "Museum", holder="The Museum")
    return listing.propose_channel(new, proofs or [CONTRACT, CATALOGUE], by=ADA, why="They show their own films.")


def make_copy(channel: Channel, **columns: Any) -> WatchLink:
    film = factories.make_title(f"Film {next(factories.numbers)}")
    factories.make_answer(film, "US")
    return factories.make_link(film, host=channel.host, channel=channel, **{"origin": "unchecked", **columns})


def listed(clock: Any, *proofs: NewProof) -> tuple[Proposal, WatchLink]:
    proposal = propose(*proofs)
    link = make_copy(proposal.channel)
    assert not is_shown(link)
    clock.move_to(NOW + WINDOW)
    listing.end_window(proposal.public_id)
    return proposal, link


def is_shown(link: WatchLink) -> bool:
    return ShownLink.objects.filter(link=link).exists()


def carries() -> bool:
    return Channel.objects.get().carries


def test_an_unknown_channel_gives_nothing(youtube: Host) -> None:
    assert not is_shown(make_copy(factories.make_channel(youtube)))


def test_a_listed_channel_with_both_halves_of_the_proof_shows_its_copies(youtube: Host, clock: Any) -> None:
    _, link = listed(clock)
    assert carries()
    assert is_shown(link)
    link.refresh_from_db()
    assert link.origin == "unchecked"  # it rests on the channel, and goes with it


def test_a_channel_of_whose_titles_nothing_is_known_shows_none_until_that_is_proved(youtube: Host, clock: Any) -> None:
    proposal, link = listed(clock, CONTRACT)
    assert not is_shown(link)
    listing.add_proof(proposal.public_id, CATALOGUE, by=BASILE)
    assert is_shown(link)


def test_a_copy_with_a_sign_waits_in_any_channel(youtube: Host, clock: Any) -> None:
    proposal, _ = listed(clock)
    assert not is_shown(make_copy(proposal.channel, origin_flags=["restored"]))


def test_when_a_proof_is_a_year_old_the_copies_hide_and_a_new_one_brings_them_back(youtube: Host, clock: Any) -> None:
    proposal, link = listed(clock)
    own = make_copy(proposal.channel)
    judge_origin(own.public_id, Origin.CLEARED, by=BASILE, why="The museum's own print.")
    due = OutboxRow.objects.get(topic="hosts.proof-ends")
    assert due.due_at == datetime(2027, 11, 1, tzinfo=UTC)
    listing.end_proof(due.payload["channel"])  # too early: nothing happens
    assert is_shown(link)
    clock.move_to(due.due_at)
    HANDLERS[due.topic](due.payload)
    HANDLERS[due.topic](due.payload)
    assert not carries()
    assert (is_shown(link), is_shown(own)) == (False, True)
    for proof in (CONTRACT, CATALOGUE):
        renewed = NewProof(proof.kind, date(2027, 11, 1), said="Seen again.")
        listing.add_proof(proposal.public_id, renewed, by=BASILE)
    assert is_shown(link)
    with pytest.raises(NotFound):
        listing.end_proof("nothing")


def test_a_proof_that_is_worth_less_than_the_one_it_renews_hides_the_copies(youtube: Host, clock: Any) -> None:
    page = NewProof(ProofKind.HOLDER_SITE_LINKS, SEEN, address="https://museum.example/", capture="ab" * 32)
    proposal, link = listed(clock, page, CATALOGUE)
    assert is_shown(link)
    listing.add_proof(proposal.public_id, NewProof(page.kind, date(2026, 12, 1)), by=BASILE)
    assert not is_shown(link)


def test_another_name_ends_it_at_once(youtube: Host, clock: Any, tmp_path: Path) -> None:
    known = channel_record(host="youtube", id="UC1", name="Museum")
    take_in(tmp_path, known)
    _, link = listed(clock)
    assert is_shown(link)
    take_in(tmp_path, {**known, "name": "Best Movies HD"})
    assert not carries()
    assert not is_shown(link)


def test_a_refused_channel_takes_all_its_copies_along_and_each_is_looked_at_anew(youtube: Host, clock: Any) -> None:
    proposal, link = listed(clock)
    cleared = make_copy(proposal.channel, origin="cleared", origin_ground="reviewer")
    other = make_copy(factories.make_channel(youtube), origin="cleared")
    out = StringIO()
    call_command("origin", "refuse", proposal.channel.public_id, why="Films of many studios.", stdout=out)
    assert "each has to be looked at anew" in out.getvalue()
    assert [is_shown(one) for one in (link, cleared, other)] == [False, False, True]
    cleared.refresh_from_db()
    assert (cleared.origin, cleared.origin_ground) == ("unchecked", "")
    assert Channel.objects.get(pk=proposal.channel.pk).stands == "refused"
    judge_origin(cleared.public_id, Origin.CLEARED, by=BASILE, why="after all")
    assert not is_shown(cleared)


def test_refusing_a_proposed_channel_refuses_its_proposal(youtube: Host) -> None:
    proposal = propose()
    with pytest.raises(CommandError, match="--why"):
        call_command("origin", "refuse", proposal.channel.public_id)
    with pytest.raises(CommandError, match="No channel has the id"):
        call_command("origin", "refuse", "nothing", why="x")
    listing.refuse_channel(proposal.channel.public_id, by=BASILE, why="Films of many studios.")
    proposal.refresh_from_db()
    assert proposal.state == "refused"
    assert Channel.objects.get().stands == "refused"


def test_what_a_judgement_clears_on_the_channel_goes_with_it(youtube: Host, clock: Any) -> None:
    _, link = listed(clock)
    WatchLink.objects.update(content_key="yt:TJgiTCkoJFM")
    video = {"items": [{"id": "TJgiTCkoJFM", "snippet": {"channelId": "UC1", "title": "Film"}}]}
    judge_copy(link.public_id, video, b"x" * 32, by=BASILE)
    link.refresh_from_db()
    assert (link.origin, link.origin_ground, is_shown(link)) == ("cleared", "channel", True)
    Proof.objects.update(seen_on=date(2025, 1, 1))
    listing.end_proof(link.channel.public_id)
    assert not is_shown(link)


def test_a_host_that_lets_nobody_else_upload_speaks_for_itself(clock: Any) -> None:
    museum = factories.make_host("museum", item_level=False)
    film = factories.make_title()
    factories.make_answer(film, "US")
    assert is_shown(factories.make_link(film, host=museum, origin="unchecked"))
    assert not is_shown(factories.make_link(film, host=museum, origin_flags=["restored"]))
