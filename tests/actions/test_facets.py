"""Lists narrowed by facets: compared with a plain look at every title, whichever way the database is asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allostream.audit.rules import Actor
from allostream.catalogue.models import Title, TitleLanguage
from allostream.catalogue.rules import Sort
from allostream.lib.visitor import Visitor
from allostream.links import actions, facet_rules, queries, tallies
from allostream.links.facet_rules import OFFERS, RUNTIMES, Facet, State, Wanted
from allostream.links.queries import Filters, Removal, narrowing
from allostream.links.rules import FREE_OFFERS, Offer
from tests import factories

DESK = Actor.system("test")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
IN_US = Visitor("en", "en", "US", NOW)
WATCHING = replace(IN_US, only_watchable=True)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Copy:
    """A link of a title in the plain list: what is shown of it in the United States, if anything."""

    offer: str = "free_open"
    basis: str = "public-domain"
    host: str = "archive"
    is_shown: bool = True


@dataclass(frozen=True)
class Plain:
    """A title as the plain list knows it."""

    name: str
    kind: str = "film"
    year: int | None = 1926
    minutes: int | None = 79
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()


PAID, RENTED = Copy("subscription", "provider", "shop"), Copy("rent", "provider", "shop")
ADS = Copy("ads", "provider", "tube")
LICENSED = Copy(basis="open-licence", host="tube")
CATALOGUE = [
    Plain("The General", genres=("comedy",), countries=("us",), languages=("zxx",), copies=(Copy(), PAID)),
    Plain("Nanook", year=1922, minutes=78, genres=("documentary",), countries=("us", "fr"), copies=(Copy(),)),
    Plain("Metropolis", year=1927, minutes=153, genres=("drama",), countries=("de",), languages=("zxx",)),
    Plain("Playtime", year=1967, minutes=124, genres=("comedy", "drama"), countries=("fr",), languages=("fr", "en")),
    Plain("Charade", year=1963, minutes=113, genres=("comedy",), countries=("us",), copies=(PAID,)),
    Plain("Sintel", year=2010, minutes=15, genres=("fantasy",), countries=("nl",), copies=(LICENSED,)),
    Plain("Undated", year=None, minutes=None, copies=(ADS, RENTED)),
    Plain("Judex", kind="series", year=1916, minutes=None, genres=("drama",), countries=("fr",), copies=(Copy(),)),
    Plain("Hidden", kind="series", year=1920, genres=("comedy",), copies=(Copy(is_shown=False), Copy(host="tube"))),
]  # fmt: skip


def make(plain: Plain, place: int) -> Title:
    title = factories.make_title(
        plain.name, kind=plain.kind, year=plain.year, genres=[name.title() for name in plain.genres],
        countries=[code.upper() for code in plain.countries], runtime_min=plain.minutes, popularity=100 - place,
    )  # fmt: skip
    TitleLanguage.objects.bulk_create(TitleLanguage(title=title, code=code) for code in plain.languages)
    if any(copy.basis != "provider" for copy in plain.copies):
        licensed = any(copy.basis == "open-licence" for copy in plain.copies)
        factories.make_answer(title, "US", "open_licence" if licensed else "pd")
    for copy in plain.copies:
        factories.make_link(
            title, host=factories.make_host(copy.host), offer=copy.offer,
            basis="provider" if copy.basis == "provider" else "work",
            opens_at=None if copy.is_shown else NOW + timedelta(days=1),
        )  # fmt: skip
    return title


@pytest.fixture
def films() -> None:
    for place, plain in enumerate(CATALOGUE):
        make(plain, place)
    tallies.count_facets()


def has(plain: Plain, facet: Facet, value: str) -> bool:
    """Whether a title has a value, for the facets of titles."""
    if facet is Facet.RUNTIME:
        first, last = RUNTIMES[value]
        return plain.minutes is not None and first <= plain.minutes <= (last or plain.minutes)
    if facet is Facet.DECADE:
        return plain.year is not None and plain.year // 10 * 10 == int(value)
    known = {Facet.KIND: (plain.kind,), Facet.GENRE: plain.genres, Facet.COUNTRY: plain.countries}
    return value in {**known, Facet.LANGUAGE: plain.languages}[facet]


def copy_has(copy: Copy, facet: Facet, value: str) -> bool:
    if facet is Facet.OFFER:
        return Offer(copy.offer) in OFFERS[value]
    return value == (copy.basis if facet is Facet.BASIS else copy.host)


def plainly(wanted: Wanted, *, watching: bool = False) -> list[str]:
    """The names of the titles that a wish leaves, found by looking at each."""
    return [plain.name for plain in CATALOGUE if answers(plain, wanted, watching=watching)]


def answers(plain: Plain, wanted: Wanted, *, watching: bool) -> bool:
    shown = [copy for copy in plain.copies if copy.is_shown]
    of_title = [facet for facet in Facet if facet not in facet_rules.OF_LINKS]
    kept = all(
        any(has(plain, facet, value) for value in wanted.kept(facet)) for facet in of_title if wanted.kept(facet)
    )
    asked = [facet for facet in facet_rules.OF_LINKS if wanted.kept(facet)]
    copies = [c for c in shown if all(any(copy_has(c, f, v) for v in wanted.kept(f)) for f in asked)]
    never = any(has(plain, facet, value) for facet in of_title for value in wanted.left_out(facet)) or any(
        copy_has(c, f, v) for c in shown for f in facet_rules.OF_LINKS for v in wanted.left_out(f)
    )
    return kept and (bool(copies) or not asked) and not never and (bool(shown) or not watching)


VALUES = {
    Facet.KIND: ["film", "series"],
    Facet.OFFER: list(OFFERS),
    Facet.BASIS: list(facet_rules.BASES),
    Facet.GENRE: ["comedy", "documentary", "drama", "fantasy", "nobody"],
    Facet.DECADE: ["1910", "1920", "1960", "2010", "1870"],
    Facet.COUNTRY: ["us", "fr", "de", "nl", "jp"],
    Facet.LANGUAGE: ["zxx", "fr", "en", "ja"],
    Facet.RUNTIME: list(RUNTIMES),
    Facet.HOST: ["archive", "tube", "shop", "nowhere"],
}
pairs = [(facet, value) for facet, values in VALUES.items() for value in values]
settings_of_wishes = st.lists(
    st.tuples(st.sampled_from(pairs), st.sampled_from([State.ONLY, State.NOT])), max_size=5
)  # fmt: skip


def wish(chosen: list[tuple[tuple[Facet, str], State]]) -> Wanted:
    wanted = Wanted()
    for (facet, value), state in chosen:
        wanted = wanted.put(facet, value, state)
    return wanted


@pytest.fixture(params=["few", "many", "uncounted"])
def way(request: pytest.FixtureRequest, films: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ways of asking: from the rarest condition, along the order of the list, without any figure."""
    if request.param == "many":
        monkeypatch.setattr(narrowing, "FEW", 0)
    if request.param == "uncounted":
        monkeypatch.setattr(narrowing, "_sizes", lambda wanted: dict.fromkeys(Facet, narrowing.UNKNOWN_SIZE))


