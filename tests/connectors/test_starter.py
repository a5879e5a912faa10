"""The starter catalogue: what its records say, and what of it is shown once it is in."""

import re
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from allostream.catalogue.models import Credit, Episode, Identifier, Season, Title, TitleFace
from allostream.connectors import starter
from allostream.lib import exchange
from allostream.links.models import AnswerClaim, RightsAnswer, ShownLink, WatchLink
from tests.actions.imports import LOOKED

RECORDS = list(starter.records())
ANSWERS = [record for record in RECORDS if isinstance(record, exchange.Rights)]


def answer(slug: str, country: str) -> exchange.Rights:
    return next(a for a in ANSWERS if a.on == f"starter:{slug}" and a.country == country)


def test_it_holds_206_films_and_35_series_with_411_episodes() -> None:
    titles = Counter(record.kind for record in RECORDS if isinstance(record, exchange.Title))

    assert titles == {"film": 206, "series": 35}
    assert sum(isinstance(record, exchange.Episode) for record in RECORDS) == 411


def test_every_record_is_a_good_one() -> None:
    assert [exchange.checked(record).record for record in RECORDS] == RECORDS


def test_works_under_an_open_licence_have_one_answer_for_the_world() -> None:
    found = [a for a in ANSWERS if a.status == "open_licence"]

    assert len(found) == 26
    assert {a.country for a in found} == {"*"}
    assert all(a.licence and a.licence_url for a in found)
    assert len([a for a in ANSWERS if a.country == "US"]) == len([a for a in ANSWERS if a.country == "FR"]) == 215


@pytest.mark.parametrize(
    ("slug", "country", "name", "year"),
    [
        ("nosferatu-1922", "FR", "Henrik Galeen", 1949),
        ("metropolis-1927", "FR", "Fritz Lang", 1976),
        ("fantasmagorie-1908", "FR", "Émile Cohl", 1938),
        ("the-arrival-of-a-train-at-la-ciotat-1896", "FR", "Auguste Lumière", 1954),
        ("fantomas", "FR", "Marcel Allain", 1969),
        ("chaplin-keystone", "FR", "Charlie Chaplin", 1977),
        # The reason names Maurice Tourneur, who died in 1961; protection to the end of 2043 rests on another author.
        ("the-poor-little-rich-girl-1917", "FR", "Frances Marion", 1973),
        ("the-general-1926", "FR", "", None),
        ("the-general-1926", "US", "", None),
        ("reefer-madness-1936", "FR", "", None),
    ],
)
def test_the_deciding_author_is_drawn_out_of_the_reason(slug: str, country: str, name: str, year: int | None) -> None:
    found = answer(slug, country)

    assert (found.deciding_name, found.deciding_year) == (name, year)


def test_a_computed_end_is_seventy_years_after_the_deciding_death() -> None:
    ends = [a for a in ANSWERS if a.rule == "fr_70_pma" and a.protected_until and a.deciding_year]

    assert len(ends) > 20
    assert all(a.protected_until.year == a.deciding_year + 70 for a in ends)
    starts = [a for a in ANSWERS if a.rule == "fr_70_pma" and a.free_since and a.deciding_year]
    assert all(a.free_since.year == a.deciding_year + 71 for a in starts)


@pytest.mark.parametrize(
    ("slug", "country", "codes"),
    [
        ("the-general-1926", "FR", set()),
        ("metropolis-1927", "FR", set()),
        ("fantomas", "FR", {"underlying_work"}),
        ("steamboat-willie-1928", "FR", {"music", "trademark"}),
        ("battleship-potemkin-1925", "FR", {"shorter_term", "live_score"}),
        ("the-golem-how-he-came-into-the-world-1920", "FR", {"co_director"}),
        ("why-we-fight", "FR", {"government_work", "third_party_footage"}),
        ("reefer-madness-1936", "FR", {"death_year"}),
        ("sherlock-holmes-1954", "FR", {"country_of_origin"}),
        ("beverly-hillbillies-s1", "US", {"renewal_search", "character", "music", "trademark"}),
    ],
)
def test_what_is_not_settled_is_told_in_codes(slug: str, country: str, codes: set[str]) -> None:
    assert set(answer(slug, country).missing) == codes


def test_every_answer_that_is_not_settled_says_why_and_no_other() -> None:
    unsettled = [a for a in ANSWERS if a.play != "yes" and a.status != "protected"]

    assert [a.on for a in unsettled if not a.missing] == []
    assert [a.on for a in ANSWERS if a.play == "yes" and a.missing] == []


