"""Newly free here: by day, each with its reason, and what becomes free next."""

from datetime import date

import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import main_of, page, parsed


@pytest.fixture
def titles(db: None) -> None:
    for name, year in (("Danger Lights", 2026), ("The Great Gabbo", 2025), ("The Golf Specialist", 2026)):
        film = factories.make_title(name, year=year - 96, directors=["Somebody"])
        factories.make_answer(film, "US", free_since=date(year, 1, 1), published_year=year - 96, rule="us_term_expired")
        factories.make_link(film)
    nearly = factories.make_title("Nearly", year=1931)
    factories.make_answer(nearly, "US", "protected", protected_until=date(2026, 12, 31))
    factories.make_link(nearly)


def test_titles_stand_by_the_day_on_which_they_became_free_with_the_reason(english: Client, titles: None) -> None:
    answer = english.get("/newly-free")
    headings = ["".join(node.itertext()) for node in parsed(answer).iter("h2")]
    days = [heading.replace("\N{NO-BREAK SPACE}", " ") for heading in headings if "Free since" in heading]
    assert days == ["Free since 1 January 2026", "Free since 1 January 2025"]
    text = main_of(answer)
    assert "3 titles that can be watched free in the United States" in text
    assert "Published in 1930: copyright in the United States ended on 31 December 2025." in text


def test_what_becomes_free_next_is_named_without_a_link_to_watch_it(english: Client, titles: None) -> None:
    text = page(english.get("/newly-free"))
    assert "Free from 1 January 2027" in text
    assert '<a class="t" href="/movie/nearly-1931">Nearly</a>' in text
    assert "/watch/" not in text


def test_the_french_page_is_in_french(french: Client) -> None:
    film = factories.make_title("Zvenigora", year=1928)
    factories.make_answer(film, "FR", free_since=date(2025, 1, 1), rule="fr_70_pma", deciding_year=1954)
    factories.make_link(film)
    text = main_of(french.get("/nouvellement-libres"))
    assert "Libres depuis peu en France" in text
    assert "Libres depuis le 1er janvier 2025" in text
    assert "1 titre à voir gratuitement en France" in text


def test_a_country_where_nothing_is_free_yet_shows_a_way_on(english: Client, titles: None) -> None:
    english.cookies["country"] = "JP"
    text = page(english.get("/newly-free"))
    assert "Nothing in Japan yet" in text
    assert 'href="/browse"' in text


def test_the_page_is_in_the_navigation_and_behind_its_shelf(english: Client, titles: None) -> None:
    text = page(english.get("/"))
    assert text.count('href="/newly-free"') == 3


@pytest.mark.parametrize(
    ("shelf", "address"),
    [
        ("silents", "/movies?offer=ads,catch-up,free&amp;decade=1870,1880,1890,1900,1910,1920"),
        ("series", "/shows?offer=ads,catch-up,free"),
        ("open-cinema", "/movies?offer=ads,catch-up,free&amp;basis=open-licence"),
    ],
)
def test_each_shelf_leads_to_the_list_of_which_it_is_the_beginning(english: Client, shelf: str, address: str) -> None:
    factories.make_free_film("The General")
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "US")
    factories.make_link(series)
    licensed = factories.make_title("Sintel", year=2010)
    factories.make_answer(licensed, "*", "open_licence")
    factories.make_link(licensed)
    text = page(english.get("/"))
    section = text[text.index(f'id="shelf-{shelf}"') :]
    assert section.index(f'href="{address}"') < section.index("</section>")
    assert english.get(address.replace("&amp;", "&")).status_code == 200


def test_what_is_newly_free_is_a_feed_in_every_format(english: Client, titles: None) -> None:
    assert english.get("/newly-free.ics").content.decode().count("BEGIN:VEVENT") == 3
    assert "/watch/" not in english.get("/newly-free.atom").content.decode()
    for suffix in ("atom", "rss", "json", "ics"):
        answer = english.get(f"/feeds/newly-free.{suffix}?country=US")
        assert "movie/" in answer.content.decode().replace("\r\n ", "")
        assert f'href="/feeds/newly-free.{suffix}?country=US"' in page(english.get("/newly-free"))
    assert english.get("/feeds/newly-free.json?country=JP").json()["items"] == []
    assert english.get("/feeds/newly-free.json?country=QQ").status_code == 400
