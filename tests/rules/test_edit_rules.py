"""What edits make of values, and what voices come to."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.catalogue import edit_rules as rules
from allostream.catalogue.edit_rules import Kind
from allostream.catalogue.models import Credit
from allostream.community.editing_rules import Doubt, Missing, Reasons, State, Voice, missing, standing

TODAY = date(2026, 11, 25)
FOR, NEW, AGAINST = Voice(True, is_known=True), Voice(True), Voice(False)
RING = Voice(True, is_bound=True, is_known=True)
WORD, NO = Voice(True, settles=True), Voice(False, settles=True)
lists = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@pytest.mark.parametrize(
    ("voices", "state", "doubts"),
    [
        ([], State.OPEN, ()),
        ([FOR], State.IN_FORCE, ()),
        ([RING], State.OPEN, (Doubt.BOUND,)),
        ([RING, RING], State.OPEN, (Doubt.BOUND,)),
        ([RING, FOR], State.IN_FORCE, (Doubt.BOUND,)),
        ([AGAINST], State.OPEN, (Doubt.AGAINST,)),
        ([AGAINST, FOR], State.OPEN, (Doubt.AGAINST,)),
        ([AGAINST, FOR, FOR], State.IN_FORCE, (Doubt.AGAINST,)),
        ([AGAINST, AGAINST], State.REFUSED, ()),
        ([AGAINST, WORD], State.IN_FORCE, ()),
        ([FOR, NO], State.REFUSED, ()),
        ([NEW], State.OPEN, (Doubt.NEW,)),
        ([NEW, NEW, NEW], State.OPEN, (Doubt.NEW,)),
        ([NEW, FOR], State.IN_FORCE, ()),
        ([FOR, AGAINST, NEW], State.IN_FORCE, (Doubt.AGAINST,)),
        ([RING, NEW], State.OPEN, (Doubt.BOUND, Doubt.NEW)),
        ([Voice(False, is_known=True), NEW, NEW], State.OPEN, (Doubt.AGAINST, Doubt.NEW)),
        ([NEW, WORD], State.IN_FORCE, ()),
        ([Voice(True, settles=True, is_bound=True)], State.OPEN, (Doubt.BOUND,)),
    ],
)
def test_voices_come_to(voices: list[Voice], state: State, doubts: tuple[Doubt, ...]) -> None:
    told = standing(voices, author_settles=False, is_protected=False, is_author_known=False)
    assert (told.state, told.doubts) == (state, doubts)


def test_a_new_voice_is_enough_where_the_author_is_known() -> None:
    assert standing([NEW], author_settles=False, is_protected=False, is_author_known=True).state is State.IN_FORCE
    assert standing([NEW], author_settles=False, is_protected=True, is_author_known=True).state is State.OPEN


@given(st.lists(st.sampled_from([NEW, AGAINST, Voice(False, is_known=True), RING]), max_size=6), st.booleans())
def test_no_number_of_new_accounts_brings_an_edit_into_force(voices: list[Voice], is_protected: bool) -> None:
    told = standing(voices, author_settles=False, is_protected=is_protected, is_author_known=False)
    assert told.state is not State.IN_FORCE


def test_what_is_protected_waits_for_somebody_who_may_change_it() -> None:
    assert standing([FOR], author_settles=False, is_protected=True, is_author_known=True).doubts == (Doubt.PROTECTED,)
    assert standing([FOR, FOR, FOR], author_settles=False, is_protected=True, is_author_known=True).state is State.OPEN
    assert standing([FOR, WORD], author_settles=False, is_protected=True, is_author_known=True).state is State.IN_FORCE
    assert standing([], author_settles=True, is_protected=True, is_author_known=True).state is State.IN_FORCE


@pytest.mark.parametrize(
    "text", ["http://[", "https://", "https://a b.fr", "https://nowhere", "javascript:a.b", "I.M."]
)
def test_what_leads_nowhere_is_no_address(text: str) -> None:
    assert Reasons(text, "why").address == ""


@given(lists, lists, lists)
def test_an_edit_of_a_list_undoes_nobody_elses(before: list[str], after: list[str], now: list[str]) -> None:
    change = {"before": before, "after": after}
    made = rules.carried_over("genres", change, now)
    assert set(rules.put_in(change)) <= set(made)
    assert not set(rules.taken_out(change)) & set(made)
    untouched = set(now) - set(before) - set(after)
    assert untouched <= set(made)


@given(lists, lists)
def test_taking_an_edit_back_leads_to_what_was(before: list[str], after: list[str]) -> None:
    change = {"genres": {"before": before, "after": after}}
    back = rules.on_top(rules.turned_round(change), {"genres": after})
    assert rules.same("genres", back.get("genres", {"after": after})["after"], before)
    assert rules.between([change, rules.turned_round(change)]) == {}


def test_another_name_takes_the_place_of_the_old_one_among_the_names() -> None:
    before: dict[str, Any] = {
        "name": ["Metropollis", "de"], "names": [["Metropollis", "de", "original"], ["Metropolis", "fr", "release"]],
    }  # fmt: skip
    after = rules.with_name(before, {**before, "name": ["Metropolis", "de"]})
    assert after["names"] == [["Metropolis", "de", "original"], ["Metropolis", "fr", "release"]]
    unlisted = rules.with_name({"name": ["A", ""], "names": []}, {"name": ["B", "en"]})
    assert unlisted["names"] == [["B", "en", "original"]]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (Kind.TITLE, "name", ["", "en"]),
        (Kind.TITLE, "name", ["!?", "en"]),
        (Kind.TITLE, "name", ["A", "qq"]),
        (Kind.PERSON, "name", ""),
        (Kind.PERSON, "name", "x" * 201),
        (Kind.TITLE, "names", [["A", "en", "nickname"]]),
        (Kind.TITLE, "names", [["A", "zz-zz", "alias"]]),
        (Kind.TITLE, "countries", ["XX"]),
        (Kind.TITLE, "languages", ["klingonese"]),
        (Kind.TITLE, "genres", ["westerns"]),
        (Kind.TITLE, "runtime", 0),
        (Kind.TITLE, "runtime", "long"),
        (Kind.TITLE, "end_year", 2050),
        (Kind.TITLE, "identifiers", [["imdb", "17925"]]),
        (Kind.TITLE, "identifiers", [["IMDb!", "tt0017925"]]),
        (Kind.TITLE, "identifiers", [["tcm", ""]]),
        (Kind.EPISODE, "aired", "last year"),
        (Kind.EPISODE, "aired", "2031-01-01"),
        (Kind.EPISODE, "aired", "1700"),
        (Kind.EPISODE, "number", 10_000),
    ],
)
def test_what_cannot_be_is_told_by_field(kind: Kind, field: str, value: Any) -> None:
    assert [fault.field for fault in rules.faults(kind, {field: value}, TODAY, ["western"])] == [field]


def test_what_can_be_is_taken() -> None:
    values = {
        "name": ["東京物語", "ja"], "names": [["Tokyo Story", "", "alias"]], "countries": ["JP", "SU"],
        "languages": ["zxx", "ja"], "genres": ["drama"], "runtime": 136, "end_year": None,
        "identifiers": [["imdb", "tt0046438"], ["wikidata", "Q213969"], ["letterboxd", "tokyo-story"]],
    }  # fmt: skip
    assert list(rules.faults(Kind.TITLE, values, TODAY, ["drama"])) == []
    part = {"number": 0, "absolute_number": 12, "name": None, "aired": "2027-03", "runtime": None}
    assert list(rules.faults(Kind.EPISODE, part, TODAY, [])) == []


def test_on_what_rights_hang_others_must_be_able_to_follow_up() -> None:
    assert missing(Reasons("a book", "wrong"), is_of_rights=False) == []
    assert missing(Reasons("a book", "wrong"), is_of_rights=True) == [Missing.QUOTE]
    assert missing(Reasons("a book", "wrong", "“made in France”, p. 3"), is_of_rights=True) == []
    assert missing(Reasons("https://catalogue.bnf.fr/1", "wrong"), is_of_rights=True) == []
    assert missing(Reasons("", " "), is_of_rights=False) == [Missing.SOURCE, Missing.WHY]


@pytest.mark.parametrize(
    ("credit", "is_fine"),
    [
        (["composer", "bcdfghjkmnpq"], True),
        (["composer", "", "Anita Loos", 1889, None], True),
        (["conjurer", "bcdfghjkmnpq"], False),
        (["composer", "", "Anita Loos", 1889, 1880], False),
        (["composer", "", "Anita Loos", 2030, None], False),
        (["composer", "", "…", None, None], False),
    ],
)
def test_a_credit_names_a_part_and_a_life_that_can_be(credit: list[Any], is_fine: bool) -> None:
    assert (not list(rules.faults(Kind.TITLE, {"credits": [credit]}, TODAY, []))) is is_fine


def test_every_part_that_the_catalogue_knows_can_be_given() -> None:
    assert sorted(rules.ROLES) == sorted(Credit.Role.values)
