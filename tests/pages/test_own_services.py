"""Title pages of readers who have further countries or pay for services."""

import pytest
from django.test import Client

from allostream.catalogue.models import Title
from tests import factories
from tests.pages.reading import main_of, page


def headings_of(client: Client, path: str) -> list[str]:
    """The headings of the groups of offers, in order."""
    text = page(client.get(path))
    return [part.partition(">")[2].partition("<")[0] for part in text.split('<h3 class="over" id="offers-')[1:]]


@pytest.fixture
def film(db: None) -> Title:
    """Free in Belgium only; to rent at a shop and on a subscription everywhere."""
    film = factories.make_free_film("The General", "BE")
    for host, offer in (("shop", "rent"), ("mubi", "subscription")):
        factories.make_link(film, basis="provider", offer=offer, host=factories.make_host(host))
    return film


@pytest.mark.usefixtures("film")
def test_a_service_that_the_reader_has_comes_right_after_what_is_free(english: Client) -> None:
    assert headings_of(english, "/movie/the-general-1926") == ["Subscription", "Rent or buy"]
    english.cookies["services"] = "shop"
    assert headings_of(english, "/movie/the-general-1926") == ["On services you have", "Subscription"]
    assert "then services you have" in main_of(english.get("/movie/the-general-1926"))


@pytest.mark.usefixtures("film")
def test_what_is_open_in_a_further_country_only_has_a_group_and_a_reason_for_that_country(english: Client) -> None:
    assert "/watch/" not in page(english.get("/movie/the-general-1926"))
    english.cookies["countries"] = "BE.CH"
    assert headings_of(english, "/movie/the-general-1926")[-1] == "Not in the United States, but in Belgium"
    told = main_of(english.get("/movie/the-general-1926"))
    assert "Public domain in Belgium since" in told
    assert "Basis in Belgium" in told


def test_a_link_for_a_further_country_alone_can_be_played(english: Client) -> None:
    film = factories.make_free_film("The General", "BE")
    path = f"/watch/{film.links.get().public_id}"
    assert english.get(path).status_code == 302
    english.cookies["countries"] = "BE"
    assert "Public domain in Belgium" in main_of(english.get(path))


def test_an_episode_names_the_further_country_in_which_it_can_be_watched(french: Client) -> None:
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "BE")
    season = factories.make_season(series)
    factories.make_link(series, season=season, episode=factories.make_episode(season, 1))
    assert "Pas encore de lien licite en France" in main_of(french.get("/serie/judex"))
    french.cookies["countries"] = "BE"
    assert "Gratuit en Belgique" in main_of(french.get("/serie/judex"))
    assert headings_of(french, "/serie/judex/s01e01") == ["Pas en France, mais en Belgique"]
