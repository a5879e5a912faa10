"""What may be shown where, and why not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.lib.countries import WORLD, current
from allostream.lib.visitor import Visitor
from allostream.links.rules import (
    FREE_OFFERS,
    Answer,
    Basis,
    Ground,
    Health,
    Hidden,
    Offer,
    Origin,
    Play,
    Standing,
    Status,
    answer_for,
    countries_shown,
    is_watchable,
    languages_followed,
    rank,
    rights_basis_of,
    why_hidden,
    why_hidden_there,
)
from allostream.links.tally_rules import rest_after_count
from allostream.rights.bases import Code, Granted

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FREE_IN_US = Answer("US", Status.PD, Play.YES)
PROTECTED_IN_FR = Answer("FR", Status.PROTECTED, Play.NO)
GOOD = Standing(
    basis=Basis.WORK, host_is_listed=True, origin=Origin.CLEARED, countries_allowed=(WORLD,),
    answers=(FREE_IN_US, PROTECTED_IN_FR),
)  # fmt: skip
UNCHECKED = replace(GOOD, origin=Origin.UNCHECKED)


def test_a_free_work_on_a_listed_host_is_shown() -> None:
    assert why_hidden(GOOD, "US", NOW) is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_withdrawn": True}, Hidden.WITHDRAWN),
        ({"is_removed": True}, Hidden.REMOVED),
        ({"host_is_listed": False}, Hidden.HOST_NOT_LISTED),
        ({"channel_is_refused": True}, Hidden.CHANNEL_REFUSED),
        ({"channel_is_proposed": True, "origin": Origin.UNCHECKED}, Hidden.CHANNEL_PROPOSED),
        ({"origin": Origin.REFUSED}, Hidden.ORIGIN_REFUSED),
        ({"origin": Origin.UNCHECKED, "origin_flags": ("possible_rip",)}, Hidden.ORIGIN_SUSPECT),
        ({"origin": Origin.UNCHECKED, "origin_flags": ("x",), "channel_carries": True}, Hidden.ORIGIN_SUSPECT),
        ({"origin": Origin.UNCHECKED, "origin_flags": ("suspected_own", "x")}, Hidden.ORIGIN_SUSPECT),
        *(
            ({"origin": Origin.UNCHECKED, "origin_flags": (flag,), "channel_carries": True}, Hidden.ORIGIN_UNCHECKED)
            for flag in ("suspected_own", "declared_own", "undeclared_own_confirmed", "mass_uploader")
        ),
        ({"origin": Origin.UNCHECKED, "origin_flags": ("x",), "anybody_uploads": False}, Hidden.ORIGIN_SUSPECT),
        ({"origin": Origin.UNCHECKED}, Hidden.ORIGIN_UNCHECKED),
        ({"ground": Ground.CHANNEL}, Hidden.ORIGIN_UNCHECKED),
        ({"health": Health.DEAD}, Hidden.DEAD),
        ({"health": Health.REMOVED_BY_RIGHTS}, Hidden.DEAD),
        ({"opens_at": NOW + timedelta(seconds=1)}, Hidden.NOT_OPEN_YET),
        ({"closes_at": NOW}, Hidden.CLOSED),
        ({"countries_excluded": ("US",)}, Hidden.NOT_SERVED_THERE),
        ({"countries_allowed": ("FR", "BE")}, Hidden.NOT_SERVED_THERE),
        ({"answers": ()}, Hidden.NO_ANSWER),
        ({"answers": (Answer("US", Status.PROTECTED, Play.NO),)}, Hidden.PROTECTED),
        ({"answers": (Answer("US", Status.UNCLEAR, Play.NO),)}, Hidden.UNCLEAR),
        ({"answers": (Answer("US", Status.PD, Play.NO),)}, Hidden.UNCLEAR),
        ({"answers": (Answer("US", Status.PD, Play.AFTER_REVIEW),)}, Hidden.AWAITS_REVIEW),
    ],
)
def test_each_reason_alone_hides_the_link(change: dict, reason: Hidden) -> None:
    assert why_hidden(replace(GOOD, **change), "US", NOW) is reason


EVIDENCED = Granted(Code.HOLDER_CHANNEL, frozenset({"US"}), has_evidence=True)


@pytest.mark.parametrize(
    "change",
    [
        {"origin": Origin.CLEARED},
        {"origin": Origin.CLEARED, "ground": Ground.REPLY},
        {"origin": Origin.CLEARED, "ground": Ground.REVIEWER},
        {"origin": Origin.CLEARED, "ground": Ground.IMPORTER},
        {"origin": Origin.CLEARED, "ground": Ground.CHANNEL, "channel_carries": True},
        {"channel_carries": True},
        {"anybody_uploads": False},
        {"basis": Basis.PROVIDER},
        {"granted": EVIDENCED},
        {"granted": replace(EVIDENCED, code=Code.CC_BY)},
        {"granted": replace(EVIDENCED, code=Code.HERITAGE)},
        {"granted": replace(EVIDENCED, code=Code.PERMISSION)},
    ],
)
def test_what_shows_who_put_a_copy_there(change: dict) -> None:
    assert why_hidden(replace(UNCHECKED, **change), "US", NOW) is None


@pytest.mark.parametrize(
    "granted",
    [
        replace(EVIDENCED, code=Code.OPEN_OTHER),
        replace(EVIDENCED, code=Code.OOCW_EU),
        replace(EVIDENCED, code=Code.PD_TERM),
    ],
)
def test_a_right_whose_evidence_does_not_show_it_leaves_the_copy_unchecked(granted: Granted) -> None:
    assert why_hidden(replace(UNCHECKED, granted=granted), "US", NOW) is Hidden.ORIGIN_UNCHECKED


def test_a_withdrawal_is_told_before_any_other_reason() -> None:
    worst = replace(GOOD, is_withdrawn=True, host_is_listed=False, origin=Origin.REFUSED, answers=())
    assert why_hidden(worst, "FR", NOW) is Hidden.WITHDRAWN


def test_a_person_can_clear_a_suspect_origin() -> None:
    suspect = replace(UNCHECKED, origin_flags=("possible_rip_or_commercial_restoration",))
    assert why_hidden(suspect, "US", NOW) is Hidden.ORIGIN_SUSPECT
    assert why_hidden(replace(suspect, origin=Origin.CLEARED), "US", NOW) is None


def test_a_window_includes_its_opening_and_excludes_its_end() -> None:
    window = replace(GOOD, opens_at=NOW, closes_at=NOW + timedelta(hours=1))
    assert why_hidden(window, "US", NOW) is None
    assert why_hidden(window, "US", NOW + timedelta(hours=1)) is Hidden.CLOSED


def test_freedom_in_one_country_says_nothing_of_another() -> None:
    assert why_hidden(GOOD, "FR", NOW) is Hidden.PROTECTED
    assert why_hidden(GOOD, "DE", NOW) is Hidden.NO_ANSWER


def test_an_open_licence_holds_everywhere_but_where_an_own_answer_says_otherwise() -> None:
    licensed = replace(GOOD, answers=(Answer(WORLD, Status.OPEN_LICENCE, Play.YES), PROTECTED_IN_FR))
    assert why_hidden(licensed, "JP", NOW) is None
    assert why_hidden(licensed, "FR", NOW) is Hidden.PROTECTED


def test_a_licence_that_forbids_trade_is_not_used_on_a_site_that_earns() -> None:
    licensed = replace(GOOD, answers=(Answer(WORLD, Status.OPEN_LICENCE, Play.YES, noncommercial=True),))
    assert why_hidden(licensed, "FR", NOW, site_is_noncommercial=True) is None
    assert why_hidden(licensed, "FR", NOW, site_is_noncommercial=False) is Hidden.NONCOMMERCIAL


def test_a_provider_answers_for_the_countries_it_serves_and_no_other() -> None:
    offer = Standing(basis=Basis.PROVIDER, host_is_listed=True, countries_allowed=("FR", "BE"))
    assert why_hidden(offer, "FR", NOW) is None
    assert why_hidden(offer, "US", NOW) is Hidden.NOT_SERVED_THERE


countries = st.sampled_from(["FR", "US", "DE", "GB", "JP"])
answers = st.builds(
    Answer, st.sampled_from(["FR", "US", "DE", WORLD]), st.sampled_from(Status), st.sampled_from(Play), st.booleans()
)
standings = st.builds(
    Standing,
    basis=st.sampled_from(Basis),
    host_is_listed=st.booleans(),
    anybody_uploads=st.booleans(),
    channel_carries=st.booleans(),
    channel_is_refused=st.booleans(),
    channel_is_proposed=st.booleans(),
    is_withdrawn=st.booleans(),
    is_removed=st.booleans(),
    origin=st.sampled_from(Origin),
    origin_flags=st.lists(st.just("possible_rip_or_commercial_restoration"), max_size=1),
    ground=st.sampled_from([None, *Ground]),
    health=st.sampled_from(Health),
    countries_allowed=st.lists(st.sampled_from(["FR", "US", "DE", WORLD]), max_size=3),
    countries_excluded=st.lists(countries, max_size=2),
    answers=st.lists(answers, max_size=4, unique_by=lambda answer: answer.country),
)


@given(standings, countries)
def test_the_list_of_countries_agrees_with_the_rule_asked_one_by_one(link: Standing, country: str) -> None:
    listed = countries_shown(link, current())
    assert (country in listed or WORLD in listed) == (why_hidden(link, country, NOW) is None)


shown_answers = st.builds(
    Answer, st.sampled_from(["FR", "US", WORLD]), st.sampled_from([Status.PD, Status.OPEN_LICENCE]),
    st.just(Play.YES), st.booleans(),
)  # fmt: skip


@given(st.lists(shown_answers, max_size=3, unique_by=lambda answer: answer.country), st.sampled_from(["FR", "US"]))
def test_one_row_for_the_world_stands_for_every_country_on_sites_that_earn_too(
    found: list[Answer], country: str
) -> None:
    link = replace(GOOD, answers=tuple(found))
    if WORLD in countries_shown(link, current()):
        own, world = (answer_for(found, code) for code in (country, WORLD))
        assert rights_basis_of(Basis.WORK, own) is rights_basis_of(Basis.WORK, world)
        reasons = [why_hidden(link, code, NOW, site_is_noncommercial=False) for code in (country, WORLD)]
        assert reasons[0] is reasons[1]


@given(standings, countries, st.sampled_from(["is_withdrawn", "is_removed", "channel_is_refused"]))
def test_nothing_bad_ever_brings_a_link_back(link: Standing, country: str, mark: str) -> None:
    if why_hidden(link, country, NOW):
        assert why_hidden(replace(link, **{mark: True}), country, NOW)


@given(standings, countries)
def test_what_nobody_has_looked_at_is_never_shown_on_the_freedom_of_the_work(link: Standing, country: str) -> None:
    unseen = replace(link, basis=Basis.WORK, origin=Origin.UNCHECKED, anybody_uploads=True, channel_carries=False)
    assert why_hidden(unseen, country, NOW)
    assert not countries_shown(unseen, current())


@given(standings, countries)
def test_what_is_cleared_on_its_channel_goes_with_it(link: Standing, country: str) -> None:
    left = replace(link, basis=Basis.WORK, ground=Ground.CHANNEL, anybody_uploads=True, channel_carries=False)
    assert why_hidden(left, country, NOW)


@given(standings, countries, st.sampled_from([{"anybody_uploads": True}, {"channel_carries": False}]))
def test_knowing_less_of_who_put_it_there_never_shows_a_copy(link: Standing, country: str, less: dict) -> None:
    if why_hidden(link, country, NOW):
        assert why_hidden(replace(link, **less), country, NOW)


@given(standings, countries)
def test_taking_an_answer_away_never_shows_a_work_that_was_hidden_for_its_country(link: Standing, country: str) -> None:
    without = replace(link, answers=())
    if link.basis is Basis.WORK:
        assert why_hidden_there(without, country, site_is_noncommercial=True) is not None


@given(st.lists(answers, max_size=4, unique_by=lambda answer: answer.country), countries)
def test_a_countrys_own_answer_governs(found: list[Answer], country: str) -> None:
    own = [answer for answer in found if answer.country == country]
    world = [answer for answer in found if answer.country == WORLD]
    assert answer_for(found, country) == next(iter(own + world), None)


@pytest.mark.parametrize(
    ("audio", "subtitles", "languages"),
    [
        (None, None, ()),
        (["en"], None, ("en",)),
        (["en-GB", "zh-Hant"], ["fr", "en"], ("en", "fr", "zh")),
        (None, ["de"], ("de",)),
        (["de"], [], ("de",)),
        (["zxx"], None, ()),
        (["zxx"], ["fr"], ()),
        ([], ["fr"], ()),
        (["und"], None, ()),
        (["mul"], ["fr"], ("fr",)),
    ],
)
def test_a_copy_is_followed_by_ear_or_by_eye(
    audio: list[str] | None, subtitles: list[str] | None, languages: tuple[str, ...]
) -> None:
    assert languages_followed(audio, subtitles) == languages


VISITOR = Visitor("en", "en", "FR", NOW, other_countries=("BE",), services=("mubi",), languages=("en", "fr"))


@pytest.mark.parametrize(
    ("offer", "host", "languages", "countries", "counts"),
    [
        (Offer.FREE_OPEN, "archive", ("en",), {"FR"}, True),
        (Offer.FREE_OPEN, "archive", ("en",), {"BE"}, True),
        (Offer.FREE_OPEN, "archive", ("en",), {WORLD}, True),
        (Offer.FREE_OPEN, "archive", ("en",), {"US"}, False),
        (Offer.FREE_OPEN, "archive", (), {"FR"}, True),
        (Offer.FREE_OPEN, "archive", ("de",), {"FR"}, False),
        (Offer.FREE_OPEN, "archive", ("de", "fr"), {"FR"}, True),
        (Offer.ADS, "archive", (), {"FR"}, True),
        (Offer.SUBSCRIPTION, "mubi", (), {"FR"}, True),
        (Offer.SUBSCRIPTION, "other", (), {"FR"}, False),
        (Offer.LIBRARY_CARD, "other", (), {"FR"}, False),
        (Offer.BUY, "mubi", ("de",), {"FR"}, False),
    ],
)
def test_what_i_can_watch_is_open_paid_for_and_understood(
    offer: Offer, host: str, languages: tuple[str, ...], countries: set[str], counts: bool
) -> None:
    assert is_watchable(offer, host, languages, countries, VISITOR) is counts


wishes = st.builds(
    Visitor,
    st.just("en"), st.just("en"), countries, st.just(NOW),
    other_countries=st.lists(countries, max_size=2).map(tuple),
    services=st.lists(st.sampled_from(["mubi", "shop"]), max_size=2).map(tuple),
    languages=st.lists(st.sampled_from(["en", "fr"]), max_size=2).map(tuple),
)  # fmt: skip
tongues = st.lists(st.sampled_from(["en", "fr", "de"]), max_size=2)
hosts = st.sampled_from(["mubi", "shop", "archive"])
places = st.sets(st.sampled_from(["FR", "US", "DE", WORLD]), max_size=3)


@given(st.sampled_from(Offer), hosts, tongues, places, wishes)
def test_naming_nothing_further_than_a_country_leaves_all_that_is_open_there(
    offer: Offer, host: str, languages: list[str], open_in: set[str], visitor: Visitor
) -> None:
    bare = replace(visitor, services=(), languages=())
    assert is_watchable(offer, host, languages, open_in, bare) == bool(open_in & {*visitor.own_countries, WORLD})


@given(st.sampled_from(Offer), hosts, tongues, places, wishes, countries)
def test_a_further_country_takes_nothing_away_and_services_and_languages_add_nothing(
    offer: Offer, host: str, languages: list[str], open_in: set[str], visitor: Visitor, further: str
) -> None:
    counts = is_watchable(offer, host, languages, open_in, visitor)
    wider = replace(visitor, other_countries=(*visitor.other_countries, further))
    assert is_watchable(offer, host, languages, open_in, wider) >= counts
    assert is_watchable(offer, host, languages, open_in, replace(visitor, services=(), languages=())) >= counts


@given(st.sampled_from(Offer), st.sampled_from(Offer), hosts, hosts)
def test_free_comes_before_own_services_and_those_before_all_that_costs(
    one: Offer, other: Offer, host: str, other_host: str
) -> None:
    if (one in FREE_OFFERS and other not in FREE_OFFERS) or (other not in FREE_OFFERS and host == "mubi" != other_host):
        assert rank(one, host, ("mubi",)) < rank(other, other_host, ("mubi",))


@pytest.mark.parametrize(
    ("titles", "seconds"), [(0, 0), (4_999, 0), (5_000, 1), (20_000, 4), (1_000_000, 200), (3_000_000, 600)]
)
def test_the_more_there_is_to_count_the_longer_counting_rests(titles: int, seconds: int) -> None:
    assert rest_after_count(titles) == timedelta(seconds=seconds)
