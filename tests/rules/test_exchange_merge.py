"""The pure rules of merging, naming and addressing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.catalogue.merge_rules import (
    BLANK,
    Individual,
    chosen_slug,
    face_name,
    must_look_again,
    person_slugs,
    same_part,
    same_person,
    settled,
    settled_names,
    title_slugs,
)
from allostream.catalogue.rules import KnownName

ORIGINAL = KnownName("Le Mécano", "fr", "original")
ENGLISH = KnownName("The General", "en", "release")
CANADIAN = KnownName("Le Mécanicien", "fr-CA", "release")
FALLBACK = KnownName("Fallback", "", "original")


@pytest.mark.parametrize(
    ("names", "language", "shown"),
    [
        ([ORIGINAL, ENGLISH], "en", ENGLISH),
        ([ORIGINAL, ENGLISH], "fr", ORIGINAL),
        ([ORIGINAL, CANADIAN], "fr", CANADIAN),
        ([CANADIAN, KnownName("Le Machiniste", "fr", "release")], "fr", KnownName("Le Machiniste", "fr", "release")),
        ([ORIGINAL], "en", FALLBACK),
        ([KnownName("The General", "en", "alias")], "en", FALLBACK),
        (
            [KnownName("One", "en", "release"), KnownName("Two", "en", "release")],
            "en",
            KnownName("One", "en", "release"),
        ),
        ([], "en", FALLBACK),
    ],
)
def test_the_name_shown_is_the_best_in_the_readers_language(
    names: list[KnownName], language: str, shown: KnownName
) -> None:
    assert face_name(names, language, FALLBACK) == shown


@pytest.mark.parametrize(
    ("kind", "name", "year", "slugs"),
    [
        ("film", "The General", 1926, ["the-general-1926", "the-general-1926-bcdf", "bcdfghjkmnpq"]),
        ("film", "The General", None, ["the-general", "the-general-bcdf", "bcdfghjkmnpq"]),
        ("series", "Judex", 1916, ["judex", "judex-1916", "judex-1916-bcdf", "bcdfghjkmnpq"]),
        ("series", "Judex", None, ["judex", "judex-bcdf", "bcdfghjkmnpq"]),
        ("film", "強殖装甲", 1989, ["bcdfghjkmnpq"]),
        ("series", "!?", 1989, ["bcdfghjkmnpq"]),
    ],
)
def test_addresses_stand_in_order_of_beauty(kind: str, name: str, year: int | None, slugs: list[str]) -> None:
    assert title_slugs(kind, name, year, "bcdfghjkmnpq") == slugs


def test_the_addresses_of_people_tell_namesakes_apart_by_their_years() -> None:
    found = person_slugs("Émile Cohl", 1857, 1938, "bcdfghjkmnpq")
    assert found == ["emile-cohl", "emile-cohl-1857", "emile-cohl-1938", "emile-cohl-bcdf", "bcdfghjkmnpq"]
    assert person_slugs("溝口健二", None, None, "bcdfghjkmnpq") == ["bcdfghjkmnpq"]


def test_an_address_in_use_is_kept_while_it_fits() -> None:
    assert chosen_slug(["a", "a-1", "id"], {"a"}, "a-1") == "a-1"
    assert chosen_slug(["a", "a-1", "id"], {"a"}) == "a-1"
    assert chosen_slug(["b", "b-1", "id"], set(), "a-1") == "b"
    assert chosen_slug(["a", "id"], {"a", "id"}) == "id"


values = st.one_of(st.none(), st.just(""), st.integers(0, 3), st.text(max_size=2), st.just([]))
columns = st.fixed_dictionaries({"year": values, "form": values, "runtime": values})


@given(columns, columns)
def test_another_source_never_changes_what_is_known(present: dict, given_: dict) -> None:
    changes = settled(present, given_, owns=False)

    assert all(present[column] in BLANK for column in changes)


@given(columns, columns, st.booleans())
def test_nothing_that_is_left_out_is_taken_away(present: dict, given_: dict, owns: bool) -> None:
    after = {**present, **settled(present, given_, owns=owns)}

    assert all(after[column] not in BLANK for column, value in present.items() if value not in BLANK)


@given(columns, columns, st.booleans())
def test_merging_twice_changes_nothing_more(present: dict, given_: dict, owns: bool) -> None:
    after = {**present, **settled(present, given_, owns=owns)}

    assert settled(after, given_, owns=owns) == {}


known = st.builds(
    KnownName,
    st.sampled_from("abc"),
    st.sampled_from(["", "en", "fr"]),
    st.sampled_from(["original", "release", "alias"]),
)


@given(st.lists(known, unique=True), st.lists(known), st.booleans())
def test_no_name_is_ever_lost(present: list[KnownName], given_: list[KnownName], owns: bool) -> None:
    found = settled_names(present, given_, owns=owns)
    left = (set(present) - set(found.demoted)) | {KnownName(n.text, n.language, "alias") for n in found.demoted}
    after = left | set(found.added)

    assert {(n.text, n.language) for n in [*present, *given_]} == {(n.text, n.language) for n in after}


@given(st.lists(known, unique=True), st.lists(known))
def test_another_source_changes_no_face(present: list[KnownName], given_: list[KnownName]) -> None:
    added = settled_names(present, given_, owns=False).added

    for language in ("en", "fr"):
        before = face_name(present, language, FALLBACK)
        if before.kind == "release":
            assert face_name([*present, *added], language, FALLBACK) == before


@pytest.mark.parametrize(
    ("given_", "there", "loose", "same"),
    [
        ((1, False, ""), (1, False, ""), False, True),
        ((1, True, ""), (1, False, ""), False, False),
        ((1, True, ""), (1, False, ""), True, True),
        ((1, True, "prologue"), (4, False, "prologue"), False, True),
        ((None, False, ""), (None, False, ""), True, False),
        ((2, False, "le pont"), (1, False, "prologue"), True, False),
    ],
)
def test_parts_are_the_same_by_name_or_by_given_number(given_: tuple, there: tuple, loose: bool, same: bool) -> None:
    assert same_part(given_, there, derived_is_enough=loose) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Individual("A", 1950), Individual("A", 1950), True),
        (Individual("A", None), Individual("A", None), True),
        (Individual("A", 1950), Individual("A", None), False),
        (Individual("A", 1950), Individual("B", 1950), False),
        (Individual("A", 1950, ("FR",)), Individual("A", 1950), True),
        (Individual("A", 1950, ("FR",)), Individual("A", 1950, ("FR", "US")), True),
        (Individual("A", 1950, ("FR",)), Individual("A", 1950, ("US",)), False),
    ],
)
def test_people_are_one_by_name_and_year_of_death(one: Individual, other: Individual, same: bool) -> None:
    assert same_person(one, other) is same


@pytest.mark.parametrize(
    ("held", "found", "stamps", "again"),
    [
        (set(), {1, 2}, (7, 7), False),  # nothing changed anywhere
        (set(), {1, 2}, (7, 8), True),  # one of them may be gone
        ({1, 2}, {1}, (7, 8), False),  # it was held before: nobody could
        ({1}, {1, 2}, (7, 8), True),
        (set(), set(), (7, 8), False),
    ],
)
def test_a_look_up_is_made_again_where_what_it_found_may_have_changed(held, found, stamps, again):
    assert must_look_again(held, found, *stamps) is again
