"""How a host or channel comes onto the list: four weeks in public, objections, proofs, a decision."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from allostream.audit.queries import history
from allostream.audit.rules import Actor
from allostream.hosts import proposal_actions, proposal_queries
from allostream.hosts.models import Channel, Host, Objection, Proposal
from allostream.hosts.proof_rules import ProofKind
from allostream.hosts.proposal_actions import (
    AlreadyProposed,
    BadProof,
    ObjectionsClosed,
    OwnProposal,
    ProofNeeded,
    TextNeeded,
    TooManyObjections,
    WindowRuns,
)
from allostream.hosts.proposal_rules import WINDOW, NewChannel, NewProof, Next
from allostream.hosts.rules import FIELDS, HostRow
from allostream.jobs.handlers import HANDLERS
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links import actions, listing, queries
from allostream.links.models import ShownLink
from allostream.links.rules import Hidden, Origin
from allostream.outbox.models import OutboxRow
from tests import factories

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ADA, BASILE = Actor.person("ada"), Actor.person("basile")
CONTRACT = NewProof(ProofKind.CONTRACT_OR_MAIL, date(2026, 11, 1), said="Signed by the museum.")
CATALOGUE = NewProof(ProofKind.DISTRIBUTOR_CATALOGUE, date(2026, 11, 1), address="https://museum.example/films")
NEW = NewChannel("youtube", "UC1", "Museum", address="https://www.youtube.com/channel/UC1", holder="The Museum")
TEXT = "This channel copies our films without asking."

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def youtube(clock: Any) -> Host:
    return factories.make_host("youtube", name="YouTube", kind="video_platform")


def propose(*proofs: NewProof) -> Proposal:
    return listing.propose_channel(NEW, proofs or [CONTRACT], by=ADA, why="The museum shows its films there.")


def shown(title: Any) -> list[str]:
    found = queries.title_links(Visitor("en", "en", "US", NOW), title.pk)
    return [link.public_id for link in found.shown]


def stands(proposal: Proposal) -> str:
    return (Channel if proposal.channel else Host).objects.get(pk=(proposal.channel or proposal.host).pk).stands


def test_a_proposed_channel_is_public_for_four_weeks(youtube: Host) -> None:
    proposal = propose()
    assert stands(proposal) == "proposed"
    assert proposal.closes_at == NOW + timedelta(days=28)
    (found,) = proposal_queries.open_proposals(NOW)
    assert (found.row, found.days_left, found.next) == (proposal, 28, Next.WINDOW_RUNS)
    assert proposal_queries.open_proposal_of(proposal.channel, NOW).proof.is_shown
    row = OutboxRow.objects.get(topic="hosts.window-ends")
    assert (row.due_at, row.payload) == (proposal.closes_at, {"proposal": proposal.public_id})
    assert [entry.action for entry in history("proposal", proposal.public_id)] == ["proposal.open"]


def test_after_four_weeks_without_objection_and_with_proof_it_is_listed_by_itself(youtube: Host, clock: Any) -> None:
    proposal = propose()
    clock.move_to(NOW + WINDOW - timedelta(seconds=1))
    assert listing.end_window(proposal.public_id) is Next.WINDOW_RUNS
    assert stands(proposal) == "proposed"
    clock.move_to(NOW + WINDOW)
    HANDLERS["hosts.window-ends"]({"proposal": proposal.public_id})
    HANDLERS["hosts.window-ends"]({"proposal": proposal.public_id})
    assert stands(proposal) == "listed"
    entries = history("proposal", proposal.public_id)
    assert sorted(entry.action for entry in entries) == ["proposal.decide", "proposal.open"]


def test_an_objection_keeps_it_for_a_person(youtube: Host, clock: Any) -> None:
    proposal = propose()
    objection = proposal_actions.object_to(proposal.public_id, TEXT, by=Actor.system("form"), email="jo@example.org")
    clock.move_to(NOW + WINDOW)
    assert listing.end_window(proposal.public_id) is Next.OBJECTED
    assert stands(proposal) == "proposed"
    listing.decide(proposal.public_id, lists=True, by=BASILE, why="They hold another museum's films.")
    assert stands(proposal) == "listed"
    objection.refresh_from_db()
    assert (objection.upheld, objection.answer) == (False, "They hold another museum's films.")


@pytest.mark.parametrize("proofs", [[NewProof(ProofKind.BADGE, date(2026, 11, 1))], []])
def test_without_proof_it_waits_and_nobody_can_list_it(youtube: Host, clock: Any, proofs: list[NewProof]) -> None:
    proposal = listing.propose_channel(NEW, proofs, by=ADA, why="It looks right.")
    clock.move_to(NOW + WINDOW)
    assert listing.end_window(proposal.public_id) is Next.LACKS_PROOF
    with pytest.raises(ProofNeeded):
        listing.decide(proposal.public_id, lists=True, by=BASILE, why="Fine.")
    proposal_actions.add_proof(proposal.public_id, CONTRACT, by=ADA)
    listing.decide(proposal.public_id, lists=True, by=BASILE, why="A contract came.")
    assert stands(proposal) == "listed"


def test_nothing_is_listed_early_or_by_who_proposed_it(youtube: Host, clock: Any) -> None:
    proposal = propose()
    with pytest.raises(WindowRuns):
        listing.decide(proposal.public_id, lists=True, by=BASILE, why="Fine.")
    clock.move_to(NOW + WINDOW)
    with pytest.raises(OwnProposal):
        listing.decide(proposal.public_id, lists=True, by=ADA, why="Fine.")
    assert stands(proposal) == "proposed"


def test_it_can_be_refused_at_any_time_and_proposed_again(youtube: Host) -> None:
    proposal = propose()
    objection = proposal_actions.object_to(proposal.public_id, TEXT, by=Actor.system("form"))
    listing.decide(proposal.public_id, lists=False, by=ADA, why="Somebody else's films.")
    assert stands(proposal) == "refused"
    objection.refresh_from_db()
    assert objection.upheld
    with pytest.raises(AlreadyProposed):
        listing.decide(proposal.public_id, lists=False, by=BASILE, why="Again.")
    assert propose().public_id != proposal.public_id


def test_links_in_a_proposed_channel_wait_for_it_unless_a_person_cleared_them(youtube: Host, clock: Any) -> None:
    channel = factories.make_channel(youtube)
    Channel.objects.filter(pk=channel.pk).update(key=NEW.key)
    film = factories.make_title()
    factories.make_answer(film, "US")
    plain = factories.make_link(film, host=youtube, channel=channel, origin=Origin.UNCHECKED)
    cleared = factories.make_link(film, host=youtube, channel=channel, origin=Origin.CLEARED)
    assert shown(film) == [cleared.public_id]
    before = film.version
    proposal = propose(CONTRACT, CATALOGUE)
    assert shown(film) == [cleared.public_id]
    film.refresh_from_db()
    assert film.version > before
    assert set(ShownLink.objects.values_list("link", flat=True)) == {cleared.pk}
    held = queries.with_held(
        Visitor("en", "en", "US", NOW), queries.title_links(Visitor("en", "en", "US", NOW), film.pk)
    )
    assert [link.hidden for link in held.held] == [Hidden.CHANNEL_PROPOSED]
    clock.move_to(NOW + WINDOW)
    listing.end_window(proposal.public_id)
    assert set(shown(film)) == {plain.public_id, cleared.public_id}
    assert set(ShownLink.objects.values_list("link", flat=True)) == {plain.pk, cleared.pk}


def test_links_at_a_refused_channel_vanish_with_the_decision(youtube: Host) -> None:
    proposal = propose()
    film = factories.make_title()
    factories.make_answer(film, "US")
    link = factories.make_link(film, host=youtube, channel=proposal.channel, origin=Origin.CLEARED)
    assert len(shown(film)) == 1
    listing.decide(proposal.public_id, lists=False, by=BASILE, why="Somebody else's films.")
    assert shown(film) == []
    assert not ShownLink.objects.exists()
    link.refresh_from_db()
    assert link.origin == "unchecked"


def row(**values: Any) -> HostRow:
    known = {name: getattr(factories.make_host("museum"), name) for name in FIELDS}
    Host.objects.filter(slug="museum").delete()
    return HostRow(**{**known, "stands": "listed", **values})


def test_a_host_is_proposed_whatever_its_row_says_and_carries_links_when_listed(clock: Any) -> None:
    proposal = listing.propose_host(row(), [CONTRACT], by=ADA, why="An archive of its own films.")
    assert stands(proposal) == "proposed"
    film = factories.make_title()
    factories.make_answer(film, "US")
    factories.make_link(film, host=Host.objects.get(slug="museum"))
    assert shown(film) == []
    clock.move_to(NOW + WINDOW)
    listing.end_window(proposal.public_id)
    assert len(shown(film)) == 1
    assert ShownLink.objects.exists()


def test_a_refused_host_keeps_the_reason(clock: Any) -> None:
    proposal = listing.propose_host(row(), [], by=ADA, why="An archive.")
    listing.decide(proposal.public_id, lists=False, by=BASILE, why="It streams without any right.")
    host = Host.objects.get(slug="museum")
    assert (host.stands, host.note) == ("refused", "It streams without any right.")
    assert proposal_queries.open_proposal_of(host, NOW) is None


def test_what_is_listed_or_proposed_cannot_be_proposed(youtube: Host) -> None:
    propose()
    with pytest.raises(AlreadyProposed):
        propose()
    Channel.objects.update(stands="listed")
    with pytest.raises(AlreadyProposed):
        propose()
    with pytest.raises(NotFound):
        listing.propose_channel(NewChannel("nowhere", "x", "X"), [], by=ADA, why="It is there.")
    factories.make_host("museum")
    known = Host.objects.get(slug="museum")
    with pytest.raises(AlreadyProposed):
        listing.propose_host(HostRow(**{name: getattr(known, name) for name in FIELDS}), [], by=ADA, why="Again.")


def test_a_proposal_with_a_bad_proof_or_without_reason_leaves_nothing(youtube: Host) -> None:
    with pytest.raises(BadProof) as refused:
        propose(NewProof(ProofKind.PRESS, date(2026, 12, 1)))
    assert refused.value.details == {"kind": "press", "field": "seen_on"}
    with pytest.raises(TextNeeded):
        listing.propose_channel(NEW, [CONTRACT], by=ADA, why=" ")
    assert not Proposal.objects.exists()
    assert not Channel.objects.exists()


def test_the_audit_keeps_that_somebody_objected_and_not_what_they_said(youtube: Host) -> None:
    proposal = propose()
    proposal_actions.object_to(proposal.public_id, TEXT, by=Actor.system("form"), email="jo@example.org")
    told = repr([vars(entry.payload) for entry in history("proposal", proposal.public_id)])
    assert "jo@example.org" not in told
    assert TEXT not in told
    assert proposal_queries.proposal_with_id(proposal.public_id, NOW, for_moderator=False).objections == ()
    (said,) = proposal_queries.proposal_with_id(proposal.public_id, NOW, for_moderator=True).objections
    assert said.text == TEXT


@pytest.mark.parametrize("text", ["", "Too short.", " " * 100, "x" * 4001])
def test_an_objection_has_something_to_say(youtube: Host, text: str) -> None:
    proposal = propose()
    with pytest.raises(TextNeeded):
        proposal_actions.object_to(proposal.public_id, text, by=Actor.system("form"))


def test_a_flood_of_objections_is_stopped_and_one_of_them_holds_the_proposal(youtube: Host, clock: Any) -> None:
    proposal = propose()
    for _ in range(6):
        proposal_actions.object_to(proposal.public_id, TEXT, by=Actor.system("form"))
    with pytest.raises(TooManyObjections):
        proposal_actions.object_to(proposal.public_id, TEXT, by=Actor.system("form"))
    clock.move_to(NOW + timedelta(hours=1))
    proposal_actions.object_to(proposal.public_id, TEXT, by=Actor.system("form"))
    assert Objection.objects.count() == 7


def test_what_is_decided_takes_no_objections(youtube: Host) -> None:
    proposal = propose()
    listing.decide(proposal.public_id, lists=False, by=BASILE, why="No.")
    with pytest.raises(ObjectionsClosed):
        proposal_actions.object_to(proposal.public_id, TEXT, by=Actor.system("form"))
    with pytest.raises(NotFound):
        proposal_actions.object_to("nothing", TEXT, by=Actor.system("form"))


def test_proofs_of_another_name_have_to_be_looked_at_again(youtube: Host) -> None:
    proposal = propose()
    Channel.objects.update(named_on=date(2026, 11, 2))
    found = proposal_queries.proposal_with_id(proposal.public_id, NOW, for_moderator=False)
    assert (found.proof.is_shown, found.proof.is_due) == (False, True)


def test_listed_channels_whose_proof_is_a_year_old_or_of_another_name_are_due(youtube: Host) -> None:
    proposal = propose()
    Channel.objects.update(stands="listed")
    assert proposal_queries.proofs_due(date(2027, 10, 31)) == []
    (due,) = proposal_queries.proofs_due(date(2027, 11, 1))
    assert (due.channel, due.proposal, due.proof.is_due) == (proposal.channel, proposal.public_id, True)
    Channel.objects.update(named_on=date(2026, 11, 2))
    assert len(proposal_queries.proofs_due(NOW.date())) == 1
    again = NewProof(ProofKind.CONTRACT_OR_MAIL, date(2026, 11, 3))
    proposal_actions.add_proof(proposal.public_id, again, by=ADA)
    assert proposal_queries.proofs_due(NOW.date()) == []


def test_a_long_channel_is_shown_portion_by_portion(youtube: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PORTION", 2)
    channel = factories.make_channel(youtube, stands="listed")
    for number in range(3):
        factories.make_answer(film := factories.make_title(f"Film {number}"), "US")
        factories.make_link(film, host=youtube, channel=channel)
    ShownLink.objects.all().delete()
    listing.show_links_in(channel.public_id)
    assert ShownLink.objects.count() == 2
    later = OutboxRow.objects.get(topic="links.show-in-channel")
    HANDLERS[later.topic](later.payload)
    assert ShownLink.objects.count() == 3


def test_the_list_of_proposals_asks_the_same_for_few_and_many(youtube: Host, django_assert_num_queries: Any) -> None:
    for number in range(5):
        listing.propose_channel(
            NewChannel("youtube", f"UC{number}", f"Museum {number}"), [CONTRACT], by=ADA, why="They show their films."
        )
    with django_assert_num_queries(2):
        assert len(proposal_queries.open_proposals(NOW)) == 5


def test_judging_a_copy_lets_it_out_of_a_proposed_channel(youtube: Host) -> None:
    proposal = propose()
    film = factories.make_title()
    factories.make_answer(film, "US")
    link = factories.make_link(film, host=youtube, channel=proposal.channel, origin=Origin.UNCHECKED)
    assert shown(film) == []
    actions.judge_origin(link.public_id, Origin.CLEARED, by=BASILE, why="The museum's own print.")
    assert shown(film) == [link.public_id]
