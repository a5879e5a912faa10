"""Works that may be one, on the bench: the list, the two side by side, what was joined, and what people decide."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from allostream.catalogue.identity_rules import Ground, Reason
from allostream.catalogue.models import Likeness, Title
from allostream.web.likeness_words import SENTENCES, ground_words
from tests import factories, people
from tests.actions.imports import OTHER, SOURCE, film, take_in
from tests.pages.reading import main_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(english: Client, sites: Any) -> Client:
    english.force_login(people.basile(*sites))
    return english


@pytest.fixture
def doubt(tmp_path: Any) -> Likeness:
    by = [{"role": "principal_director", "name": "Buster Keaton"}]
    take_in(tmp_path, SOURCE, film(name="Steamboat Bill, Jr.", year=1928, credits=by), film("2", credits=by))
    mine = film("7", source="films", name="Steamboat Bill, Jr.", year=1929, countries=["US"])
    take_in(tmp_path, OTHER, mine, film("8", source="films", credits=by))
    return Likeness.objects.get()


def test_two_titles_that_may_be_one_stand_side_by_side_and_are_made_one(moderator: Client, doubt: Likeness) -> None:
    listed = page(moderator.get("/bench/likenesses"))
    assert "Steamboat Bill, Jr. (1929) – Steamboat Bill, Jr. (1928)" in listed
    assert "1 pair waits." in listed

    path = f"/bench/likenesses/{doubt.public_id}"
    told = page(moderator.get(path))
    for words in (
        "both are called",
        "one is of 1929, the other of 1928",
        "Buster Keaton",
        "United States",
        "films",
        "lists",
    ):
        assert words in told

    answer = moderator.post(path, {"choice": "same"})
    assert answer.headers["Location"] == "/bench/likenesses?sent=same"
    assert Title.objects.filter(merged_into__isnull=False).count() == 1
    assert "The two are one title now" in page(moderator.get(answer.headers["Location"]))
    assert moderator.post(path, {"choice": "different"}).status_code == 404


def test_two_works_are_never_asked_about_again_and_others_later(moderator: Client, doubt: Likeness) -> None:
    path = f"/bench/likenesses/{doubt.public_id}"
    assert moderator.post(path, {"choice": "later"}).status_code == 302
    assert "Nothing waits here" in page(moderator.get("/bench/likenesses"))

    moderator.post(path, {"choice": "different", "why": "A remake"})
    assert Likeness.objects.get().state == "different"
    assert 'name="choice"' not in moderator.get(path).content.decode()
    refused = moderator.post(path, {"choice": "same"})
    assert refused.status_code == 409
    assert "Somebody has decided on these two titles already." in page(refused, 409)
    assert moderator.post(path, {"choice": "perhaps"}).status_code == 404


def test_a_record_that_was_joined_is_split_off(moderator: Client, doubt: Likeness) -> None:
    listed = page(moderator.get("/bench/likenesses?kind=joined"))
    assert "films:8" in listed
    assert "both were directed by Buster Keaton" in listed

    answer = moderator.post(
        "/bench/likenesses?kind=joined", {"source": "films", "key": "films:8", "why": "Another film"}
    )

    assert answer.headers["Location"] == "/bench/likenesses?kind=joined&sent=split"
    assert Title.objects.filter(name="The General").count() == 2
    assert moderator.post("/bench/likenesses", {"source": "films", "key": "films:8"}).status_code == 404
    assert moderator.get("/bench/likenesses?kind=x").status_code == 400
    assert moderator.get("/bench/likenesses?page=7").status_code == 404


def test_the_list_asks_as_often_for_twenty_pairs_as_for_one(moderator: Client, doubt: Likeness) -> None:
    moderator.get("/bench/likenesses")
    with CaptureQueriesContext(connection) as one:
        moderator.get("/bench/likenesses")
    for number in range(5):
        made = factories.make_title(f"Film {number}", year=1950)
        Likeness.objects.create(made=made, like=doubt.like, grounds=doubt.grounds)
    with CaptureQueriesContext(connection) as more:
        assert len(main_of(moderator.get("/bench/likenesses"))) > 0
    assert len(more) == len(one)


VALUES = {
    "scheme": "imdb", "value": "tt1", "given": 3, "there": 4, "count": 2, "name": "M", "year": 1931,
    "day": "1931-05-11", "names": "Fritz Lang", "country": 5,
}  # fmt: skip


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sign_has_its_sentence(reason: Reason, language: str) -> None:
    assert set(SENTENCES) == set(Reason)
    with override(language):
        told = ground_words(Ground(reason, 1.0, VALUES), language)
    assert told
    assert "%(" not in told
