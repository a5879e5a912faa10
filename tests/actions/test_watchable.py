"""“Only what I can watch”: lists ask the database what the rule says of each link."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allostream.lib.countries import current
from allostream.lib.visitor import Visitor
from allostream.links import facet_rules, queries
from allostream.links.models import WatchLink
from allostream.links.queries import Filters, standing
from allostream.links.queries.offers import answer_rows
from allostream.links.rules import Offer, countries_shown, is_watchable, languages_followed
from tests import factories

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
IN_FRANCE = Visitor("en", "en", "FR", NOW)
COUNTRIES, SERVICES, LANGUAGES = ("FR", "BE", "US", "JP"), ("mubi", "shop", "gone"), ("en", "fr", "de")

pytestmark = pytest.mark.django_db

visitors = st.builds(
    Visitor,
    st.just("en"), st.just("en"), st.sampled_from(COUNTRIES), st.just(NOW), only_watchable=st.just(True),
    other_countries=st.sets(st.sampled_from(COUNTRIES), max_size=2).map(tuple),
    services=st.sets(st.sampled_from(SERVICES), max_size=2).map(tuple),
    languages=st.sets(st.sampled_from(LANGUAGES), max_size=2).map(tuple),
)  # fmt: skip


def make_offer(name: str, **columns: object) -> WatchLink:
    """A link that its provider offers, with a title of its own."""
    columns = {"basis": "provider", "form": "page", **columns}
    return factories.make_link(factories.make_title(name, year=None), **columns)


@pytest.fixture
def offers() -> list[WatchLink]:
    """Every sort of link: free and paid, on services and elsewhere, in several languages and countries."""
    hosts = [factories.make_host(slug) for slug in ("mubi", "shop", "internet-archive")]
    spoken = [(None, None), (["en-GB"], None), (["de"], ["fr"]), (["zxx"], None), (["ja"], [])]
    places = [["*"], ["FR"], ["BE", "US"]]
    sorts = product(("free_open", "subscription", "rent"), hosts, spoken, places)
    return [
        make_offer(f"Film {number}", offer=offer, host=host, audio=audio, subtitles=under, countries_allowed=places)
        for number, (offer, host, (audio, under), places) in enumerate(sorts)
    ]


def by_rule(link: WatchLink, visitor: Visitor) -> bool:
    shown = countries_shown(standing(link, answer_rows([link.title_id])[link.title_id]), current())
    languages = languages_followed(link.audio, link.subtitles)
    return is_watchable(Offer(link.offer), link.host.slug, languages, shown, visitor)


def test_lists_and_cards_count_what_the_rule_counts(offers: list[WatchLink]) -> None:
    @settings(max_examples=40, deadline=None)
    @given(visitors)
    def agree(visitor: Visitor) -> None:
        listed = set(queries.shown_here(visitor).values_list("link", flat=True))
        cards = queries.where(visitor, [link.title_id for link in offers])
        for link in offers:
            assert (link.pk in listed) == by_rule(link, visitor) == cards[link.title_id].is_watchable

    agree()


def test_without_the_switch_lists_count_what_is_shown_in_the_country_alone(offers: list[WatchLink]) -> None:
    wishing = replace(IN_FRANCE, other_countries=("BE",), services=("mubi",), languages=("en",))
    ids = set(queries.shown_here(IN_FRANCE).values_list("link", flat=True))
    assert set(queries.shown_here(wishing).values_list("link", flat=True)) == ids
    assert len(ids) == len(offers) * 2 // 3


def listed(visitor: Visitor) -> list[str]:
    return [card.name for card in queries.browse(visitor, Filters(facet_rules.read({"kind": ["film"]}))).cards]


def test_the_switch_lists_a_title_that_is_free_in_a_further_country_only() -> None:
    make_offer("Belgian", countries_allowed=["BE"])
    watching = replace(IN_FRANCE, only_watchable=True)
    assert listed(watching) == []
    assert listed(replace(watching, other_countries=("BE",))) == ["Belgian"]


def test_a_card_tells_of_the_first_of_ones_further_countries_with_the_best_offer() -> None:
    title = make_offer("Abroad", countries_allowed=["BE"], offer="subscription").title
    factories.make_link(title, basis="provider", countries_allowed=["CH"])
    at = queries.where(replace(IN_FRANCE, other_countries=("BE", "CH")), [title.pk])[title.pk]
    assert (at.offer, at.further_country, at.further_offer) == (None, "CH", Offer.FREE_OPEN)
    assert not queries.where(IN_FRANCE, [title.pk])[title.pk].further_country


def test_a_card_names_the_service_one_has_before_another_that_costs_less() -> None:
    title = make_offer("Paid", offer="library_card", host=factories.make_host("library")).title
    factories.make_link(title, basis="provider", offer="rent", host=factories.make_host("shop"))
    assert queries.where(IN_FRANCE, [title.pk])[title.pk].offer is Offer.LIBRARY_CARD
    at = queries.where(replace(IN_FRANCE, services=("shop",)), [title.pk])[title.pk]
    assert (at.offer, at.is_own_service) == (Offer.RENT, True)


def test_what_is_free_is_not_called_a_service_one_has() -> None:
    title = make_offer("Free", host=factories.make_host("mubi")).title
    assert not queries.where(replace(IN_FRANCE, services=("mubi",)), [title.pk])[title.pk].is_own_service
