"""The pages of titles show what the rule shows: the read model and the rule agree for every link, country and part."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allostream.catalogue.models import Title
from allostream.lib.visitor import Visitor
from allostream.links import queries
from allostream.links.models import PartAnswer, WatchLink
from allostream.links.queries import Part, answers_of, standing
from allostream.links.queries.offers import SHOWN_WITH, answers_of_parts, row_for
from allostream.links.rules import Hidden, why_hidden
from tests import factories

pytestmark = pytest.mark.django_db
NOW = factories.SEEN + timedelta(days=5)
COUNTRIES = ("US", "FR", "DE", "BE")
STATES: list[dict[str, Any]] = [
    {}, {"basis": "provider"}, {"basis": "provider", "countries_allowed": ["FR", "BE"]},
    {"countries_excluded": ["US"]}, {"origin": "refused"}, {"origin_flags": ["x"]},
    {"origin_flags": ["x"], "origin": "cleared"}, {"health": "dead"}, {"withdrawn_at": factories.SEEN},
    {"removed_at": factories.SEEN}, {"opens_at": NOW + timedelta(days=1)}, {"closes_at": NOW},
    {"opens_at": NOW, "closes_at": NOW + timedelta(days=1)},
]  # fmt: skip


@pytest.fixture
def series() -> Title:
    """Two seasons of two episodes; each state of a link for the series, a season and an episode."""
    series = factories.make_title("Judex", kind="series", year=1916)
    factories.make_answer(series, "US", free_since=factories.SEEN.date())
    factories.make_answer(series, "FR", "protected")
    factories.make_answer(series, "BE", "open_licence", noncommercial=True)
    seasons = [factories.make_season(series, number) for number in (1, 2)]
    for season in seasons:
        for number in (1, 2):
            factories.make_episode(season, number)
    first = seasons[0]
    for state, (season, episode) in product(
        STATES, [(None, None), (first, None), (first, first.episodes.get(number=1))]
    ):
        factories.make_link(series, season=season, episode=episode, **state)
    return series


def by_rule(visitor: Visitor, series: Title) -> dict[str, WatchLink]:
    answers = answers_of(series.pk)
    links = WatchLink.objects.filter(title=series, removed_at__isnull=True).select_related("host", "channel")
    return {
        link.public_id: link
        for link in links
        if not why_hidden(
            standing(link, answers), visitor.country, visitor.now, site_is_noncommercial=visitor.site_is_noncommercial
        )
    }


def test_what_is_shown_of_a_title_and_of_its_parts_is_what_the_rule_shows(series: Title) -> None:
    season = series.seasons.get(number=1)
    first, second = season.episodes.order_by("number")

    @settings(max_examples=40, deadline=None)
    @given(
        st.sampled_from(COUNTRIES), st.booleans(), st.integers(-2, 2),
        st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=3),
    )  # fmt: skip
    def agree(country: str, trade: bool, days: int, others: list[str]) -> None:
        further = tuple(code for code in others if code != country)
        visitor = Visitor(
            "en", "en", country, NOW + timedelta(days=days), site_is_noncommercial=not trade, other_countries=further
        )
        wanted = by_rule(visitor, series)
        found = queries.title_links(visitor, series.pk)
        assert {link.public_id for link in found.shown} == set(wanted)
        held = {link.public_id for link in queries.with_held(visitor, found).held}
        everything = WatchLink.objects.filter(title=series, removed_at__isnull=True).values_list("public_id", flat=True)
        open_further = {link.public_id for link in found.further}
        assert held | open_further == set(everything) - set(wanted)
        assert not held & open_further
        whole = queries.title_links(visitor, series.pk, queries.WHOLE).shown
        assert {link.public_id for link in whole} == {id_ for id_, link in wanted.items() if not link.episode_id}
        for episode in (first, second):
            part = queries.title_links(visitor, series.pk, Part(season.pk, episode.pk)).shown
            fitting = {id_ for id_, link in wanted.items() if link.episode_id in (None, episode.pk)}
            assert {link.public_id for link in part} == fitting
        part, own, _further = queries.series_links(visitor, series.pk)
        assert part.shown == whole
        assert own == queries.series_links(visitor, series.pk, season.pk).own
        assert own == queries.episode_links(visitor, series.pk) == queries.episode_links(visitor, series.pk, season.pk)
        assert {link.public_id for links in own.values() for link in links} == {
            id_ for id_, link in wanted.items() if link.episode_id
        }
        assert queries.watchable_by_season(visitor, series.pk) == ({season.pk: 1} if own else {})

    agree()


@pytest.mark.parametrize("others", [(), ("BE", "US")])
def test_what_is_held_back_is_told_as_of_links_that_are_loaded(series: Title, others: tuple[str, ...]) -> None:
    visitor = Visitor("en", "en", "FR", NOW, other_countries=others)
    first = series.seasons.get(number=1).episodes.get(number=1)
    said = {"status": "pd", "play": "yes", "rule": "test", "confidence": "high", "evaluated_on": NOW.date()}
    PartAnswer.objects.create(title=series, episode=first, country="FR", **said)
    channel = factories.make_channel(factories.make_host("youtube", stands="proposed"), stands="refused", carries=True)
    factories.make_link(series, host=channel.host, channel=channel, uploader_told="Told", withheld_in=["FR"])
    found = queries.title_links(visitor, series.pk)
    parts = answers_of_parts([series.pk])[series.pk]
    links = WatchLink.objects.filter(title=series, removed_at__isnull=True).select_related(*SHOWN_WITH)
    loaded = {link.public_id: row_for(link, parts.answers(link, found.answers), visitor) for link in links}
    held = {row.public_id: row for row in queries.with_held(visitor, found).held}
    assert held == {id_: row for id_, row in loaded.items() if row.hidden}
    assert {row.hidden for row in held.values()} >= {Hidden.HOST_NOT_LISTED, Hidden.WITHDRAWN, Hidden.DEAD}
    part = Part(first.season_id, first.pk)
    of_part = queries.with_held(visitor, queries.title_links(visitor, series.pk, part), part).held
    assert {row.public_id for row in of_part} == {
        id_ for id_, row in held.items() if row.episode_id in (None, first.pk)
    }


def test_links_of_episodes_in_further_countries_are_those_of_the_title(series: Title) -> None:
    visitor = Visitor("en", "en", "FR", NOW, other_countries=("BE", "US"))
    found = queries.title_links(visitor, series.pk)
    own = queries.series_links(visitor, series.pk).further
    wanted = {(link.public_id, link.country) for link in found.further if link.episode_id}
    shown = {link.public_id for link in found.shown}
    listed = {(link.public_id, link.country) for links in own.values() for link in links}
    assert {(id_, country) for id_, country in listed if id_ not in shown} == wanted
    assert {country for _id, country in wanted} == {"BE"}


def test_where_episodes_are_free_elsewhere_counts_copies_that_hold_them(series: Title) -> None:
    first, second = series.seasons.order_by("number")
    visitor = Visitor("en", "en", "FR", NOW)
    for season_id in (None, first.pk):
        free = queries.free_elsewhere(visitor, series.pk, season_id)
        assert free.of_episode(first.episodes.get(number=1).pk, first.pk) >= {"US", "BE"}
        assert free.of_episode(first.episodes.get(number=2).pk, first.pk) >= {"US", "BE"}
    WatchLink.objects.filter(title=series, season=None).delete()
    free = queries.free_elsewhere(visitor, series.pk)
    assert free.of_episode(second.episodes.get(number=1).pk, second.pk) == set()


@pytest.fixture
def film() -> Title:
    """Under an open licence, which forbids trade in France alone."""
    film = factories.make_title("Sita Sings the Blues", year=2008)
    factories.make_answer(film, "*", "open_licence")
    factories.make_answer(film, "FR", "open_licence", noncommercial=True)
    factories.make_link(film)
    return film


def is_shown(film: Title, country: str, *, trade: int) -> bool:
    visitor = Visitor("en", "en", country, NOW, site_is_noncommercial=not trade)
    return bool(queries.title_links(visitor, film.pk).shown)


def test_a_country_whose_own_answer_forbids_trade_is_not_shown_what_the_world_may_see(film: Title) -> None:
    found = {
        (country, trade): is_shown(film, country, trade=trade) for country in ("FR", "US") for trade in (False, True)
    }
    assert found == {("FR", False): True, ("FR", True): False, ("US", False): True, ("US", True): True}
