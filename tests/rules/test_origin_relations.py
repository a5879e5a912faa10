"""The ladder of proofs, and whether submitter and uploader are one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from allostream.hosts.proof_rules import LADDER, Half, Proof, ProofKind, Strength, channel_proof
from allostream.rights.origin.relations import (
    Conflict,
    Judge,
    Reason,
    Relation,
    Subject,
    Submission,
    are_alike,
    conflicts,
    relation,
)

TODAY = date(2026, 11, 25)
SEEN = date(2026, 6, 1)


def proof(kind: ProofKind, seen_on: date = SEEN) -> Proof:
    return Proof(kind, seen_on, "https://holder.example/about", "sha256:1")


CATALOGUE = proof(ProofKind.DISTRIBUTOR_CATALOGUE)


@pytest.mark.parametrize("kind", [kind for kind, rung in LADDER.items() if rung == (Half.CHANNEL, Strength.STRONG)])
def test_one_strong_proof_shows_whose_channel_it_is(kind: ProofKind) -> None:
    found = channel_proof([proof(kind)], TODAY)
    assert (found.is_shown, found.is_complete) == (True, False)
    assert channel_proof([proof(kind), CATALOGUE], TODAY).is_complete


@pytest.mark.parametrize(
    ("kinds", "strength"),
    [
        ((), Strength.NONE),
        ((ProofKind.BADGE, ProofKind.SUBSCRIBERS, ProofKind.NAME, ProofKind.LOGO), Strength.WEAK),
        ((ProofKind.INSTITUTE_PAGE,), Strength.MEDIUM),
        ((ProofKind.INSTITUTE_PAGE, ProofKind.INSTITUTE_PAGE), Strength.MEDIUM),
        ((ProofKind.INSTITUTE_PAGE, ProofKind.BADGE), Strength.MEDIUM),
        ((ProofKind.INSTITUTE_PAGE, ProofKind.CONSISTENT_CATALOGUE), Strength.STRONG),
        ((ProofKind.PARTNER_FLAG, ProofKind.CONSISTENT_CATALOGUE), Strength.STRONG),
        ((ProofKind.DISTRIBUTOR_CATALOGUE,), Strength.NONE),
    ],
)
def test_less_needs_two_of_different_kinds(kinds: tuple[ProofKind, ...], strength: Strength) -> None:
    found = channel_proof(map(proof, kinds), TODAY)
    assert (found.channel, found.is_shown) == (strength, strength is Strength.STRONG)


def test_a_page_that_was_not_captured_proves_no_more_than_a_name() -> None:
    bare = Proof(ProofKind.HOLDER_SITE_LINKS, SEEN, "https://holder.example/about")
    assert channel_proof([bare], TODAY).channel is Strength.WEAK
    assert channel_proof([replace(bare, capture="sha256:1")], TODAY).channel is Strength.STRONG


def test_proofs_are_looked_at_again_after_a_year() -> None:
    found = channel_proof([proof(ProofKind.CONTRACT_OR_MAIL, date(2025, 11, 26)), CATALOGUE], TODAY)
    assert (found.recheck_on, found.is_due) == (date(2026, 11, 26), False)
    assert channel_proof([proof(ProofKind.CONTRACT_OR_MAIL, date(2025, 11, 25))], TODAY).is_due
    assert channel_proof([], TODAY).recheck_on is None


def test_of_each_kind_the_latest_look_counts() -> None:
    old, new = proof(ProofKind.CONTRACT_OR_MAIL, date(2024, 1, 1)), proof(ProofKind.CONTRACT_OR_MAIL)
    found = channel_proof([new, old], TODAY)
    assert (found.is_shown, found.is_due, found.recheck_on) == (True, False, date(2027, 6, 1))
    assert channel_proof([new, old], TODAY, renamed_on=date(2026, 1, 1)).discounted == ()


def test_proofs_of_another_name_do_not_count() -> None:
    old = proof(ProofKind.CONTRACT_OR_MAIL)
    found = channel_proof([old, CATALOGUE], TODAY, renamed_on=date(2026, 6, 2))
    assert (found.is_shown, found.is_due) == (False, True)
    assert found.discounted == (ProofKind.CONTRACT_OR_MAIL, ProofKind.DISTRIBUTOR_CATALOGUE)
    assert channel_proof([old, CATALOGUE], TODAY, renamed_on=SEEN).is_complete


ACCOUNT, MAIL, SITE = "a" * 64, "b" * 64, "c" * 64
SAME = Submission(said_own=False, accounts={ACCOUNT}, uploader=ACCOUNT)


def test_strangers_are_nothing_to_each_other() -> None:
    found = relation(Submission(said_own=False, said_paid=False, handle="ada", uploader_handle="Prelinger Archives"))
    assert (found.relation, found.reasons, found.may_publish, found.votes_count) == (Relation.NONE, (), True, True)


def test_who_says_so_is_believed_and_then_checked_as_maker() -> None:
    found = relation(replace(SAME, said_own=True))
    assert (found.relation, found.maker_to_verify, found.is_strike) == (Relation.DECLARED_OWN, True, False)
    assert not found.may_publish
    assert not found.votes_count


def test_who_says_no_and_is_the_uploader_gets_a_strike_for_protected_works() -> None:
    found = relation(SAME)
    assert (found.relation, found.is_strike) == (Relation.UNDECLARED_OWN_CONFIRMED, False)
    assert relation(replace(SAME, is_protected=True)).is_strike
    mail = relation(Submission(said_own=False, mail=MAIL, uploader_mail=MAIL))
    assert (mail.relation, mail.reasons) == (Relation.UNDECLARED_OWN_CONFIRMED, (Reason.SAME_MAIL,))


def test_who_was_not_asked_has_hidden_nothing() -> None:
    assert relation(replace(SAME, said_own=None, is_protected=True)).relation is Relation.SUSPECTED_OWN


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        (Submission(handle="Jean_Dupont", uploader_handle="jeandupont42"), (Reason.SIMILAR_HANDLE,)),
        (Submission(sites={SITE}, uploader_sites={SITE}), (Reason.SAME_SITE,)),
        (Submission(gaps=[DAY, timedelta(hours=3)]), (Reason.SOON_AFTER_UPLOAD,)),
        (Submission(gaps=[DAY]), ()),
        (Submission(gaps=[DAY, 3 * DAY]), ()),
        (Submission(gaps=[-DAY, DAY]), ()),
        (Submission(links=10, links_to_uploader=5), (Reason.CONCENTRATION,)),
        (Submission(links=10, links_to_uploader=4), ()),
        (Submission(links=9, links_to_uploader=9), ()),
        (Submission(links=20, links_to_uploader=15, channel_is_listed=True), ()),
        (Submission(said_paid=True), (Reason.SAID_PAID,)),
        (Submission(sites={""}, uploader_sites={""}), ()),
    ],
)
def test_what_makes_a_suspicion(given: Submission, reasons: tuple[Reason, ...]) -> None:
    found = relation(given)
    assert found.reasons == reasons
    assert found.relation is (Relation.SUSPECTED_OWN if reasons else Relation.NONE)
    assert found.may_publish is not bool(reasons)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("keaton_fan", "Keaton Fan", True),
        ("KeatonFan99", "keaton-fan", True),
        ("keatonfan", "chaplinfan", False),
        ("ada", "ada", False),
        ("archive", "archive", False),
        ("", "", False),
        ("élodie.films", "elodiefilms", True),
    ],
)
def test_handles_that_are_one_name(one: str, other: str, alike: bool) -> None:
    assert are_alike(one, other) is are_alike(other, one) is alike


@pytest.mark.parametrize(
    ("judge", "found"),
    [
        (Judge("basile"), ()),
        (Judge("ada"), (Conflict.SUBMITTED,)),
        (Judge("basile", accounts={ACCOUNT}), (Conflict.UPLOADED,)),
        (Judge("basile", works_at={"arte"}), (Conflict.WORKS_AT_PROVIDER,)),
        (Judge("basile", holds_for={"gaumont"}), (Conflict.IS_HOLDER,)),
        (Judge("basile", competes_with={"gaumont"}), (Conflict.COMPETES,)),
        (Judge("basile", works_at={"elsewhere"}, holds_for={"elsewhere"}), ()),
    ],
)
def test_who_must_not_decide(judge: Judge, found: tuple[Conflict, ...]) -> None:
    assert conflicts(judge, Subject("ada", ACCOUNT, "arte", {"gaumont"})) == found


def test_a_link_of_nobody_conflicts_with_nobody() -> None:
    assert conflicts(Judge("", accounts={""}, works_at={""}), Subject()) == ()