@pytest.mark.usefixtures("way")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=settings_of_wishes, watching=st.booleans())
def test_a_list_holds_what_a_plain_look_at_every_title_finds(
    chosen: list[tuple[tuple[Facet, str], State]], watching: bool
) -> None:
    wanted = wish(chosen)
    found = queries.browse(WATCHING if watching else IN_US, Filters(wanted))
    assert [card.name for card in found.cards] == plainly(wanted, watching=watching)
    assert found.total == len(found.cards)
    assert found.hidden_by_switch == len(plainly(wanted)) - found.total


ORDERS: dict[Sort, Callable[[Plain], Any]] = {
    Sort.NEWEST: lambda plain: -(plain.year or 0),
    Sort.OLDEST: lambda plain: plain.year or 9999,
    Sort.NAME: lambda plain: plain.name.removeprefix("The "),
    Sort.SHORTEST: lambda plain: plain.minutes or 9999,
}


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("sort", list(ORDERS))
@pytest.mark.parametrize("asked", [{}, {"kind": ["film"]}, {"decade": ["1920,1960"]}, {"runtime": ["-under-40"]}])
def test_a_list_of_both_kinds_stands_in_its_order(sort: Sort, asked: dict[str, list[str]]) -> None:
    wanted = facet_rules.read(asked)
    left = [plain for plain in CATALOGUE if plain.name in plainly(wanted)]
    found = queries.browse(IN_US, Filters(wanted, sort))
    key = ORDERS[sort]
    by_name = {plain.name: key(plain) for plain in left}
    assert [by_name[card.name] for card in found.cards] == sorted(by_name.values())


def test_a_hidden_link_takes_its_title_off_every_list_of_links(films: None) -> None:
    title = Title.objects.get(name="Sintel")
    wanted = facet_rules.read({"basis": ["open-licence"]})
    assert [card.name for card in queries.browse(IN_US, Filters(wanted)).cards] == ["Sintel"]
    actions.withdraw_link(title.links.get().public_id, by=DESK, why="a notice")
    assert queries.browse(IN_US, Filters(wanted)).cards == ()


def test_an_empty_list_knows_the_filter_that_is_dropped_for_the_most(films: None) -> None:
    wanted = facet_rules.read({"genre": ["comedy"], "offer": ["free"], "host": ["tube"], "kind": ["film"]})
    assert queries.browse(IN_US, Filters(wanted)).total == 0
    best = queries.best_removal(IN_US, Filters(wanted))
    assert best == Removal(Facet.KIND, "film", State.ONLY, 1, False)
    spared = queries.best_removal(IN_US, Filters(wanted), spared={(Facet.KIND, "film")})
    assert spared == Removal(Facet.GENRE, "comedy", State.ONLY, 1, False)
    hopeless = facet_rules.read({"genre": ["nobody"], "decade": ["1870"]})
    assert queries.best_removal(IN_US, Filters(hopeless)) is None


def test_the_most_used_values_are_offered_first_and_those_that_are_set_too(films: None) -> None:
    used = queries.values_in_use(facet_rules.read({"country": ["jp"]}), 2)
    assert used[Facet.GENRE] == ["comedy", "drama"]
    assert used[Facet.COUNTRY] == ["fr", "us", "jp"]
    assert sorted(used[Facet.DECADE]) == ["1910", "1920", "1960", "2010"]
    assert "buy" not in used[Facet.OFFER]
    assert queries.all_values(Wanted(), Facet.HOST, 10) == ["archive", "shop", "tube"]


def test_before_the_first_count_only_what_is_set_is_offered() -> None:
    assert queries.values_in_use(facet_rules.read({"genre": ["comedy"]}), 5) == {Facet.GENRE: ["comedy"]}


def test_every_offer_that_is_free_can_be_asked_for() -> None:
    assert {offer for value in ("free", "ads", "catch-up") for offer in OFFERS[value]} == FREE_OFFERS
