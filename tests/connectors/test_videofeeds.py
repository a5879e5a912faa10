"""What is read from lists of videos: sitemaps, RSS with media, Atom, and JSON-LD, in their documented shapes."""

import gzip
from datetime import UTC, datetime

import pytest

from allostream.connectors.candidates import Candidate, Page, SourceTrouble, Wish
from allostream.connectors.videofeeds import VIDEO_FEEDS
from allostream.connectors.videofeeds.videos import moment, restriction
from allostream.net.asking import Ask, Purpose, Reply

HOME = "https://tv.example/sitemap.xml"
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:video="http://www.google.com/schemas/sitemap-video/1.1">
  <url><loc>https://www.tv.example/v/1</loc><video:video><video:title>The  General</video:title>
    <video:duration>4740</video:duration><video:expiration_date>2027-01-01T00:00:00+01:00</video:expiration_date>
    <video:restriction relationship="allow">FR be XX</video:restriction><video:uploader>TV</video:uploader>
    </video:video></url>
  <url><loc>https://tv.example/v/2</loc><video:video><video:title>Paid</video:title>
    <video:requires_subscription>yes</video:requires_subscription>
    <video:restriction relationship="deny">US</video:restriction></video:video></url>
  <url><loc>https://tv.example/v/3</loc><video:video><video:title>Paid somewhere</video:title>
    <video:requires_subscription>yes</video:requires_subscription></video:video></url>
  <url><loc>https://tv.example/v/4</loc><video:video><video:live>yes</video:live></video:video></url>
  <url><loc>https://tv.example/v/5</loc><video:video/><video:video/></url>
  <url><loc>https://other.example/v/6</loc><video:video><video:title>Elsewhere</video:title></video:video></url>
  <url><loc>https://tv.example/about</loc></url>
</urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <sitemap><loc>https://tv.example/videos.xml.gz</loc></sitemap>
  <sitemap><loc>https://tv.example/sitemap.xml</loc></sitemap>
  <sitemap><loc>https://elsewhere.example/videos.xml</loc></sitemap></sitemapindex>"""
RSS = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/"><channel>
  <item><title>The General</title><link>https://tv.example/v/1</link><guid>g1</guid>
    <dcterms:valid>start=2026-12-01T00:00:00Z; end=2026-12-31T00:00:00Z; scheme=W3C-DTF</dcterms:valid>
    <media:group><media:content url="https://cdn.tv.example/1.mp4" type="video/mp4" duration="4740" lang="en"/>
      <media:content url="https://tv.example/1.torrent" type="application/x-bittorrent"/></media:group>
    <media:peerLink type="application/x-bittorrent" href="https://tv.example/1.torrent"/>
    <media:restriction relationship="deny" type="country">us</media:restriction>
    <media:restriction relationship="deny" type="sharing"/>
    <media:license href="https://creativecommons.org/licenses/by/4.0/"/></item>
  <item><title>Gone</title><link>https://tv.example/v/2</link>
    <media:content medium="video"/><media:status state="deleted"/></item>
  <item><title>Part</title><link>https://tv.example/v/3</link>
    <media:content medium="video" expression="sample"/></item>
  <item><title>News</title><link>https://tv.example/news</link></item></channel></rss>"""
CHANNEL = "https://www.youtube.com/feeds/videos.xml?channel_id=UC000"
ATOM = """<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"
    xmlns="http://www.w3.org/2005/Atom"><entry><id>yt:video:00000000000</id><yt:videoId>00000000000</yt:videoId>
    <yt:channelId>UC000</yt:channelId><title>Big Buck Bunny</title>
    <link rel="alternate" href="https://www.youtube.com/watch?v=00000000000"/><author><name>Blender</name></author>
    <media:group><media:content url="https://www.youtube.com/v/00000000000" type="application/x-shockwave-flash"/>
    </media:group></entry></feed>"""
HTML = """<html><script type="application/ld+json">{"@context": "https://schema.org", "@type": "VideoObject",
    "name": "The General", "duration": "PT1H19M", "regionsAllowed": "FR,BE", "expires": "2027-01-01",
    "isAccessibleForFree": %s, "license": "https://creativecommons.org/publicdomain/zero/1.0/"}</script></html>"""


def walked(body: str | bytes, what: str = HOME, cursor: str = "", kind: str = "application/xml") -> Page:
    def ask(question: Ask) -> Reply:
        assert question.purpose is Purpose.PAGE
        content = body.encode() if isinstance(body, str) else body
        return Reply(question.url, 200, {"content-type": kind}, content, len(content))

    return VIDEO_FEEDS.page(Wish(kind="channel", what=what), cursor, ask)


def found(page: Page) -> list[Candidate]:
    return [one.candidate for one in page.found]


