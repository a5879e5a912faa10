"""Fields in queries: what each asks for, that a click on facets asks for the same, and what is said of mistakes."""

import pytest

from allostream.links import facet_rules
from allostream.links.facet_rules import FIXED, Facet
from allostream.links.query_rules import vocabulary
from allostream.search.asked import Asked, Condition, Minutes, Years
from allostream.search.explaining import explained
from allostream.search.understanding import understand

GENRES = {"horror": ("Horror", "Horreur"), "comedy": ("Comedy", "Comédie"), "science-fiction": ("Science fiction",)}
HOSTS = {"internet-archive": ("Internet Archive", "archive.org"), "arte": ("ARTE", "arte.tv")}
VOCABULARY = vocabulary(GENRES, HOSTS)


def asked(text: str, language: str = "en") -> Asked:
    return understand(text, today_year=2026, language=language, vocabulary=VOCABULARY)


def as_facets(found: Asked) -> dict[str, str]:
    """The conditions as the address of a list has them."""
    given: dict[str, list[str]] = {}
    for one in found.conditions:
        given.setdefault(one.field, []).append(",".join(("-" if one.is_not else "") + value for value in one.values))
    return facet_rules.write(facet_rules.read(given))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("genre:horror", {"genre": "horror"}),
        ("genre:Horreur", {"genre": "horror"}),
        ("genre:horror,comedy", {"genre": "comedy,horror"}),
        ("genre:horror genre:comedy", {"genre": "comedy,horror"}),
        ("genre:horror,-comedy", {"genre": "horror,-comedy"}),
        ("-genre:horror,comedy", {"genre": "-comedy,-horror"}),
        ("genre:horror -genre:horror", {"genre": "-horror"}),
        ('genre:"science fiction"', {"genre": "science-fiction"}),
        ("genre:«science fiction»,horror", {"genre": "horror,science-fiction"}),
        ("country:FR", {"country": "fr"}),
        ("pays:France,Italie", {"country": "fr,it"}),
        ('country:"United Kingdom"', {"country": "gb"}),
        ("country:uk", {"country": "gb"}),
        ("pays:URSS", {"country": "su"}),
        ("lang:fr", {"language": "fr"}),
        ("langue:français", {"language": "fr"}),
        ("lang:silent", {"language": "zxx"}),
        ("on:archive.org", {"host": "internet-archive"}),
        ('sur:"Internet Archive",arte', {"host": "arte,internet-archive"}),
        ("-on:arte", {"host": "-arte"}),
        ("basis:pd", {"basis": "public-domain"}),
        ("basis:pd,cc", {"basis": "open-licence,public-domain"}),
        ("base:domaine-public", {"basis": "public-domain"}),
        ("basis:official", {"basis": "provider"}),
        ("basis:avod", {"offer": "ads"}),
        ("basis:svod", {"offer": "subscription"}),
        ("basis:rent,buy", {"offer": "buy,rent"}),
        ("offre:gratuit", {"offer": "free"}),
        ("is:series", {"kind": "series"}),
        ("est:série", {"kind": "series"}),
        ("is:film,series", {"kind": "film,series"}),
        ("is:short", {"kind": "film", "runtime": "under-40"}),
        ("est:court-métrage", {"kind": "film", "runtime": "under-40"}),
        ("decade:1920", {"decade": "1920"}),
        ("décennie:1920s,1930s", {"decade": "1920,1930"}),
        ("runtime:under-40,over-140", {"runtime": "over-140,under-40"}),
        ("durée:70-100", {"runtime": "70-100"}),
        ("nosferatu genre:horror pays:allemagne -is:series", {"kind": "-series", "genre": "horror", "country": "de"}),
    ],
)
def test_what_is_typed_is_what_is_clicked(text: str, address: dict[str, str]) -> None:
    found = asked(text)
    assert not found.faults
    assert as_facets(found) == address


