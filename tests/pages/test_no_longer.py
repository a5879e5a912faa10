"""No longer here: what could be watched in a country and cannot any more, by day, with the cause and what remains."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from allostream.audit.rules import Actor
from allostream.catalogue.models import Title
from allostream.hosts.rules import FIELDS, HostRow
from allostream.jobs.loops import LOOPS
from allostream.lib import clock
from allostream.links import actions as links
from allostream.links import endings, listing
from allostream.links.models import Ended, WatchLink
from allostream.links.queries import bounds
from allostream.links.rules import Health, Origin
from tests import factories
from tests.pages.reading import main_of, page

WHO: dict[str, Any] = {"by": Actor.system("test"), "why": "Anne Martin, of Films Martin, asked for it"}
NAMED = "The General"
Act = Callable[[WatchLink], object]


@pytest.fixture
def link(db: None) -> WatchLink:
    return factories.make_free_film(NAMED, "US", "FR", directors=["Buster Keaton"]).links.get()


def answered(link: WatchLink, status: str, play: str) -> object:
    return links.set_answer(link.title_id, "US", status=status, play=play, rule="x", evaluated_on=clock.now(), **WHO)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda link: links.withdraw_link(link.public_id, **WHO), "Its link was withdrawn."),
        (lambda link: links.remove_link(link.public_id, **WHO), "Its link was removed."),
        (lambda link: links.record_health(link.public_id, Health.DEAD, **WHO), "The copy is not at its host any more."),
        (
            lambda link: links.judge_origin(link.public_id, Origin.REFUSED, **WHO),
            "It is not certain that whoever put the copy there was allowed to.",
        ),
        (
            lambda link: answered(link, "protected", "no"),
            "From what we know today it is protected in the United States.",
        ),
        (
            lambda link: answered(link, "pd", "after_review"),
            "From what we know today it is not certain that it is free in the United States.",
        ),
    ],
)
def test_what_is_hidden_stands_on_the_page_with_the_cause_and_not_before(
    english: Client, link: WatchLink, act: Act, sentence: str
) -> None:
    assert NAMED not in main_of(english.get("/no-longer-here"))
    act(link)
    text = main_of(english.get("/no-longer-here"))
    assert "No longer available in the United States" in text
    assert sentence in text
    assert NAMED in text
    assert "Anne Martin" not in page(english.get("/no-longer-here"))


def test_what_ended_in_one_country_stands_in_that_alone_and_tells_where_it_is_free(
    english: Client, link: WatchLink
) -> None:
    answered(link, "protected", "no")
    assert "Not in the United States: free in 1 country" in main_of(english.get("/no-longer-here"))
    english.cookies["country"] = "FR"
    assert NAMED not in main_of(english.get("/no-longer-here"))


def test_what_was_free_and_can_be_rented_is_no_longer_free(english: Client, link: WatchLink) -> None:
    factories.make_link(link.title, "https://archive.org/details/rented", offer="rent", basis="provider")
    links.withdraw_link(link.public_id, **WHO)
    text = main_of(english.get("/no-longer-here"))
    assert "No longer free. Its link was withdrawn." in text
    assert "Rent" in text


def test_what_another_copy_shows_or_what_is_shown_again_does_not_stand_there(english: Client, link: WatchLink) -> None:
    other = factories.make_link(link.title)
    links.withdraw_link(link.public_id, **WHO)
    assert NAMED not in main_of(english.get("/no-longer-here"))
    links.withdraw_link(other.public_id, **WHO)
    assert NAMED in main_of(english.get("/no-longer-here"))
    links.restore_link(link.public_id, **WHO)
    assert NAMED not in main_of(english.get("/no-longer-here"))
    assert not Ended.objects.exists()


def test_an_older_loss_of_what_was_free_stays_noted_when_the_rest_goes_too(link: WatchLink) -> None:
    rented = factories.make_link(link.title, "https://archive.org/details/rented", offer="rent", basis="provider")
    links.withdraw_link(link.public_id, **WHO)
    links.remove_link(rented.public_id, **WHO)
    assert set(Ended.objects.filter(country="US").values_list("cause", "was_free")) == {("withdrawn", True)}


def test_a_refused_host_leaves_its_titles_there(english: Client, link: WatchLink) -> None:
    proposal = factories.make_proposal(link.host)
    listing.decide(proposal.public_id, lists=False, **WHO)
    assert "The host or channel where it was does not stand on our list." in main_of(english.get("/no-longer-here"))


def test_a_host_that_loses_its_place_in_a_list_leaves_there_what_was_free_and_what_was_not(
    english: Client, link: WatchLink
) -> None:
    rented = factories.make_title("For rent")
    factories.make_link(rented, offer="rent", basis="provider")
    row = HostRow(**{name: getattr(link.host, name) for name in FIELDS})
    links.load_hosts([row], **WHO)
    assert not Ended.objects.exists()
    links.load_hosts([replace(row, stands="refused", note="It asked us to leave.")], **WHO)
    text = main_of(english.get("/no-longer-here"))
    assert text.count("The host or channel where it was does not stand on our list.") == 2
    assert set(Ended.objects.values_list("title__name", "country", "was_free")) == {
        (NAMED, "US", True), (NAMED, "FR", True), ("For rent", "*", False),
    }  # fmt: skip


def test_what_closes_by_the_clock_is_noted_by_the_worker_once(
    english: Client, link: WatchLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    closes = clock.now() + timedelta(hours=2)
    WatchLink.objects.filter(pk=link.pk).update(closes_at=closes)
    links.changed([link.title_id])
    assert LOOPS["windows"].step("worker") is False
    monkeypatch.setattr(clock, "now", lambda: closes + timedelta(minutes=1))
    assert LOOPS["windows"].step("worker") is True
    assert LOOPS["windows"].step("worker") is False
    assert set(Ended.objects.values_list("country", "ended_at", "cause")) == {
        ("US", closes, "closed"), ("FR", closes, "closed"),
    }  # fmt: skip
    assert "The time during which it was offered is over." in main_of(english.get("/no-longer-here"))


def test_what_closes_while_another_copy_shows_it_is_not_noted(link: WatchLink, monkeypatch: pytest.MonkeyPatch) -> None:
    closes = clock.now() + timedelta(hours=2)
    factories.make_link(link.title, closes_at=closes)
    monkeypatch.setattr(clock, "now", lambda: closes + timedelta(minutes=1))
    assert LOOPS["windows"].step("worker") is False
    assert not Ended.objects.exists()


def test_after_two_years_it_is_forgotten(english: Client, link: WatchLink, monkeypatch: pytest.MonkeyPatch) -> None:
    links.withdraw_link(link.public_id, **WHO)
    assert endings.forget_endings() == 0
    later = clock.now() + timedelta(days=731)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert NAMED not in main_of(english.get("/no-longer-here"))
    assert endings.forget_endings() == 2


def test_the_latest_come_first_and_the_list_has_pages(
    english: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "PAGE_SIZE", 2)
    start = datetime(2026, 11, 20, tzinfo=UTC)
    for number, country in enumerate(("US", "*", "US")):
        title = factories.make_title(f"Film {number}")
        Ended.objects.create(
            title=title, country=country, ended_at=start + timedelta(days=number), cause="dead", was_free=True
        )
    # Of a title that ended everywhere and later there alone, the later note counts.
    Ended.objects.create(
        title=Title.objects.get(name="Film 1"), country="US", ended_at=start + timedelta(days=9), cause="origin",
        was_free=True,
    )  # fmt: skip
    first, second = main_of(english.get("/no-longer-here")), main_of(english.get("/no-longer-here?page=2"))
    assert first.index("Film 1") < first.index("Film 2")
    assert first.count("Film 1") == 1
    assert "3 titles of the past two years" in first
    assert "Film 0" in second
    assert english.get("/no-longer-here?page=3").status_code == 404


def test_the_page_is_in_french_and_in_the_footer(french: Client, link: WatchLink) -> None:
    links.withdraw_link(link.public_id, **WHO)
    text = main_of(french.get("/plus-disponibles"))
    assert "Plus disponibles en France" in text
    assert "Plus disponible ici depuis le" in text
    assert "Son lien a été retiré." in text
    assert "Plus de lien licite" in text
    assert "Pas encore de lien" not in text  # there was one
    assert 'href="/plus-disponibles"' in page(french.get("/"))


def test_it_is_a_feed_in_every_format(english: Client, link: WatchLink) -> None:
    links.withdraw_link(link.public_id, **WHO)
    shown = page(english.get("/no-longer-here"))
    for suffix in ("atom", "rss", "json", "ics"):
        answer = english.get(f"/feeds/no-longer-here.{suffix}?country=US").content.decode().replace("\r\n ", "")
        assert "movie/the-general-1926" in answer
        assert "Its link was withdrawn." in answer
        assert "No lawful link any more" in answer
        assert "/watch/" not in answer
        assert f'href="/feeds/no-longer-here.{suffix}?country=US"' in shown
    assert english.get("/feeds/no-longer-here.json?country=JP").json()["items"] == []