def test_a_video_sitemap_is_read_with_countries_window_and_costs() -> None:
    free, paid = found(walked(SITEMAP))
    assert (free.address, free.title, free.work.minutes) == ("https://www.tv.example/v/1", "The General", 79)
    assert (free.countries_allowed, free.closes) == (("FR", "BE"), datetime(2026, 12, 31, 23, tzinfo=UTC))
    assert (free.offer, free.basis, free.uploader) == ("free_open", "work", "TV")
    assert (paid.offer, paid.basis, paid.countries_excluded) == ("subscription", "provider", ("US",))


def test_an_index_is_walked_through_within_its_site() -> None:
    page = walked(INDEX)
    assert (page.found, page.cursor) == ((), '["https://tv.example/videos.xml.gz"]')
    last = walked(gzip.compress(SITEMAP.encode()), cursor=page.cursor)
    assert (len(last.found), last.cursor, last.is_whole) == (2, "", True)


def test_rss_is_read_with_its_window_and_without_torrents() -> None:
    page = walked(RSS)
    whole, part = found(page)
    assert (whole.item, whole.address, whole.audio, whole.seconds) == ("g1", "https://tv.example/v/1", ("en",), 4740)
    assert (whole.opens, whole.closes) == (
        datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    )  # fmt: skip
    assert (whole.countries_excluded, whole.statements[0].value[-4:]) == (("US",), "4.0/")
    assert (part.role, page.is_whole) == ("excerpt", False)
    assert "torrent" not in str(page)


def test_the_feed_of_a_channel_of_youtube_needs_no_key() -> None:
    [one] = found(walked(ATOM, CHANNEL))
    assert (one.address, one.channels) == ("https://www.youtube.com/watch?v=00000000000", ("UC000",))
    assert (one.region_known, one.uploader) == (False, "Blender")


def test_a_page_is_read_where_it_describes_one_video() -> None:
    [one] = found(walked(HTML % "true", "https://tv.example/v/1", kind="text/html"))
    assert (one.address, one.seconds, one.countries_allowed) == ("https://tv.example/v/1", 4740, ("FR", "BE"))
    assert (one.offer, one.statements[0].field) == ("free_open", "license")
    [paid] = found(walked(HTML % "false", "https://tv.example/v/1", kind="text/html"))
    assert (paid.offer, paid.basis) == ("subscription", "provider")


@pytest.mark.parametrize(
    "body", ["<html/>", "no", "<!DOCTYPE a [<!ENTITY b 'c'>]><rss/>", b"\x1f\x8bno", "<sitemapindex", "\0"]
)
def test_what_is_no_list_is_told(body: str | bytes) -> None:
    with pytest.raises(SourceTrouble, match="cannot be read"):
        walked(body)


def test_countries_that_are_unknown_allow_nothing() -> None:
    assert restriction([("allow", "XX")]) == ((), None)
    assert restriction([("deny", "XX")]) == ((), ())
    assert restriction([("", "FR")]) == ((), None)
    assert restriction([("deny", "us, CA;mx US-CA"), ("", " ")]) == (None, ("US", "CA", "MX"))
    assert restriction([("allow", "FR US"), ("deny", "us")]) == (("FR",), ("US",))
    assert restriction([]) == (None, None)
    assert moment("Thu, 01 Jan 2026 00:00:00 GMT") == datetime(2026, 1, 1, tzinfo=UTC)
    assert moment("soon") is None


@pytest.mark.parametrize(
    ("space", "space_of_videos", "prefix"),
    [
        ("http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap-video/1.1", "s"),
        ("https://www.sitemaps.org/schemas/sitemap/0.9/", "https://www.google.com/schemas/sitemap-video/1.0", ""),
        ("http://www.google.com/schemas/sitemap/0.84", "http://www.google.com/schemas/sitemap-video/1.1/", ""),
        ("", "http://www.google.com/schemas/sitemap-video/1.1", ""),
    ],
)
def test_a_sitemap_is_known_by_what_its_names_mean_however_they_are_written(
    space: str, space_of_videos: str, prefix: str
) -> None:
    spaces = f'xmlns{":" if prefix else ""}{prefix}="{space}" xmlns:v="{space_of_videos}"'
    prefix = f"{prefix}:" if prefix else ""
    sitemap = f"""\ufeff
        <?xml version="1.0"?><{prefix}urlset {spaces}><{prefix}url><{prefix}loc>https://tv.example/v/1</{prefix}loc>
        <v:video><v:title><![CDATA[Tom & Jerry]]></v:title></v:video></{prefix}url></{prefix}urlset>"""
    [one] = found(walked(sitemap, kind="text/html; charset=utf-8"))
    assert (one.address, one.title) == ("https://tv.example/v/1", "Tom & Jerry")


