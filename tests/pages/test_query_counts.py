"""How many questions a page asks the database: the same for few rows and for many."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allostream.accounts.permission_rules import Role
from allostream.catalogue.models import EpisodeNumber, Identifier, Title
from allostream.catalogue.numbering_rules import Order
from allostream.discovery.models import FoundText
from allostream.lib import clock
from tests import factories, people

FEW, MANY = 2, 30
PINNED = {
    "/": 8,
    "/movies": 9,
    "/shows": 8,
    "/browse": 9,
    "/movies?genre=genre-0,-genre-1&decade=1920&offer=free&host=-host-1": 15,
    "/movies?more=genre": 3,
    "/newly-free": 8,
    "/no-longer-here": 8,
    "/calendar?year=2022": 10,
    "/status": 2,
    "/rights": 1,
    "/rights/france": 1,
    "/rights/check": 1,
    "/search?q=title": 12,
    "/suggest?q=title": 8,
    "/settings": 2,
    "/person/buster-keaton": 7,
    "/host/internet-archive": 9,
    "/hosts": 2,
    "/about": 3,
    "/roles": 1,
    "/movie/title-0-1926": 4,
    "/movie/title-0-1926/rights": 15,
    "/show/series-0": 5,
    "/show/series-0/s01": 5,
    "/show/series-0/s01e01": 7,
    "LINK": 15,
    "/wanted": 6,
    "COMMENTS": 7,
    "SAID": 12,
    "SAID/report": 8,
}


def fill(count: int) -> str:
    """Films and series with as many people, links, answers and episodes as rows; where one of the links is."""
    address = ""
    for number in range(count):
        film = factories.make_free_film(f"Title {number}", directors=["Buster Keaton"], genres=[f"Genre {number}"])
        factories.make_credit(film, f"Player {number}", role="cast")
        series = factories.make_title(f"Series {number}", kind="series", year=1916)
        factories.make_answer(series, "US")
        season = factories.make_season(series)
        for part in range(1, count + 1):
            episode = factories.make_episode(season, part)
            if number == 0:
                factories.make_episode_name(episode, f"Title part {part}")
                link = factories.make_link(series, season=season, episode=episode)
                address = f"/watch/{link.public_id}"
                factories.make_comment(series, episode, parent=factories.make_comment(series, episode))
        gone = factories.make_title(f"Gone {number}")
        factories.make_ending(gone)
        factories.make_demand(gone, "US")
        factories.make_host(f"host-{number}")
        factories.make_source(f"source-{number}")
    factories.count_again()
    return address


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(queries)


@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_page_asks_no_more_for_many_rows_than_for_few(english: Client, count: int) -> None:
    link = fill(count)
    said = f"/comments/w/{Title.objects.filter(comments__isnull=False).first().public_id}"
    paths = {
        path: path.replace("LINK", link).replace("SAID", link.replace("watch", "link")).replace("COMMENTS", said)
        for path in PINNED
    }
    counted = {path: asked(english, address) for path, address in paths.items()}
    assert counted == PINNED


def test_pages_of_titles_build_no_objects(english: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_host("netflix", countries=["*"])
    film = factories.make_free_film("Sherlock Jr.")
    link = film.links.get()
    link.subtitles = ["fr"]
    link.save()
    text = {"language": "fr", "kind": "subtitles", "format": "vtt", "basis": "host", "statement": "By the host."}
    FoundText.objects.create(link=link, address="https://files.example/fr.vtt", seen_at=clock.now(), **text)
    series = factories.make_title("Friends", kind="series")
    for scheme, value in {"wikidata": "Q79784", "netflix": "70153404"}.items():
        Identifier.objects.create(title=series, scheme=scheme, value=value)
    factories.make_answer(series, "US")
    episode = factories.make_episode(factories.make_season(series), 1)
    factories.make_link(series, season=episode.season, episode=episode)
    EpisodeNumber.objects.create(
        episode=episode, order=Order.TMDB, season=2, number=7, title=series, given_at=clock.now()
    )
    built: set[str] = set()
    fetch = QuerySet._fetch_all
    monkeypatch.setattr(QuerySet, "_fetch_all", lambda rows: (built.add(rows.model.__name__), fetch(rows))[1])
    for path, said in {
        "/movie/sherlock-jr-1926": "https://files.example/fr.vtt", "/show/friends": "netflix.com/title/70153404",
        "/show/friends/s01e01": "S02E07",
    }.items():  # fmt: skip
        assert said in english.get(path).content.decode(), path
    assert built == {"Site"}  # which a server reads in front of Django


def test_a_signed_in_reader_costs_three_more(english: Client, sites: Any) -> None:
    fill(FEW)
    english.force_login(people.eve())
    assert asked(english, "/movies") == PINNED["/movies"] + 3


# The lists of the rights desk, for a lead moderator.
DESK = {
    "/bench/desk": 8,
    "/bench/desk?lane=normal": 8,
    "/bench/desk/senders": 7,
    "/bench/desk/many": 7,
    "MANY": 18,
    "CASE": 21,
}


@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_list_of_the_rights_desk_asks_no_more_for_many_rows_than_for_few(
    english: Client, sites: Any, count: int
) -> None:
    lead = people.chiara()
    people.give(lead, Role.LEAD)
    addresses = []
    for number in range(count):
        film = factories.make_free_film(f"Title {number}")
        addresses.append(film.links.get().canonical_url)
        factories.make_case(addresses[-1], f"https://films.example/{number}", reference=str(number))
    case = factories.make_case(*addresses, reference="all").case
    english.force_login(lead)
    paths = {
        path: path.replace("CASE", f"/bench/desk/{case.public_id}").replace(
            "MANY", f"/bench/desk/many?sender={case.sender.public_id}&act=uphold"
        )
        for path in DESK
    }
    english.get("/bench/desk")  # what a process asks once
    assert {path: asked(english, address) for path, address in paths.items()} == DESK
