"""What connectors of link sources read from replies: documented shapes with our own values, and real replies."""

import gzip
import json
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allostream.connectors.archive import ARCHIVE
from allostream.connectors.archive.client import playable, query_of, seconds_of
from allostream.connectors.candidates import Candidate, SourceTrouble, Told, Wish, Work
from allostream.connectors.commons import COMMONS
from allostream.connectors.mediaccc import MEDIACCC
from allostream.connectors.peertube import PEERTUBE
from allostream.connectors.sepia import SEPIA
from allostream.connectors.spoken import tags_of
from allostream.hosts.identity import identify
from allostream.lib.exchange import Name
from allostream.net.asking import Reply
from allostream.rights.origin.facts import Presence
from allostream.rights.origin.judging import Work as Judged
from allostream.rights.origin.judging import judge
from allostream.rights.origin.readers import mediaccc
from allostream.rights.origin.signs import Code

UUID = "00000000-0000-4000-8000-000000000001"


def answering(**replies):
    """Something to ask that knows these replies by the end of a path; anything else fails the test."""

    def ask(question):
        asked.append(question.url)
        path = urlsplit(question.url).path
        found = next((body for end, body in replies.items() if path.endswith(end)), None)
        assert found is not None, f"nothing is recorded for {question.url}"
        status, body = found if isinstance(found, tuple) else (200, found)
        content = json.dumps(body).encode()
        return Reply(question.url, status, {"content-type": "application/json"}, content, len(content))

    asked = []
    ask.asked = asked
    return ask


def test_the_archive_s_search_is_read_whether_fields_are_texts_or_lists():
    items = [
        {"identifier": "general", "title": ["The General"], "year": 1926, "runtime": "1:18:56", "language": ["eng"],
         "collection": "prelinger", "licenseurl": "http://creativecommons.org/publicdomain/mark/1.0/",
         "external-identifier": "urn:imdb:tt0017925", "uploader": "somebody@example.org"},
        {"identifier": "kept", "title": "Kept", "access-restricted-item": "true"},
        {"identifier": "hidden", "title": "Hidden", "noindex": "true"},
        {"title": "Nameless"},
    ]  # fmt: skip
    ask = answering(scrape={"items": items, "count": 4, "total": 9, "cursor": "abc"})
    page = ARCHIVE.page(Wish(kind="channel", what="prelinger"), "xyz", ask)
    [found] = page.found
    one = found.candidate
    assert (page.cursor, page.total, page.is_whole) == ("abc", 9, True)
    assert (one.item, one.work.year, one.work.minutes, one.audio) == ("general", 1926, 78.9, ("en",))
    assert one.work.identifiers == {"imdb": ("tt0017925",)}
    assert one.channels == ("prelinger",)
    assert "example.org" not in str(one)
    asked = parse_qs(urlsplit(ask.asked[0]).query)
    assert asked["cursor"] == ["xyz"]
    assert "count" not in asked
    assert ARCHIVE.page(Wish(), "", answering(scrape={"items": [], "total": 0})).cursor == ""
    with pytest.raises(SourceTrouble, match="no list"):
        ARCHIVE.page(Wish(), "", answering(scrape={"error": "bad query"}))
    with pytest.raises(SourceTrouble) as trouble:
        ARCHIVE.page(Wish(), "", answering(scrape=(400, {})))
    assert trouble.value.permanent


def test_a_work_is_asked_for_by_identifier_or_by_name_and_year():
    work = Work(names=(Name(text='The "General"'),), year=1926, identifiers={"imdb": ("tt0017925",)})
    said = query_of(Wish(kind="work", work=work))
    assert 'external-identifier:"urn:imdb:tt0017925"' in said
    assert 'title:"The  General"' in said
    with pytest.raises(SourceTrouble):
        query_of(Wish(kind="work"))


