"""Pages of proposed hosts and channels: what stands in public, how one objects, and who decides."""

from typing import Any

import pytest
from django.test import Client

from allostream.hosts.models import Channel, Host, Objection, Proof, Proposal
from tests import factories, people
from tests.pages.reading import main_of, page

TEXT = "These are films of our own archive, copied without asking."
SAID = {"form": "objection", "text": TEXT, "email": ""}


@pytest.fixture
def proposal(sites: Any) -> Proposal:
    youtube = factories.make_host("youtube", name="YouTube", kind="video_platform")
    return factories.make_proposal(youtube, factories.make_channel(youtube, "Museum", holder="The Museum"))


def where(proposal: Proposal, place: str = "proposal") -> str:
    return f"/{place}/{proposal.public_id}"


def test_a_proposal_shows_its_proof_and_how_long_one_may_object(english: Client, proposal: Proposal) -> None:
    text = main_of(english.get(where(proposal)))
    assert "Museum at YouTube" in text
    assert "Anybody may object until 18 December 2026: 23 days are left." in text
    assert "Whose it isIt is shown whose it is." in text
    assert "A contract, or a letter from the holder’s domainStrong proof · seen on 20 November 2026" in text
    assert "Nothing shows it for all its titles: each title needs a proof of its own." in text
    assert "Open objections0" in text


def test_it_has_a_french_page(french: Client, english: Client, proposal: Proposal) -> None:
    text = main_of(french.get(where(proposal, "proposition")))
    assert "Chacun peut s’opposer jusqu’au 18 décembre 2026 : il reste 23 jours." in text
    assert "Preuve forte · vu le 20 novembre 2026" in text
    assert english.get(where(proposal, "proposition")).headers["Location"] == where(proposal)


def test_pages_of_the_channel_and_the_list_lead_there(english: Client, proposal: Proposal) -> None:
    for address in ("/proposals", f"/host/youtube/{proposal.channel.public_id}"):
        text = page(english.get(address))
        assert f'href="{where(proposal)}"' in text
        assert "23 days are left" in text
    assert 'href="/proposals"' in page(english.get("/hosts"))


def test_the_page_of_a_proposed_host_leads_there(english: Client, proposal: Proposal) -> None:
    museum = factories.make_proposal(factories.make_host("museum"))
    assert f'href="{where(museum)}"' in page(english.get("/host/museum"))
    assert "See the proof, or object" not in page(english.get("/host/youtube"))


def test_nothing_proposed_is_said_to_be_so(english: Client) -> None:
    assert "Nothing is proposed now." in main_of(english.get("/proposals"))


def test_anybody_objects_without_an_account(english: Client, proposal: Proposal) -> None:
    answer = english.post(where(proposal), {**SAID, "email": "jo@example.org"})
    assert answer.headers["Location"] == where(proposal) + "?sent=objection"
    text = main_of(english.get(answer.headers["Location"]))
    assert "Your objection has reached the moderators." in text
    assert "Open objections1" in text
    assert TEXT not in text
    assert "jo@example.org" not in text
    assert (Objection.objects.get().text, Objection.objects.get().email) == (TEXT, "jo@example.org")


def test_too_many_objections_are_told_when_to_come_again(english: Client, proposal: Proposal) -> None:
    for _ in range(6):
        english.post(where(proposal), SAID)
    answer = english.post(where(proposal), SAID)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")


def test_an_objection_needs_the_token_of_the_form(sites: Any, proposal: Proposal) -> None:
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert "This form has expired" in page(strict.post(where(proposal), SAID), 403)
    assert "csrfmiddlewaretoken" in page(strict.get(where(proposal)))
    token = strict.cookies["csrftoken"].value
    assert strict.post(where(proposal), {**SAID, "csrfmiddlewaretoken": token}).status_code == 302
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [({"text": "Too short."}, "20"), ({"text": ""}, "required"), ({"email": "nobody"}, "valid email")],
)
def test_a_wrong_field_is_told_beside_it_and_keeps_what_was_written(
    english: Client, proposal: Proposal, given: dict[str, str], said: str
) -> None:
    text = page(english.post(where(proposal), {**SAID, **given}), 422)
    assert said in text
    assert 'class="err"' in text
    assert next(iter(given.values())) in text
    assert not Objection.objects.exists()


def test_a_flood_is_told_to_come_back(english: Client, proposal: Proposal) -> None:
    for _ in range(6):
        english.post(where(proposal), SAID)
    assert "send yours again in an hour" in page(english.post(where(proposal), SAID), 429)


def test_a_decided_proposal_keeps_its_page_and_takes_no_objection(english: Client, proposal: Proposal) -> None:
    Proposal.objects.update(state="refused", decided_at=factories.SEEN, decided_why="Copied films.")
    text = main_of(english.get(where(proposal)))
    assert "Refused on 20 November 2026." in text
    assert "Copied films." in text
    assert "Send the objection" not in text
    page(english.post(where(proposal), SAID), 409)


def test_an_unknown_proposal_or_word_is_refused(english: Client, proposal: Proposal) -> None:
    page(english.get("/proposal/nothing"), 404)
    page(english.get(where(proposal) + "?sent=money"), 400)
    page(english.post(where(proposal), {"form": "vote"}), 403)


