"""“Is this wrong?”: anybody may say so, without an account; programs and floods are kept out, and nothing is lost."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from allostream.catalogue.models import Title
from allostream.rights.models import Case, Objection
from allostream.web.raster import Ration
from allostream.web.views import objections
from tests import factories, people
from tests.pages.conftest import TODAY
from tests.pages.reading import main_of, page, parsed

WRITTEN = "Its director died in 1977, says the national library."


@pytest.fixture
def film(sites: Any) -> Title:
    return factories.make_free_film("The General", directors=["Buster Keaton"])


@pytest.fixture(autouse=True)
def plenty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objections, "RATION", Ration(most=1000, per_second=1000))


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


def form_of(client: Client, address: str) -> dict[str, str]:
    """The fields of the form as a browser would send them."""
    form = next(
        node for node in parsed(client.get(address)).iter("form") if "is-this-wrong" in (node.get("action") or "")
    )
    fields = {node.get("name"): node.get("value") or "" for node in form.iter("input") if node.get("name")}
    chosen = [node.get("value") for node in form.iter("option") if node.get("selected") is not None]
    return {**fields, "country": chosen[0], "text": WRITTEN}


def send(client: Client, clock: Any, address: str, after: float = 20, **fields: str) -> Any:
    given = {**form_of(client, address), **fields}
    clock.shift(timedelta(seconds=after))
    return client.post(address, given)


def test_a_note_without_an_account_reaches_the_moderators_and_its_writer_is_told(
    english: Client, film: Title, clock: Any
) -> None:
    address = f"/is-this-wrong/w/{film.public_id}"
    answer = send(english, clock, address, country="FR", email="ada@example.org")
    said = Objection.objects.get()
    assert (said.title, said.country, said.text, said.email) == (film, "FR", WRITTEN, "ada@example.org")
    assert answer.headers["Location"] == f"{address}?sent={said.public_id}"
    told = main_of(english.get(answer.headers["Location"]))
    assert "Your note has arrived." in told
    assert said.public_id in told
    assert Case.objects.get().kind == "objection"


def test_a_note_about_a_link_names_the_link(english: Client, film: Title, clock: Any) -> None:
    link = film.links.get()
    send(english, clock, f"/is-this-wrong/l/{link.public_id}")
    assert Objection.objects.get().link_id == link.public_id


def test_somebody_signed_in_writes_under_their_name(english: Client, film: Title, clock: Any) -> None:
    eve = people.eve()
    english.force_login(eve)
    send(english, clock, f"/is-this-wrong/w/{film.public_id}")
    assert Objection.objects.get().made_by == eve


def test_the_form_asks_for_the_country_that_the_page_was_about(english: Client, film: Title) -> None:
    assert form_of(english, f"/is-this-wrong/w/{film.public_id}?country=JP")["country"] == "JP"
    assert form_of(english, f"/is-this-wrong/w/{film.public_id}")["country"] == "US"


@pytest.mark.parametrize(
    ("fields", "after", "told"),
    [
        ({"text": ""}, 20, "Write what is wrong."),
        ({"text": "no"}, 20, "Write a whole sentence"),
        ({"text": "x" * 4001}, 20, "This is too long"),
        ({"email": "ada"}, 20, "This is not an e-mail address"),
        ({"country": "QQ"}, 20, "There is no such country in our list"),
        ({"website": "https://spam.example"}, 20, "only programs fill it in"),
        ({"made": ""}, 20, "had been open for too long"),
        ({"made": "page:1234:abcd"}, 20, "had been open for too long"),
        ({}, 1, "quicker than people write"),
        ({}, 25 * 3600, "had been open for too long"),
    ],
)
def test_what_cannot_be_sent_says_why_and_keeps_what_was_written(
    english: Client, film: Title, clock: Any, fields: dict[str, str], after: float, told: str
) -> None:
    answer = send(english, clock, f"/is-this-wrong/w/{film.public_id}", after, **fields)
    assert told in page(answer, 422)
    assert Objection.objects.count() == 0
    if fields.get("text") is None:
        assert WRITTEN in page(answer, 422)
    assert "Your note was not sent." in page(answer, 422)


def test_the_mark_of_one_page_serves_no_other(english: Client, film: Title, clock: Any) -> None:
    other = factories.make_free_film("Sherlock Jr")
    mark = form_of(english, f"/is-this-wrong/w/{other.public_id}")["made"]
    answer = send(english, clock, f"/is-this-wrong/w/{film.public_id}", made=mark)
    assert answer.status_code == 422


def test_a_flood_waits_and_loses_nothing(
    english: Client, film: Title, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objections, "RATION", Ration(most=1, per_second=0))
    address = f"/is-this-wrong/w/{film.public_id}"
    assert send(english, clock, address).status_code == 302
    answer = send(english, clock, address)
    assert "Too many notes arrive at this moment" in page(answer, 429)
    assert answer.headers["Retry-After"] == "60"
    assert WRITTEN in page(answer, 429)


def test_a_form_of_another_site_is_refused(film: Title) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert client.post(f"/is-this-wrong/w/{film.public_id}", {"text": WRITTEN}).status_code == 403


def test_a_link_that_is_not_shown_here_has_no_form(english: Client, film: Title) -> None:
    hidden = factories.make_link(film, origin_flags=["x"])
    assert english.get(f"/is-this-wrong/l/{hidden.public_id}").status_code == 404
    assert english.get("/is-this-wrong/w/nothing").status_code == 404
    assert english.get(f"/is-this-wrong/p/{film.public_id}").status_code == 404


def test_the_page_is_kept_nowhere_and_stays_out_of_search_engines(english: Client, film: Title) -> None:
    answer = english.get(f"/is-this-wrong/w/{film.public_id}")
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page(answer)
    assert "Disallow: /is-this-wrong/" in page(english.get("/robots.txt"))


def test_drawers_and_rights_lead_to_the_form(english: Client, film: Title) -> None:
    link = film.links.get()
    assert f'href="/is-this-wrong/l/{link.public_id}"' in page(english.get("/movie/the-general-1926"))
    text = page(english.get("/movie/the-general-1926/rights?country=FR"))
    assert f'href="/is-this-wrong/w/{film.public_id}?country=FR"' in text


def test_the_form_in_french(french: Client, film: Title) -> None:
    text = main_of(french.get(f"/est-ce-faux/w/{film.public_id}"))
    assert "Est-ce faux ?" in text
    assert "Envoyer la remarque" in text
