"""What sources have found, as moderators see it: counted by reason, listed by state, and asked about."""

from typing import Any

import pytest
from django.test import Client

from allostream.catalogue.models import Identifier
from allostream.catalogue.name_keys import name_key
from allostream.connectors.candidates import Candidate, Found, Work
from allostream.discovery import actions
from allostream.discovery.models import Candidate as Row
from allostream.lib.exchange import Name
from tests import factories, people
from tests.pages.reading import main_of, page

REFUSED = "https://archive.org/details/The.General.1926.BDRip.x264"


@pytest.fixture
def found(sites: Any) -> None:
    """Three candidates for The General: one that waits, one refused by its name, one that may be another film."""
    factories.make_host()
    film = factories.make_title("The General", directors=["Buster Keaton"])
    film.names.update(match_key=name_key("The General"))
    Identifier.objects.create(scheme="imdb", value="tt0017925", title=film)
    factories.make_answer(film, "US")
    sure = Work(kind="film", year=1926, identifiers={"imdb": ("tt0017925",)})
    doubtful = Work(kind="film", year=1926, names=(Name(text="The General"),))
    actions.take_in_found(
        factories.make_source("shelf", name="The shelf"),
        [
            Found(Candidate(item="a", address="https://archive.org/details/general", work=sure)),
            Found(Candidate(item="b", address=REFUSED, work=sure)),
            Found(Candidate(item="c", address="https://archive.org/details/other", work=doubtful, title="Other copy")),
        ],
    )


@pytest.fixture
def moderator(english: Client, sites: Any) -> Client:
    english.force_login(people.basile(*sites))
    return english


def test_moderators_see_how_candidates_stand_and_why_and_others_find_nothing(found, moderator, french, sites):
    text = main_of(moderator.get("/bench?kind=candidates"))
    for words in ("3 candidates", "The shelf", "Its host has not been asked yet", "It may be this work, or another"):
        assert words in text
    assert REFUSED not in text
    listed = main_of(moderator.get("/bench?kind=candidates&state=refused"))
    assert REFUSED in listed
    french.force_login(people.eve())
    assert french.get("/examen?kind=candidates").status_code == 404


def test_the_table_is_there_in_french_too(found, french, sites):
    french.force_login(people.basile(*sites))
    text = page(french.get("/examen?kind=candidates&state=review"))
    for words in ("3 pistes", "Pistes des sources", "C’est cette œuvre", "C’est peut-être cette œuvre, ou une autre"):
        assert words in text


def test_a_moderator_says_whether_a_doubtful_candidate_is_the_work(found, moderator):
    row = Row.objects.get(item="c")
    assert "Other copy" in main_of(moderator.get("/bench?kind=candidates&state=review&reason=work-doubtful"))
    answer = moderator.post("/bench?kind=candidates", {"candidate": row.public_id, "choice": "same"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.reason, row.chosen_by[:7]) == ("awaits-reply", "person:")
    # It is no question any more.
    again = moderator.post("/bench?kind=candidates", {"candidate": row.public_id, "choice": "same"})
    assert again.status_code == 404
    moderator.post("/bench?kind=candidates", {"candidate": row.public_id, "choice": "none"})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("refused", "person-said-no")


@pytest.mark.parametrize("query", ["state=odd", "state=review&reason=odd", "source=nobody"])
def test_what_is_not_known_is_told(found, moderator, query):
    assert moderator.get(f"/bench?kind=candidates&{query}").status_code == 400


def test_without_candidates_the_bench_says_what_brings_some(moderator):
    assert "Nothing was found yet" in main_of(moderator.get("/bench?kind=candidates"))
