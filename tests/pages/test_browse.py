"""Lists narrowed by facets: one short address, a panel that needs no script, a way on from an empty list."""

from typing import Any

import pytest
from django.test import Client

from allostream.links.facet_rules import MOST_VALUES
from allostream.web.views.browse import read_parameters
from tests import factories
from tests.pages.reading import main_of, names_of_cards, page, parsed


@pytest.fixture
def catalogue(db: None) -> None:
    factories.make_free_film("The General", french="Le Mécano de la General", genres=["Comedy"], popularity=5)
    factories.make_free_film("Nanook", year=1922, genres=["Documentary"], countries=["US", "FR"], popularity=4)
    factories.make_title("Metropolis", year=1927, genres=["Drama"], countries=["DE"], runtime_min=153, popularity=3)
    factories.make_title("Charade", year=1963, genres=["Comedy"], popularity=2)
    factories.make_title("Judex", kind="series", year=1916, genres=["Drama"], countries=["FR"], popularity=1)
    factories.count_again()


def fields(answer: Any) -> dict[str, str]:
    """What the form of filters sends as it stands on the page."""
    inputs = next(parsed(answer).iter("aside")).iter("input")
    return {
        field.get("name"): field.get("value")
        for field in inputs
        if field.get("type") == "hidden" or field.get("checked") is not None
    }


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/browse", ["The General", "Nanook", "Metropolis", "Charade", "Judex"]),
        ("/browse?kind=-film", ["Judex"]),
        ("/movies?genre=comedy,documentary", ["The General", "Nanook", "Charade"]),
        ("/movies?genre=-comedy", ["Nanook", "Metropolis"]),
        ("/browse?country=fr,-us", ["Judex"]),
        ("/browse?offer=free&decade=1920&country=-fr", ["The General"]),
        ("/movies?basis=-public-domain", ["Metropolis", "Charade"]),
        ("/movies?runtime=over-140", ["Metropolis"]),
        ("/movies?host=internet-archive&sort=name", ["The General", "Nanook"]),
        ("/browse?sort=shortest&genre=drama", ["Judex", "Metropolis"]),
    ],
)
def test_a_list_is_narrowed_by_what_is_kept_and_what_is_left_out(
    english: Client, catalogue: None, address: str, names: list[str]
) -> None:
    assert names_of_cards(english.get(address)) == names


@pytest.mark.parametrize(
    ("spelled", "own"),
    [
        ("/movies?genre=-drama&genre=comedy", "/movies?genre=comedy,-drama"),
        ("/movies?genre=comedy,comedy,", "/movies?genre=comedy"),
        ("/movies?decade=1930,1920&sort=popular&page=1", "/movies?decade=1920,1930"),
        ("/movies?kind=film&genre=comedy", "/movies?genre=comedy"),
        ("/browse?genre=", "/browse"),
    ],
)
def test_another_spelling_leads_to_the_one_address_of_a_list(
    english: Client, catalogue: None, spelled: str, own: str
) -> None:
    answer = english.get(spelled)
    assert (answer.status_code, answer.headers["Location"]) == (301, own)
    assert english.get(own).status_code == 200


def test_the_form_of_filters_leads_to_the_short_address(english: Client, catalogue: None) -> None:
    sent = fields(english.get("/movies?country=us&sort=name"))
    assert sent["country.us"] == "only"
    sent |= {"genre.comedy": "not", "offer.free": "only", "decade.1920": "only"}
    answer = english.get("/filter", sent)
    own = "/movies?offer=free&genre=-comedy&decade=1920&country=us&sort=name"
    assert (answer.status_code, answer.headers["Location"]) == (302, own)
    assert names_of_cards(english.get(own)) == ["Nanook"]


def test_the_form_of_the_french_site_stays_there(french: Client, catalogue: None) -> None:
    answer = french.get("/filtrer", {"list": "browse", "genre.comedy": "only"})
    assert answer.headers["Location"] == "/parcourir?genre=comedy"
    text = main_of(french.get("/parcourir?genre=comedy&decade=-1960"))
    assert "Pays d’origine" in text
    assert "Années 1960" in text


@pytest.mark.parametrize(
    ("sent", "nearest"),
    [
        ({"list": "film"}, "films"),
        ({"genre.comedy": "onyl"}, "only"),
        ({"genre.comedy": "no't"}, "not"),
        ({"sort": "nam"}, "name"),
    ],
)
def test_a_form_with_a_value_that_does_not_exist_is_refused(
    english: Client, catalogue: None, sent: dict[str, str], nearest: str
) -> None:
    answer = english.get("/filter", sent)
    assert f">{nearest}</a>" in page(answer, 400)
    assert f"“{next(iter(sent.values()))}” is not a known value" in main_of(answer)


