"""What probes make of answers, given replies: how hosts say that nothing is there, or nothing at all."""

import asyncio
import json

import pytest

from allostream.checks.probes import (
    archive,
    commons,
    dailymotion,
    look_at,
    media,
    page,
    peertube,
    probe_of,
    vimeo,
    youtube,
)
from allostream.checks.rules import Seen
from allostream.checks.targets import Target
from allostream.net.asking import Reply
from allostream.net.errors import TimedOut

REPAIRS = b"<html><title>Temporarily Offline</title>Internet Archive services are temporarily offline."
UUID = "00000000-0000-4000-8000-000000000001"
PAGE = {"ia": "archive.org/details/x", "dm": "dailymotion.com/video/x", "pt": "peertube.example/w/x"}


def look(*keys, answers, is_file=False):
    """What is seen of keys, and the addresses asked; an answer is a status with a body, or an error."""
    asked = []

    async def ask(question):
        asked.append(question.url)
        answer = answers(question.url) if callable(answers) else answers
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "text/html" if body.startswith(b"<") else "application/json"
        return Reply(question.url, status, {"content-type": kind}, body, len(body))

    targets = [
        Target(number, key, f"https://{PAGE.get(key.partition(':')[0], 'video.example/x')}", is_file=is_file)
        for number, key in enumerate(keys)
    ]
    found = asyncio.run(look_at(targets, ask))
    return [found[number].seen for number in range(len(keys))], asked


@pytest.mark.parametrize(
    ("key", "answer", "seen"),
    [
        ("ia:Film", (200, {}), Seen.MISSING),
        ("ia:Film", (200, {"is_dark": True}), Seen.MISSING),
        ("ia:Film", (200, {"is_dark": True, "metadata": {"curation": "[curator]x[comment]DMCA"}}), Seen.TAKEN_DOWN),
        ("ia:Film", (200, REPAIRS), Seen.TROUBLE),
        ("ia:Film", (503, REPAIRS), Seen.TROUBLE),
        ("ia:Film", (200, {"error": "out of order"}), Seen.TROUBLE),
        ("ia:Film", (200, {"servers_unavailable": True}), Seen.TROUBLE),
        ("ia:Film", (200, {"created": 1}), Seen.ODD),
        ("ia:Film", (200, []), Seen.TROUBLE),
        ("dm:x1", (404, {"error": {"code": 404}}), Seen.MISSING),
        ("dm:x1", (200, REPAIRS), Seen.TROUBLE),
        ("dm:x1", (404, b"<title>The General</title><video>"), Seen.MISSING),
        ("dm:x1", (403, {"error": {"code": 403}}), Seen.KEPT_OUT),
        (f"pt:{UUID}", (404, {"error": "Video not found"}), Seen.MISSING),
        (f"pt:{UUID}", (404, REPAIRS), Seen.TROUBLE),
        (f"pt:{UUID}", (200, {"count": 0}), Seen.ODD),
        (f"pt:{UUID}", (200, REPAIRS), Seen.ODD),
        ("yt:aaaaaaaaaaa", (404, b"Not Found"), Seen.MISSING),
        ("yt:aaaaaaaaaaa", (403, b""), Seen.ACCOUNT),
        ("yt:aaaaaaaaaaa", (429, b""), Seen.KEPT_OUT),
        ("vimeo:1", (404, REPAIRS), Seen.TROUBLE),
        ("commons:A.webm", (200, {"error": {"code": "maxlag"}}), Seen.TROUBLE),
        ("commons:A.webm", (200, {"query": {"pages": [{"title": "File:A.webm", "missing": True}]}}), Seen.MISSING),
        ("commons:A.webm", (200, {"query": {"pages": [{"title": "File:A.webm", "invalid": True}]}}), Seen.ODD),
        ("commons:A.webm", (200, {"query": {"pages": [{"title": "File:A.webm"}]}}), Seen.ODD),
    ],
)
def test_only_a_host_s_own_word_says_that_a_copy_is_gone(key, answer, seen):
    assert look(key, answers=answer)[0] == [seen]


