"""The address of every thing, in the words of each language."""

import pytest

from allostream.catalogue.queries import EpisodeRow, SeasonRow
from allostream.web.addresses import SHAPES, Place, address, part_address, title_address, with_query


def episode(season: int | None, number: int | None, kind: str = "regular") -> EpisodeRow:
    return EpisodeRow(1, "bcdfghjkmnpq", 1, season, number, False, None, kind, "", "", "", None)


def season(number: int | None) -> SeasonRow:
    return SeasonRow(1, "rstvwxyz0123", number, False, "", "", "", 0)


@pytest.mark.parametrize(
    ("language", "place", "values", "path"),
    [
        ("en", Place.HOME, {}, "/"),
        ("en", Place.FILM, {"slug": "the-general-1926"}, "/movie/the-general-1926"),
        ("fr", Place.FILM, {"slug": "le-mecano-de-la-general-1926"}, "/film/le-mecano-de-la-general-1926"),
        ("en", Place.SHOWS, {}, "/shows"),
        ("fr", Place.SHOWS, {}, "/series"),
        ("fr", Place.PERSON, {"slug": "buster-keaton"}, "/personne/buster-keaton"),
        ("fr", Place.HOST, {"slug": "arte-tv"}, "/hebergeur/arte-tv"),
        ("fr", Place.WATCH, {"id": "bcdfghjkmnpq"}, "/voir/bcdfghjkmnpq"),
        ("fr", Place.LEGAL, {}, "/mentions-legales"),
        ("de", Place.FILMS, {}, "/movies"),
        ("en", Place.FILM, {"slug": "a/b?c"}, "/movie/a%2Fb%3Fc"),
    ],
)
def test_a_page_has_one_address_per_language(language: str, place: Place, values: dict[str, str], path: str) -> None:
    assert address(language, place, **values) == path


def test_every_language_has_an_address_for_every_page() -> None:
    assert {language: set(shapes) for language, shapes in SHAPES.items()} == {
        language: set(Place) for language in SHAPES
    }


def test_no_two_pages_share_an_address() -> None:
    for shapes in SHAPES.values():
        assert len(shapes) == len(set(shapes.values()))
    # Nor may the word of one language lead to another page in the other.
    places = {(shape, place) for shapes in SHAPES.values() for place, shape in shapes.items()}
    assert len(places) == len({shape for shape, _place in places})


@pytest.mark.parametrize(
    ("part", "end"),
    [
        (season(1), "s01"),
        (season(12), "s12"),
        (season(None), "rstvwxyz0123"),
        (episode(1, 2), "s01e02"),
        (episode(10, 112), "s10e112"),
        (episode(None, 2), "bcdfghjkmnpq"),
        (episode(1, None), "bcdfghjkmnpq"),
        (episode(1, 2, "special"), "bcdfghjkmnpq"),
    ],
)
def test_a_part_is_addressed_by_its_numbers_else_by_its_permanent_id(part: SeasonRow | EpisodeRow, end: str) -> None:
    assert part_address("en", "fantomas", part) == f"/show/fantomas/{end}"
    assert part_address("fr", "fantomas", part) == f"/serie/fantomas/{end}"


def test_a_series_is_a_show_in_english_and_a_serie_in_french() -> None:
    assert title_address("en", "series", "x") == "/show/x"
    assert title_address("fr", "series", "x") == "/serie/x"


def test_what_is_not_set_is_not_in_a_query() -> None:
    assert with_query("/movies", decade=1920, genre="", page=None) == "/movies?decade=1920"
    assert with_query("/movies", genre=None) == "/movies"