def test_a_feed_is_read_despite_the_slips_of_programs() -> None:
    feed = """
        <?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
        xml:base="/shows/"><channel>
        <item><title>Le café & l’été&nbsp;: 1</title><link>../v/1?a=1&b=2</link><media:content medium="video"/></item>
        <item><title>Two</title><guid>https://tv.example/v/2</guid><enclosure url="/2.mp4" type="video/mp4"/></item>
        <item><title>Three</title><guid isPermaLink="false">/v/3</guid><enclosure url="/3.mp4" type="video/mp4"/></item>
        <item><title>Four</title><link>https://[tv</link><media:content medium="video"/></item>
        <item><title>Sound</title><link>/v/5</link><enclosure url="/5.mp3" type="audio/mpeg"/></item>
        </channel></rss>"""
    for body in (feed.encode(), feed.encode("cp1252"), b"\xef\xbb\xbf" + feed.encode(), feed.encode("utf-16")):
        first, second = found(walked(body, kind="text/html"))
        assert (first.title, first.address) == ("Le café & l’été : 1", "https://tv.example/v/1?a=1&b=2")
        assert (second.title, second.address) == ("Two", "https://tv.example/v/2")


def test_titles_of_atom_lose_their_markup() -> None:
    entry = ATOM.replace("<title>Big Buck Bunny</title>", '<title type="%s">%s</title>')
    by_type = {
        "html": "&lt;b&gt;Big&lt;/b&gt; Buck &amp;amp; Bunny", "text": "Big Buck &amp; Bunny",
        "xhtml": '<div xmlns="http://www.w3.org/1999/xhtml"><b>Big</b> Buck &amp; Bunny</div>',
    }  # fmt: skip
    for kind, title in by_type.items():
        [one] = found(walked(entry % (kind, title), CHANNEL))
        assert one.title == "Big Buck & Bunny"


SCRIPT = '<script type="application/ld+json">%s</script>'
VIDEO = '{"@type": "VideoObject", "name": "The General", "description": "A line\nand another"}'


@pytest.mark.parametrize(
    "html",
    [
        SCRIPT % '{"@type": "BreadcrumbList",}' + SCRIPT % VIDEO,
        SCRIPT % VIDEO + SCRIPT % "",
        SCRIPT % f"<!-- {VIDEO} -->",
        SCRIPT % f"\n//<![CDATA[\n{VIDEO}\n//]]>\n",
        SCRIPT % f"/*<![CDATA[*/ {VIDEO} /*]]>*/",
        SCRIPT.replace("+json", '+JSON; charset="utf-8"').replace('"', "'", 1).replace('">', "'>") % VIDEO,
        SCRIPT % f'[[{{"@context": "https://schema.org", "@graph": [{VIDEO}]}}]]',
        "\ufeff\n" + VIDEO,
    ],
)
def test_what_a_page_describes_is_read_however_its_script_is_wrapped(html: str) -> None:
    [one] = found(walked(html, "https://tv.example/v/1", kind="text/html"))
    assert one.title == "The General"


def test_a_page_whose_scripts_all_have_a_slip_is_told() -> None:
    with pytest.raises(SourceTrouble, match="cannot be read"):
        walked(SCRIPT % "{no}" + SCRIPT % "[", "https://tv.example/v/1", kind="text/html")


def test_countries_are_told_apart_however_they_are_parted_and_no_password_is_passed_on() -> None:
    feed = RSS.replace(">us<", ">us,ca<").replace("search.yahoo.com/mrss/", "search.yahoo.com/mrss")
    assert found(walked(feed))[0].countries_excluded == ("US", "CA")
    unclear = SITEMAP.replace('relationship="allow"', "")
    assert [one.title for one in found(walked(unclear))] == ["Paid"]
    named = SITEMAP.replace("https://www.tv.example", "https://user:word@www.tv.example")
    assert [one.title for one in found(walked(named))] == ["Paid"]


def test_a_page_that_keeps_out_whom_nobody_can_tell_is_offered_nowhere() -> None:
    script = SCRIPT % VIDEO.replace("{", '{"ineligibleRegion": "%s", ', 1)
    assert found(walked(script % "USA", "https://tv.example/v/1", kind="text/html")) == []
    [one] = found(walked(script % "US", "https://tv.example/v/1", kind="text/html"))
    assert one.countries_excluded == ("US",)


def test_what_templates_write_as_html_in_json_is_read_as_meant() -> None:
    script = SCRIPT % VIDEO.replace("The General", "Tom &amp; Jerry&#39;s R&D &nosuch; &lt;3")
    [one] = found(walked(script.replace("}</", "};</"), "https://tv.example/v/1", kind="text/html"))
    assert one.title == "Tom & Jerry's R&D &nosuch; <3"