def test_an_item_of_the_archive_tells_files_languages_and_subtitles():
    reply = {
        "metadata": {"identifier": "general", "title": "The General", "language": "French", "collection": ["nasa"],
                     "licenseurl": ["https://creativecommons.org/licenses/by/4.0/"]},
        "files": [
            {"name": "general.fr.srt", "format": "SubRip", "source": "original"},
            {"name": "general.en.vtt", "format": "Web Video Text Tracks", "source": "derivative"},
            {"name": "secret.srt", "format": "SubRip", "private": "true"},
            {"name": "general.mov", "format": "QuickTime", "source": "original"},
            {"name": "general.webm", "format": "WebM", "source": "original"},
            {"name": "general.mp4", "format": "h.264", "source": "derivative", "length": "4736.5"},
        ],
    }  # fmt: skip
    ask = answering(general=reply)
    told = ARCHIVE.copy("ia:general/general.mp4", "https://archive.org/details/general/general.mp4", ask)
    assert ask.asked == ["https://archive.org/metadata/general"]
    [found] = ARCHIVE.page(Wish(), "", answering(scrape={"items": [{"identifier": "general"}]})).found
    one = ARCHIVE.completed(found.candidate, told)
    assert (one.audio, one.subtitles, one.work.names[0].text) == (("fr",), ("fr", "en"), "The General")
    assert [(text.format, text.by_machine, text.basis) for text in one.text_files] == [
        ("srt", False, "listed-by-host"), ("vtt", True, "listed-by-host"),
    ]  # fmt: skip
    assert one.text_files[0].address == "https://archive.org/download/general/general.fr.srt"
    assert playable(reply["files"]) == ("general.mp4", "general.webm")
    assert ARCHIVE.copy("ia:gone", "", answering(gone={})).reply == {}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("5765.43", 5765.43), ("1:36:05", 5765.0), ("96 min", 5760.0), ("about an hour", None), ("", None), ("0", None)],
)
def test_lengths_are_read_as_uploaders_write_them(text, seconds):
    assert seconds_of(text) == seconds


def test_languages_are_read_by_code_or_name_and_never_guessed():
    assert tags_of(["eng; French", "Klingon", "silent", "fr"]) == ("en", "fr", "zxx")


def video(**values):
    facts = {
        "uuid": UUID, "name": "Sintel", "duration": 888, "licence": {"id": 1, "label": "Attribution"},
        "language": {"id": "en"}, "privacy": {"id": 1}, "state": {"id": 1}, "nsfw": False, "isLive": False,
        "isLocal": True, "channel": {"name": "blender", "host": "video.example.org"},
        "account": {"name": "studio", "displayName": "The studio", "host": "video.example.org"},
        "files": [{"torrentUrl": "https://video.example.org/x.torrent", "magnetUri": "magnet:?x"}],
    }  # fmt: skip
    return {**facts, **values}


@pytest.mark.parametrize(
    "values",
    [
        {"privacy": {"id": 2}}, {"state": {"id": 2}}, {"isLive": True}, {"nsfw": True}, {"isLocal": False},
        {"channel": {"name": "blender", "host": "mirror.example"}}, {"blacklisted": True}, {"uuid": "../x"},
    ],
)  # fmt: skip
def test_only_an_instance_s_own_public_videos_are_candidates(values):
    ask = answering(videos={"total": 1, "data": [video(**values)]})
    assert PEERTUBE.page(Wish(kind="channel", what="video.example.org"), "", ask).found == ()


def test_a_channel_of_peertube_is_walked_through_page_by_page():
    ask = answering(videos={"total": 51, "data": [video()] * 50})
    page = PEERTUBE.page(Wish(kind="channel", what="blender@video.example.org"), "", ask)
    assert page.cursor == "50"
    one = page.found[0].candidate
    assert one.address == f"https://video.example.org/videos/watch/{UUID}"
    assert one.channels == ("blender@video.example.org", "studio@video.example.org", "video.example.org")
    assert (one.form, one.seconds, one.work.year) == ("embed", 888.0, None)
    assert "magnet" not in str(one)
    assert "torrent" not in str(one)
    last = answering(videos={"total": 51, "data": [video()]})
    assert PEERTUBE.page(Wish(kind="channel", what="blender@video.example.org"), "50", last).cursor == ""
    for bad in ("", "@video.example.org", "x@http://other/", "a b"):
        with pytest.raises(SourceTrouble, match="Name a channel"):
            PEERTUBE.page(Wish(kind="channel", what=bad), "", ask)