@pytest.mark.parametrize("facet", FIXED)
def test_every_value_of_a_facet_can_be_typed_by_its_own_name(facet: Facet) -> None:
    for value in FIXED[facet]:
        assert asked(f"{facet}:{value}").conditions == (Condition(facet.value, (value,)),)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("year:1922", Years(1922, 1922)),
        ("year:1920..1930", Years(1920, 1930)),
        ("année:1920..1930", Years(1920, 1930)),
        ("annee:1920-1930", Years(1920, 1930)),
        ("year:1920–1930", Years(1920, 1930)),
        ("year:1920..", Years(1920, None)),
        ("year:..1930", Years(None, 1930)),
        ("year:>1950", Years(1951, None)),
        ("year:>=1950", Years(1950, None)),
        ("year:<1950", Years(None, 1949)),
        ("year:<=1950", Years(None, 1950)),
        ("-year:>1950", Years(None, 1950)),
        ("year:>1920 year:<1930", Years(1921, 1929)),
    ],
)
def test_years(text: str, years: Years) -> None:
    assert (asked(text).years, asked(text).faults) == (years, ())


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("runtime:>60", Minutes(61, None)),
        ("runtime:60..90", Minutes(60, 90)),
        ("durée:<90min", Minutes(None, 89)),
        ("length:45", Minutes(45, 45)),
    ],
)
def test_lengths_that_no_facet_has(text: str, minutes: Minutes) -> None:
    assert (asked(text).minutes, asked(text).conditions, asked(text).faults) == (minutes, (), ())


@pytest.mark.parametrize("text", ["is:episode", "est:épisode"])
def test_kinds_that_no_facet_has(text: str) -> None:
    assert (asked(text).kind, asked(text).conditions, asked(text).faults) == ("episode", (), ())


def test_names_by_field() -> None:
    found = asked('titre:"la règle du jeu" réalisateur:renoir -acteur:dalio')
    assert [one.phrases for one in found.titles] == [(("la", "regle", "du", "jeu"),)]
    assert [(one.tokens, one.excluded) for one in found.people] == [(("renoir",), ()), ((), (("dalio",),))]
    assert asked("person:muse").people[0].is_open
    assert not asked("person:muse ").people[0].is_open


@pytest.mark.parametrize(
    ("text", "code", "given", "nearest"),
    [
        ("genra:horror", "unknown-field", "genra", "genre"),
        ("yeer:1920", "unknown-field", "yeer", "year"),
        ("contry:fr", "unknown-field", "contry", "country"),
        ("realisatuer:murnau", "unknown-field", "realisatuer", "réalisateur"),
        ("genre:horor", "unknown-value", "horor", "horror"),
        ("genre:horror,comdy", "unknown-value", "comdy", "comedy"),
        ("on:archive.com", "unknown-value", "archive.com", "archive.org"),
        ("country:frence", "unknown-value", "frence", "france"),
        ("year:192*", "bad-range", "192*", "1920..1929"),
        ("year:1930..1920", "bad-range", "1930..1920", "1920..1930"),
        ("year:abc", "bad-range", "abc", ""),
        ("year:..", "bad-range", "..", ""),
        ("year:1922,1924", "cannot-combine", "1922,1924", "1922..1924"),
        ("year:>1950 year:<1940", "bad-range", "<1940", ""),
        ("-year:1920..1930", "cannot-exclude", "1920..1930", ""),
        ("runtime:long", "bad-range", "long", ""),
        ("-is:short", "cannot-exclude", "short", ""),
        ("-is:episode", "cannot-exclude", "episode", ""),
        ("basis:pd,svod", "cannot-combine", "pd,svod", ""),
        ("is:film,episode", "cannot-combine", "film,episode", ""),
        ("sub:frnch", "unknown-value", "frnch", "french"),
        ("genre:", "no-value", "genre", ""),
        ("genre:,", "no-value", "genre", ""),
        ("imdb:12", "bad-identifier", "12", ""),
    ],
)
def test_mistakes_are_told_with_what_is_nearest(text: str, code: str, given: str, nearest: str) -> None:
    found = asked(f"nosferatu {text}", "fr" if "realis" in text else "en")
    (fault,) = [fault for fault in found.faults if fault.code == code]
    assert fault.given == given
    assert found.text[fault.start : fault.end] == text.split(" ")[-1]
    if nearest:
        assert fault.nearest == nearest


@pytest.mark.parametrize(
    "text",
    ["Mission: Impossible", "Star Trek: Picard", "2001: A Space Odyssey", "Alien: Romulus", "Alien:Romulus", "Re:Zero",
     "genre: horror", "Thor: Ragnarok", "3:10 to Yuma", "On: the run", "Title: unknown", "Dune:Part", "x:y", "a:b c:d"],
)  # fmt: skip
def test_a_colon_in_a_name_is_no_field(text: str) -> None:
    found = asked(text)
    assert (found.conditions, found.faults, found.titles, found.people) == ((), (), (), ())
    assert found.readings[0].words.tokens


def test_canonical_queries_are_the_same_in_every_language() -> None:
    english = explained(asked("horror genre:horror year:>1950 on:archive.org is:film nosferatu"))
    french = explained(asked("horror genre:horreur année:>1950 sur:archive.org est:film nosferatu", "fr"))
    assert english == french == "year:1951.. genre:horror host:internet-archive kind:film horror nosferatu"
