"""What holds for any text whatever: no surprise errors, and one identity under every harmless change of spelling."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.hosts.identity import BUILTIN, Identity, NotAnAddress, canonical_url, compare_key, identify, key_hash
from allostream.hosts.identity.readers import short_from_uuid, uuid_from

PIECES = st.sampled_from(
    [
        "https://", "http:", "hxxp[:]//", "//", "\\", "/", "?", "#", "&", "=", "%", "%2e", "%2F", "%zz", "%00", "%25",
        "%41", "..", ".", ";", "amp;", "&amp;", "&quot;", "&#39;", "[", "]", "[.]", "(", ")", "(.)", "{dot}", "@", ":",
        ":443", ":99999999", "[::1]", "[fe80::1%25x]", "0x7f.1", "1.2.3.4", "a.example", "www.",
        "youtube.com", "youtu.be",
        "archive.org", "details", "download", "web.archive.org/web/2016/", "google.com/url?q=", "commons.wikimedia.org",
        "wiki/File:", "upload.wikimedia.org/wikipedia/commons/thumb/", "translate.goog", "urldefense.com/v3/__", "__;!",
        "watch?v=", "dQw4w9WgXcQ", "w/kkGMgK9ZtnKfYAgnEtQxbv", "é", "。", "xn--", "xn--a", "ß", "\u202e",
        "\u200d", "\ufeff",
        "\ud800", "\x00", "\n", " ", "!", "»", "'", ",", "İ", "\u0301", "utm_source=x", "a=1", "#/media/File:a.webm",
        ".mp4", "_", "-", "~", "*", "+", "|", "^", "`", "<", ">", "ﬀ", "①", "\U0001f600",
    ]
)  # fmt: skip
SOUP = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=14).map("".join)
ANY_TEXT = st.one_of(
    st.text(st.characters(codec=None), max_size=80), SOUP, SOUP.map(lambda text: "https://a.example/" + text)
)
KNOWN = [text for rule in BUILTIN.rules for example in rule.examples for text in example["same"]]
PLAIN = [text for text in KNOWN if text.startswith(("http://", "https://")) and "#" not in text]
WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_~.", min_size=1, max_size=12).filter(
    lambda word: word.strip(".")
)
PAGES = st.builds(
    lambda path, query: "https://" + "/".join(["films.example", *path]) + ("?" + "&".join(query) if query else ""),
    st.lists(WORDS, max_size=4),
    st.lists(st.builds("p{}={}".format, st.integers(0, 9), WORDS), max_size=3, unique_by=lambda pair: pair[:2]),
).filter(lambda text: not text.endswith("."))
TRACKERS = st.sampled_from(
    ["utm_source=n", "fbclid=AbC", "gclid=1", "mc_eid=2", "pk_campaign=3", "igshid=x", "_ga=1.2"]
)


def identity_or_none(text: str) -> Identity | None:
    try:
        return identify(text)
    except NotAnAddress:
        return None


@given(ANY_TEXT)
def test_any_text_has_an_identity_or_is_no_address(text: str) -> None:
    found = identity_or_none(text)
    if found is not None:
        stored = (found.raw, found.canonical_url, found.content_key, found.domain, *found.unwrapped)
        assert all("\x00" not in part and part.encode() for part in stored)
        assert found.canonical_url.startswith("https://")
        assert found.canonical_url.isascii()
        assert 0 < len(found.content_key) <= 500
        assert -(2**63) <= key_hash(found.content_key) < 2**63
        assert compare_key(found.content_key)


@given(ANY_TEXT)
def test_the_canonical_address_has_the_identity_it_came_from(text: str) -> None:
    found = identity_or_none(text)
    if found is not None:
        again = identify(found.canonical_url)
        assert again.content_key == found.content_key
        assert again.canonical_url == found.canonical_url
        assert (again.host, again.kind, again.embed_url) == (found.host, found.kind, found.embed_url)


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_key_leads_to_an_address_or_to_nothing(key: str, host: str) -> None:
    page = canonical_url(key, host)
    assert page == "" or page.startswith("https://")


@given(PAGES, TRACKERS, st.booleans())
def test_trackers_scheme_and_fragment_do_not_change_a_page(page: str, tracker: str, before: bool) -> None:
    key = identify(page).content_key
    base, mark, query = page.partition("?")
    tracked = f"{base}?{tracker}&{query}" if before else f"{base}?{query}{'&' if mark else ''}{tracker}"
    assert identify(tracked).content_key == key
    assert identify(page.replace("https:", "http:")).content_key == key
    assert identify(page + "#part").content_key == key
    assert identify(base + "/" + mark + query).content_key == key
    assert identify(f"“{page}”, ").content_key == key
    assert identify(page.removeprefix("https://")).content_key == key


@given(PAGES.filter(lambda page: "&" in page))
def test_the_order_of_parameters_does_not_change_a_page(page: str) -> None:
    base, _, query = page.partition("?")
    backwards = "&".join(reversed(query.split("&")))
    assert identify(f"{base}?{backwards}&z=1").content_key == identify(f"{page}&z=1").content_key


@pytest.mark.parametrize("text", PLAIN)
def test_trackers_scheme_fragment_and_www_do_not_change_a_known_video(text: str) -> None:
    key = identify(text).content_key
    changed = text.replace("https:", "http:") if text.startswith("https:") else text.replace("http:", "https:")
    assert identify(changed).content_key == key
    assert identify(text + "#comments").content_key == key
    assert identify(text + ("&" if "?" in text else "?") + "utm_source=x&fbclid=y").content_key == key
    host = urlsplit(text).netloc
    if host.startswith("www."):
        assert identify(text.replace("://www.", "://", 1)).content_key == key
    elif host.count(".") == 1:
        assert identify(text.replace("://", "://www.", 1)).content_key == key


@given(st.uuids(version=4))
def test_short_ids_go_there_and_back(uuid: object) -> None:
    short = short_from_uuid(str(uuid))
    assert len(short) == 22
    assert uuid_from(short) == str(uuid)
    assert identify(f"https://a.example/w/{short}").content_key == f"pt:{uuid}"
