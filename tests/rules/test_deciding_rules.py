"""Which voice is followed on a work in a country, and when a change of the answer counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.rights.bases import EvidenceKind
from allostream.rights.deciding_rules import (
    FREE,
    QUESTIONS,
    CaseKind,
    Claim,
    Fault,
    Item,
    Kind,
    Play,
    Settled,
    Standing,
    Verdict,
    faults_of_form,
    grounds,
    needs_two,
    published,
    settle,
    worsens,
)
from allostream.rights.engine.answers import Answer, Confidence, Sentence, Status
from allostream.rights.engine.sentences import DOUBTS

TODAY = date(2026, 11, 25)
HIGH, MEDIUM, LOW = Confidence


def ruled(status: Status, confidence: Confidence = HIGH, *doubts: str) -> Answer:
    return Answer("US", status, confidence, "test", Sentence("pd.us.term"), doubts=doubts)


PD, DOUBTFUL = ruled(Status.PD), ruled(Status.PD, MEDIUM, "third-party-footage")
PROTECTED = ruled(Status.PROTECTED)
LACKS_FACTS = ruled(Status.UNCLEAR, LOW, "role-missing", "underlying-unasked")
OPEN_QUESTION = ruled(Status.UNCLEAR, LOW, "british-author")
SAID_FREE = Claim(Status.PD, Play.YES)
SAID_DOUBTFUL = Claim(Status.PD, Play.AFTER_REVIEW)
SAID_PROTECTED = Claim(Status.PROTECTED, Play.NO)
SAID_UNCLEAR = Claim(Status.UNCLEAR, Play.NO)
SAID_OPEN = Claim(Status.OPEN_LICENCE, Play.YES)


@pytest.mark.parametrize(
    ("answer", "claim", "kind", "status", "play", "cases"),
    [
        # The rules alone: high is played, medium waits for a reviewer, the rest is not.
        (PD, None, Kind.RULE, Status.PD, Play.YES, ()),
        (DOUBTFUL, None, Kind.RULE, Status.PD, Play.AFTER_REVIEW, (CaseKind.MEDIUM,)),
        (ruled(Status.PD, LOW), None, Kind.RULE, Status.UNCLEAR, Play.NO, ()),
        (PROTECTED, None, Kind.RULE, Status.PROTECTED, Play.NO, ()),
        (LACKS_FACTS, None, Kind.RULE, Status.UNCLEAR, Play.NO, ()),
        # A source: followed where the rules lack facts, and only there.
        (LACKS_FACTS, SAID_FREE, Kind.SOURCE, Status.PD, Play.YES, ()),
        (LACKS_FACTS, SAID_DOUBTFUL, Kind.SOURCE, Status.PD, Play.AFTER_REVIEW, (CaseKind.MEDIUM,)),
        (LACKS_FACTS, SAID_PROTECTED, Kind.SOURCE, Status.PROTECTED, Play.NO, ()),
        (OPEN_QUESTION, SAID_FREE, Kind.RULE, Status.UNCLEAR, Play.NO, ()),
        (PD, SAID_UNCLEAR, Kind.RULE, Status.PD, Play.YES, ()),
        (PD, SAID_DOUBTFUL, Kind.RULE, Status.PD, Play.YES, ()),
        (DOUBTFUL, SAID_FREE, Kind.RULE, Status.PD, Play.AFTER_REVIEW, (CaseKind.MEDIUM,)),
        # Contradictions: what protects is followed, and a person looks.
        (PD, SAID_PROTECTED, Kind.SOURCE, Status.PROTECTED, Play.NO, (CaseKind.CONTRADICTION,)),
        (PROTECTED, SAID_FREE, Kind.RULE, Status.PROTECTED, Play.NO, (CaseKind.CONTRADICTION,)),
        # An open licence is given to what is protected.
        (PROTECTED, SAID_OPEN, Kind.SOURCE, Status.OPEN_LICENCE, Play.YES, ()),
        (PD, SAID_OPEN, Kind.RULE, Status.PD, Play.YES, ()),
        # No rules for the country.
        (None, SAID_FREE, Kind.SOURCE, Status.PD, Play.YES, ()),
        (None, None, Kind.RULE, Status.UNCLEAR, Play.NO, ()),
    ],
)
def test_which_voice_is_followed(
    answer: Answer | None, claim: Claim | None, kind: Kind, status: Status, play: Play, cases: tuple[CaseKind, ...]
) -> None:
    assert settle(answer, claim, None, TODAY) == Settled(kind, status, play, cases)


def test_what_a_source_calls_free_from_a_day_to_come_is_protected_until_then() -> None:
    claim = Claim(Status.PD, Play.YES, since=date(2027, 1, 1))

    assert settle(LACKS_FACTS, claim, None, TODAY).status is Status.PROTECTED
    assert settle(LACKS_FACTS, claim, None, date(2027, 1, 1)).play is Play.YES


def test_a_decision_of_people_stands_until_what_it_rested_on_changes() -> None:
    verdict = Verdict(Kind.OVERRIDE, Status.PD, grounds(OPEN_QUESTION))

    assert settle(OPEN_QUESTION, SAID_PROTECTED, verdict, TODAY) == Settled(Kind.OVERRIDE, Status.PD, Play.YES)
    assert settle(PROTECTED, None, verdict, TODAY).play is Play.NO


def test_a_narrowing_decision_of_people_keeps_what_is_free_away() -> None:
    verdict = Verdict(Kind.REVIEW, Status.PROTECTED, grounds(PD))

    assert settle(PD, SAID_FREE, verdict, TODAY) == Settled(Kind.REVIEW, Status.PROTECTED, Play.NO)


@pytest.mark.parametrize("status", [Status.PROTECTED, Status.UNCLEAR])
def test_a_narrowing_decision_of_people_stays_until_a_person_looks_again(status: Status) -> None:
    verdict = Verdict(Kind.REVIEW, status, "other grounds")

    kept = Settled(Kind.REVIEW, status, Play.NO, (CaseKind.CONTRADICTION,))
    assert settle(PD, None, verdict, TODAY) == settle(DOUBTFUL, None, verdict, TODAY) == kept
    assert settle(LACKS_FACTS, SAID_OPEN, verdict, TODAY) == kept
    assert settle(PROTECTED, None, verdict, TODAY) == Settled(Kind.RULE, Status.PROTECTED, Play.NO)


ANSWERS = st.builds(
    ruled,
    st.sampled_from([Status.PD, Status.PROTECTED, Status.UNCLEAR, Status.OPEN_LICENCE]),
    st.sampled_from(list(Confidence)),
    *[st.sampled_from(sorted(DOUBTS))] * 2,
)
CLAIMS = st.none() | st.sampled_from([SAID_FREE, SAID_DOUBTFUL, SAID_PROTECTED, SAID_UNCLEAR])


@given(ANSWERS, CLAIMS)
def test_nothing_is_played_that_the_rules_call_protected(answer: Answer, claim: Claim | None) -> None:
    settled = settle(answer, claim, None, TODAY)

    if answer.status is Status.PROTECTED:
        assert settled.play is Play.NO
    if settled.play is Play.YES:
        assert settled.status in FREE


@given(ANSWERS, CLAIMS)
def test_a_source_that_says_protected_never_widens(answer: Answer, claim: Claim | None) -> None:
    assert settle(answer, SAID_PROTECTED, None, TODAY).play is Play.NO or answer.status is Status.OPEN_LICENCE


@pytest.mark.parametrize(
    ("before", "after", "kind", "counts"),
    [
        (None, Play.YES, Kind.RULE, Play.YES),  # the first answer takes nobody by surprise
        (Play.NO, Play.YES, Kind.RULE, Play.NEXT_RUN),
        (Play.AFTER_REVIEW, Play.YES, Kind.SOURCE, Play.NEXT_RUN),
        (Play.NEXT_RUN, Play.YES, Kind.RULE, Play.NEXT_RUN),
        (Play.AFTER_REVIEW, Play.YES, Kind.REVIEW, Play.YES),
        (Play.NO, Play.YES, Kind.OVERRIDE, Play.YES),
        (Play.YES, Play.NO, Kind.RULE, Play.NO),
        (Play.YES, Play.YES, Kind.RULE, Play.YES),
        (Play.NO, Play.AFTER_REVIEW, Kind.RULE, Play.AFTER_REVIEW),
    ],
)
def test_what_narrows_counts_at_once_and_what_widens_in_the_night(
    before: Play | None, after: Play, kind: Kind, counts: Play
) -> None:
    assert published(before, after, kind) is counts


def test_only_what_could_be_played_can_become_worse() -> None:
    assert [before for before in (None, *Play) if worsens(before, Play.NO)] == [Play.YES]
    assert not worsens(Play.YES, Play.YES)


@pytest.mark.parametrize(
    ("verdict", "present", "two"),
    [
        (Status.PD, Standing(Status.PD, Play.AFTER_REVIEW), False),
        (Status.PD, Standing(Status.UNCLEAR, Play.NO), True),
        (Status.PD, Standing(Status.PROTECTED, Play.NO), True),
        (Status.PD, None, True),
        (Status.PROTECTED, Standing(Status.PD, Play.YES), False),
        (Status.UNCLEAR, Standing(Status.PD, Play.YES), False),
    ],
)
def test_widening_against_the_rules_needs_two_reviewers(verdict: Status, present: Standing | None, two: bool) -> None:
    assert needs_two(verdict, present) is two


FILLED = dict.fromkeys(QUESTIONS, "seen")
PAPER = Item(EvidenceKind.REFERENCE, "https://catalogue.bnf.fr/ark:/12148/cb1")
LIST = Item(EvidenceKind.OTHER, "https://www.publicdomainmovies.net/movie/charade")


@pytest.mark.parametrize(
    ("answers", "evidence", "faults"),
    [
        (FILLED, [PAPER], []),
        (FILLED, [LIST, PAPER], []),
        (FILLED, [Item(EvidenceKind.DOCUMENT)], []),
        (FILLED, [], [Fault.NO_EVIDENCE]),
        (FILLED, [LIST], [Fault.ONLY_DIRECTORIES]),
        ({**FILLED, "rule": "  "}, [PAPER], [Fault.UNANSWERED]),
        ({}, [], [Fault.UNANSWERED, Fault.NO_EVIDENCE]),
    ],
)
def test_a_review_is_not_saved_without_evidence_that_is_no_other_list(
    answers: dict[str, str], evidence: list[Item], faults: list[Fault]
) -> None:
    assert faults_of_form(answers, evidence) == faults


def test_our_own_pages_are_no_evidence() -> None:
    ours = Item(EvidenceKind.OTHER, "https://fr.example.org/film/charade-1963")

    assert faults_of_form(FILLED, [ours], frozenset({"fr.example.org"})) == [Fault.ONLY_DIRECTORIES]


def test_the_questions_are_asked_in_their_order() -> None:
    assert QUESTIONS == ("edition", "put_there_by", "country", "rule", "weakest_input", "would_change")
