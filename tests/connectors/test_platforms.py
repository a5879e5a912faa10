"""What is asked of YouTube, Vimeo and Dailymotion, and read from replies in their documented shapes."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from allostream.connectors.candidates import Candidate, SourceTrouble, Wish
from allostream.connectors.platforms import DAILYMOTION, VIMEO, YouTube
from allostream.net.asking import Ask, Reply
from allostream.rights.origin.readers import dailymotion, vimeo, youtube

SECRET = b"s" * 32
KEY = "a-key-of-the-operator"
CHANNEL = "UC" + "0" * 22
BUNNY = {
    "id": "00000000000",
    "snippet": {
        "title": "Big Buck Bunny", "channelTitle": "Blender", "channelId": CHANNEL, "defaultAudioLanguage": "en",
    },
    "status": {"privacyStatus": "public", "license": "creativeCommon", "embeddable": True, "madeForKids": False},
    "contentDetails": {"duration": "PT9M56S", "regionRestriction": {"blocked": ["DE"]}},
}  # fmt: skip
SPOKEN_FOR = Candidate(item="x", address="https://www.youtube.com/watch?v=00000000000")


def answering(*replies: tuple[str, Any], status: int = 200) -> Any:
    left = list(replies)

    def ask(question: Ask) -> Reply:
        asked.append(question)
        part, body = left.pop(0)
        assert part in question.url
        content = json.dumps(body).encode()
        return Reply(question.url, status, {}, content, len(content))

    asked: list[Ask] = []
    ask.asked = asked  # type: ignore[attr-defined]
    return ask


def test_the_uploads_of_a_channel_are_read_with_what_youtube_tells_of_each() -> None:
    rows = [{"contentDetails": {"videoId": "00000000000"}}, {"contentDetails": {"videoId": "gone0000000"}}, {}]
    listing = {"items": rows, "nextPageToken": "NEXT", "pageInfo": {"totalResults": 60}}
    ask = answering(("playlistItems", listing), ("videos", {"items": [BUNNY]}))
    page = YouTube(lambda: KEY).page(Wish(kind="channel", what=CHANNEL), "", ask)
    [found] = page.found
    one = found.candidate
    assert (page.cursor, page.total, page.requests) == ("NEXT", 60, 2)
    assert (one.item, one.seconds, one.form, one.channels) == ("00000000000", 596, "embed", (CHANNEL,))
    assert (one.countries_allowed, one.countries_excluded, one.audio) == (("*",), ("DE",), ("en",))
    assert found.told is not None
    assert youtube.read(found.told.reply, "00000000000", SECRET).claims[0].value == "creativeCommon"
    assert parse_qs(urlsplit(ask.asked[0].url).query)["playlistId"] == ["UU" + "0" * 22]
    assert all(question.headers["X-Goog-Api-Key"] == KEY and KEY not in question.url for question in ask.asked)


def test_youtube_is_not_asked_without_a_key_and_only_for_channels() -> None:
    wish = Wish(kind="channel", what=CHANNEL)
    with pytest.raises(SourceTrouble, match="ALLOSTREAM_YOUTUBE_KEY"):
        YouTube(lambda: "").page(wish, "", answering())
    with pytest.raises(SourceTrouble, match="begins with UC"):
        YouTube(lambda: KEY).page(Wish(kind="channel", what="@blender"), "", answering())
    with pytest.raises(SourceTrouble) as quota:
        YouTube(lambda: KEY).page(wish, "", answering(("playlistItems", {}), status=403))
    assert (quota.value.permanent, KEY in str(quota.value)) == (False, False)


def test_one_video_of_youtube_completes_its_candidate() -> None:
    asked = YouTube(lambda: KEY)
    told = asked.copy("yt:00000000000", SPOKEN_FOR.address, answering(("id=00000000000", {"items": [BUNNY]})))
    one = asked.completed(SPOKEN_FOR, told)
    assert (one.item, one.title, one.uploader, one.countries_excluded) == ("x", "Big Buck Bunny", "Blender", ("DE",))
    gone = asked.copy("yt:00000000000", SPOKEN_FOR.address, answering(("videos", {"items": []})))
    assert asked.completed(SPOKEN_FOR, gone) == SPOKEN_FOR
    assert youtube.read(gone.reply, "00000000000", SECRET).presence == "gone"


def test_vimeo_is_asked_by_its_oembed_whose_html_is_not_used() -> None:
    reply = {"title": "Film", "duration": 600, "author_name": "Maker", "video_id": 1, "html": "<iframe src=x>"}
    address = "https://vimeo.com/1"
    told = VIMEO.copy("vimeo:1", address, answering(("url=https%3A%2F%2Fvimeo.com%2F1", reply)))
    one = VIMEO.completed(Candidate(item="x", address=address), told)
    assert (one.title, one.seconds, one.uploader, "iframe" in str(one)) == ("Film", 600, "Maker", False)
    assert vimeo.read(told.reply, "1", SECRET).title == "Film"
    assert VIMEO.copy("vimeo:1", address, answering(("oembed", {}), status=404)).reply == {}


def test_dailymotion_is_asked_by_its_api() -> None:
    reply = {
        "id": "x1", "title": "Film", "duration": 600, "allow_embed": True, "owner.id": "xowner",
        "owner.screenname": "Maker", "geoblocking": ["allow", "fr"],
    }  # fmt: skip
    address = "https://www.dailymotion.com/video/x1"
    told = DAILYMOTION.copy("dm:x1", address, answering(("video/x1?fields=", reply)))
    one = DAILYMOTION.completed(Candidate(item="x", address=address), told)
    assert (one.title, one.form, one.channels, one.uploader) == ("Film", "embed", ("xowner",), "Maker")
    assert dailymotion.read(told.reply, "x1", SECRET).countries_allowed == ("FR",)
    with pytest.raises(SourceTrouble, match="no address"):
        DAILYMOTION.copy("dm:../x", address, answering())
