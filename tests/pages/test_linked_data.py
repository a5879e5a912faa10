"""Linked data: in the words of schema.org, true to the page, and nothing of what the page does not show."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.pages.reading import parsed

THING = {"@type", "@id", "name", "url", "description", "image", "sameAs", "alternateName", "potentialAction"}
WORK = THING | {
    "datePublished", "inLanguage", "genre", "author", "producer", "isAccessibleForFree", "license", "countryOfOrigin",
    "thumbnailUrl", "expires",
}  # fmt: skip
PLAYED = {"director", "actor", "musicBy"}
# The types of schema.org that we use, each with those of its properties that we use (schema.org, release 29).
VOCABULARY: Mapping[str, set[str]] = {
    "Movie": WORK | PLAYED | {"duration"},
    "TVSeries": WORK | PLAYED | {"startDate", "endDate", "numberOfSeasons", "numberOfEpisodes", "containsSeason"},
    "TVSeason": WORK | {"seasonNumber", "numberOfEpisodes", "partOfSeries"},
    "TVEpisode": WORK | PLAYED | {"duration", "episodeNumber", "partOfSeason", "partOfSeries"},
    "VideoObject": WORK | PLAYED | {"duration", "embedUrl", "contentUrl", "regionsAllowed"},
    "Person": THING | {"birthDate", "deathDate", "nationality"},
    "Country": THING,
    "WebSite": WORK,
    "BreadcrumbList": THING | {"itemListElement"},
    "ItemList": THING | {"itemListElement"},
    "ListItem": THING | {"position", "item"},
    "WatchAction": THING | {"target", "actionAccessibilityRequirement"},
    "SearchAction": THING | {"target", "query-input"},  # the hyphen: schema.org, “Potential Actions”, input and output
    "EntryPoint": THING | {"urlTemplate", "actionPlatform"},
    "ActionAccessSpecification": THING | {
        "category", "eligibleRegion", "availabilityStarts", "availabilityEnds", "requiresSubscription",
        "expectsAcceptanceOf",
    },
    "MediaSubscription": THING,
    "Offer": THING | {"price", "priceCurrency"},
}  # fmt: skip
ADDRESSES = {
    "@id",
    "url",
    "image",
    "sameAs",
    "item",
    "urlTemplate",
    "license",
    "thumbnailUrl",
    "embedUrl",
    "contentUrl",
}
DATES = {"datePublished", "startDate", "endDate", "birthDate", "deathDate"}
MOMENTS = {"availabilityStarts", "availabilityEnds", "expires"}


def graph(client: Client, path: str) -> list[dict[str, Any]]:
    """The things that a page tells machines, each checked."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    scripts = [node for node in parsed(answer).iter("script") if node.get("type") == "application/ld+json"]
    if not scripts:
        return []
    assert len(scripts) == 1
    whole = json.loads("".join(scripts[0].itertext()))
    assert whole.pop("@context") == "https://schema.org"
    found = whole.get("@graph") or [whole]
    for thing in found:
        check(thing)
    return found


def check(thing: Any) -> None:
    kind = thing["@type"]
    assert kind in VOCABULARY, kind
    assert set(thing) <= VOCABULARY[kind], (kind, set(thing) - VOCABULARY[kind])
    for name, value in thing.items():
        for one in value if isinstance(value, list) else [value]:
            assert one not in (None, "", [], {}), (kind, name)
            if isinstance(one, dict):
                check(one)
            else:
                check_value(name, one)


def check_value(name: str, value: Any) -> None:
    if name in ADDRESSES:
        assert re.match(r"https?://[^/ ]+/", value), (name, value)
    if name in DATES:
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value), (name, value)
    if name in MOMENTS:
        assert datetime.fromisoformat(value).tzinfo is not None
    if name == "duration":
        assert re.fullmatch(r"PT\d+M", value)