def test_a_host_that_links_may_not_lead_to_is_no_filter(english: Client, catalogue: None) -> None:
    film = factories.make_free_film("Charade", "JP", year=1964)
    factories.make_link(film, host=factories.make_host("pirate-bay", stands="refused"))
    factories.count_again()
    for address in ("/movies", "/movies?more=host"):
        text = page(english.get(address))
        assert "Internet Archive" in text
        assert "Pirate Bay" not in text


@pytest.mark.parametrize(
    ("query", "field", "nearest", "instead"),
    [
        ("genre=comedy,-drmaa", "Genre", "drama", "genre=comedy%2C-drama"),
        ("country=xx", "Country of origin", "", ""),
        ("country=fr,q", "Country of origin", "", ""),
        ("language=qqq", "Original language", "", ""),
        ("offer=fre", "Offer", "free", "offer=free"),
        ("basis=public", "Rights basis", "public-domain", ""),
        ("runtime=40", "Length", "40-70", ""),
        ("host=archive", "Host", "internet-archive", ""),
        ("kind=series", "Kind", "film", ""),
        ("more=gnre", "Filters", "genre", ""),
    ],
)
def test_a_value_that_does_not_exist_is_refused_with_the_rest_of_the_filter_kept(
    english: Client, catalogue: None, query: str, field: str, nearest: str, instead: str
) -> None:
    text = page(english.get(f"/movies?{query}"), 400)
    assert f"is not a known value of “{field}”" in text
    assert f"{nearest}</a>" in text
    assert f"?{instead}" in text


def test_more_filters_than_a_list_takes_are_refused_with_their_number(english: Client, catalogue: None) -> None:
    many = ",".join(str(1870 + 10 * number) for number in range(MOST_VALUES + 1))
    assert f"At most {MOST_VALUES} filters can be set at once" in page(english.get(f"/movies?decade={many}"), 400)


def test_each_set_value_has_a_chip_that_takes_it_back(english: Client, catalogue: None) -> None:
    text = page(english.get("/movies?genre=comedy,-drama&decade=1920&sort=name"))
    assert '<a class="chip" href="/movies?genre=-drama&amp;decade=1920&amp;sort=name">Comedy<' in text
    assert '<a class="chip not" href="/movies?genre=comedy&amp;decade=1920&amp;sort=name">' in text
    assert "(3)</a>" in text  # the way to the panel on phones


def test_a_list_that_is_narrowed_has_its_home_at_the_whole_list(english: Client, catalogue: None) -> None:
    for address in ("/movies?genre=comedy", "/movies?sort=name", "/movies?more=genre"):
        assert '<link rel="canonical" href="http://localhost/movies">' in page(english.get(address))


def test_an_empty_list_names_the_filter_to_drop_and_what_that_gives(
    english: Client, french: Client, catalogue: None
) -> None:
    text = page(english.get("/movies?genre=comedy&decade=1920&runtime=over-140"))
    assert "No title answers all 3 filters" in text
    assert "Without “Comedy” there is 1." in text
    assert '<a class="btn go" href="/movies?decade=1920&amp;runtime=over-140">Drop “Comedy”</a>' in text
    text = page(french.get("/films?decade=1950"))
    assert "Aucun titre ne répond à ce filtre" in text
    assert "Sans « Années 1950 », il y en a 4." in text


def test_an_empty_list_that_no_single_filter_explains_says_so(english: Client, catalogue: None) -> None:
    text = main_of(english.get("/movies?decade=1870&host=internet-archive&country=de&genre=documentary"))
    assert "nor all but one of them" in text


def test_long_facets_show_their_most_used_values_and_a_way_to_all(english: Client) -> None:
    for number in range(12):
        factories.make_title(f"Film {number}", genres=[f"Genre {number:02}"])
    factories.make_title("Another", genres=["Genre 11"])
    factories.count_again()
    text = page(english.get("/movies"))
    assert "Genre 11" in text
    assert "Genre 10" not in text
    assert 'href="/movies?more=genre"' in text
    answer = english.get("/movies?decade=-1950&more=genre")
    assert "Genre 10" in page(answer)
    assert '<input type="hidden" name="decade.1950" value="not">' in page(answer)
    assert '<meta name="robots" content="noindex">' in page(answer)


def test_the_order_by_day_of_freedom_says_what_it_leaves_out(english: Client, catalogue: None) -> None:
    text = main_of(english.get("/movies?sort=newly-free"))
    assert "This order shows only titles known to be free in the United States" in text


def test_a_page_of_a_list_stays_small(english: Client) -> None:
    for number in range(60):
        factories.make_free_film(f"A film with a middling name, number {number}", genres=[f"Genre {number}"])
    factories.count_again()
    assert len(english.get("/browse").content) < 60_000


def test_a_page_says_which_parameters_it_reads() -> None:
    assert {"genre", "country", "sort", "page", "more"} <= set(read_parameters())
