"""The rules of the rights desk: how complete a notice is, what runs out when, what is named, who is believed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.hosts.identity import BUILTIN
from allostream.links.mark_rules import Effect, Known, Laid, Sign, Traits, domains, reaching, signs_of
from allostream.rights_desk.case_rules import DISPOSITION, ClockKind, ItemState
from allostream.rights_desk.clock_rules import complaint_window, put_back, us_business_day, warns_at, workdays_after
from allostream.rights_desk.matching_rules import named
from allostream.rights_desk.reading.shape import (
    Address,
    Doubt,
    Mandate,
    Reading,
    SenderKind,
    Signature,
    SignatureKind,
    Statement,
    Subject,
    Unsure,
    Who,
)
from allostream.rights_desk.reading.written import reading_of, written
from allostream.rights_desk.sender_rules import (
    Record,
    Step,
    errs_too_often,
    is_plausible,
    quality,
    signs,
    step,
)
from allostream.rights_desk.sender_rules import (
    Sign as Warning_,
)
from allostream.rights_desk.validity_rules import Element, Level, classify, elements, must_be_looked_at
from tests.rights_desk.notices import ALL, STUDIO, notice

WHOLE = notice("https://video.example/watch/1")


@pytest.mark.parametrize(
    ("changes", "level", "asks"),
    [
        ({}, Level.A, ()),
        ({"signature": Signature()}, Level.B, ()),  # complete by the DSA: no signature is asked for there
        ({"statements": WHOLE.statements[1:2]}, Level.B, ()),
        ({"sender": replace(STUDIO, email="")}, Level.B, ()),  # complete by 512(c)(3): an address is contact enough
        ({"statements": ()}, Level.C, (Element.ACCURACY,)),
        ({"works": (), "explanation": ""}, Level.D, (Element.EXPLANATION,)),
        ({"addresses": ()}, Level.D, (Element.LOCATION,)),
        ({"sender": Who(), "addresses": ()}, Level.D, (Element.LOCATION, Element.CONTACT)),
        ({"sender": Who()}, Level.E, ()),
        ({"mandate": Mandate.THIRD_PARTY}, Level.E, ()),
        ({"subject": Subject.TRADEMARK}, Level.F, ()),
        ({"signature": Signature(SignatureKind.PGP, holds=False)}, Level.B, ()),
    ],
)  # fmt: skip
def test_the_ladder_of_validity(changes: dict[str, object], level: Level, asks: tuple[Element, ...]) -> None:
    found = classify(replace(WHOLE, **changes))
    assert found.level is level
    assert set(asks) <= set(found.asks)
    assert found.is_complete == (level in {Level.A, Level.B})


@given(st.sets(st.sampled_from(ALL)), st.booleans(), st.booleans())
def test_who_says_more_is_never_worth_less(said: set[Statement], signs_it: bool, explains: bool) -> None:
    less = replace(
        WHOLE,
        statements=tuple(made for made in WHOLE.statements if made.statement in said),
        signature=WHOLE.signature if signs_it else Signature(),
        explanation=WHOLE.explanation if explains else "",
    )
    assert elements(less) <= elements(WHOLE)
    assert classify(WHOLE).level <= classify(less).level
    for one, _two in combinations(less.statements, 2):
        fewer = replace(less, statements=tuple(made for made in less.statements if made is not one))
        assert classify(less).level <= classify(fewer).level


def test_what_a_reader_is_unsure_of_for_the_whole_message_stops_it_and_a_mended_line_does_not() -> None:
    assert must_be_looked_at(replace(WHOLE, doubts=(Unsure(Doubt.UNSURE_SENDER),))) == (Doubt.UNSURE_SENDER,)
    assert must_be_looked_at(replace(WHOLE, doubts=(Unsure(Doubt.GLUED), Unsure(Doubt.DAMAGED)))) == ()


@given(
    st.builds(
        Reading, reader=st.just("any"), works=st.just(WHOLE.works), sender=st.just(STUDIO),
        addresses=st.lists(
            st.builds(
                Address, text=st.text(), work=st.none() | st.integers(0, 9), row=st.dictionaries(st.text(), st.text()),
                seen_at=st.none() | st.datetimes(timezones=st.just(UTC)),
                territories=st.tuples(st.sampled_from(["FR", "DE", "*"])),
            )
        ).map(tuple),
        statements=st.just(WHOLE.statements), automated=st.none() | st.booleans(),
        doubts=st.just((Unsure(Doubt.GLUED),)),
    )
)  # fmt: skip
def test_a_reading_that_was_written_down_is_read_back_as_it_was(reading: Reading) -> None:
    assert reading_of(written(reading)) == reading


@pytest.mark.parametrize(
    ("received", "days"),
    [
        (date(2026, 12, 18), (date(2027, 1, 5), date(2027, 1, 7), date(2027, 1, 11))),
        (date(2026, 6, 26), (date(2026, 7, 13), date(2026, 7, 15), date(2026, 7, 17))),
    ],
)
def test_what_was_countered_returns_between_the_tenth_and_the_fourteenth_business_day(
    received: date, days: tuple[date, ...]
) -> None:
    assert tuple(us_business_day(received, number) for number in (10, 12, 14)) == days
    first, planned, last = put_back(datetime.combine(received, datetime.min.time(), UTC) + timedelta(hours=15))
    assert first.at < planned.at < last.at
    assert planned.kind is ClockKind.PUT_BACK
    assert planned.at.astimezone(UTC).date() == days[1]


def test_french_working_days_and_the_window_for_complaints() -> None:
    assert workdays_after(date(2026, 4, 30), 10) == date(2026, 5, 19)
    assert complaint_window(datetime(2026, 8, 31, 9, tzinfo=UTC)).at >= datetime(2027, 3, 1, 23, 59, tzinfo=UTC)
    assert complaint_window(datetime(2026, 8, 31, 9, tzinfo=UTC)).at < datetime(2027, 3, 2, 13, tzinfo=UTC)


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=30)))
def test_somebody_is_warned_before_a_clock_runs_out_and_not_at_its_start(span: timedelta) -> None:
    assert timedelta(0) < warns_at(span) < span


OWN = {"allostream.example", "localhost"}


@pytest.mark.parametrize(
    ("text", "ids", "slugs"),
    [
        ("https://allostream.example/watch/b2c3d4f5g6h7", ("b2c3d4f5g6h7",), ()),
        ("hxxps://www.allostream[.]example/l/b2c3d4f5g6h7).", ("b2c3d4f5g6h7",), ()),
        ("http://localhost:8000/film/v-2009#link-b2c3d4f5g6h7", ("b2c3d4f5g6h7",), ()),
        ("https://allostream.example/show/gossip-girl/s01e02", (), ("show", "gossip-girl", "s01e02")),
        ("https://allostream.example/", (), ()),
    ],
)
def test_an_address_of_ours_names_what_stands_in_it(text: str, ids: tuple[str, ...], slugs: tuple[str, ...]) -> None:
    found = named(text, OWN, BUILTIN)
    assert found.is_ours
    assert (found.ids, found.slugs) == (ids, slugs)


@pytest.mark.parametrize("text", ["https://video.example/*", "https://video.example/wat…", "all of them", ""])
def test_what_is_cut_or_wild_is_never_widened(text: str) -> None:
    assert not named(text, OWN, BUILTIN).is_readable


@pytest.mark.parametrize("text", ["https://video.example/", "https://www.youtube.com/@somebody"])
def test_a_whole_site_or_channel_is_no_location(text: str) -> None:
    assert named(text, OWN, BUILTIN).is_place


FORGER = replace(STUDIO, email="exemple.films.legal@gmail.com")


@pytest.mark.parametrize(
    ("changes", "record", "sign"),
    [
        ({"sender": FORGER}, Record(), Warning_.FREE_MAIL),
        ({"mandate": Mandate.THIRD_PARTY}, Record(), Warning_.NO_MANDATE),
        ({"signature": Signature(SignatureKind.PGP, holds=False)}, Record(is_verified=True), Warning_.BAD_SIGNATURE),
        ({"addresses": tuple(Address(f"https://v.example/{n}") for n in range(400))}, Record(), Warning_.TOO_WIDE),
        ({}, Record(today=600), Warning_.FLOOD),
        ({}, Record(items=20, upheld=2, refused=18), Warning_.REVERSED_BEFORE),
    ],
)  # fmt: skip
def test_what_looks_forged_or_careless_waits_for_a_person(
    changes: dict[str, object], record: Record, sign: Warning_
) -> None:
    found = signs(replace(WHOLE, **changes), record)
    assert sign in found
    assert not is_plausible(found, record)


def test_a_person_who_holds_a_right_may_write_from_any_mailbox() -> None:
    author = Who(SenderKind.NATURAL, "Nora Exemple", "", "nora@gmail.com")
    found = signs(replace(WHOLE, sender=author))
    assert is_plausible(found)


def test_misuse_is_warned_of_before_anything_is_suspended() -> None:
    today = date(2026, 11, 26)
    five = Record(unfounded=tuple(today - timedelta(days=day) for day in range(5)))
    assert step(five, 10, warned=False, today=today) is Step.WARN
    assert step(five, 10, warned=True, today=today) is Step.SUSPEND
    assert step(five, 100, warned=True, today=today) is Step.NONE  # five of a hundred are no fifth
    assert step(Record(), 10, warned=False, today=today) is Step.NONE
    assert errs_too_often(6, 50)
    assert not errs_too_often(5, 49)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_quality_falls_with_what_did_not_stand(upheld: int, refused: int, reversed_: int) -> None:
    record = Record(upheld=upheld, refused=refused, reversed=reversed_)
    assert 0 <= quality(record) <= 1
    assert (
        quality(replace(record, refused=refused + 1)) <= quality(record) <= quality(replace(record, upheld=upheld + 1))
    )


def test_every_state_has_its_name_in_the_format_of_the_studios() -> None:
    assert set(DISPOSITION) == set(ItemState)


def laid(known: Known, text: str, **columns: object) -> Laid:
    return Laid(1, Sign(known, text), Effect.DOWN, **columns)  # type: ignore[arg-type]  # of a test


def test_a_copy_is_known_by_its_key_its_channel_its_host_and_its_documents() -> None:
    traits = Traits("yt:x", host="youtube", domain="www.youtube.com", channel="UC1", digests=("d" * 64,))
    found = {(sign.known, sign.text) for sign in signs_of(traits)}
    assert {
        (Known.COPY, "yt:x"), (Known.CHANNEL, "youtube/UC1"), (Known.HOST, "youtube.com"), (Known.EVIDENCE, "d" * 64),
    } <= found  # fmt: skip
    assert not {sign.known for sign in signs_of(traits)} & {Known.NAME, Known.TITLE_AT_HOST}
    assert domains("a.b.video.example") == ("a.b.video.example", "b.video.example", "video.example")


def test_names_speak_only_against_copies_that_anybody_may_have_put_there() -> None:
    open_one = Traits("url:v.example/9", host="v", domain="v.example", title=3, name="gossipgirl", season=1, episode=2,
                      has_id=False, is_open=True)  # fmt: skip
    assert (Known.NAME, "v|gossipgirl|s1e2") in {(sign.known, sign.text) for sign in signs_of(open_one)}
    own = replace(open_one, is_open=False)
    assert not {sign.known for sign in signs_of(own)} & {Known.NAME, Known.TITLE_AT_HOST}


def test_a_block_laid_in_advance_does_not_reach_what_holder_or_provider_offer() -> None:
    in_advance = laid(Known.COPY, "yt:x", is_preventive=True)
    assert reaching(Traits("yt:x"), [in_advance]) == [in_advance]
    assert reaching(Traits("yt:x", is_own=True), [in_advance]) == []
    by_order = laid(Known.HOST, "v.example", is_preventive=True)
    assert reaching(Traits("url:v.example/1", is_own=True), [by_order]) == [by_order]
