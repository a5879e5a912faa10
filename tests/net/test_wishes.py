"""What hosts say about the use of what they send."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.net.asking import Reply
from allostream.net.wishes import NO_WISHES, Wishes, of_headers, of_page, of_tdm_file, wishes_of


def forbidden(wishes):
    return {name for name in ("index", "follow", "archive", "snippet", "ai", "mining") if not getattr(wishes, name)}


@pytest.mark.parametrize(
    ("header", "not_allowed"),
    [
        ("", set()),
        ("all", set()),
        ("noindex", {"index"}),
        ("NOINDEX, NoFollow", {"index", "follow"}),
        ("none", {"index", "follow"}),
        ("noarchive,nosnippet", {"archive", "snippet"}),
        ("noai, noimageai", {"ai"}),
        ("max-snippet:0", {"snippet"}),
        ("max-snippet: -1, max-image-preview: large", set()),
        ("allostream: noindex", {"index"}),
        ("otherbot: noindex, nofollow", set()),
        ("otherbot: noindex\nnofollow", {"follow"}),
        ("otherbot: noindex, allostream: noai", {"ai"}),
        ("*: noindex", {"index"}),
        ("unavailable_after: Wed, 25 Nov 2026 15:00:00 GMT, noindex", {"index"}),
        ("nonsense, :, ,,", set()),
    ],
)
def test_the_header(header, not_allowed):
    assert forbidden(of_headers(header)) == not_allowed


def test_a_day_after_which_a_page_may_not_be_found_is_told():
    found = of_headers("unavailable_after: 25 Nov 2026 15:00:00 GMT")
    assert found.until == "25 nov 2026 15:00:00 gmt"


@pytest.mark.parametrize(
    ("html", "not_allowed"),
    [
        ('<meta name="robots" content="noindex">', {"index"}),
        ('<META CONTENT="noai" NAME="Robots"/>', {"ai"}),
        ('<meta name="robots" content="noindex"><meta name=robots content=nofollow>', {"index", "follow"}),
        ('<meta name="allostream" content="none">', {"index", "follow"}),
        ('<meta name="googlebot" content="noindex">', set()),
        ('<meta name="tdm-reservation" content="1">', {"mining"}),
        ('<meta name="tdm-reservation" content="0">', set()),
        ('<body><meta name="robots" content="noindex">', set()),
        ('<!-- <meta name="robots" content="noindex"> -->', set()),
        ('<script>"<meta name=robots content=noindex>"</script>', set()),
        ("<meta><meta name><meta content=noindex>", set()),
    ],
)
def test_the_head_of_a_page(html, not_allowed):
    assert forbidden(of_page(html)) == not_allowed


def test_a_reservation_of_mining_may_lead_to_a_policy():
    assert of_headers("", "1", "https://x.example/policy.json").policy == "https://x.example/policy.json"
    assert of_headers("", "1", "javascript:alert(1)") == Wishes(mining=False)
    assert of_headers("", "yes", "https://x.example/") == NO_WISHES


@pytest.mark.parametrize(
    ("rows", "path", "reserved"),
    [
        ([{"location": "*", "tdm-reservation": 1}], "/a", True),
        ([{"location": "/", "tdm-reservation": 1}], "/a", True),
        ([{"location": "/films/*.html$", "tdm-reservation": 1}], "/films/a.html", True),
        ([{"location": "/films/*.html$", "tdm-reservation": 1}], "/films/a.htm", False),
        ([{"location": "/a", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}], "/a", True),
        ([{"location": "/b", "tdm-reservation": 1}], "/a", False),
        ([{"tdm-reservation": 1}, 3, None, []], "/a", False),
        ({"location": "/", "tdm-reservation": 1}, "/a", False),
    ],
)
def test_the_file_of_reservations(rows, path, reserved):
    assert of_tdm_file(json.dumps(rows), path).mining is not reserved


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    for found in (of_headers(text, text, text), of_page(text), of_tdm_file(text, text)):
        assert isinstance(found, Wishes)


def test_an_answer_is_asked_for_all_that_it_says():
    html = b'<meta name="robots" content="nofollow">'
    headers = {"x-robots-tag": "noindex", "tdm-reservation": "1", "content-type": "text/html; charset=utf-8"}
    assert forbidden(wishes_of(Reply("u", 200, headers, html, 9))) == {"index", "follow", "mining"}
    assert forbidden(wishes_of(Reply("u", 200, {"content-type": "image/png"}, html, 9))) == set()
