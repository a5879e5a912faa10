"""What is read from feeds of providers: the documented shapes, and how real feeds go astray."""

import gzip
import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.connectors.candidates import Part, SourceTrouble, Wish
from allostream.connectors.watchaction import PROVIDER_FEEDS, Feed, read
from allostream.connectors.watchaction.feed import NoFeed
from allostream.connectors.watchaction.values import Unfit, regions
from allostream.net.asking import Ask, Reply

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ALLOSTREAM_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
EXAMPLES = DATA / "providers" / "schema_org_examples_dev.jsonl"
ADDRESS = "https://tv.example/f/1?play=1"
TERMS = {
    "@type": "ActionAccessSpecification", "category": "nologinrequired", "availabilityStarts": "2026-01-01T00:00:00Z",
    "availabilityEnds": "2027-01-01T01:00:00+01:00", "eligibleRegion": [{"@type": "Country", "name": "US"}],
}  # fmt: skip
TARGET = {
    "@type": "EntryPoint", "urlTemplate": ADDRESS, "inLanguage": "en",
    "actionPlatform": ["http://schema.org/DesktopWebPlatform"],
}  # fmt: skip
APP = {"urlTemplate": "android-app://tv.example/http/f/1", "actionPlatform": ["http://schema.org/AndroidPlatform"]}


def action(terms: Any = TERMS, target: Any = TARGET) -> dict[str, Any]:
    return {"@type": "WatchAction", "target": target, "actionAccessibilityRequirement": terms}


def film(**values: Any) -> dict[str, Any]:
    facts = {
        "@type": "Movie", "@id": "https://tv.example/f/1", "name": "Night of the Living Dead", "duration": "PT1H36M",
        "sameAs": "https://www.imdb.com/title/tt0063350/", "potentialAction": action(),
    }  # fmt: skip
    return facts | values


def packed(*things: Any, **values: Any) -> bytes:
    envelope = {"@context": "http://schema.org", "@type": "DataFeed", "dateModified": "2026-11-20T00:00:00Z"}
    return json.dumps({**envelope, "dataFeedElement": list(things), **values}).encode()


def feed(*things: Any, **values: Any) -> Feed:
    return read(packed(*things, **values), ["tv.example"])


def mistakes(found: Feed) -> str:
    return "\n".join(map(str, found.mistakes))


