"""The page of a film."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import main_of, page, parsed

ADDRESS = "/movie/the-general-1926"


def test_a_free_film_is_there_with_its_link_its_reason_and_a_way_to_watch(english: Client) -> None:
    film = factories.make_free_film(directors=["Buster Keaton"])
    text = main_of(english.get(ADDRESS))
    assert "Where to watch in the United States" in text
    assert "Directed by Buster Keaton" in text
    assert "Public domain in the United States since 1 January 2022." in text
    assert "Found in a public list; who uploaded it is not known." in text
    assert "Published in 1926: copyright in the United States ended on 31 December 2021." in text
    assert f'href="/watch/{film.links.get().public_id}"' in page(english.get(ADDRESS))


def test_a_film_is_told_in_french_on_the_french_site(french: Client) -> None:
    factories.make_free_film(french="Le Mécano de la General")
    text = main_of(french.get("/film/le-mecano-de-la-general-1926"))
    assert "Où voir en France" in text
    assert "Domaine public en France depuis le 1er janvier 2022." in text
    assert "Voir gratuitement" in text


def test_a_page_names_the_subscription_and_tells_where_an_offer_holds_in_part_or_nobody_knows(french: Client) -> None:
    film = factories.make_free_film(french="Le Mécano de la General")
    terms = {"basis": "provider", "offer": "subscription", "countries_allowed": ["FR"]}
    whole = factories.make_link(film, tier="Ciné Plus", partly={"FR": ["FR-IDF"]}, **terms)
    key = {"content_key": whole.content_key, "content_key_hash": whole.content_key_hash}
    factories.make_link(film, terms="b", partly={"FR": ["-FR-COR"], "BE": ["BRU"]}, region_known=False, **terms, **key)
    factories.refresh_shown([film.pk])
    text = page(french.get("/film/le-mecano-de-la-general-1926"))
    for said in (
        "Ciné Plus",
        "Une partie du pays seulement",
        "FR-IDF",
        "Dans tout le pays sauf",
        "FR-COR",
        "Région inconnue",
    ):
        assert said in text
    assert "BRU" not in text


def test_a_link_whose_work_is_protected_in_the_country_is_not_in_the_page(from_country: Any) -> None:
    film = factories.make_title("His Girl Friday", year=1940)
    factories.make_answer(film, "US", rule="us_not_renewed", free_since=date(1969, 1, 1), published_year=1940)
    factories.make_answer(film, "FR", "protected", rule="fr_formality_ignored", protected_until=date(2035, 12, 31))
    link = factories.make_link(film)
    address = "/movie/his-girl-friday-1940"
    shown, hidden = page(from_country("US").get(address)), page(from_country("FR").get(address))
    assert link.public_id in shown
    assert "No lawful link in France yet" in hidden
    assert "protected until 31 December 2035" in hidden
    assert "Free in one other country" in hidden
    assert '<button class="btn sm" name="country" value="US">United States</button>' in hidden
    for secret in (link.canonical_url, link.public_id, link.content_key.partition(":")[2]):
        assert secret not in hidden


@pytest.mark.parametrize("country", ["US", "FR"])
def test_a_copy_with_an_origin_flag_is_held_back_kindly_and_its_address_told_to_nobody(
    from_country: Any, country: str
) -> None:
    film = factories.make_title("Nosferatu", year=1922)
    factories.make_answer(film, "US")
    factories.make_answer(film, "FR", rule="fr_70_pma", free_since=date(2020, 1, 1))
    link = factories.make_link(film, origin_flags=["possible_rip_or_commercial_restoration"])
    text = page(from_country(country).get("/movie/nosferatu-1922"))
    assert "The work is free here, but the only copy we know shows signs of a commercial edition" in text
    assert link.canonical_url not in text
    assert link.public_id not in text


def test_several_held_copies_are_spoken_of_in_the_plural(english: Client) -> None:
    film = factories.make_title("Nosferatu", year=1922)
    factories.make_answer(film, "US")
    factories.make_link(film, origin_flags=["possible_rip_or_commercial_restoration"])
    factories.make_link(film, origin_flags=["possible_rip_or_commercial_restoration"])
    assert "the copies we know show signs" in page(english.get("/movie/nosferatu-1922"))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "We know of no copy of it yet."),
        ({"withdrawn_at": factories.SEEN}, "A link was withdrawn for legal reasons."),
        ({"health": "dead"}, "A copy that we knew of has vanished."),
        ({"countries_allowed": ["GB"]}, "A copy is known that its host does not offer in this country."),
        ({"closes_at": factories.SEEN}, "A copy that we knew of was offered for a time only, which is over."),
        ({"opens_at": datetime(2027, 1, 1, tzinfo=UTC)}, "A copy is known that is not open yet."),
        ({"origin": "refused"}, "from somebody who had no right to put it there."),
    ],
)
def test_the_page_says_why_there_is_no_link(english: Client, facts: dict[str, Any], told: str) -> None:
    film = factories.make_title()
    factories.make_answer(film, "US")
    link = factories.make_link(film, **facts) if facts else None
    text = page(english.get(ADDRESS))
    assert "No lawful link in the United States yet" in text
    assert told in text
    assert link is None or link.canonical_url not in text


def test_a_country_that_nobody_has_worked_out_is_told_so_and_sent_on(from_country: Any) -> None:
    factories.make_free_film()
    text = main_of(from_country("DE").get(ADDRESS))
    assert "Nobody has worked out yet whether this work is free in Germany." in text
    assert "Free in 2 other countries" in text


def test_an_open_licence_holds_in_every_country(from_country: Any) -> None:
    film = factories.make_title("Big Buck Bunny", year=2008)
    licence = "https://creativecommons.org/licenses/by/3.0/"
    factories.make_answer(film, "*", "open_licence", rule="creative_commons", licence="CC-BY-3.0", licence_url=licence)
    factories.make_link(film)
    for country in ("DE", "FR", "JP"):
        text = page(from_country(country).get("/movie/big-buck-bunny-2008"))
        assert "Published under CC BY 3.0." in text
        assert "Free, open licence" in text
        assert licence in text


def test_a_licence_that_forbids_trade_is_not_shown_on_a_site_that_trades(english: Client, sites: Any) -> None:
    film = factories.make_title("Star Wreck", year=2005)
    factories.make_answer(film, "*", "open_licence", rule="creative_commons", noncommercial=True)
    link = factories.make_link(film)
    assert link.public_id in page(english.get("/movie/star-wreck-2005"))
    sites[0].is_noncommercial = False
    sites[0].save(update_fields=["is_noncommercial"])
    assert link.public_id not in page(english.get("/movie/star-wreck-2005"))


def test_offers_are_grouped_by_kind_with_prices_in_the_readers_form(from_country: Any) -> None:
    film = factories.make_free_film(french="Le Mécano")
    shop = factories.make_host("salle-12", embed="never", direct_files=False)
    factories.make_link(
        film, "https://salle-12.example/film/1", host=shop, form="page", offer="rent", basis="provider",
        price=Decimal("2.99"), currency="EUR", price_seen_on=date(2026, 11, 23),
    )  # fmt: skip
    text = page(from_country("FR", "fr").get("/film/le-mecano-1926"))
    assert "Location dès 2,99 €" in text
    assert "Prix relevé le 23 novembre 2026." in text
    assert text.index("Gratuit") < text.index("Location dès")
    assert 'rel="nofollow noopener external"' in text


def test_what_is_not_known_of_a_copy_is_said_to_be_unknown(english: Client) -> None:
    film = factories.make_title()
    factories.make_answer(film, "US")
    factories.make_link(film, audio=["zxx"], subtitles=["en", "fr", "de", "es", "it"], quality="1080p")
    text = main_of(english.get(ADDRESS))
    assert "1080p" in text
    assert "Silent" in text
    assert "SUB en fr de es +1" in text
    assert "Not known: accessibility" in text
    assert "(subtitles for deaf and hard of hearing people, audio description, and sign language)" in text


def test_what_is_known_in_part_is_told_apart(english: Client) -> None:
    film = factories.make_title()
    factories.make_answer(film, "US")
    factories.make_link(film, audio=["en"], sdh=["en"])
    assert "Not known: subtitles, audio description, and sign language" in main_of(english.get(ADDRESS))


def test_the_record_gives_names_people_numbers_and_where_they_come_from(english: Client) -> None:
    film = factories.make_free_film(french="Le Mécano de la General", directors=["Buster Keaton"], genres=["Comedy"])
    film.identifiers.create(scheme="wikidata", value="Q850159")
    factories.make_credit(film, "Marion Mack", role="cast", character="Annabelle Lee")
    text = page(english.get(ADDRESS))
    assert '<dd lang="fr">Le Mécano de la General</dd>' in text
    assert '<a href="/person/marion-mack">Marion Mack</a> (Annabelle Lee)' in text
    assert 'href="https://www.wikidata.org/wiki/Q850159"' in text
    assert '<a href="/movies?genre=comedy">Comedy</a>' in text
    assert "Kept by its readers" in text
    assert "CC0-1.0" in text
    assert f"/w/{film.public_id}" in text


def test_the_first_link_alone_has_the_filled_button(english: Client) -> None:
    film = factories.make_free_film()
    factories.make_link(film)
    tree = parsed(english.get(ADDRESS))
    filled = [
        link for link in tree.iter("a") if link.get("class") == "btn go" and "Watch here" in "".join(link.itertext())
    ]
    assert len(filled) == 1


def test_a_page_has_its_address_on_each_site(english: Client) -> None:
    factories.make_free_film(french="Le Mécano de la General")
    text = page(english.get(ADDRESS))
    assert '<link rel="canonical" href="http://localhost/movie/the-general-1926">' in text
    assert 'hreflang="fr" href="http://fr.localhost/film/le-mecano-de-la-general-1926"' in text


def test_english_pages_of_the_french_site_keep_its_addresses(french: Client) -> None:
    factories.make_free_film(french="Le Mécano de la General")
    french.cookies["language"] = "en"
    answer = french.get("/film/le-mecano-de-la-general-1926")
    text = page(answer)
    assert answer.headers["Content-Language"] == "en"
    assert "<h1>The General</h1>" in text
    assert '<link rel="canonical" href="http://fr.localhost/film/le-mecano-de-la-general-1926">' in text
    assert 'href="/film/le-mecano-de-la-general-1926"' in page(french.get("/films"))
