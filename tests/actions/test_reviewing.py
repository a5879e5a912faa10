"""What reviewers may decide, alone and together; objections of readers; rights granted for one link."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.audit.models import AuditEntry
from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.lib.problems import Forbidden, NotFound
from allostream.lib.visitor import Visitor
from allostream.links import actions
from allostream.links.granting import EvidenceMissing, Grant, NoBasis, TerritoryMissing, end_basis, grant_basis
from allostream.links.models import RightsAnswer, ShownLink, WatchLink
from allostream.links.queries import NotShownHere, link_with_id, title_links
from allostream.links.reviewing import (
    ProposalOutdated,
    ProposalWaits,
    Reviewed,
    ReviewRefused,
    Verdict,
    answer_objection,
    review,
    second,
)
from allostream.links.rules import Form
from allostream.rights.actions.evidence import CaptureTooBig, NewEvidence
from allostream.rights.bases import EvidenceKind, NeverABasis, Obligation, Use
from allostream.rights.deciding_rules import QUESTIONS
from allostream.rights.engine.answers import Status
from allostream.rights.models import Case, Decision, Objection, OverrideProposal, RightsBasis
from tests import factories, people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
READER, DESK = Actor.system("reader"), Actor.command("test")
RECORD = NewEvidence(EvidenceKind.RENEWAL_SEARCH, "https://cocatalog.loc.gov/", "no renewal in 1967 or 1968")
LIST = NewEvidence(EvidenceKind.OTHER, "https://justwatch.com/us/movie/friday", "free")
ANSWERED = dict.fromkeys(QUESTIONS, "as seen on the print")


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> Any:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def film() -> Title:
    factories.make_sites()
    film = factories.make_title("His Girl Friday", year=1940)
    factories.make_answer(film, "US", play="after_review", rule="us_not_renewed", confidence="medium")
    factories.make_answer(film, "FR", "protected")
    factories.make_link(film)
    return film


@pytest.fixture
def basile() -> User:
    return people.basile(*factories.Site.objects.all())


@pytest.fixture
def chiara() -> User:
    person = people.chiara()
    for site in factories.Site.objects.all():
        people.give(person, Role.MODERATOR, site.slug)
    return person


def verdict(status: Status = Status.PD, *evidence: NewEvidence, **changed: Any) -> Verdict:
    given = {"status": status, "answers": ANSWERED, "reason": "searched", "evidence": evidence or (RECORD,)}
    return Verdict(**{**given, **changed})


def shown(film: Title) -> set[str]:
    return set(ShownLink.objects.filter(title=film).values_list("country", flat=True))


def test_one_reviewer_settles_what_is_free_but_for_a_doubt(film: Title, basile: User) -> None:
    Case.objects.create(title=film, country="US", kind="medium")

    done = review(film.pk, "US", verdict(), by=basile)

    assert "US" in shown(film)
    decision = done.decision
    assert decision is not None
    assert (decision.kind, decision.status, decision.reviewers) == ("review", "pd", [basile.public_id])
    assert decision.basis == "PD-FORMALITY-US"
    evidence = decision.evidence.get()
    assert (evidence.value, evidence.captured_by) == (RECORD.value, basile.public_id)
    assert Case.objects.get(title=film).decision == decision
    assert AuditEntry.objects.filter(action="rights.review").count() == 1


def test_one_reviewer_may_always_narrow(film: Title, basile: User) -> None:
    review(film.pk, "US", verdict(), by=basile)
    review(film.pk, "US", verdict(Status.UNCLEAR), by=basile)

    assert shown(film) == set()
    assert [d.status for d in Decision.objects.filter(title=film, country="US").order_by("pk")] == ["pd", "unclear"]
    assert Decision.objects.get(status="unclear").supersedes.status == "pd"


def test_against_the_rules_two_reviewers_are_needed(film: Title, basile: User, chiara: User) -> None:
    done = review(film.pk, "FR", verdict(), by=basile)

    assert done == Reviewed(proposal=OverrideProposal.objects.get())
    assert "FR" not in shown(film)
    assert Case.objects.filter(title=film, country="FR", kind="second_reviewer", closed_at=None).exists()
    with pytest.raises(Forbidden):
        second(done.proposal.public_id, confirms=True, by=basile)

    second(done.proposal.public_id, confirms=True, by=chiara, reason="so do I")

    assert "FR" in shown(film)
    decision = RightsAnswer.objects.get(title=film, country="FR").decision
    assert (decision.kind, decision.reviewers) == ("override", [basile.public_id, chiara.public_id])
    assert not Case.objects.filter(title=film, kind="second_reviewer", closed_at=None).exists()


def test_a_proposal_that_waits_is_not_pushed_aside_by_another_reviewers(
    film: Title, basile: User, chiara: User
) -> None:
    first = review(film.pk, "FR", verdict(), by=basile).proposal
    with pytest.raises(ProposalWaits):
        review(film.pk, "FR", verdict(), by=chiara)
    first.refresh_from_db()
    assert first.state == "open"

    again = review(film.pk, "FR", verdict(), by=basile).proposal
    first.refresh_from_db()
    assert (first.state, again.state) == ("refused", "open")


def test_a_refused_proposal_counts_for_nothing(film: Title, basile: User, chiara: User) -> None:
    proposal = review(film.pk, "FR", verdict(), by=basile).proposal
    second(proposal.public_id, confirms=False, by=chiara, reason="the court says otherwise")

    assert "FR" not in shown(film)
    assert not Case.objects.filter(kind="second_reviewer", closed_at=None).exists()
    with pytest.raises(NotFound):
        second(proposal.public_id, confirms=True, by=chiara)


def test_a_proposal_whose_grounds_have_changed_must_be_made_anew(film: Title, basile: User, chiara: User) -> None:
    proposal = review(film.pk, "FR", verdict(), by=basile).proposal
    factories.make_person("Howard Hawks", died=1977)
    factories.make_credit(film, "Howard Hawks")

    with pytest.raises(ProposalOutdated):
        second(proposal.public_id, confirms=True, by=chiara)


def test_who_put_a_copy_here_may_not_free_the_work(film: Title, basile: User) -> None:
    WatchLink.objects.update(submitted_by=basile)

    with pytest.raises(ReviewRefused, match="own_link"):
        review(film.pk, "US", verdict(), by=basile)
    review(film.pk, "US", verdict(Status.PROTECTED), by=basile)  # but may say that it is protected


def test_after_a_notice_only_the_desk_may_free_the_work(film: Title, basile: User) -> None:
    actions.withdraw_link(film.links.get().public_id, by=DESK, why="notice 7")

    with pytest.raises(ReviewRefused, match="for_the_desk"):
        review(film.pk, "US", verdict(), by=basile)
    people.give(basile, Role.OPERATOR)
    assert review(film.pk, "US", verdict(), by=basile).decision


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"evidence": ()}, "no_evidence"),
        ({"evidence": (LIST,)}, "only_directories"),
        ({"answers": {**ANSWERED, "weakest_input": ""}}, "unanswered"),
        ({"reason": " "}, "unanswered"),
    ],
)
def test_a_review_that_proves_nothing_is_not_saved(
    film: Title, basile: User, changed: dict[str, Any], fault: str
) -> None:
    with pytest.raises(ReviewRefused, match=fault):
        review(film.pk, "US", verdict(**changed), by=basile)
    assert not Decision.objects.exists()


def test_who_is_no_reviewer_decides_nothing(film: Title) -> None:
    with pytest.raises(Forbidden):
        review(film.pk, "US", verdict(), by=people.eve())
    with pytest.raises(NotFound):
        review(0, "US", verdict(), by=people.ada())


def test_what_was_seen_is_kept_with_its_hash_and_not_without_end(film: Title, basile: User) -> None:
    seen = NewEvidence(EvidenceKind.TITLE_CARDS, content=b"MCMXL", media_type="image/png", is_public=True)
    evidence = review(film.pk, "US", verdict(Status.PD, seen), by=basile).decision.evidence.get()

    assert evidence.sha256 == hashlib.sha256(b"MCMXL").hexdigest()
    assert bytes(evidence.capture.content) == b"MCMXL"
    assert evidence.visible_to == "public"
    huge = NewEvidence(EvidenceKind.TITLE_CARDS, content=b"x" * (2**20 + 1))
    with pytest.raises(CaptureTooBig):
        review(film.pk, "US", verdict(Status.PROTECTED, huge), by=basile)


def test_anybody_may_say_that_something_is_wrong(film: Title, basile: User) -> None:
    said = actions.object_to(film.pk, "US", "It was renewed.", by=READER, email="reader@example.org")
    again = actions.object_to(film.pk, "US", "So I heard too.", by=Actor.person(people.ada().public_id))

    assert Case.objects.filter(title=film, country="US", kind="objection", closed_at=None).count() == 1
    assert (said.made_by, again.made_by.name) == (None, "Ada")
    answer_objection(said.public_id, is_upheld=False, outcome="Searched again, not found.", by=basile)
    assert Case.objects.filter(kind="objection", closed_at=None).exists()
    answer_objection(again.public_id, is_upheld=True, outcome="Found.", by=basile)
    assert not Case.objects.filter(kind="objection", closed_at=None).exists()
    assert set(Objection.objects.values_list("state", flat=True)) == {"upheld", "rejected"}


def test_an_objection_is_about_something_and_answered_once_by_a_reviewer(film: Title, basile: User) -> None:
    with pytest.raises(NotFound):
        actions.object_to(0, "US", "wrong", by=READER)
    with pytest.raises(NotFound):
        actions.object_to(film.pk, "US", "wrong", by=READER, link_id="no-such-link")
    said = actions.object_to(film.pk, "US", "wrong", by=READER, link_id=film.links.get().public_id)
    with pytest.raises(Forbidden):
        answer_objection(said.public_id, is_upheld=True, outcome="", by=people.eve())
    answer_objection(said.public_id, is_upheld=True, outcome="", by=basile)
    with pytest.raises(NotFound):
        answer_objection(said.public_id, is_upheld=False, outcome="", by=basile)


def test_who_put_a_copy_here_may_follow_an_objection_and_not_dismiss_it(film: Title, basile: User) -> None:
    WatchLink.objects.update(submitted_by=basile)
    said = actions.object_to(film.pk, "US", "It was renewed.", by=READER)
    with pytest.raises(ReviewRefused):
        answer_objection(said.public_id, is_upheld=False, outcome="Nothing found.", by=basile)
    assert answer_objection(said.public_id, is_upheld=True, outcome="Found.", by=basile).state == "upheld"


PROOFS = (
    NewEvidence(EvidenceKind.CHANNEL_PROOF, "https://studio.example/links"),
    NewEvidence(EvidenceKind.HOLDS_TITLE, "https://studio.example/catalogue"),
)
STATEMENT = (
    NewEvidence(EvidenceKind.LICENCE_STATEMENT, "https://maker.example/licence"),
    NewEvidence(EvidenceKind.MAKER_IDENTITY, "https://maker.example/"),
)
IN_FR = Visitor("fr", "fr", "FR", NOW)


def test_the_holder_of_a_protected_work_may_show_it_where_they_say(film: Title) -> None:
    link = film.links.get()
    grant_basis(link.public_id, Grant("HOLDER-CHANNEL", frozenset({"FR", "BE"}), holder="Studio"), PROOFS, by=DESK)

    assert shown(film) == {"FR", "BE"}
    row = title_links(IN_FR, film.pk).shown[0]
    assert Obligation.KEEP_PLAYER in row.obligations
    assert row.can_play_here
    assert ShownLink.objects.filter(title=film).values_list("rights_basis", flat=True).distinct().get() == "provider"


def test_another_directory_is_no_evidence_of_a_granted_right(film: Title) -> None:
    seen = [replace(one, address="https://www.justwatch.com/us/movie/general") for one in PROOFS]

    with pytest.raises(EvidenceMissing):
        grant_basis(film.links.get().public_id, Grant("HOLDER-CHANNEL", frozenset({"FR"})), seen, by=DESK)


def test_what_a_right_does_not_permit_falls_back_to_the_page_of_the_host(film: Title) -> None:
    link = film.links.get()
    only_link = Grant("HOLDER-CHANNEL", frozenset({"FR"}), permits=frozenset({Use.LINK}))
    grant_basis(link.public_id, only_link, PROOFS, by=DESK)

    row = title_links(IN_FR, film.pk).shown[0]
    assert (row.form, row.can_play_here) == (Form.PAGE, False)
    assert link_with_id(IN_FR, link.public_id).form is Form.PAGE


def test_no_text_track_of_ours_is_added_to_what_may_not_be_changed(film: Title) -> None:
    track = {"address": "https://archive.org/a.vtt", "language": "fr", "kind": "subtitles", "label": ""}
    WatchLink.objects.update(tracks=[track], form="file")
    link = film.links.get()
    for code, tracks in (("CC-BY-ND", 0), ("CC-BY", 1)):
        grant_basis(link.public_id, Grant(code), STATEMENT, by=DESK)
        assert shown(film) == {"*"}
        assert len(title_links(IN_FR, film.pk).shown[0].tracks) == tracks
        assert len(link_with_id(IN_FR, link.public_id).tracks) == tracks


def test_licences_that_forbid_trade_are_for_sites_without_it(film: Title) -> None:
    link = film.links.get()
    grant_basis(link.public_id, Grant("CC-BY-NC"), STATEMENT, by=DESK)
    trade = Visitor("fr", "fr", "FR", NOW, site_is_noncommercial=False)

    assert title_links(IN_FR, film.pk).shown
    assert not title_links(trade, film.pk).shown
    with pytest.raises(NotShownHere):
        link_with_id(trade, link.public_id)


def test_a_right_opens_and_ends_by_the_clock(film: Title, noon: Any) -> None:
    link = film.links.get()
    edges = {"start": datetime(2026, 12, 1, tzinfo=UTC), "end": datetime(2026, 12, 31, tzinfo=UTC)}
    grant_basis(link.public_id, Grant("PERMISSION", frozenset({"FR"}), **edges), (
        NewEvidence(EvidenceKind.DOCUMENT, value="signed on 3 November 2026"),
    ), by=DESK)  # fmt: skip

    def seen(on: datetime) -> bool:
        return bool(title_links(Visitor("fr", "fr", "FR", on), film.pk).shown)

    assert [seen(datetime(2026, month, day, 12, tzinfo=UTC)) for month, day in ((11, 30), (12, 1), (12, 31))] == [
        False, True, False,
    ]  # fmt: skip


def test_a_new_right_supersedes_the_old_one_and_may_be_taken_back(film: Title) -> None:
    link = film.links.get()
    first = grant_basis(link.public_id, Grant("HOLDER-CHANNEL", frozenset({"FR"})), PROOFS, by=DESK)
    other = grant_basis(link.public_id, Grant("HOLDER-CHANNEL", frozenset({"BE"})), PROOFS, by=DESK)

    assert other.supersedes == first
    assert shown(film) == {"BE"}
    end_basis(other.public_id, by=DESK, why="contract over")
    assert shown(film) == set()
    with pytest.raises(NotFound):
        end_basis(other.public_id, by=DESK, why="again")
    assert RightsBasis.objects.get(pk=first.pk).ended_at is None


@pytest.mark.parametrize("code", [*NeverABasis, "PDM-LABEL", "whatever"])
def test_what_is_no_right_carries_no_link(film: Title, code: str) -> None:
    with pytest.raises(NoBasis):
        grant_basis(film.links.get().public_id, Grant(code), STATEMENT, by=DESK)


def test_a_right_needs_its_evidence_and_its_countries(film: Title) -> None:
    link = film.links.get().public_id
    with pytest.raises(EvidenceMissing, match="holds_title"):
        grant_basis(link, Grant("HOLDER-CHANNEL", frozenset({"FR"})), PROOFS[:1], by=DESK)
    with pytest.raises(TerritoryMissing):
        grant_basis(link, Grant("HOLDER-CHANNEL"), PROOFS, by=DESK)
    register = (NewEvidence(EvidenceKind.REGISTER_ENTRY), NewEvidence(EvidenceKind.INSTITUTION_PAGE))
    with pytest.raises(TerritoryMissing):
        grant_basis(link, Grant("ORPHAN-EU", frozenset({"US"})), register, by=DESK)
    grant_basis(link, Grant("ORPHAN-EU"), register, by=DESK)
    assert len(shown(film)) == 30


def test_a_trailer_is_no_way_to_watch(film: Title) -> None:
    grant_basis(film.links.get().public_id, Grant("TRAILER", frozenset({"FR"})), PROOFS, by=DESK)

    assert shown(film) == set()


def test_a_work_that_is_free_from_a_day_to_come_is_shown_from_that_day_on(film: Title) -> None:
    RightsAnswer.objects.filter(title=film, country="US").update(play="yes", free_since=date(2027, 1, 1))
    actions.refresh_shown([film.pk])
    link = film.links.get()

    def seen(on: datetime) -> bool:
        there = Visitor("en", "en", "US", on)
        try:
            link_with_id(there, link.public_id)
        except NotShownHere:
            assert not title_links(there, film.pk).shown
            return False
        assert title_links(there, film.pk).shown
        return True

    assert not seen(NOW)
    assert not seen(datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    assert seen(datetime(2027, 1, 1, tzinfo=UTC))