def test_a_film_is_read_with_its_window_regions_and_languages() -> None:
    target = TARGET | {
        "additionalProperty": [
            {"name": "contentLanguage", "value": ["fr", "de"]}, {"name": "subtitleLanguage", "value": "en"},
            {"name": "videoFormat", "value": "HD"},
        ],
    }  # fmt: skip
    found = feed(
        film(potentialAction=[action(target=[APP, target])], identifier={"propertyID": "TMDB_ID", "value": 10331})
    )
    [one] = found.found
    assert (one.address, one.offer, one.basis, one.form) == (ADDRESS, "free_open", "provider", "page")
    assert (one.opens, one.closes) == (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert (one.countries_allowed, one.countries_excluded) == (("US",), ())
    assert (one.audio, one.subtitles, one.quality) == (("fr", "de"), ("en",), "HD")
    assert one.work.identifiers == {"imdb": ("tt0063350",), "tmdb_movie": ("10331",)}
    assert (one.work.kind, one.work.names[0].text, one.work.minutes) == ("film", "Night of the Living Dead", 96)
    assert (found.mistakes, found.modified) == ([], datetime(2026, 11, 20, tzinfo=UTC))


def test_an_episode_takes_what_its_series_says_as_an_entity_of_its_own() -> None:
    series = {
        "@type": "TVSeries",
        "@id": "s",
        "name": [{"@language": "fr", "@value": "Série"}],
        "startDate": "2020-01-01",
    }
    episode = {
        "@type": "TVEpisode", "@id": "e", "episodeNumber": "3", "potentialAction": action(),
        "partOfSeason": {"@type": "TVSeason", "@id": "n", "seasonNumber": 2}, "partOfSeries": {"@id": "s"},
    }  # fmt: skip
    season = {"@type": "TVSeason", "@id": "n", "seasonNumber": 2, "partOfSeries": "s", "potentialAction": action()}
    clip = {"@type": "Clip", "@id": "c"}
    found = feed(episode, {"@type": "DataFeedItem", "item": season}, series, clip)
    assert [one.part for one in found.found] == [Part(season=2, episode=3), Part(season=2)]
    assert {(one.work.kind, one.work.names[0].text, one.work.names[0].language) for one in found.found} == {
        ("series", "Série", "fr")
    }
    assert found.ignored == {"Clip": 1}


@pytest.mark.parametrize(
    ("category", "offer"),
    [
        ("NoLoginRequired", "free_open"), ("free", "free_account"), ("subscription", "subscription"),
        ("externalSubscription", "subscription"), ("rental", "rent"), ("http://schema.org/purchase", "buy"),
    ],
)  # fmt: skip
def test_categories_are_offers_in_any_case_of_letters(category: str, offer: str) -> None:
    old = {
        "@type": "WatchAction",
        "target": ADDRESS,
        "expectsAcceptanceOf": {"@type": "Offer", **TERMS, "category": category},
    }
    inside = {**TERMS, "category": None, "expectsAcceptanceOf": [{"@type": "Offer", "category": category}]}
    for one in (action({**TERMS, "category": category}), action(inside), old):
        assert [found.offer for found in feed(film(potentialAction=one)).found] == [offer]


def test_a_price_is_the_lowest_that_is_told_and_seen_on_the_day_of_the_feed() -> None:
    prices = [{"price": 4.99, "priceCurrency": "eur"}, {"price": "3,5", "priceCurrency": "EUR"}]
    [one] = feed(film(potentialAction=action({**TERMS, "category": "rental", "expectsAcceptanceOf": prices}))).found
    assert (one.price, one.currency, str(one.price_seen_on)) == (Decimal("3.5"), "EUR", "2026-11-20")


@pytest.mark.parametrize(
    ("eligible", "ineligible", "allowed", "excluded", "partly"),
    [
        ("EARTH", None, ("*",), (), {}),
        ("EARTH", [{"@type": "Country", "name": "DE"}, "at"], ("*",), ("AT", "DE"), {}),
        ([{"@type": "Country", "name": "IE"}, {"name": "GB"}], "GB", ("IE",), (), {}),
        (
            {"@type": "GeoShape", "addressCountry": "US", "postalCode": ["94118", "94119"]}, None, ("US",), (),
            {"US": ("94118", "94119")},
        ),
        (["FR", {"@type": "State", "name": "US-CA"}], None, ("FR", "US"), (), {"US": ("US-CA",)}),
        (["US", {"@type": "State", "name": "US-CA"}], None, ("US",), (), {}),
        ("US", {"@type": "State", "name": "US-AK"}, ("US",), (), {"US": ("-US-AK",)}),
        ("EARTH", ["FR", {"@type": "State", "name": "US-AK"}], ("*",), ("FR",), {"US": ("-US-AK",)}),
        ([{"@type": "State", "name": "US-CA"}], "US", (), (), {}),
        ("FR", "EARTH", (), (), {}),
    ],
)  # fmt: skip
def test_a_part_of_a_country_is_told_as_such(
    eligible: Any, ineligible: Any, allowed: Any, excluded: Any, partly: Any
) -> None:
    found = regions(eligible, ineligible)
    assert (found.allowed, found.excluded, found.partly) == (allowed, excluded, partly)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"category": "gratis"}, "category: “gratis” is none that is known"),
        ({"eligibleRegion": None}, "eligibleRegion: it is missing"),
        ({"eligibleRegion": {"@type": "Country", "name": "Ireland"}}, "eligibleRegion: “Ireland” is no country"),
        ({"availabilityEnds": "2025-01-01T00:00:00Z"}, "availabilityEnds: it is not after"),
        ({"availabilityStarts": "soon"}, "availabilityStarts: “soon” is no moment"),
        ({"category": "rental", "expectsAcceptanceOf": {"price": "3.99"}}, "priceCurrency: “” is no currency"),
        ({"category": "rental", "expectsAcceptanceOf": {"price": "free"}}, "price: “free” is no price"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told_with_place_and_remedy(change: Any, said: str) -> None:
    found = feed(film(potentialAction=action({**TERMS, **change})), film())
    assert len(found.found) == 1
    assert mistakes(found).startswith(f"dataFeedElement 1, https://tv.example/f/1: {said}")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("https://eviltv.example/f", "is no host of this provider"),
        ("https://tv.example@evil.example/f", "is no host of this provider"),
        ("http://tv.example/f", "no address for browsers"),
        ("https://tv.example/{id}", "open places"),
        ({"@type": "EntryPoint"}, "urlTemplate: it is missing"),
        ("https://[tv.example/", "is no address"),
    ],
)
def test_addresses_elsewhere_are_left_out(target: Any, said: str) -> None:
    found = feed(film(potentialAction=action(target=target)))
    assert (found.found, said in mistakes(found)) == ([], True)


def test_times_without_zone_are_utc_and_twenty_years_mean_no_end() -> None:
    found = feed(
        film(
            potentialAction=action(
                {**TERMS, "availabilityStarts": "2026-01-01T00:00", "availabilityEnds": "2046-01-01"}
            )
        )
    )
    [one] = found.found
    assert (one.opens, one.closes) == (datetime(2026, 1, 1, tzinfo=UTC), None)
    assert "taken as UTC" in mistakes(found)


