"""The judgement on a copy: what makes it automatic, a person's, refused, or a tombstone."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.rights.origin.facts import CopyFile, Facts, Noted, Presence, Trait, Uploader
from allostream.rights.origin.judging import Channel, Stands, Verdict, Work, is_off, judge
from allostream.rights.origin.signs import Code, Weight
from allostream.rights.origin.uploaders import Pattern, UploadedFilm, UploaderRecord, uploader_record

FILM = Work(names=("Detour",), is_pd_high=True, edition_is_plain=True, minutes=68, makers=("Edgar G. Ulmer",))
CURATED = Facts("archive.org", "detour1945", title="Detour", collections=("prelinger",), seconds=4080)
OPEN = replace(CURATED, collections=("feature_films",), source="16 mm print")
HOLDER = Channel(Stands.LISTED, holds_title=True)
VIDEO = Facts("youtube.com", "TJgiTCkoJFM", title="Detour", uploader=Uploader("UC1", "Ulmer Films"), seconds=4080)


def codes(facts: Facts, work: Work = FILM, **more: Any) -> set[Code]:
    return {sign.code for sign in judge(facts, work, **more).signs}


def test_a_curated_collection_with_a_plain_copy_of_a_free_work_needs_nobody() -> None:
    found = judge(CURATED, FILM)
    assert (found.verdict, found.flags, [sign.code for sign in found.signs]) == (
        Verdict.AUTOMATIC, (), [Code.CURATED_COLLECTION],
    )  # fmt: skip


@pytest.mark.parametrize(
    "work",
    [
        replace(FILM, is_pd_high=False),
        replace(FILM, edition_is_plain=False),
        replace(FILM, edition_is_plain=None),
        replace(FILM, minutes=90),
    ],
)
def test_anything_less_is_for_a_reviewer(work: Work) -> None:
    assert judge(CURATED, work).verdict is Verdict.REVIEWER


def test_a_listed_channel_of_the_holder_needs_nobody_and_may_show_its_own_restoration() -> None:
    protected = replace(FILM, is_pd_high=False)
    assert judge(VIDEO, protected, HOLDER).verdict is Verdict.AUTOMATIC
    restored = judge(replace(VIDEO, title="Detour (restored, 4K)"), protected, HOLDER)
    assert (restored.verdict, restored.flags) == (Verdict.AUTOMATIC, ())
    assert {Code.RESTORED, Code.HIGH_DEFINITION} <= {sign.code for sign in restored.signs}


def test_a_listed_channel_is_not_believed_where_the_file_is_no_film() -> None:
    assert judge(replace(VIDEO, title="Detour, trailer"), FILM, HOLDER).verdict is Verdict.REJECT
    assert judge(replace(VIDEO, seconds=600), FILM, HOLDER).verdict is Verdict.REVIEWER


def test_a_listed_channel_needs_the_second_half_for_the_title() -> None:
    assert judge(VIDEO, FILM, Channel(Stands.LISTED)).verdict is Verdict.REVIEWER


@pytest.mark.parametrize(
    ("stands", "verdict"),
    [(Stands.UNKNOWN, Verdict.REVIEWER), (Stands.PROPOSED, Verdict.HOLD), (Stands.REFUSED, Verdict.REJECT)],
)
def test_other_channels_carry_nothing_by_themselves(stands: Stands, verdict: Verdict) -> None:
    assert judge(VIDEO, FILM, Channel(stands, holds_title=True)).verdict is verdict


def test_an_open_collection_is_for_a_reviewer_with_what_is_missing() -> None:
    found = judge(replace(OPEN, source=""), FILM, uploader=UploaderRecord(1, 1, Pattern.SINGLE_FILM))
    assert found.verdict is Verdict.REVIEWER
    assert set(found.flags) == {"open_collection", "no_source_named", "single_film_uploader"}


def test_a_copied_release_is_refused_even_where_the_work_is_free_and_the_collection_curated() -> None:
    files = (CopyFile("Detour.1945.1080p.BluRay.x264-AMIABLE.mkv"), CopyFile("detour.mp4", is_original=False))
    found = judge(replace(CURATED, files=files), FILM)
    assert found.verdict is Verdict.REJECT
    assert [(sign.code, sign.field) for sign in found.signs if sign.weight is Weight.REJECT] == [
        (Code.SCENE_RELEASE, "file"),
    ]  # fmt: skip


def test_what_the_host_makes_of_a_file_is_not_read_as_its_name() -> None:
    files = (CopyFile("detour.mpeg", "MPEG2"), CopyFile("detour x264.mp4", "h.264", is_original=False))
    assert judge(replace(CURATED, files=files), FILM).verdict is Verdict.AUTOMATIC


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"medium": "texts"}, Code.BOOK),
        ({"medium": "audio"}, Code.SOUND_ONLY),
        ({"medium": "image"}, Code.NO_VIDEO),
        ({"files": (CopyFile("detour.srt"), CopyFile("cover.jpg"))}, Code.SUBTITLES_ONLY),
        ({"files": (CopyFile("detour.pdf"), CopyFile("detour_djvu.txt"))}, Code.BOOK),
        ({"files": (CopyFile("detour.mp3"),)}, Code.SOUND_ONLY),
        ({"files": (CopyFile("cover.jpg"),)}, Code.NO_VIDEO),
        ({"title": "Detour (audio commentary)"}, Code.COMMENTARY),
        ({"title": "Chiller Theatre: Detour"}, Code.HOSTED_SHOW),
    ],
)
def test_what_is_not_the_film_is_refused(changes: dict[str, Any], code: Code) -> None:
    found = judge(replace(CURATED, **changes), FILM)
    assert found.verdict is Verdict.REJECT
    assert code in {sign.code for sign in found.signs}


def test_a_film_with_its_subtitles_is_a_film() -> None:
    files = (CopyFile("detour.mp4"), CopyFile("detour.srt"))
    assert judge(replace(CURATED, files=files), FILM).verdict is Verdict.AUTOMATIC


@pytest.mark.parametrize(
    ("presence", "code"),
    [
        (Presence.GONE, Code.ITEM_GONE),
        (Presence.DARK, Code.ITEM_DARK),
        (Presence.REMOVED_FOR_CLAIM, Code.REMOVED_FOR_CLAIM),
    ],
)
def test_what_the_host_took_away_is_a_tombstone_whatever_else_is_true(presence: Presence, code: Code) -> None:
    found = judge(replace(VIDEO, presence=presence), FILM, HOLDER)
    assert (found.verdict, found.flags) == (Verdict.TOMBSTONE, (code.value,))


@pytest.mark.parametrize(
    ("trait", "verdict"),
    [
        (Trait.RESTRICTED, Verdict.HOLD),
        (Trait.NOT_PUBLIC, Verdict.HOLD),
        (Trait.PAID, Verdict.HOLD),
        (Trait.DELETION_REQUEST, Verdict.HOLD),
        (Trait.OWN_WORK_CLAIM, Verdict.REVIEWER),
        (Trait.MIRROR, Verdict.REVIEWER),
        (Trait.COPIED_FROM_ELSEWHERE, Verdict.REVIEWER),
        (Trait.STATED_IN_COPYRIGHT, Verdict.REVIEWER),
        (Trait.EMBED_REFUSED, Verdict.AUTOMATIC),
        (Trait.LICENCE_REVIEWED, Verdict.AUTOMATIC),
    ],
)
def test_what_the_host_notes(trait: Trait, verdict: Verdict) -> None:
    assert judge(replace(CURATED, noted=(Noted(trait, "x", "y"),)), FILM).verdict is verdict


def test_that_somebody_claimed_a_video_is_no_proof_of_who() -> None:
    claimed = replace(VIDEO, noted=(Noted(Trait.SOMEBODY_CLAIMED, "contentDetails.licensedContent", "true"),))
    assert "somebody_claimed" in judge(claimed, FILM).flags
    assert judge(claimed, FILM, HOLDER).verdict is Verdict.AUTOMATIC


def test_the_credited_maker_is_for_a_reviewer_and_a_name_alone_is_a_note() -> None:
    own = replace(VIDEO, uploader=Uploader("UC2", "Edgar G. Ulmer"))
    assert Code.NAMED_LIKE_MAKER in codes(own)
    linked = judge(own, FILM, Channel(linked_both_ways=True))
    assert (linked.verdict, linked.flags) == (Verdict.REVIEWER, ("credited_maker",))


def test_a_film_that_is_protected_at_the_uploaders_home_lowers_trust() -> None:
    abroad = replace(CURATED, uploader=Uploader(country="DE"))
    assert judge(abroad, FILM).verdict is Verdict.AUTOMATIC
    found = judge(abroad, replace(FILM, protected_in={"DE"}))
    assert (found.verdict, found.flags) == (Verdict.REVIEWER, ("protected_at_home",))


def test_a_mass_uploader_is_blocked() -> None:
    films = [UploadedFilm(f"item-{number}", f"Studio {number % 4}") for number in range(8)]
    record = uploader_record(films)
    assert record == UploaderRecord(8, 4, Pattern.MASS)
    found = judge(OPEN, FILM, uploader=record)
    assert (found.verdict, found.blocks_uploader) == (Verdict.HOLD, True)
    assert not judge(OPEN, FILM).blocks_uploader


@pytest.mark.parametrize(
    ("films", "pattern"),
    [
        ([], Pattern.UNKNOWN),
        ([UploadedFilm("a", "RKO")], Pattern.SINGLE_FILM),
        ([UploadedFilm("a", "RKO"), UploadedFilm("a", "RKO")], Pattern.SINGLE_FILM),
        ([UploadedFilm(str(n), f"Studio {n}", is_free=True) for n in range(50)], Pattern.FREE_FILMS),
        ([UploadedFilm(str(n), "Studio") for n in range(50)], Pattern.ONE_HOUSE),
        ([UploadedFilm(str(n), f"Studio {n}") for n in range(7)], Pattern.MIXED),
        ([UploadedFilm(str(n), f"Studio {n % 3}") for n in range(50)], Pattern.MIXED),
        ([UploadedFilm(str(n)) for n in range(50)], Pattern.MIXED),
    ],
)
def test_how_an_account_looks(films: list[UploadedFilm], pattern: Pattern) -> None:
    assert uploader_record(films).pattern is pattern


@pytest.mark.parametrize(
    ("seconds", "minutes", "off"),
    [(4080, 68, False), (4294, 68, False), (4400, 68, True), (3840, 68, True), (30, 1, False), (100, 1, True)],
)
def test_a_twentieth_of_the_length_is_let_pass(seconds: float, minutes: float, off: bool) -> None:
    assert is_off(seconds, minutes) is off


def test_nobody_is_told_and_nothing_is_known() -> None:
    found = judge(Facts("peertube", "u"), Work())
    assert (found.verdict, found.flags) == (Verdict.REVIEWER, ("unknown_uploader",))


NOTES = st.lists(st.sampled_from(list(Trait)).map(lambda trait: Noted(trait, "x")), max_size=4).map(tuple)
FACTS = st.builds(
    Facts, host=st.just("archive.org"), item=st.sampled_from(["detour", "detour-1080p", "detour-x264", "trailer"]),
    presence=st.sampled_from(Presence), collections=st.sampled_from([None, (), ("prelinger",), ("feature_films",)]),
    noted=NOTES, seconds=st.sampled_from([None, 60.0, 4080.0]),
)  # fmt: skip
CHANNELS = st.builds(Channel, st.sampled_from(Stands), st.booleans(), st.booleans())


@given(FACTS, CHANNELS, st.booleans())
def test_only_a_listed_holder_or_a_curated_collection_ever_clears_a_copy(
    facts: Facts, channel: Channel, free: bool
) -> None:
    found = judge(facts, replace(FILM, is_pd_high=free), channel)
    if found.verdict is Verdict.AUTOMATIC:
        holder = channel.stands is Stands.LISTED and channel.holds_title
        assert holder or (free and facts.collections == ("prelinger",))
    else:
        assert found.flags or not any(sign.weight in (Weight.REJECT, Weight.HOLD) for sign in found.signs)


@given(FACTS, CHANNELS, st.sampled_from([Trait.DELETION_REQUEST, Trait.RESTRICTED, Trait.MIRROR]))
def test_one_more_bad_sign_never_makes_a_verdict_milder(facts: Facts, channel: Channel, trait: Trait) -> None:
    order = list(Verdict)
    worse = replace(facts, noted=(*facts.noted, Noted(trait, "x")))
    before, after = (order.index(judge(each, FILM, channel).verdict) for each in (facts, worse))
    assert after >= before