def test_non_commercial_licences_are_marked() -> None:
    marked = {a.on for a in ANSWERS if a.noncommercial}

    assert len(marked) == 10
    assert marked == {a.on for a in ANSWERS if "-NC" in a.licence}


def test_a_serial_in_one_item_has_one_link_on_its_season() -> None:
    links = [r for r in RECORDS if isinstance(r, exchange.Link) and r.on.startswith("starter:les-vampires")]

    assert [link.on for link in links] == ["starter:les-vampires/s1"]


def test_no_identifier_of_a_copy_is_taken_for_one_of_the_work() -> None:
    schemes = {s for r in RECORDS if isinstance(r, exchange.Title | exchange.Episode) for s in r.identifiers}

    assert schemes == {"imdb", "wikidata"}


def test_the_original_name_has_a_language_only_where_that_is_certain() -> None:
    originals = {
        record.key: next(name for name in record.names if name.kind == "original")
        for record in RECORDS
        if isinstance(record, exchange.Title)
    }

    assert originals["starter:nosferatu-1922"].language == ""
    assert originals["starter:a-trip-to-the-moon-1902"].language == "fr"
    assert originals["starter:the-general-1926"].language == "en"


@pytest.fixture(scope="module")
def take_in(db_of_module: None) -> tuple[str, str, bool]:
    """What the import says that it would do on an empty site, what it does, and whether the first wrote anything."""
    would, does = StringIO(), StringIO()
    call_command("import", "starter", dry_run=True, stdout=would, stderr=StringIO())
    wrote = Title.objects.exists()
    call_command("import", "starter", vouch=LOOKED, stdout=does, stderr=StringIO())
    return would.getvalue(), does.getvalue(), wrote


@pytest.fixture
def taken_in(take_in: tuple[str, str, bool], db: None) -> str:
    return take_in[1]


def test_it_is_taken_in_whole_with_the_hosts_that_it_needs(taken_in: str) -> None:
    assert re.search(r"^title +241 +0 +0 +0$", taken_in, re.MULTILINE)
    assert (Title.objects.count(), Season.objects.count(), Episode.objects.count()) == (241, 35, 411)
    assert WatchLink.objects.count() == 372
    assert AnswerClaim.objects.count() == 456
    assert RightsAnswer.objects.filter(title__identifiers__value="the-general-1926").count() == 23


def test_a_dry_run_on_an_empty_site_foresees_the_whole_import(take_in: tuple[str, str, bool], db: None) -> None:
    would, _does, wrote = take_in

    assert re.search(r"^link +372 +0 +0 +0$", would, re.MULTILINE)
    assert not wrote


def test_a_second_import_changes_nothing(taken_in: str) -> None:
    out = StringIO()
    call_command("import", "starter", stdout=out, stderr=StringIO())

    assert "Nothing changed." in out.getvalue()


@pytest.mark.parametrize(
    ("slug", "countries"),
    [
        ("the-general-1926", {"US", "FR"}),
        ("fantasmagorie-1908", {"US", "FR"}),
        ("his-girl-friday-1940", {"US"}),
        ("metropolis-1927", {"US"}),
        ("nosferatu-1922", set()),
        ("fantomas", set()),
        ("big-buck-bunny-2008", {"*"}),
    ],
)
def test_links_are_shown_only_where_answer_and_copy_allow_it(taken_in: str, slug: str, countries: set[str]) -> None:
    title = Identifier.objects.get(scheme="starter", value=slug).title
    found = ShownLink.objects.filter(title=title)

    assert set(found.values_list("country", flat=True)) == countries


def test_titles_are_named_in_both_languages(taken_in: str) -> None:
    title = Identifier.objects.get(scheme="starter", value="the-general-1926").title
    faces = dict(TitleFace.objects.filter(title=title).values_list("language", "slug"))

    assert faces == {"en": "the-general-1926", "fr": "le-mecano-de-la-general-1926"}


def test_every_director_counts_as_a_principal_one(taken_in: str) -> None:
    title = Identifier.objects.get(scheme="starter", value="the-general-1926").title
    roles = Credit.objects.filter(title=title).order_by("place").values_list("role", "person__name")

    assert set(roles) == {
        ("principal_director", "Buster Keaton"), ("principal_director", "Clyde Bruckman"),
        ("screenplay", "Buster Keaton"), ("screenplay", "Clyde Bruckman"),
    }  # fmt: skip