def test_a_video_tells_its_captions_and_whether_it_may_be_framed():
    captions = {"total": 1, "data": [
        {"language": {"id": "fr"}, "automaticallyGenerated": True, "captionPath": "/lazy-static/fr.vtt"},
    ]}  # fmt: skip
    ask = answering(**{UUID: video(embedPrivacyPolicy={"id": 4}), "captions": captions})
    told = PEERTUBE.copy(f"pt:{UUID}", f"https://video.example.org/w/{UUID}", ask)
    listed = answering(videos={"total": 1, "data": [video()]})
    [found] = PEERTUBE.page(Wish(kind="channel", what="video.example.org"), "", listed).found
    one = PEERTUBE.completed(found.candidate, told)
    assert (one.form, one.subtitles) == ("page", ("fr",))
    assert one.text_files[0].address == "https://video.example.org/lazy-static/fr.vtt"
    assert one.text_files[0].by_machine
    gone = PEERTUBE.copy(f"pt:{UUID}", f"https://video.example.org/w/{UUID}", answering(**{UUID: (404, {})}))
    assert gone.reply == {}


def test_of_sepia_search_only_which_videos_there_are_is_kept():
    row = video(url=f"https://video.example.org/w/{UUID}", description="Much more")
    mirror = video(url=f"https://mirror.example/w/{UUID}")
    ask = answering(videos={"total": 2, "data": [row, mirror]})
    [found] = SEPIA.page(Wish(kind="query", what="sintel"), "", ask).found
    assert found.candidate.work == Work()
    assert found.candidate.title == ""
    assert found.candidate.channels == ("blender@video.example.org", "video.example.org")
    with pytest.raises(SourceTrouble):
        SEPIA.page(Wish(kind="work"), "", ask)


def test_files_of_commons_are_read_with_licence_length_and_subtitles():
    file = {
        "title": "File:The General (1926).webm",
        "imageinfo": [{"duration": 4736.5, "extmetadata": {
            "LicenseShortName": {"value": "<a href='x'>Public domain</a>"}, "Artist": {"value": "Somebody"},
        }}],
        "videoinfo": [{"timedtext": [
            {"src": "https://commons.wikimedia.org/w/api.php?action=timedtext&trackformat=vtt", "srclang": "fr"},
            {"src": "javascript:vtt", "srclang": "en"},
        ]}],
    }  # fmt: skip
    gone = {"title": "File:Gone.webm", "missing": True}
    ask = answering(**{"api.php": {"continue": {"gsroffset": 50}, "query": {"pages": [file, gone]}}})
    page = COMMONS.page(Wish(kind="query", what="general"), "", ask)
    [found] = page.found
    one = found.candidate
    assert (page.cursor, one.work.names[0].text, one.work.year, one.work.minutes) == ("50", "The General", 1926, 78.9)
    assert one.address == "https://commons.wikimedia.org/wiki/File:The_General_%281926%29.webm"
    assert [said.value for said in one.statements] == ["Public domain"]
    told = COMMONS.copy("commons:x", one.address, answering(**{"api.php": {"query": {"pages": [file]}}}))
    whole = COMMONS.completed(one, told)
    assert (whole.subtitles, len(whole.text_files)) == (("fr",), 1)
    for trouble in (lambda: COMMONS.page(Wish(), "", ask), lambda: COMMONS.copy("x", "https://x.example/", ask)):
        with pytest.raises(SourceTrouble):
            trouble()
    with pytest.raises(SourceTrouble, match="busy"):
        COMMONS.copy("commons:x", one.address, answering(**{"api.php": {"error": {"code": "maxlag"}}}))


@pytest.fixture
def real(reference_data):
    """Real replies of PeerTube and media.ccc.de by address."""
    file = reference_data / "watchable" / "peertube_and_mediaccc_api_responses_dev.jsonl.gz"
    with gzip.open(file) as lines:
        rows = [json.loads(line) for line in lines]
    return {row["url"]: row["body"] for row in rows if row["status"] == 200}


def test_real_replies_of_peertube_are_read(real):
    lists = {url: body for url, body in real.items() if "/api/v1/video-channels/" in url and "/videos?" in url}
    videos = {url: body for url, body in real.items() if url.rpartition("/")[0].endswith("/api/v1/videos")}
    assert lists
    assert videos
    for url, body in lists.items():
        # A mirror answers for another instance's channel: nothing of it is taken.
        ask = answering(videos=body)
        host = urlsplit(url).netloc
        assert PEERTUBE.page(Wish(kind="channel", what=f"lqdn_channel@{host}"), "", ask).found == ()
        home = {**body, "data": [{**row, "isLocal": True} for row in body["data"]]}
        page = PEERTUBE.page(Wish(kind="channel", what="lqdn_channel@video.lqdn.fr"), "", answering(videos=home))
        assert len(page.found) == len(body["data"])
        assert all(one.candidate.channels[-1] == "video.lqdn.fr" for one in page.found)
    for url, body in videos.items():
        own = urlsplit(body["url"]).netloc
        told = PEERTUBE.copy(
            f"pt:{body['uuid']}", body["url"], answering(**{body["uuid"]: body, "captions": {"total": 0, "data": []}})
        )  # fmt: skip
        assert told.reply["uuid"] == body["uuid"]
        assert (own == urlsplit(url).netloc) is body["isLocal"]