def of_type(things: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(thing for thing in things if thing["@type"] == kind)


def everything(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from everything(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from everything(inner)


@pytest.fixture
def film(sites: Any) -> Any:
    film = factories.make_free_film(
        "The General", french="Le Mécano de la General", directors=["Buster Keaton"], genres=["Comedy"]
    )
    factories.make_credit(film, "Marion Mack", role="cast")
    film.language_rows.create(code="zxx")
    film.language_rows.create(code="en")
    film.identifiers.create(scheme="imdb", value="tt0017925")
    film.identifiers.create(scheme="starter", value="the-general-1926")
    return film


def test_a_film_tells_its_facts(english: Client, film: Any) -> None:
    things = graph(english, "/movie/the-general-1926")
    movie = of_type(things, "Movie")
    assert movie["@id"] == f"http://localhost/w/{film.public_id}"
    assert movie["url"] == "http://localhost/movie/the-general-1926"
    assert (movie["name"], movie["datePublished"], movie["duration"]) == ("The General", "1926", "PT79M")
    assert movie["alternateName"] == ["Le Mécano de la General"]
    assert movie["sameAs"] == ["https://www.imdb.com/title/tt0017925/"]
    assert movie["inLanguage"] == ["en"]
    assert movie["genre"] == ["Comedy"]
    assert movie["countryOfOrigin"] == [{"@type": "Country", "name": "United States"}]
    assert movie["director"] == [
        {"@type": "Person", "name": "Buster Keaton", "url": "http://localhost/person/buster-keaton"}
    ]
    assert [person["name"] for person in movie["actor"]] == ["Marion Mack"]
    assert english.get(movie["image"].removeprefix("http://localhost")).headers["Content-Type"] == "image/png"
    crumbs = of_type(things, "BreadcrumbList")["itemListElement"]
    assert [(crumb["position"], crumb["name"], crumb["item"]) for crumb in crumbs] == [
        (1, "Allostream", "http://localhost/"),
        (2, "Films", "http://localhost/movies"),
        (3, "The General", "http://localhost/movie/the-general-1926"),
    ]


def test_french_pages_speak_french_and_name_french_addresses(french: Client, film: Any) -> None:
    movie = of_type(graph(french, "/film/le-mecano-de-la-general-1926"), "Movie")
    assert movie["name"] == "Le Mécano de la General"
    assert movie["countryOfOrigin"][0]["name"] == "États-Unis"
    assert movie["director"][0]["url"] == "http://fr.localhost/personne/buster-keaton"


def actions(client: Client, path: str, kind: str = "Movie") -> list[dict[str, Any]]:
    return of_type(graph(client, path), kind).get("potentialAction", [])


def test_what_plays_here_is_watched_here_and_only_in_the_readers_country(english: Client, film: Any) -> None:
    (action,) = actions(english, "/movie/the-general-1926")
    assert action["@type"] == "WatchAction"
    assert action["target"]["urlTemplate"] == f"http://localhost/watch/{film.links.get().public_id}"
    assert action["actionAccessibilityRequirement"] == {
        "@type": "ActionAccessSpecification",
        "category": "nologinrequired",
        "eligibleRegion": {"@type": "Country", "name": "US"},
    }


@pytest.mark.parametrize(
    ("offer", "category"),
    [
        ("free_open", "nologinrequired"), ("free_account", "free"), ("ads", "free"), ("catch_up", "free"),
        ("library_card", "externalSubscription"), ("subscription", "subscription"), ("rent", "rental"),
        ("buy", "purchase"),
    ],
)  # fmt: skip
def test_each_kind_of_offer_has_its_category(english: Client, sites: Any, offer: str, category: str) -> None:
    title = factories.make_title("Charade", year=1963)
    price = {"price": Decimal("3.99"), "currency": "USD"} if offer in ("rent", "buy") else {}
    host = factories.make_host("shop", name="The Shop", embed="never")
    link = factories.make_link(
        title, form="page", offer=offer, basis="provider", host=host, opens_at=factories.SEEN,
        closes_at=datetime.fromisoformat("2027-01-01T00:00+00:00"), **price,
    )  # fmt: skip
    (action,) = actions(english, "/movie/charade-1963")
    assert action["target"]["urlTemplate"] == link.canonical_url
    wanted = action["actionAccessibilityRequirement"]
    assert wanted["category"] == category
    assert wanted["availabilityStarts"] == "2026-11-20T09:00:00+00:00"
    assert wanted["availabilityEnds"] == "2027-01-01T00:00:00+00:00"
    held = wanted.get("requiresSubscription")
    assert (held == {"@type": "MediaSubscription", "name": "The Shop"}) == (offer in ("subscription", "library_card"))
    cost = wanted.get("expectsAcceptanceOf")
    assert cost == ({"@type": "Offer", "price": "3.99", "priceCurrency": "USD"} if price else None)
    assert of_type(graph(english, "/movie/charade-1963"), "Movie").get("isAccessibleForFree") == (
        True if offer in ("free_open", "free_account", "ads", "catch_up") else None
    )


def test_a_link_for_a_further_country_alone_is_not_said_of_the_one_that_governs_the_page(
    from_country: Any, sites: Any
) -> None:
    title = factories.make_title("Charade", year=1963)
    link = factories.make_link(title, basis="provider", countries_allowed=["GB"])
    client = from_country("US")
    client.cookies["countries"] = "GB"
    assert actions(client, "/movie/charade-1963") == []
    video = of_type(graph(client, f"/watch/{link.public_id}"), "VideoObject")
    assert video["regionsAllowed"] == [{"@type": "Country", "name": "GB"}]


@pytest.mark.parametrize("kind", ["Movie", "VideoObject"])
def test_an_open_licence_is_named(english: Client, sites: Any, kind: str) -> None:
    sintel = factories.make_title("Sintel", year=2010)
    where = "https://creativecommons.org/licenses/by/3.0/"
    factories.make_answer(sintel, "*", "open_licence", licence="CC-BY-3.0", licence_url=where)
    link = factories.make_link(sintel)
    path = "/movie/sintel-2010" if kind == "Movie" else f"/watch/{link.public_id}"
    assert of_type(graph(english, path), kind)["license"] == where


@pytest.fixture
def series(sites: Any) -> Any:
    series = factories.make_title("Judex", kind="series", year=1916, end_year=1917)
    factories.make_answer(series, "US")
    season = factories.make_season(series, 1)
    factories.make_season(series, 2, name="The New Mission")
    for number in (1, 2, 3):
        episode = factories.make_episode(
            season, number, runtime_min=30, aired_on=date(1916, 12, 16), aired_precision="day"
        )
        factories.make_link(series, season=season, episode=episode)
    return series


def test_a_series_names_its_seasons_and_no_link_of_an_episode(english: Client, series: Any) -> None:
    found = of_type(graph(english, "/show/judex"), "TVSeries")
    assert (found["startDate"], found["endDate"]) == ("1916", "1917")
    assert (found["numberOfSeasons"], found["numberOfEpisodes"]) == (2, 3)
    assert [(season["seasonNumber"], season["numberOfEpisodes"]) for season in found["containsSeason"]] == [
        (1, 3),
        (2, 0),
    ]
    assert found["containsSeason"][1]["url"] == "http://localhost/show/judex/s02"
    assert "potentialAction" not in found
    factories.make_link(series)
    assert len(of_type(graph(english, "/show/judex"), "TVSeries")["potentialAction"]) == 1


def test_a_season_and_an_episode_say_what_they_are_part_of(english: Client, series: Any) -> None:
    whole = {
        "@type": "TVSeries", "@id": f"http://localhost/w/{series.public_id}", "name": "Judex",
        "url": "http://localhost/show/judex",
    }  # fmt: skip
    things = graph(english, "/show/judex/s01")
    season = of_type(things, "TVSeason")
    assert (season["name"], season["seasonNumber"], season["partOfSeries"]) == ("Season 1", 1, whole)
    crumbs = of_type(things, "BreadcrumbList")["itemListElement"]
    assert [crumb["name"] for crumb in crumbs] == ["Allostream", "Series", "Judex", "Season 1"]
    episode = of_type(graph(english, "/show/judex/s01e02"), "TVEpisode")
    assert (episode["episodeNumber"], episode["partOfSeries"]) == (2, whole)
    assert episode["partOfSeason"] == {"@type": "TVSeason", "seasonNumber": 1}
    assert (episode["datePublished"], episode["duration"]) == ("1916-12-16", "PT30M")
    assert len(episode["potentialAction"]) == 1


def test_a_person_tells_dates_only_as_far_as_they_are_known(english: Client, film: Any) -> None:
    person = factories.make_person("Buster Keaton")
    person.born_on, person.born_precision = date(1895, 10, 4), "day"
    person.died_on, person.died_precision = date(1966, 1, 1), "before"
    person.nationalities = ["US"]
    person.save()
    person.identifiers.create(scheme="wikidata", value="Q103949")
    found = of_type(graph(english, "/person/buster-keaton"), "Person")
    assert found["birthDate"] == "1895-10-04"
    assert "deathDate" not in found
    assert found["sameAs"] == ["https://www.wikidata.org/wiki/Q103949"]
    assert found["nationality"] == [{"@type": "Country", "name": "United States"}]


def test_the_home_page_tells_how_to_search(french: Client, film: Any) -> None:
    (site,) = graph(french, "/")
    assert (site["@type"], site["inLanguage"]) == ("WebSite", "fr")
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == "http://fr.localhost/recherche?q={search_term_string}"


@pytest.mark.parametrize("path", ["/movies", "/host/internet-archive"])
def test_a_list_names_its_titles_in_order(english: Client, film: Any, path: str) -> None:
    entries = of_type(graph(english, path), "ItemList")["itemListElement"]
    assert entries == [{"@type": "ListItem", "position": 1, "url": "http://localhost/movie/the-general-1926"}]


def test_an_empty_list_is_none(english: Client, sites: Any) -> None:
    assert [thing["@type"] for thing in graph(english, "/movies")] == ["BreadcrumbList"]


def test_a_copy_that_plays_here_is_a_video(english: Client, film: Any) -> None:
    link = film.links.get()
    video = of_type(graph(english, f"/watch/{link.public_id}"), "VideoObject")
    assert video["embedUrl"].startswith("https://archive.org/embed/")
    assert video["regionsAllowed"] == [{"@type": "Country", "name": "FR"}, {"@type": "Country", "name": "US"}]
    assert video["isAccessibleForFree"] is True
    assert "uploadDate" not in video
    assert video["name"] == "Watch The General at Internet Archive"
    assert english.get(video["thumbnailUrl"].removeprefix("http://localhost")).status_code == 200


def test_a_copy_that_opens_elsewhere_is_no_video(english: Client, film: Any) -> None:
    link = factories.make_link(film, form="page")
    assert graph(english, f"/watch/{link.public_id}") == []


@pytest.mark.parametrize("path", ["/movie/the-general-1926", "/show/judex", "/show/judex/s01", "/show/judex/s01e01"])
def test_what_is_not_shown_here_is_not_said(english: Client, film: Any, series: Any, path: str) -> None:
    episode = series.episodes.order_by("number").first()
    hidden = [
        factories.make_link(film, "https://archive.org/details/secret-withdrawn", withdrawn_at=factories.SEEN),
        factories.make_link(film, "https://archive.org/details/secret-elsewhere", countries_allowed=["FR"]),
        factories.make_link(series, "https://archive.org/details/secret-held", origin_flags=["x"]),
        factories.make_link(
            series, "https://archive.org/details/secret-part", season=episode.season, episode=episode,
            countries_excluded=["US"],
        ),
    ]  # fmt: skip
    text = json.dumps(graph(english, path))
    assert "secret" not in text
    assert not [link for link in hidden if link.public_id in text]


@pytest.mark.parametrize(
    "evil",
    [
        "</script><script>alert(1)</script>", "<!-- <script>", "]]>", "a & b", '"quoted\\"', "two\u2028lines\u2029",
        "\ud83c\udfac 🎬", "{{ x }} {% y %}", "&lt;/script&gt;",
    ],
)  # fmt: skip
def test_no_name_can_leave_the_data(english: Client, sites: Any, evil: str) -> None:
    evil = evil.encode("utf-16", "surrogatepass").decode("utf-16")
    film = factories.make_free_film("General", directors=["Buster Keaton"])
    film.faces.update(name=evil)
    answer = english.get("/movie/general-1926")
    assert of_type(graph(english, "/movie/general-1926"), "Movie")["name"] == evil
    raw = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode(), re.DOTALL)
    assert raw
    assert not set("<>&\u2028\u2029") & set(raw[1])


def test_a_series_with_many_links_says_little(english: Client, sites: Any) -> None:
    series = factories.make_title("Long", kind="series", year=1950, directors=["A", "B"])
    factories.make_answer(series, "US")
    for number in (1, 2, 3):
        season = factories.make_season(series, number)
        for part in range(1, 11):
            episode = factories.make_episode(season, part)
            for _copy in range(3):
                factories.make_link(series, season=season, episode=episode)
    things = graph(english, "/show/long")
    assert len(json.dumps(things)) < 2500
    assert not [thing for thing in everything(things) if thing.get("@type") == "WatchAction"]
