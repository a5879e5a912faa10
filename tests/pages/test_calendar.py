"""The calendar of what becomes free: by country and year, ahead and behind, as a page and as a feed."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.links.models import RightsAnswer
from tests import factories
from tests.pages.reading import main_of, page, parsed, xml

ATOM = "{http://www.w3.org/2005/Atom}"


def protected(name: str, country: str, until: date, **columns: Any) -> Any:
    title = factories.make_title(name, year=1931, **columns)
    factories.make_answer(title, country, "protected", protected_until=until, rule="fr_70_pma")
    return title


@pytest.fixture
def titles(db: None) -> None:
    """M is freed by the year 2027 in the United States and by 2047 in France; three others stand around it."""
    film = protected("M", "US", date(2026, 12, 31), popularity=9)
    factories.make_answer(film, "FR", "protected", protected_until=date(2046, 12, 31), rule="fr_70_pma")
    protected("Lesser known", "US", date(2026, 12, 31), popularity=1)
    protected("Later", "US", date(2030, 12, 31))
    protected("Removed", "US", date(2026, 12, 31), removed_at=factories.SEEN)
    freed = factories.make_title("The Golf Specialist", year=1930)
    factories.make_answer(freed, "US", free_since=date(2026, 1, 1), published_year=1930)


def headings(answer: Any, name: str) -> list[str]:
    return ["".join(node.itertext()).replace("\N{NO-BREAK SPACE}", " ") for node in parsed(answer).iter(name)]


def test_the_next_year_of_the_readers_country_comes_first_the_best_known_before_the_others(
    english: Client, titles: None
) -> None:
    answer = english.get("/calendar")
    assert headings(answer, "h1") == ["What becomes free in the United States in 2027"]
    assert headings(answer, "h3") == ["M", "Lesser known"]
    assert "Free from 1 January 2027" in headings(answer, "h2")


def test_another_country_has_another_year_for_the_same_film(english: Client, titles: None) -> None:
    assert headings(english.get("/calendar?country=FR&year=2047"), "h3") == ["M"]
    assert headings(english.get("/calendar?country=FR&year=2027"), "h3") == []


def test_a_year_behind_tells_what_became_free_in_it(english: Client, titles: None) -> None:
    text = main_of(english.get("/calendar?country=US&year=2026"))
    assert "What became free in the United States in 2026" in text
    assert "The Golf Specialist" in text
    assert "Published in 1930: copyright in the United States ended on 31 December 2025." in text


def test_an_end_of_protection_that_has_come_frees_nothing_before_the_answer_is_worked_out_again(
    english: Client, titles: None
) -> None:
    protected("Forgotten", "US", date(2025, 12, 31))
    assert "Forgotten" not in page(english.get("/calendar?country=US&year=2026"))


def test_a_term_that_ends_while_something_is_not_settled_promises_nothing(english: Client, db: None) -> None:
    protected("Surely", "DE", date(2026, 12, 31))
    title = protected("Of doubtful authors", "DE", date(2026, 12, 31), popularity=9)
    RightsAnswer.objects.filter(title=title).update(kind="rule")
    text = main_of(english.get("/calendar?country=DE&year=2027"))
    assert text.index("Surely") < text.index("A term ends, but something is not settled") < text.index("Of doubtful")
    feed = english.get("/feeds/calendar.atom?country=DE").content.decode()
    assert "Surely" in feed
    assert "doubtful" not in feed


def test_an_empty_year_leads_to_the_nearest_years_with_something(english: Client, titles: None) -> None:
    text = page(english.get("/calendar?country=US&year=2028"))
    assert "Nothing that we know of in the United States in 2028" in text
    assert 'href="/calendar?country=US&amp;year=2027"' in text
    assert 'href="/calendar?country=US&amp;year=2031"' in text


@pytest.mark.parametrize(
    "query", ["country=QQ", "year=27", "year=20２7", "year=1066", "year=9999", "page=0", "year=2027&page=x"]
)
def test_a_value_that_does_not_exist_is_refused_by_name(english: Client, titles: None, query: str) -> None:
    assert english.get(f"/calendar?{query}").status_code == 400


def test_a_page_beyond_the_last_is_not_there(english: Client, titles: None) -> None:
    assert english.get("/calendar?page=2").status_code == 404


def test_the_country_of_the_address_opens_no_link_that_the_readers_own_does_not(english: Client, db: None) -> None:
    film = factories.make_title("Nearly", year=1931)
    factories.make_answer(film, "FR", free_since=date(2026, 1, 1))
    factories.make_answer(film, "US", "protected", protected_until=date(2026, 12, 31))
    link = factories.make_link(film)
    text = page(english.get("/calendar?country=FR&year=2026"))
    assert "Nearly" in text
    assert link.canonical_url not in text
    assert "/watch/" not in text


def test_the_french_page_is_in_french(french: Client, titles: None) -> None:
    text = main_of(french.get("/calendrier?year=2047"))
    assert "Ce qui devient libre en France en 2047" in text
    assert "Libres à partir du 1er janvier 2047" in text


def test_the_page_names_its_feed_and_stands_in_the_footer(english: Client, titles: None) -> None:
    text = page(english.get("/calendar"))
    assert 'type="application/atom+xml" title="What becomes free in the United States in 2027"' in text
    assert text.count('href="/feeds/calendar.atom?country=US"') == 2
    assert 'href="/calendar"' in page(english.get("/about"))


def test_the_feed_is_atom_with_lasting_ids_and_whole_addresses(english: Client, titles: None) -> None:
    answer = english.get("/feeds/calendar.atom?country=US")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = xml(answer.content)
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id") == "tag:localhost,2026:calendar/US"
    entries = feed.findall(f"{ATOM}entry")
    named = [entry.findtext(f"{ATOM}title").replace("\N{NO-BREAK SPACE}", " ") for entry in entries]
    assert named == [
        "M (1931): Free from 1 January 2027", "Lesser known (1931): Free from 1 January 2027",
        "The Golf Specialist (1930): Free since 1 January 2026",
    ]  # fmt: skip
    for entry in entries:
        assert {child.tag for child in entry} >= {
            f"{ATOM}{name}" for name in ("id", "title", "updated", "link", "summary")
        }
        assert entry.find(f"{ATOM}link").get("href").startswith("http://localhost/movie/")
        assert entry.findtext(f"{ATOM}updated").endswith("T00:00:00Z")
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}


def test_the_feed_is_the_same_whoever_fetches_it(french: Client, titles: None) -> None:
    plain = french.get("/feeds/calendar.atom")
    french.cookies["country"], french.cookies["django_language"] = "US", "en"
    assert french.get("/feeds/calendar.atom").content == plain.content
    assert xml(plain.content).findtext(f"{ATOM}title") == "Ce qui devient libre en France"


def test_an_empty_feed_is_still_whole(english: Client) -> None:
    feed = xml(english.get("/feeds/calendar.atom?country=JP").content)
    assert feed.findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"


def test_page_and_feed_ask_as_much_for_many_titles_as_for_few(english: Client, db: None) -> None:
    counted = []
    for number in range(30):
        protected(f"Film {number}", "US", date(2026, 12, 31))
        if number in (1, 29):
            with CaptureQueriesContext(connection) as queries:
                assert english.get("/calendar").status_code == 200
                assert english.get("/feeds/calendar.atom?country=US").status_code == 200
            counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_feed_is_there_in_every_format_by_its_suffix(english: Client, titles: None) -> None:
    for start in ("/feeds/calendar", "/calendar"):
        rss = english.get(f"{start}.rss?country=US")
        assert rss.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
        items = xml(rss.content).findall("channel/item")
        assert items[0].findtext("guid").startswith("tag:localhost,2026:calendar/US/")
        assert items[-1].findtext("pubDate").endswith(" 00:00:00 +0000")
        feed = english.get(f"{start}.json?country=US").json()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert [one["url"].rpartition("/")[2] for one in feed["items"]] == [
            "m-1931", "lesser-known-1931", "the-golf-specialist-1930",
        ]  # fmt: skip
        assert english.get(f"{start}.xls").status_code == 404


def test_the_calendar_can_be_subscribed_to(french: Client, titles: None) -> None:
    answer = french.get("/calendrier.ics?country=US")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20270102\r\n" in text
    assert "SUMMARY;LANGUAGE=fr:M (1931)" in text
    assert french.get("/calendrier.ics?country=US").content == answer.content
    assert 'href="/feeds/calendar.ics?country=FR"' in page(french.get("/calendrier"))