def test_real_replies_of_media_ccc_de_are_read(real):
    home = "https://api.media.ccc.de/public"
    whole = real[f"{home}/conferences/36c3"]
    page = MEDIACCC.page(Wish(kind="channel", what="36c3"), "", answering(**{"36c3": whole}))
    assert len(page.found) == len(whole["events"])
    assert page.found[0].candidate.audio == ("de",)
    talk = real[f"{home}/events/36c3-10565-what_s_left_for_private_messaging"]
    [own] = [one.candidate for one in page.found if one.candidate.item == talk["guid"]]
    seen = identify(own.address)
    assert (seen.host, seen.kind) == ("media-ccc", "video")
    assert seen.embed_url == f"{own.address}/oembed"
    whole = MEDIACCC.completed(own, MEDIACCC.copy(seen.content_key, own.address, answering(**{talk["slug"]: talk})))
    assert (whole.audio, whole.subtitles) == (("en", "de", "fr"), ("en",))
    assert [(one.format, one.language, one.statement) for one in whole.text_files] == [("srt", "en", "")]
    assert (whole.uploader, whole.channels, whole.work.makers) == (
        "36C3: Resource Exhaustion", ("36c3",), ("Will Scott",)
    )  # fmt: skip
    assert MEDIACCC.completed(own, MEDIACCC.copy(seen.content_key, "", answering(**{talk["slug"]: (404, {})}))) == own
    with pytest.raises(SourceTrouble):
        MEDIACCC.copy("mediaccc:c:36c3", "https://media.ccc.de/c/36c3", answering())


@settings(max_examples=30)
@given(names=st.sets(st.sampled_from(["36c3", "25c3", "gpn23", "Panoptische _Prinzip", "a", "z9", "ä"])))
def test_a_walk_through_media_ccc_de_meets_every_conference_once(names):
    """However many there are, and although one of those that were read goes meanwhile."""
    rows = [{"acronym": name} for name in names]
    met, cursor, steps = [], "", 0
    while not steps or cursor:
        replies = {quote(name, safe=""): {"events": []} for name in names}
        ask = answering(conferences={"conferences": rows}, **replies)
        cursor, steps = MEDIACCC.page(Wish(), cursor, ask).cursor, steps + 1
        met += [unquote(url.rpartition("/")[2]) for url in ask.asked if not url.endswith("/conferences")]
        rows = [row for row in rows if row["acronym"] != cursor]
    assert met == sorted(names)


def test_a_licence_that_media_ccc_de_names_is_told_as_a_claim():
    event = {
        "guid": "g", "slug": "talk", "title": "A talk", "length": 60, "release_date": "2026-01-02",
        "license": "CC BY 4.0",
        "frontend_link": "https://media.ccc.de/v/talk", "date": "2026-01-01T10:00:00+01:00",
        "conference_url": "https://api.media.ccc.de/public/conferences/gpn23", "conference_title": "GPN23",
        "recordings": [{"mime_type": "audio/opus", "filename": "talk.opus", "license": "CC BY 4.0"}],
    }  # fmt: skip
    one = MEDIACCC.completed(Candidate(item="g", address=event["frontend_link"]), Told(event))
    assert [(said.field, said.value) for said in one.statements] == [("license", "CC BY 4.0")]
    facts = mediaccc.read(event, "talk", b"a secret of sixteen bytes or more")
    assert [claim.value for claim in facts.claims] == ["CC BY 4.0"]
    assert (facts.uploader.key, facts.uploader.name, facts.item) == ("gpn23", "GPN23", "talk")
    assert Code.SOUND_ONLY in {sign.code for sign in judge(facts, Judged(names=("A talk",))).signs}
    assert mediaccc.read({}, "talk", b"").presence is Presence.GONE
