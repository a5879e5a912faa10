"""What is read from pages of broadcasters: schema.org in the shapes that they use, and what is left alone."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.connectors.broadcasters import BroadcasterPages, Home
from allostream.connectors.broadcasters.client import MOST_PAGES
from allostream.connectors.broadcasters.pages import further_in, offers_in
from allostream.connectors.candidates import Candidate, Part, SourceTrouble, Wish
from allostream.hosts.identity import identify
from allostream.net.asking import Ask, Purpose, Reply

PAGE = "https://www.arte.tv/fr/videos/012345-000-A/le-mecano-de-la-general/"
VIDEO = {
    "@context": "https://schema.org",
    "@type": "VideoObject",
    "name": "Le Mécano de la General",
    "duration": "PT1H18M30S",
    "uploadDate": "2026-11-01",
    "expires": "2026-12-31T23:59:00+01:00",
    "regionsAllowed": "FR, DE, XX",
    "inLanguage": "fr",
    "embedUrl": "https://www.arte.tv/embeds/fr/012345-000-A",
    "isAccessibleForFree": True,
    "caption": [
        {"@type": "MediaObject", "contentUrl": "https://cdn.arte.tv/1.vtt", "inLanguage": "fr"},
        {"@type": "MediaObject", "contentUrl": "https://cdn.arte.tv/1.pdf"},
        "a caption under the picture",
    ],
}
FILM = {
    "@type": "Movie",
    "@id": "#film",
    "name": "Le Mécano de la General",
    "director": {"@type": "Person", "name": "Buster Keaton"},
    "datePublished": "1926",
    "sameAs": "https://www.imdb.com/title/tt0017925/",
    "video": VIDEO,
    "trailer": {**VIDEO, "name": "Bande-annonce"},
}
EPISODE = {
    "@type": "TVEpisode",
    "name": "Beyrouth",
    "episodeNumber": 1,
    "partOfSeason": {"@type": "TVSeason", "seasonNumber": 1},
    "partOfSeries": {"@type": "TVSeries", "name": "360° Reportage"},
    "video": {**VIDEO, "name": "Beyrouth"},
}


def html(*things: Any, head: str = "") -> str:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in things)
    return f"<!doctype html><html><head>{head}</head><body>{scripts}</body></html>"


def home(address: str) -> Home | None:
    return Home("arte", ("FR", "DE")) if identify(address).host == "arte" else None


class Site:
    """A site that serves these pages, and knows what it was asked."""

    def __init__(self, pages: Mapping[str, str | tuple[int, str]], kind: str = "text/html", **headers: str) -> None:
        self.pages, self.asked = pages, []
        self.headers = {"content-type": kind, **headers}

    def __call__(self, ask: Ask) -> Reply:
        assert ask.purpose is Purpose.PAGE  # robots.txt is asked first
        self.asked.append(ask.url)
        found = self.pages[ask.url]
        status, body = found if isinstance(found, tuple) else (200, found)
        return Reply(ask.url, status, self.headers, body.encode(), len(body))


def walked(site: Site, what: str) -> list[Candidate]:
    found, cursor = [], ""
    while True:
        page = BroadcasterPages(home).page(Wish(kind="channel", what=what), cursor, site)
        found += [one.candidate for one in page.found]
        cursor = page.cursor
        if not cursor:
            return found


def one_of(*things: Any, **headers: str) -> list[Candidate]:
    return walked(Site({PAGE: html(*things)}, **headers), PAGE)


def test_a_film_is_read_with_its_work_window_countries_player_and_subtitles() -> None:
    [one] = one_of({"@type": "BreadcrumbList", "itemListElement": [{"item": "https://www.arte.tv/fr/"}]}, FILM)
    assert (one.address, one.offer, one.basis, one.form) == (PAGE, "catch_up", "provider", "embed")
    assert (one.countries_allowed, one.region_known) == (("FR", "DE"), True)
    assert one.closes == datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    assert (one.work.kind, one.work.year, one.work.makers) == ("film", 1926, ("Buster Keaton",))
    assert one.work.identifiers == {"imdb": ("tt0017925",)}
    assert (one.title, one.audio) == ("Le Mécano de la General", ("fr",))
    assert [(file.address, file.language, file.format) for file in one.text_files] == [
        ("https://cdn.arte.tv/1.vtt", "fr", "vtt")
    ]


def test_an_episode_is_a_part_of_its_series_and_without_numbers_a_person_has_to_look() -> None:
    [one] = one_of(EPISODE)
    assert (one.work.kind, one.work.names[0].text, one.part) == ("series", "360° Reportage", Part(season=1, episode=1))
    [bare] = one_of({**EPISODE, "partOfSeason": None})
    assert (bare.work.kind, bare.work.names[0].text, bare.part) == ("", "Beyrouth", None)


def test_terms_of_a_watch_action_are_those_of_a_feed_and_regions_fall_back_on_what_the_host_serves() -> None:
    terms = [
        {"category": "rental", "expectsAcceptanceOf": {"price": "2.99", "priceCurrency": "EUR"}},
        {"category": "subscription", "eligibleRegion": "BE", "requiresSubscription": {"name": "Plus"}},
    ]
    action = {"@type": "WatchAction", "target": PAGE, "actionAccessibilityRequirement": terms}
    found = one_of({**FILM, "potentialAction": action})
    assert [(one.offer, one.countries_allowed, one.price, one.tier) for one in found] == [
        ("subscription", ("BE",), None, "Plus"),
        ("rent", ("FR", "DE"), Decimal("2.99"), ""),
    ]
    assert {one.region_known for one in found} == {False}
    [plain] = one_of({**FILM, "potentialAction": {"@type": "WatchAction", "target": PAGE}})
    assert plain.offer == "catch_up"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, [("catch_up", ("FR", "DE"))]),
        ({"expires": None}, [("free_open", ("FR", "DE"))]),
        ({"regionsAllowed": None, "expires": None}, [("free_open", ("FR", "DE"))]),
        ({"regionsAllowed": "nowhere"}, []),
        ({"ineligibleRegion": "DE"}, [("catch_up", ("FR",))]),
        ({"isAccessibleForFree": "False"}, []),
        ({"requiresSubscription": True}, [("subscription", ("FR", "DE"))]),
        ({"name": "Le Mécano, bande-annonce"}, []),
        ({"publication": {"@type": "BroadcastEvent", "isLiveBroadcast": True}}, []),
        ({"expires": "soon"}, []),
    ],
)
def test_a_video_alone_is_offered_as_its_page_says(change: Any, expected: Any) -> None:
    assert [(one.offer, one.countries_allowed) for one in one_of({**VIDEO, **change})] == expected


def test_the_window_of_a_publication_on_demand_counts_and_that_of_a_broadcast_does_not() -> None:
    on_demand = {"@type": "OnDemandEvent", "startDate": "2026-12-01T00:00:00Z", "endDate": "2026-12-24T00:00:00Z"}
    on_air = {"@type": "BroadcastEvent", "startDate": "2026-11-30T20:00:00Z", "endDate": "2026-11-30T22:00:00Z"}
    [one] = one_of({**VIDEO, "expires": None, "publication": [on_air, on_demand]})
    assert (one.opens, one.closes) == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 24, tzinfo=UTC))


def test_pages_that_ask_not_to_be_kept_or_describe_several_things_give_nothing() -> None:
    assert one_of(VIDEO, {**VIDEO, "name": "Another"}) == []
    assert one_of(FILM, {**FILM, "name": "Another"}) == []
    assert one_of({"@type": "WebSite", "name": "ARTE"}) == []
    assert one_of(VIDEO, **{"x-robots-tag": "nofollow, noindex"}) == []
    assert one_of(VIDEO, **{"tdm-reservation": "1"}) == []
    assert len(one_of(VIDEO, **{"x-robots-tag": "max-image-preview:none"})) == 1
    assert len(one_of(VIDEO, **{"x-robots-tag": "otherbot: nofollow, noindex"})) == 1
    for meta, count in (
        ('name="robots" content="noai, follow"', 0),
        ('content="noindex" name="Robots"', 0),
        ('name="tdm-reservation" content="1"', 0),
        ('name="otherbot" content="none"', 1),
        ('name="robots" content="index"', 1),
    ):
        assert len(walked(Site({PAGE: html(VIDEO, head=f"<meta {meta}>")}), PAGE)) == count, meta
    listing = html(
        {"@type": "ItemList", "itemListElement": [{"url": PAGE}]}, head='<meta name="robots" content="nofollow">'
    )
    assert walked(Site({f"{PAGE}list": listing}), f"{PAGE}list") == []


def test_lists_and_sitemaps_lead_to_pages_of_the_same_host_each_read_once() -> None:
    listing, second = "https://www.arte.tv/fr/films/", PAGE.replace("012345", "012346")
    items = [
        {"@type": "ListItem", "url": PAGE},
        {"item": {"@id": second}},
        {"url": "https://tv.example/1"},
        {"url": listing},
    ]
    pages = {
        listing: html({"@type": "ItemList", "itemListElement": items}),
        PAGE: html(VIDEO),
        second: (404, ""),
    }
    site = Site(pages)
    assert [one.address for one in walked(site, listing)] == [PAGE]
    assert site.asked == [listing, PAGE, second]
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{PAGE}</loc></url></urlset>'
    xml = "https://www.arte.tv/sitemap.xml"

    def ask(question: Ask) -> Reply:
        body, kind = (sitemap, "application/xml") if question.url == xml else (html(VIDEO), "text/html")
        return Reply(question.url, 200, {"content-type": kind}, body.encode(), len(body))

    assert [one.address for one in walked(ask, xml)] == [PAGE]  # type: ignore[arg-type]  # it answers, too


def test_a_list_longer_than_a_walk_is_never_read_whole_and_a_shorter_one_is() -> None:
    listing = "https://www.arte.tv/fr/films/"
    asked: list[str] = []

    def known(address: str) -> Home | None:
        asked.append(address)
        return home(address)

    for count, is_whole, room in ((300, True, 300), (600, False, MOST_PAGES - 1)):
        items = [{"@type": "ListItem", "item": {"url": PAGE.replace("012345", f"1{n:05}")}} for n in range(count)]
        site = Site({listing: html({"@type": "ItemList", "itemListElement": items})})
        asked.clear()
        first = BroadcasterPages(known).page(Wish(kind="channel", what=listing), "", site)
        left, seen = json.loads(first.cursor)
        assert (first.is_whole, len(left), seen) == (is_whole, room, [listing])
        assert len(asked) <= room + 3  # the list itself, before and after it is read
    # The last page of the longer one lists nothing, yet what it left out may be there.
    last = json.dumps((left[-1:], [listing, *left[:-1]]))
    page = BroadcasterPages(home).page(Wish(kind="channel", what=listing), last, Site({left[-1]: html(VIDEO)}))
    assert (page.cursor, page.is_whole, len(page.found)) == ("", False, 1)


@pytest.mark.parametrize(
    "what", ["https://tv.example/1", "http://www.arte.tv/", "arte", "https://archive.org/details/x"]
)
def test_only_listed_hosts_of_providers_are_asked(what: str) -> None:
    with pytest.raises(SourceTrouble, match="at a listed host") as trouble:
        walked(Site({}), what)
    assert trouble.value.permanent


def test_a_page_that_has_moved_elsewhere_gives_nothing() -> None:
    def ask(question: Ask) -> Reply:
        body = html(VIDEO).encode()
        return Reply("https://tv.example/1", 200, {"content-type": "text/html"}, body, len(body))

    assert walked(ask, PAGE) == []  # type: ignore[arg-type]


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 30)
    | st.sampled_from(["", "FR", "true", "VideoObject", PAGE, "2027-01-01", "P"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "url",
                    "name",
                    "video",
                    "expires",
                    "publication",
                    "offers",
                    "regionsAllowed",
                    "caption",
                    "duration",
                    "potentialAction",
                    "target",
                    "actionAccessibilityRequirement",
                    "partOfSeries",
                    "partOfSeason",
                    "itemListElement",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(ANY, ANY)
def test_nothing_on_a_page_breaks_the_reading(one: Any, other: Any) -> None:
    shapes = [{**FILM, "video": one}, {**VIDEO, "publication": one, "offers": other}, {**FILM, "potentialAction": one}]
    things = [thing for thing in (*shapes, one, other) if isinstance(thing, dict)]
    for thing in things:
        for found in offers_in([thing], PAGE, ("FR",), PAGE):
            assert found.address.startswith("https://www.arte.tv/")
    assert all(address.startswith("https://") for address in further_in(things, PAGE))