def test_several_requirements_are_alternatives_at_one_address() -> None:
    ireland = {**TERMS, "eligibleRegion": "IE"}
    paid = {**TERMS, "category": "rental", "expectsAcceptanceOf": {"price": 1, "priceCurrency": "EUR"}}
    tiers = [
        {**TERMS, "category": "subscription", "requiresSubscription": {"@type": "MediaSubscription", "name": name}}
        for name in ("Basic", "Cinema")
    ]
    found = feed(film(potentialAction=action([paid, *tiers, TERMS, ireland])))
    assert [(one.offer, one.countries_allowed, one.tier, one.price) for one in found.found] == [
        ("free_open", ("US", "IE"), "", None), ("subscription", ("US",), "Basic", None),
        ("subscription", ("US",), "Cinema", None), ("rent", ("US",), "", Decimal(1)),
    ]  # fmt: skip
    assert len({one.item for one in found.found}) == len({one.terms for one in found.found}) == 4
    assert (found.found[0].terms, found.mistakes) == ("", [])
    # Another price or another end is the same offer, told anew.
    dearer = {"price": 2, "priceCurrency": "EUR"}
    later = {**paid, "availabilityEnds": "2027-03-01T00:00:00Z", "expectsAcceptanceOf": dearer}
    again = feed(film(potentialAction=action([TERMS, ireland, later])))
    assert [one.item for one in again.found] == [found.found[0].item, found.found[3].item]
    # What nobody could tell apart is told once, at the lower price.
    for terms, prices in (([TERMS, later, paid], [None, Decimal(1)]), ([later, paid], [Decimal(1)])):
        twice = feed(film(potentialAction=action(terms)))
        assert [one.price for one in twice.found] == prices
        assert "differs in its price alone" in mistakes(twice)


def test_an_envelope_may_be_a_graph_a_list_or_one_thing_and_what_it_lacks_is_told() -> None:
    for document in ({"@graph": [film()]}, [film()], film(), {"@graph": [json.loads(packed(film()))]}):
        assert len(read(json.dumps(document).encode(), ["tv.example"]).found) == 1
    found = read(json.dumps({"dataFeedElement": film()}).encode(), ["tv.example"])
    assert [one.what.partition(":")[0] for one in found.mistakes] == ["@context", "@type", "dateModified"]
    assert "dataFeedElement: it is empty" in mistakes(feed())
    assert "@id: it is missing" in mistakes(feed(film(**{"@id": None})))
    assert "name: it is missing" in mistakes(feed(film(name="")))
    assert "seasonNumber: “” is no number" in mistakes(
        feed({"@type": "TVSeason", "@id": "n", "partOfSeries": {"name": "S"}, "potentialAction": action()})
    )


def test_files_packed_with_gzip_are_read_and_broken_ones_refused() -> None:
    whole = gzip.compress(packed(film())[:50]) + gzip.compress(packed(film())[50:])
    assert len(read(whole, ["tv.example"]).found) == 1
    for broken in (whole[:-9], b"\x1f\x8bno", b"<html>", b"[" * 100_000, b"\xff"):
        with pytest.raises(NoFeed):
            read(broken, ["tv.example"])


def test_a_feed_of_several_files_is_walked_through_file_by_file() -> None:
    def ask(question: Ask) -> Reply:
        body = packed(film(**{"@id": question.url}))
        return Reply(question.url, 200, {}, body, len(body))

    wish = Wish(kind="channel", what="https://feeds.tv.example/1.json https://feeds.tv.example/2.json tv.example")
    first = PROVIDER_FEEDS.page(wish, "", ask)
    second = PROVIDER_FEEDS.page(wish, first.cursor, ask)
    assert [len(page.found) for page in (first, second)] == [1, 1]
    assert (first.cursor, second.cursor) == ("1", "")
    assert first.found[0].candidate.item != second.found[0].candidate.item
    with pytest.raises(SourceTrouble, match="needs its address"):
        PROVIDER_FEEDS.page(Wish(kind="channel", what="tv.example"), "", ask)


@pytest.mark.skipif(
    not EXAMPLES.exists(), reason=f"no {EXAMPLES}: set ALLOSTREAM_REFERENCE_DATA to the folder that holds providers/"
)
def test_the_examples_of_schema_org_hold_no_offer_but_are_all_read() -> None:
    kinds: set[str] = set()
    for line in EXAMPLES.read_text().splitlines():
        for script in json.loads(line)["json"].split("<script")[1:]:
            content = script.partition(">")[2].partition("</script>")[0]
            try:
                found = read(content.encode(), ["example.com"])
            except NoFeed:
                continue  # some examples are no JSON
            kinds |= set(found.ignored)
            assert found.found == []
    assert "WatchAction" in kinds


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 40) | st.sampled_from(["", "US", "EARTH", "free", ADDRESS, "2026"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from([
            "@type", "@id", "name", "potentialAction", "target", "urlTemplate", "category", "eligibleRegion", "price",
            "actionAccessibilityRequirement", "expectsAcceptanceOf", "partOfSeries", "availabilityEnds", "item",
        ]),
        inner, max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@given(ANY, ANY)
def test_nothing_in_an_entity_breaks_the_reading(terms: Any, value: Any) -> None:
    part = {"@type": "TVEpisode", "@id": "e", "potentialAction": action()}
    things = [
        film(potentialAction=action(terms, value)), film(potentialAction=value), value,
        {**part, "partOfSeries": value, "partOfSeason": terms},
    ]  # fmt: skip
    found = feed(*things, dateModified=value)
    assert {one.address for one in found.found} <= {ADDRESS}
    with suppress(Unfit):
        assert set(regions(terms, value).allowed) <= {"*", "US"}