@pytest.fixture
def moderator(english: Client, sites: Any) -> Client:
    english.force_login(people.basile(sites[0]))
    return english


def test_a_moderator_sees_objections_and_refuses(moderator: Client, proposal: Proposal) -> None:
    Objection.objects.create(proposal=proposal, text=TEXT, email="jo@example.org", made_at=factories.SEEN)
    text = main_of(moderator.get(where(proposal)))
    assert TEXT in text
    assert "20 November 2026 · jo@example.org · open" in text
    answer = moderator.post(where(proposal), {"form": "decision", "decision": "refuse", "why": "They are right."})
    text = main_of(moderator.get(answer.headers["Location"]))
    assert "The decision is made and stands in the record." in text
    assert "dismissed" not in text
    assert "· upheld" in text
    assert Channel.objects.get().stands == "refused"


def test_a_moderator_lists_when_the_weeks_are_over(moderator: Client, proposal: Proposal) -> None:
    listing = {"form": "decision", "decision": "list", "why": "It is theirs."}
    assert "once the four weeks are over" in page(moderator.post(where(proposal), listing), 409)
    assert "List it" not in page(moderator.get(where(proposal)))
    Proposal.objects.update(closes_at=factories.SEEN)
    text = main_of(moderator.get(where(proposal)))
    assert "about to be listed" in text
    assert "List it" in text
    moderator.post(where(proposal), listing)
    assert Channel.objects.get().stands == "listed"


def test_a_moderator_adds_a_proof(moderator: Client, proposal: Proposal) -> None:
    given = {"form": "proof", "kind": "press", "seen_on": "2026-11-20", "address": "https://press.example/museum"}
    answer = moderator.post(where(proposal), given)
    text = main_of(moderator.get(answer.headers["Location"]))
    assert "The press names the holder for its titlesMedium proof" in text
    wrong = {**given, "kind": "rumour", "seen_on": "yesterday"}
    assert page(moderator.post(where(proposal), wrong), 422).count('class="err"') == 2
    assert "correct its field" in page(moderator.post(where(proposal), {**given, "seen_on": "2027-01-01"}), 422)
    assert Proof.objects.count() == 2


def test_a_moderator_is_told_which_proofs_to_look_at_again(moderator: Client, proposal: Proposal) -> None:
    Channel.objects.update(stands="listed")
    Proposal.objects.update(state="listed", decided_at=factories.SEEN)
    assert "Proof to look at again" not in main_of(moderator.get("/proposals"))
    Proof.objects.update(seen_on="2025-11-01")
    text = page(moderator.get("/proposals"))
    assert "Proof to look at again" in text
    assert f'href="{where(proposal)}#proof"' in text
    moderator.logout()
    assert "Proof to look at again" not in page(moderator.get("/proposals"))


CHANNEL = {
    "host": "youtube", "key": "UC2", "name": "Other museum", "channel_kind": "account", "holder": "Other museum",
    "why": "They show their films.", "kind": "press", "seen_on": "2026-11-20",
}  # fmt: skip


def test_a_moderator_proposes_a_channel_and_a_host(moderator: Client, proposal: Proposal) -> None:
    text = main_of(moderator.get(moderator.post("/proposals", CHANNEL).headers["Location"]))
    assert "Other museum at YouTube" in text
    assert "It is proposed, and public for four weeks." in text
    factories.make_host("shady", stands="refused", note="It streamed.")
    host = {"host": "shady", "why": "It has changed.", "kind": "press", "seen_on": "2026-11-20"}
    assert "Shady" in main_of(moderator.get(moderator.post("/proposals", host).headers["Location"]))
    assert Host.objects.get(slug="shady").stands == "proposed"
    assert "proposed or listed already" in page(moderator.post("/proposals", CHANNEL), 409)


def test_a_proposal_with_gaps_is_shown_again(moderator: Client, proposal: Proposal) -> None:
    assert 'class="err"' in page(moderator.post("/proposals", {**CHANNEL, "name": ""}), 422)
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("somebody", [None, people.ada, people.eve])
def test_nobody_else_decides_proposes_or_reads_objections(english: Client, proposal: Proposal, somebody: Any) -> None:
    Objection.objects.create(proposal=proposal, text=TEXT, email="jo@example.org", made_at=factories.SEEN)
    if somebody:
        english.force_login(somebody())
    text = page(english.get(where(proposal)))
    assert TEXT not in text
    assert "jo@example.org" not in text
    assert "List it" not in text
    assert "Propose a channel" not in page(english.get("/proposals"))
    page(english.post(where(proposal), {"form": "decision", "decision": "refuse", "why": "Mine."}), 403)
    page(english.post(where(proposal), {"form": "proof"}), 403)
    page(english.post("/proposals", CHANNEL), 403)
    assert Proposal.objects.get().state == "open"


def test_a_moderator_of_another_site_is_a_reader(english: Client, sites: Any, proposal: Proposal) -> None:
    english.force_login(people.basile(sites[1]))
    page(english.post(where(proposal), {"form": "decision", "decision": "refuse", "why": "Mine."}), 403)


def test_words_of_proposals_are_escaped(english: Client, proposal: Proposal) -> None:
    Proposal.objects.update(why="<b>bold</b>")
    Proof.objects.update(said="<script>x</script>")
    text = page(english.get(where(proposal)))
    assert "<b>bold" not in text
    assert "<script>x" not in text
