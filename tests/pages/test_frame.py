"""The frame that is kept for many readers: it says the same as the template, and nothing of a person is in it."""

import re
from typing import Any

import pytest
from django.test import Client

from allostream.web import frame
from tests import factories, people
from tests.pages.reading import main_of, page

ADDRESS = "/movie/the-general-1926"


@pytest.fixture(autouse=True)
def no_frames() -> None:
    frame._frames.clear()


def without_account(text: str) -> str:
    """The page without the one entry of the header that differs for those who are signed in, empty lines left out."""
    text = re.sub(r'<a class="btn sm" href="/(account|sign-in\?next=[^"]*)">.*?</a>', "", text)
    return "\n".join(line for line in text.splitlines() if line.strip())


@pytest.mark.parametrize("path", [ADDRESS, f"{ADDRESS}?a=1&b=%22%3C", "/show/judex", "/show/judex/s01e01"])
def test_a_page_in_a_kept_frame_is_the_page_of_the_template(english: Client, sites: Any, path: str) -> None:
    factories.make_free_film('The "General" & Co', directors=["Buster Keaton"])
    factories.make_free_film()
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_episode(factories.make_season(series), 1)
    first, second = page(english.get(path)), page(english.get(path))
    assert first == second
    assert frame._frames
    english.force_login(people.eve())
    assert without_account(page(english.get(path))) == without_account(first)


def test_who_is_signed_in_is_named_to_themselves_alone(english: Client) -> None:
    factories.make_free_film()
    stranger = Client(SERVER_NAME="localhost")
    page(stranger.get(ADDRESS))
    eve = people.eve()
    english.force_login(eve)
    assert eve.name in page(english.get(ADDRESS))
    assert eve.name not in page(stranger.get(ADDRESS))


@pytest.mark.parametrize(
    ("cookie", "value", "said"),
    [("theme", "dark", 'data-theme="dark"'), ("language", "fr", '<html lang="fr"'), ("country", "BE", "Belgium")],
)
def test_each_choice_has_its_own_frame(english: Client, cookie: str, value: str, said: str) -> None:
    factories.make_free_film()
    assert said not in page(english.get(ADDRESS)).partition("<main")[0]
    english.cookies[cookie] = value
    assert said in page(english.get(ADDRESS)).partition("<main")[0]


def test_a_changed_site_has_another_frame_at_once(english: Client, sites: Any) -> None:
    factories.make_free_film()
    page(english.get(ADDRESS))
    sites[0].name = "Cinematheque"
    sites[0].save(update_fields=["name"])
    assert "Cinematheque" in page(english.get(ADDRESS))


def test_no_more_frames_are_kept_than_there_is_room_for(english: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_free_film()
    monkeypatch.setattr(frame, "MOST_FRAMES", 3)
    for country in ("FR", "BE", "DE", "GB", "FR"):
        english.cookies["country"] = country
        assert "The General" in main_of(english.get(ADDRESS))
    assert len(frame._frames) == 3
