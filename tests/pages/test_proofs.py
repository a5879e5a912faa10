"""Where much comes from one network, what is sent is taken once a browser has calculated, or its sender has waited."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from allostream.accounts.models import User
from allostream.community.models import Demand
from allostream.lib import clock as times
from allostream.web import limits, proofs
from tests import factories, people
from tests.pages.conftest import TODAY
from tests.pages.reading import page, parsed
from tests.pages.validity import faults
from tests.rules.test_proof_of_work import solution

OWN = {"Origin": "http://localhost"}
BITS = 4


@pytest.fixture(autouse=True)
def quickly_asked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PROOF_BITS, settings.PROOF_AFTER, settings.PROOF_WAIT = BITS, 2, 20
    monkeypatch.setattr(limits.time, "monotonic", lambda: 0.0)  # nothing comes back while a test runs
    for module, names in ((limits, ("FREE", "SENT", "SIGN_UPS")), (proofs, ("WAITS",))):
        for name in names:
            monkeypatch.setattr(module, name, limits.Allowances())


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def film(sites: Any) -> Any:
    film = factories.make_title("The Navigator", year=1924)
    for country in ("US", "FR"):
        factories.make_answer(film, country)
    return film


def want(client: Client, film: Any, network: int = 8, **more: str) -> Any:
    return client.post("/wanted", {"title": film.public_id, **more}, headers=OWN, REMOTE_ADDR=f"8.8.8.{network}")


def asked(answer: Any) -> dict[str, str]:
    """The fields with which the page that asks for a proof sends everything again, without an answer."""
    assert answer.status_code == 429, answer.status_code
    form = next(one for one in parsed(answer).iter("form") if one.get("data-proof-sends") is not None)
    given = {one.get("name"): one.get("value") or "" for one in form.iter("input")}
    given |= {one.get("name"): (one.text or "").strip() for one in form.iter("textarea")}
    return {str(name): str(value) for name, value in given.items() if name != "csrfmiddlewaretoken"}


def solved(answer: Any) -> dict[str, str]:
    """The same with what a browser finds."""
    nonce = re.search(r'data-proof="([^"]+)" data-bits="4"', page(answer, 429))
    assert nonce
    return {**asked(answer), "proof-answer": ".".join(map(str, solution(nonce[1], BITS)))}


def test_who_sends_much_is_asked_for_a_sum_that_counts_once_for_one_form(english: Client, film: Any) -> None:
    assert [want(english, film).status_code for _ in range(2)] == [303, 303]
    answer = want(english, film)
    assert faults(parsed(answer)) == []
    assert (answer.headers["Cache-Control"], answer.headers["Retry-After"]) == ("no-store, no-cache", "20")
    for told in ("One moment, please", "small sum", "Wait 20 seconds", "Sign in instead"):
        assert told in page(answer, 429), told
    assert want(english, film, 9).status_code == 303  # another network pays for nobody
    given = solved(answer)
    assert given["title"] == film.public_id
    wrong = {**given, "proof-answer": ".".join("0" * 16)}
    other = {**given, "proof": given["proof"].replace(given["proof"][8], "x", 1)}
    attached = {**wrong, "any": SimpleUploadedFile("any.txt", b"x")}  # no way round it
    for bad in (wrong, other, attached):
        assert want(english, film, **bad).status_code == 429
    assert english.post("/wanted", given, headers=OWN, REMOTE_ADDR="8.8.8.8").status_code == 303
    assert english.post("/wanted", given, headers=OWN, REMOTE_ADDR="8.8.8.8").status_code == 429
    assert Demand.objects.get().people == 2


def test_without_scripts_a_wait_does_as_well_but_not_often(french: Client, film: Any, clock: Any) -> None:
    def send(given: dict[str, str]) -> Any:
        own = {"Origin": "http://fr.localhost"}
        return french.post("/titres-demandes", given, headers=own, REMOTE_ADDR="8.8.8.8")

    for _ in range(2):
        send({"title": film.public_id})
    first = asked(send({"title": film.public_id}))
    clock.shift(timedelta(seconds=15))
    early = send(first)
    assert "6 secondes trop tôt" in page(early, 429)
    for _ in range(proofs.WAITS_PER_MINUTE):
        given = asked(send({"title": film.public_id}))
        clock.shift(timedelta(seconds=20))
        assert send(given).status_code == 303
    given = asked(send({"title": film.public_id}))
    clock.shift(timedelta(seconds=20))
    assert send(given).status_code == 429
    old = asked(send({"title": film.public_id}))
    clock.shift(timedelta(hours=1))
    proofs.WAITS = limits.Allowances()
    assert send(old).status_code == 429


def test_in_a_flood_of_accounts_each_further_one_has_to_be_worth_a_sum(
    english: Client, sites: Any, settings: Any
) -> None:
    given = {"email": "noor@example.org", "name": "Noor", "password1": "a long password", "website": ""}
    people.ada()
    settings.PROOF_SIGN_UPS = 2
    assert "data-proof" not in page(english.get("/sign-up"))
    for name in ("one", "two"):
        User.objects.create_user(f"{name}@example.org", None, name=name)
    assert "Your browser is doing a small sum" in page(english.get("/sign-up"))
    answer = english.post("/sign-up", given)
    text = page(answer, 422)
    assert "E-mail address" in text
    assert faults(parsed(answer)) == []
    assert "Very many accounts are being made" in text
    assert not User.objects.filter(email=given["email"]).exists()
    nonce, token = re.search(r'data-proof="([^"]+)"', text), re.search(r'name="proof" value="([^"]+)"', text)
    assert nonce
    assert token
    numbers = ".".join(map(str, solution(nonce[1], BITS)))
    answer = english.post("/sign-up", {**given, "proof": token[1], "proof-answer": numbers})
    assert answer.status_code == 302
    noor = User.objects.get(email=given["email"])
    # Who is new in a flood is asked before each thing they bring; who came before is not.
    english.force_login(noor)
    brought = {"url": "https://archive.org/details/a", "form": "send"}
    assert asked(english.post("/bring", brought))["url"] == brought["url"]
    many = {"own": "no", "paid": "no", "addresses": brought["url"]}
    assert asked(english.post("/bring/many", many))["addresses"] == brought["url"]
    table = SimpleUploadedFile("links.csv", f"url\n{brought['url']}\n".encode())
    assert "paste the addresses" in page(english.post("/bring/many", {**many, "addresses": "", "file": table}), 429)
    User.objects.filter(pk=noor.pk).update(joined_at=times.now() - timedelta(days=1))
    assert english.post("/bring", brought).status_code == 422
