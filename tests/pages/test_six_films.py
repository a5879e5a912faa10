"""Six films entered by their facts, as readers in three countries meet them, and one of them at New Year."""

import zlib
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from allostream.links.models import RightsAnswer, ShownLink, WatchLink
from tests import factories
from tests.actions.imports import LOOKED, SOURCE, film, link, take_in
from tests.pages.reading import main_of

REGISTER = {"source": "Civil and film registers", "weight": "authority", "address": "https://register.example/"}
NATIONAL = {"Fritz Lang": ["AT", "DE"], "Jean Vigo": ["FR"], "Maurice Jaubert": ["FR"]}


def told(id_: str, name: str, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    key = f"{id_}-{zlib.crc32(repr((name, value, more)).encode())}"
    return {
        "record": "fact",
        "key": f"lists:{key}",
        "on": f"lists:{id_}",
        "property": name,
        "value": value,
        **REGISTER,
        **more,
    }


def entered(
    id_: str,
    name: str,
    published: str,
    country: str,
    people: list[tuple[str, str, str, str]],
    *facts: tuple[str, dict[str, Any]],
    nobody: tuple[str, ...] = (),
) -> list[dict[str, Any]]:
    """The records of a film; people as role, name, death, nationality."""
    credits = [{"role": role, "name": who} for role, who, _, _ in people]
    records = [
        film(id_, name=name, year=int(published[:4]), countries=[country], credits=credits),
        told(id_, "published", {"date": published}),
        told(id_, "published_in", {"country": country}),
        told(id_, "within_30_days", {"countries": []}),
        told(id_, "origin", {"countries": [country]}),
        *(told(id_, "nobody", {"code": role}) for role in nobody),
        *(told(id_, property_, value) for property_, value in facts),
    ]
    for who, died, nation in dict.fromkeys((who, died, nation) for _, who, died, nation in people):
        records.append(told(id_, "died", {"date": died}, of=who))
        records.append(told(id_, "nationality", {"countries": NATIONAL.get(who, [nation])}, of=who))
    return [*records, link(f"lists:{id_}", item=f"film-{id_}")]


ORIGINAL = ("based_on_nothing", {"holds": True})
DRACULA = {
    "kind": "novel", "name": "Dracula", "country": "GB", "published": {"date": "1897"},
    "authors": [{"name": "Bram Stoker", "died": {"date": "1912"}, "nationalities": ["GB"]}],
}  # fmt: skip
SIX = [
    *entered(
        "1", "M", "1931-05-11", "DE",
        [("principal_director", "Fritz Lang", "1976-08-02", "DE"), ("screenplay", "Fritz Lang", "1976-08-02", "DE"),
         ("screenplay", "Thea von Harbou", "1954-07-01", "DE"), ("dialogue", "Thea von Harbou", "1954-07-01", "DE")],
        ORIGINAL, nobody=("composer",),
    ),
    *entered(
        "2", "Safety Last!", "1923-04-01", "US",
        [("principal_director", "Fred C. Newmeyer", "1967-04-24", "US"),
         ("principal_director", "Sam Taylor", "1958-03-06", "US"), ("screenplay", "Hal Roach", "1992-11-02", "US")],
        ORIGINAL, nobody=("composer", "dialogue"),
    ),
    *entered(
        "3", "Zéro de conduite", "1933-04-07", "FR",
        [("principal_director", "Jean Vigo", "1934-10-05", "FR"), ("screenplay", "Jean Vigo", "1934-10-05", "FR"),
         ("dialogue", "Jean Vigo", "1934-10-05", "FR"), ("composer", "Maurice Jaubert", "1940-06-19", "FR")],
        ORIGINAL,
    ),
    told("3", "died_for_france", {"holds": True}, of="Maurice Jaubert"),
    told("3", "died_for_france", {"holds": False}, of="Jean Vigo"),
    *entered(
        "4", "Plan 9 from Outer Space", "1957-03-15", "US",
        [("principal_director", "Ed Wood", "1978-12-10", "US"), ("screenplay", "Ed Wood", "1978-12-10", "US"),
         ("dialogue", "Ed Wood", "1978-12-10", "US"), ("composer", "Gordon Zahler", "1975-10-20", "US")],
        ORIGINAL, ("renewal", {"code": "contested"}),
    ),
    *entered(
        "5", "Nosferatu", "1922-03-04", "DE",
        [("principal_director", "F. W. Murnau", "1931-03-11", "DE"),
         ("screenplay", "Henrik Galeen", "1949-07-30", "DE"),
         ("composer", "Hans Erdmann", "1942-11-21", "DE")],
        ("underlying", DRACULA), nobody=("dialogue",),
    ),
    *entered(
        "6", "Un chien andalou", "1929-06-06", "FR",
        [("principal_director", "Luis Buñuel", "1983-07-29", "ES"), ("screenplay", "Luis Buñuel", "1983-07-29", "ES"),
         ("screenplay", "Salvador Dalí", "1989-01-23", "ES")],
        ORIGINAL, nobody=("composer", "dialogue"),
    ),
]  # fmt: skip

ANSWERS = {
    ("m-1931", "US"): ("protected", None, "2026-12-31"),
    ("m-1931", "FR"): ("protected", None, "2046-12-31"),
    ("m-1931", "DE"): ("protected", None, "2046-12-31"),
    ("safety-last-1923", "US"): ("pd", "2019-01-01", None),
    ("safety-last-1923", "FR"): ("pd", "2019-01-01", None),
    ("safety-last-1923", "DE"): ("protected", None, "2062-12-31"),
    ("zero-de-conduite-1933", "US"): ("protected", None, "2028-12-31"),
    # 70 years from 1940, 8 years and 120 days of war, 30 years more: the end falls in 2049, as sources say.
    ("zero-de-conduite-1933", "FR"): ("protected", None, "2049-04-30"),
    ("zero-de-conduite-1933", "DE"): ("pd", "2011-01-01", None),
    ("plan-9-from-outer-space-1957", "US"): ("unclear", None, None),
    ("plan-9-from-outer-space-1957", "FR"): ("protected", None, "2048-12-31"),
    ("plan-9-from-outer-space-1957", "DE"): ("protected", None, "2048-12-31"),
    ("nosferatu-1922", "US"): ("pd", "1998-01-01", None),
    ("nosferatu-1922", "FR"): ("pd", "2020-01-01", None),
    ("nosferatu-1922", "DE"): ("pd", "2020-01-01", None),
    ("un-chien-andalou-1929", "US"): ("pd", "2025-01-01", None),
    ("un-chien-andalou-1929", "FR"): ("protected", None, "2059-12-31"),
    ("un-chien-andalou-1929", "DE"): ("protected", None, "2059-12-31"),
}


@pytest.fixture
def six(sites: Any, tmp_path: Path) -> None:
    factories.make_host()
    run = take_in(tmp_path, SOURCE, *SIX, vouch=LOOKED)
    assert run.code == 0, run.errors


def read(client: Client, country: str, slug: str) -> tuple[str, bool]:
    """The words of a film's page in a country, and whether it offers to watch the film there."""
    client.cookies["country"] = country
    answer = client.get(f"/movie/{slug}")
    key = WatchLink.objects.get(title__faces__slug=slug, title__faces__language="en").public_id
    return main_of(answer), f"/watch/{key}" in answer.content.decode()


@pytest.mark.parametrize(("slug", "country"), ANSWERS)
def test_a_film_is_offered_where_its_facts_say(english: Client, six: None, slug: str, country: str) -> None:
    status, since, until = ANSWERS[slug, country]
    answer = RightsAnswer.objects.get(title__faces__slug=slug, title__faces__language="en", country=country)
    found = (answer.status, answer.free_since, answer.protected_until)
    assert tuple(str(one) if one else None for one in found) == (status, since, until)
    words, is_offered = read(english, country, slug)
    assert is_offered == (status == "pd")
    assert ("Watch here" in words) == (status == "pd")


def test_the_page_tells_from_which_day_the_clock_alone_frees_a_film(english: Client, six: None) -> None:
    assert "Free from 1 January 2027." in read(english, "US", "m-1931")[0]
    assert "Free from 1 January 2047." in read(english, "FR", "m-1931")[0]
    assert "Free from 1 January 2053." in read(english, "US", "plan-9-from-outer-space-1957")[0]


def test_new_year_2027_frees_m_in_the_united_states_but_not_in_europe(english: Client, six: None) -> None:
    before = set(ShownLink.objects.values_list("title__faces__slug", "country"))
    with time_machine.travel("2026-12-31T23:59:00+00:00", tick=False):
        call_command("rights", "turn", verbosity=0)
        assert not read(english, "US", "m-1931")[1]
    assert set(ShownLink.objects.values_list("title__faces__slug", "country")) == before
    with time_machine.travel("2027-01-01T00:01:00+00:00", tick=False):
        call_command("rights", "turn", verbosity=0)
        assert read(english, "US", "m-1931")[1]
        assert not read(english, "FR", "m-1931")[1]
        assert not read(english, "DE", "m-1931")[1]
    after = set(ShownLink.objects.values_list("title__faces__slug", "country"))
    # Hong Kong and New Zealand count 50 years from Lang's death in 1976: their terms end on the same night.
    assert {country for slug, country in after - before if slug == "m-1931"} == {"US", "HK", "NZ"}
    assert {slug for slug, country in after - before if country in {"US", "FR", "DE"}} == {"m-1931"}
