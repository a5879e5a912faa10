"""“Wanted”: a wish without an account, counted once, told only where many have it, and first when links are sought."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from allostream.audit.models import AuditEntry
from allostream.catalogue.models import Title
from allostream.community.models import Demand, Salt, Wish
from allostream.community.voters import forget_salts
from allostream.community.wanted import forget_wishes
from allostream.community.wanted_queries import demand_for, most_wanted
from allostream.community.wanted_rules import FEWEST, counted_from, rounded
from allostream.web import limits
from tests import factories, people
from tests.pages.conftest import TODAY
from tests.pages.reading import main_of, parsed

OWN = {"Origin": "http://localhost"}
TODAYS = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def fresh_allowances(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FREE", "SENT"):
        monkeypatch.setattr(limits, name, limits.Allowances())


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def film(sites: Any) -> Title:
    film = factories.make_title("The Navigator", year=1924)
    factories.make_answer(film, "US")
    return film


def want(client: Client, title: Title, number: int = 1) -> Any:
    return client.post("/wanted", {"title": title.public_id}, headers=OWN, REMOTE_ADDR=f"8.8.8.{number}")


def test_a_wish_is_counted_once_a_month_and_seen_when_many_have_it(english: Client, film: Title, clock: Any) -> None:
    page = parsed(english.get("/movie/the-navigator-1924"))
    fields = [node.get("value") for node in page.iter("input") if node.get("name") == "title"]
    assert fields == [film.public_id]
    for number in (1, 1, 2, 3):
        answer = want(english, film, number)
        clock.shift(timedelta(hours=23))
    assert "Your wish is counted." in main_of(english.get(answer.headers["Location"]))
    assert Demand.objects.get().people == 3
    assert "The Navigator" not in main_of(english.get("/wanted"))
    assert "Navigator" not in english.get("/feeds/wanted.json?country=US").content.decode()
    for number in range(4, 9):
        want(english, film, number)
    told = main_of(english.get("/wanted"))
    assert "The Navigator" in told
    assert "Wanted by more than 4 people" in told  # eight, and nobody can tell
    for suffix in ("atom", "rss", "json"):
        assert "Navigator" in english.get(f"/feeds/wanted.{suffix}?country=US").content.decode()
    assert english.get("/feeds/wanted.ics?country=US").status_code == 404
    assert demand_for(film.pk, TODAYS) == {"US": 5}


def test_what_has_a_link_here_is_not_wanted_here(english: Client, french: Client, film: Title) -> None:
    factories.make_demand(film, "US")
    factories.make_demand(film, "FR", people=70)
    free = factories.make_free_film("The General")
    factories.make_demand(free, "US", people=900)
    assert "The General" not in main_of(english.get("/wanted"))
    answer = want(english, free)
    assert answer.status_code == 409
    assert "Demandé par plus de 49 personnes" in main_of(french.get("/titres-demandes"))
    assert most_wanted(TODAYS, 9) == [film.pk]


def test_nothing_but_sums_is_left_of_a_wish(english: Client, film: Title, clock: Any) -> None:
    want(english, film)
    assert "8.8.8" not in str(list(Wish.objects.values()))
    clock.shift(timedelta(days=40))
    assert (forget_wishes(), forget_salts(), Salt.objects.count()) == (1, 1, 0)
    assert Demand.objects.get().people == 1
    want(english, film)
    assert sorted(Demand.objects.values_list("month", "people")) == [(date(2026, 11, 1), 1), (date(2027, 1, 1), 1)]


def test_the_audit_does_not_keep_who_wants_a_title(english: Client, film: Title) -> None:
    ada = people.ada()
    english.force_login(ada)
    want(english, film)
    assert Demand.objects.get().people == 1
    assert ada.public_id not in str(list(AuditEntry.objects.filter(action="title.want").values()))
    assert AuditEntry.objects.filter(action="title.want").exists()


def test_wishes_of_long_ago_do_not_count(english: Client, film: Title) -> None:
    factories.make_demand(film, "US", month=date(2026, 8, 1))
    assert "The Navigator" not in main_of(english.get("/wanted"))
    assert most_wanted(TODAYS, 9) == []
    factories.make_demand(film, "US", month=date(2026, 9, 1))
    assert "The Navigator" in main_of(english.get("/wanted"))


def test_what_no_page_of_ours_sends_is_refused(
    english: Client, film: Title, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        english.post("/wanted", {"title": film.public_id}, headers={"Origin": "https://a.example"}).status_code == 403
    )
    assert english.post("/wanted", {"title": "x"}, headers=OWN).status_code == 400
    assert english.post("/wanted", {"title": "000000000000"}, headers=OWN).status_code == 404
    assert english.get("/wanted?counted=2").status_code == 400
    settings.PROOF_BITS = 0
    monkeypatch.setattr(limits, "SENT_PER_MINUTE", 1)
    monkeypatch.setattr(limits, "SENT", limits.Allowances())
    assert [want(english, film).status_code for _ in range(2)] == [303, 429]


@given(st.integers(0, 10**6))
def test_a_number_is_rounded_down_and_few_are_none(people: int) -> None:
    assert rounded(people) <= people
    assert (rounded(people) == 0) == (people < FEWEST)
    assert rounded(people + 1) >= rounded(people)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 25), date(2026, 9, 1)),
        (date(2026, 1, 31), date(2025, 11, 1)),
        (date(2026, 3, 1), date(2026, 1, 1)),
    ],
)
def test_wishes_of_three_months_count(today: date, first: date) -> None:
    assert counted_from(today) == first