@pytest.mark.parametrize(
    ("key", "probe"),
    [
        ("yt:aaaaaaaaaaa", youtube), ("yt:list:PLabcdefgh", page), ("yt:channel:UCabc", page), ("yt:clip:Ugk", page),
        ("vimeo:76979871", vimeo), ("vimeo:ondemand:film", page), ("vimeo:showcase:12", page),
        ("dm:x8abcde", dailymotion), ("dm:list:x1", page), ("ia:The-General.1926", archive), ("ia:@somebody", page),
        ("ia:Film/a film: part 1.mp4", archive), (f"pt:{UUID}", peertube), ("pt:list:abc", page),
        ("commons:A: film.webm", commons), ("url:https://video.example/x", page),
    ],
)  # fmt: skip
def test_interfaces_are_asked_for_single_videos_alone(key, probe):
    assert probe_of(Target(1, key, "https://video.example/x")) is probe


def test_one_item_without_an_answer_does_not_silence_the_others():
    def answers(url):
        return TimedOut(url, "") if "slow" in url else (200, {})

    seen, asked = look("ia:slow", "ia:a", "ia:b", "ia:a/file.mp4", answers=answers)
    assert seen == [Seen.TROUBLE, Seen.MISSING, Seen.MISSING, Seen.MISSING]
    assert len(asked) == 3


def test_what_our_own_program_cannot_read_is_not_asked_and_the_rest_is_written_down():
    def answers(url):
        return ValueError("a fault of ours") if "example" in url else (200, {})

    assert look("url:x", "ia:a", answers=answers)[0] == [Seen.NOT_ASKED, Seen.MISSING]


def test_long_names_in_other_letters_are_asked_for_in_several_addresses():
    def answers(url):
        return 200, {"query": {"pages": []}}

    seen, asked = look(*(f"commons:{'映画' * 30}{number}.webm" for number in range(50)), answers=answers)
    assert set(seen) == {Seen.ODD}
    assert 3 < len(asked) < 10
    assert max(map(len, asked)) < 8000


@pytest.mark.parametrize(
    ("answers", "seen"),
    [
        ((200, b"#EXTM3U\n#EXTINF:4,\n1.ts"), Seen.ODD),  # lists of lists without end
        (lambda url: (404, b"") if url.endswith(".ts") else (200, b"#EXTM3U\n#EXTINF:4,\n1.ts"), Seen.ODD),
        (lambda url: (206, b"\x8f\x02") if url.endswith(".ts") else (200, b"#EXTM3U\n#EXTINF:4,\n1.ts"), Seen.WORKS),
        (lambda url: (403, b"") if url.endswith(".ts") else (200, b"#EXTM3U\n#EXTINF:4,\n1.ts"), Seen.KEPT_OUT),
        ((416, b""), Seen.ODD),
        ((206, b""), Seen.ODD),
        ((200, b"\x1a\x45\xdf\xa3" + bytes(70_000)), Seen.WORKS),  # the range is not heeded
        ((404, b""), Seen.MISSING),
    ],
)
def test_files_and_lists_of_parts(answers, seen):
    assert probe_of(Target(1, "url:x", "https://video.example/x", is_file=True)) is media
    assert look("url:x", answers=answers, is_file=True)[0] == [seen]


def test_looks_that_take_too_long_are_given_up_together_and_the_others_keep_what_they_saw(monkeypatch):
    monkeypatch.setattr("allostream.checks.probes.LONGEST", 0.01)
    targets = [Target(number, f"url:https://{host}.example/x", f"https://{host}.example/x")
               for number, host in enumerate(("slow", "quick", "slower"))]  # fmt: skip
    given_up = []

    async def ask(question):
        if "slow" not in question.url:
            return Reply(question.url, 404, {"content-type": "text/html"}, b"gone", 4)
        try:
            return await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            given_up.append(question.url)
            raise

    found = asyncio.run(look_at(targets, ask))

    assert [found[number].seen for number in range(3)] == [Seen.NOT_ASKED, Seen.MISSING, Seen.NOT_ASKED]
    assert {found[0].reason, found[2].reason} == {"too-long"}
    assert sorted(given_up) == ["https://slow.example/x", "https://slower.example/x"]
