"""Feeds of providers on their way to links: windows by the clock, what is missing, what is lost at once."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from allostream.audit.rules import Actor
from allostream.catalogue.models import Identifier
from allostream.connectors.candidates import Wish
from allostream.discovery import walking
from allostream.discovery.models import Candidate, Walk
from allostream.hosts.models import Host
from allostream.lib import clock
from allostream.lib.visitor import Visitor
from allostream.links.models import WatchLink
from allostream.links.queries import title_links
from allostream.net.asking import Ask, Reply
from tests import factories
from tests.discovery.conftest import NOW

pytestmark = pytest.mark.django_db
CHANNEL = "https://feeds.netflix.example/feed.json netflix.com"


class Provider:
    """A provider that serves its feed; `films` are the numbers of the works in it."""

    films: tuple[int, ...] = (1, 2)

    def __call__(self, ask: Ask) -> Reply:
        body = json.dumps({
            "@context": "http://schema.org", "@type": "DataFeed", "dateModified": clock.now().isoformat(),
            "dataFeedElement": [self.film(number) for number in self.films],
        }).encode()  # fmt: skip
        return Reply(ask.url, 200, {}, body, len(body))

    def film(self, number: int) -> dict[str, Any]:
        terms = {
            "category": "subscription", "availabilityStarts": "2026-12-01T00:00:00+01:00",
            "availabilityEnds": "2026-12-31T00:00:00+01:00", "eligibleRegion": [{"@type": "Country", "name": "FR"}],
        }  # fmt: skip
        target = {"urlTemplate": f"https://www.netflix.com/title/7000000{number}"}
        return {
            "@type": "Movie", "@id": f"f{number}", "name": f"Film {number}", "datePublished": "1926",
            "sameAs": f"https://www.imdb.com/title/tt000000{number}/",
            "potentialAction": {"@type": "WatchAction", "target": target, "actionAccessibilityRequirement": terms},
        }  # fmt: skip


@pytest.fixture
def feed() -> Provider:
    factories.make_host("netflix", kind=Host.Kind.SVOD, countries=["*"], item_level=False)
    for number in range(1, 10):
        title = factories.make_title(f"Film {number}")
        Identifier.objects.create(scheme="imdb", value=f"tt000000{number}", title=title)
    walking.plan(
        "provider-feeds", Wish(kind="channel", what=CHANNEL), every=timedelta(hours=24), by=Actor.system("test")
    )
    return Provider()


def walk(provider: Provider) -> None:
    Walk.objects.update(due_at=clock.now())
    claimed = walking.claim("worker")
    assert claimed is not None
    walking.step(claimed, provider)


def test_the_window_of_a_feed_opens_and_closes_by_the_clock(now: Any, feed: Provider) -> None:
    walk(feed)
    assert {row.offer for row in WatchLink.objects.all()} == {"subscription"}
    shown = []
    for moment in ("2026-11-30T22:59:00Z", "2026-11-30T23:01:00Z", "2026-12-30T22:59:00Z", "2026-12-30T23:01:00Z"):
        at = datetime.fromisoformat(moment)
        now(at)
        link = WatchLink.objects.get(canonical_url="https://www.netflix.com/title/70000001")
        there, elsewhere = (
            title_links(Visitor("en", "en", country, at), link.title_id).shown for country in ("FR", "US")
        )
        shown.append([row.public_id for row in there] == [link.public_id])
        assert elsewhere == ()
    assert shown == [False, True, True, False]


def test_what_two_feeds_lack_ends_and_a_feed_that_lost_much_is_held(now: Any, feed: Provider) -> None:
    feed.films = tuple(range(1, 10))
    for day, films in enumerate(((), feed.films, feed.films[1:], feed.films[1:], feed.films[1:5])):
        now(NOW + timedelta(days=day))
        feed.films = films or feed.films
        walk(feed)
        gone = set(Candidate.objects.filter(state="gone").values_list("item", flat=True))
        assert len(gone) == (1 if day >= 3 else 0)
    assert Walk.objects.get().is_held
    assert WatchLink.objects.filter(removed_at__isnull=True, withdrawn_at__isnull=True).count() >= 8


def test_all_offers_of_one_address_are_links_of_their_own(now: Any, feed: Provider) -> None:
    base = {"availabilityStarts": "2026-01-01T00:00:00Z", "eligibleRegion": "FR"}
    price = {"expectsAcceptanceOf": {"price": "2.99", "priceCurrency": "EUR"}}
    parts = [{"@type": "State", "name": "FR-IDF"}]
    terms = [
        {**base, "category": "rental", **price},
        {**base, "category": "subscription", "requiresSubscription": {"name": "Cinema plus"}},
        {**base, "category": "free", "eligibleRegion": parts},
    ]
    one = feed.film(1)
    one["potentialAction"]["actionAccessibilityRequirement"] = terms
    feed.film = lambda number: one  # type: ignore[method-assign]
    feed.films = (1,)
    for day in range(2):
        now(NOW + timedelta(days=day))
        walk(feed)
    links = {row.offer: row for row in WatchLink.objects.filter(removed_at__isnull=True)}
    assert {offer: (str(row.price), row.tier, row.partly) for offer, row in links.items()} == {
        "rent": ("2.99", "", {}), "subscription": ("None", "Cinema plus", {}),
        "free_account": ("None", "", {"FR": ["FR-IDF"]}),
    }  # fmt: skip
    assert len({row.content_key for row in links.values()}) == 1
    assert set(Candidate.objects.values_list("state", "reason")) == {("live", "shown")}
    shown = title_links(Visitor("en", "en", "FR", clock.now()), links["rent"].title_id).shown
    assert {row.public_id for row in shown} == {row.public_id for row in links.values()}


def test_a_page_of_a_broadcaster_becomes_a_link_that_its_clock_closes_and_ends_when_the_page_is_gone(now: Any) -> None:
    factories.make_host("arte", kind=Host.Kind.PUBLIC_BROADCASTER, countries=["FR", "DE"], item_level=False)
    film = factories.make_title("The General")
    Identifier.objects.create(scheme="imdb", value="tt0017925", title=film)
    page = "https://www.arte.tv/fr/videos/012345-000-A/le-mecano-de-la-general/"
    told = {
        "@type": "Movie",
        "name": "The General",
        "datePublished": "1926",
        "sameAs": "https://www.imdb.com/title/tt0017925/",
        "video": {"@type": "VideoObject", "expires": "2026-11-27T12:00:00Z", "regionsAllowed": "FR"},
    }
    body = f'<script type="application/ld+json">{json.dumps(told)}</script>'.encode()
    status = 200

    def ask(question: Ask) -> Reply:
        return Reply(question.url, status, {"content-type": "text/html"}, body, len(body))

    walking.plan(
        "broadcaster-pages", Wish(kind="channel", what=page), every=timedelta(hours=24), by=Actor.system("test")
    )
    walk(ask)  # type: ignore[arg-type]  # it answers as a provider does
    link = WatchLink.objects.get()
    assert (link.offer, link.basis, link.countries_allowed, link.title) == ("catch_up", "provider", ["FR"], film)
    places = [("FR", NOW), ("DE", NOW), ("FR", NOW + timedelta(days=1))]
    assert [bool(title_links(Visitor("en", "en", place, at), film.pk).shown) for place, at in places] == [
        True,
        False,
        False,
    ]
    status = 404
    for day in (1, 2):
        now(NOW + timedelta(days=day))
        walk(ask)  # type: ignore[arg-type]
    link.refresh_from_db()
    assert link.closes_at == NOW + timedelta(days=1)  # when its window closed, not when it was missed
    assert Candidate.objects.get().reason == "gone-at-source"


def test_a_feed_that_was_not_written_anew_is_no_second_feed_and_nothing_of_it_is_missed(
    now: Any, feed: Provider
) -> None:
    feed.films = tuple(range(1, 10))
    walk(feed)
    now(NOW + timedelta(days=1))
    feed.films = feed.films[1:]
    walk(feed)
    missed = set(Candidate.objects.filter(missed=1).values_list("item", flat=True))
    assert missed

    def old(ask: Ask) -> Reply:
        told = clock.now()
        now(NOW + timedelta(days=1))  # when it was written
        reply = feed(ask)
        now(told)
        return reply

    for day in (2, 3):
        now(NOW + timedelta(days=day))
        walk(old)  # type: ignore[arg-type]  # it answers as a provider does
        assert set(Candidate.objects.filter(missed=1).values_list("item", flat=True)) == missed
        assert not Candidate.objects.filter(state="gone").exists()
    now(NOW + timedelta(days=4))
    walk(feed)
    assert set(Candidate.objects.filter(state="gone").values_list("item", flat=True)) == missed
