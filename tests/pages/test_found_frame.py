"""Pages of results share their frame with those of other words: what is of one search alone stands in it each time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import factories, people
from tests.pages.reading import parsed

WORDS = ["nosferatu", 'a "b" <i>&amp; ⟦title⟧ ⟦query⟧', "vampire", "%E2%9F%A6here%E2%9F%A7"]


@pytest.fixture
def film(index_names: Callable[[], int], sites: Any) -> None:
    factories.make_title("Nosferatu", french="Nosferatu le vampire", year=1922)
    index_names()


def told(client: Client, address: str, words: str) -> tuple[str, str, str]:
    """What the field of the header, the title and the heading of a page of results say."""
    answer = client.get(address, {"q": words})
    assert answer.status_code == 200
    tree = parsed(answer)
    back = next(one for one in tree.iter("input") if one.get("name") == "back")
    assert back.get("value") == answer.wsgi_request.get_full_path()
    return field_of(tree), "".join(tree.find(".//title").itertext()), "".join(tree.find(".//h1").itertext())


def field_of(tree: Any) -> str:
    """The words in the field of the header."""
    return str(next(one for one in tree.iter("input") if one.get("id") == "q").get("value"))


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_each_search_has_its_own_words_in_the_frame(
    english: Client, french: Client, film: None, is_signed_in: bool
) -> None:
    if is_signed_in:
        eve = people.eve()
        english.force_login(eve)
        french.force_login(eve)
    for words in WORDS * 2:
        field, title, heading = told(english, "/search", words)
        assert (field, heading) == (words, f"Search: “{words}”")
        assert title.startswith(f"Search: {words} · ")
        field, title, heading = told(french, "/recherche", words)
        assert field == words
        assert heading.startswith("Recherche")
        assert words in heading


def test_the_field_of_a_page_that_is_no_search_is_empty(english: Client, film: None) -> None:
    told(english, "/search", "nosferatu")
    answer = english.get("/movie/nosferatu-1922")
    assert answer.status_code == 200
    assert field_of(parsed(answer)) == ""
