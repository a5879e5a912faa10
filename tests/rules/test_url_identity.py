"""Which video an address names: the examples of the host table, the reference's vectors, text as people write it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from allostream.hosts.identity import (
    BUILTIN,
    KEY_VERSION,
    NotAnAddress,
    canonical_url,
    compare_key,
    identify,
    key_hash,
    player_url,
)
from allostream.hosts.identity.readers import short_from_uuid, uuid_from

UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
SHORT = "kkGMgK9ZtnKfYAgnEtQxbv"


def examples() -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((rule.slug, example) for rule in BUILTIN.rules for example in rule.examples)


SAME = [
    pytest.param(slug, example, text, id=f"{slug}:{text}"[:120])
    for slug, example in examples()
    for text in example["same"]
]
DIFFERENT = [pytest.param(example, id=example["key"]) for _, example in examples() if "different" in example]


@pytest.mark.parametrize(("slug", "example", "text"), SAME)
def test_every_example_of_the_table_has_the_key_it_says(slug: str, example: Mapping[str, Any], text: str) -> None:
    found = identify(text)
    assert (found.content_key, found.host, found.kind) == (example["key"], slug, example.get("kind", "video"))
    assert found.key_version == KEY_VERSION
    if "canonical" in example:
        assert found.canonical_url == example["canonical"]
    if "embed" in example:
        assert found.embed_url == example["embed"]


@pytest.mark.parametrize(("slug", "example", "text"), SAME)
def test_the_canonical_address_of_an_example_has_the_same_identity(
    slug: str, example: Mapping[str, Any], text: str
) -> None:
    found = identify(text)
    again = identify(found.canonical_url)
    assert (again.content_key, again.host, again.kind) == (found.content_key, slug, found.kind)
    assert again.canonical_url == found.canonical_url
    assert again.embed_url == found.embed_url


@pytest.mark.parametrize("example", DIFFERENT)
def test_addresses_said_to_be_different_have_different_keys(example: Mapping[str, Any]) -> None:
    keys = [identify(text).content_key for text in example["different"]]
    assert len({example["key"], *keys}) == len(keys) + 1


@pytest.mark.parametrize("slug", sorted({content.host for rule in BUILTIN.rules for content in rule.contents}))
def test_every_host_with_key_rules_has_examples(slug: str) -> None:
    assert any(example["same"] for name, example in examples() if name == slug)


@pytest.mark.parametrize(
    ("text", "canonical", "key"),
    [
        ("hxxps://allostream[.]example/film/x).", "https://allostream.example/film/x", "url:allostream.example/film/x"),
        ("hXXp://a[dot]example(.)org/x", "https://a.example.org/x", "url:a.example.org/x"),
        ("hxxp[:]//a.example/x", "https://a.example/x", "url:a.example/x"),
        ("h**ps://a.example/x", "https://a.example/x", "url:a.example/x"),
        (
            "https://us.battle.net/login?ref=http://us.battle.net/wow/",
            "https://us.battle.net/login?ref=http://us.battle.net/wow/",
            "url:us.battle.net/login?ref=http://us.battle.net/wow/",
        ),
        ("http://httpwww.mp3.example/z", "https://httpwww.mp3.example/z", "url:httpwww.mp3.example/z"),
        ("https://web.archive.org/web/2016/http://b.example/", "https://b.example/", "url:b.example/"),
        ("  «https://a.example/x»  ", "https://a.example/x", "url:a.example/x"),
        ("(https://a.example/Film_(1926))", "https://a.example/Film_(1926)", "url:a.example/Film_(1926)"),
        ("https://a.example/Film_(1926)", "https://a.example/Film_(1926)", "url:a.example/Film_(1926)"),
        ("- https://a.example/x,", "https://a.example/x", "url:a.example/x"),
        ("a.example/x?b=1&amp;a=2", "https://a.example/x?b=1&a=2", "url:a.example/x?a=2&b=1"),
        ("&quot;https://a.example/x&quot;", "https://a.example/x", "url:a.example/x"),
        ("https://a.exam\nple/x", "https://a.example/x", "url:a.example/x"),
        ("\u200bhttps://a.example/x\u200e", "https://a.example/x", "url:a.example/x"),
        ("https:\\\\a.example\\b\\c", "https://a.example/b/c", "url:a.example/b/c"),
        ("https:a.example/x", "https://a.example/x", "url:a.example/x"),
        ("https://https://a.example/x", "https://a.example/x", "url:a.example/x"),
        ("https://user:secret@a.example:443/x", "https://a.example/x", "url:a.example/x"),
        ("http://a.example:80/x", "https://a.example/x", "url:a.example/x"),
        ("a.example:8443/x", "https://a.example:8443/x", "url:a.example:8443/x"),
        ("https://A.Example./", "https://a.example/", "url:a.example/"),
        ("https://a.example", "https://a.example/", "url:a.example/"),
        ("https://a.example/b/../c/./d", "https://a.example/c/d", "url:a.example/c/d"),
        ("https://a.example/%2e%2E/c", "https://a.example/c", "url:a.example/c"),
        ("https://a.example/%41%7e%2f", "https://a.example/A~%2F", "url:a.example/A~%2F"),
        ("https://a.example//b//", "https://a.example//b//", "url:a.example//b"),
        ("https://a.example/100%", "https://a.example/100%25", "url:a.example/100%25"),
        ("https://a.example/é", "https://a.example/%C3%A9", "url:a.example/%C3%A9"),
        ("https://a.example/a b", "https://a.example/a%20b", "url:a.example/a%20b"),
        ("https://a.example/x?", "https://a.example/x", "url:a.example/x"),
        ("https://a.example/x?&&a=1&", "https://a.example/x?a=1", "url:a.example/x?a=1"),
        (
            "https://a.example/x?utm_source=n&fbclid=1&mtm_kwd=2&oly_enc_id=3&a=1",
            "https://a.example/x?a=1",
            "url:a.example/x?a=1",
        ),
        ("https://a.example/x#part", "https://a.example/x", "url:a.example/x"),
        ("https://a.example/ah!#part", "https://a.example/ah%21", "url:a.example/ah%21"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x", "url:xn--bcher-kva.example/x"),
        ("https://BÜCHER。example/x", "https://xn--bcher-kva.example/x", "url:xn--bcher-kva.example/x"),
        ("http://0x7f.1/x", "https://127.0.0.1/x", "url:127.0.0.1/x"),
        ("http://2130706433/", "https://127.0.0.1/", "url:127.0.0.1/"),
        ("http://[2001:DB8::0:1]/x", "https://[2001:db8::1]/x", "url:[2001:db8::1]/x"),
    ],
)
def test_a_page_of_an_unknown_host_is_known_by_its_normal_address(text: str, canonical: str, key: str) -> None:
    found = identify(text)
    assert (found.canonical_url, found.content_key) == (canonical, key)
    assert (found.host, found.kind, found.embed_url) == ("", "page", "")
    assert identify(canonical).content_key == key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \t\n", "empty"),
        ("«»", "empty"),
        ("https://a.example/" + "x" * 4000, "too-long"),
        ("https://a.example/" + "é" * 1000, "too-long"),
        ("mailto:ada@a.example", "not-http"),
        ("javascript:alert(1)", "not-http"),
        ("magnet:?xt=urn:btih:0000", "not-http"),
        ("ftp://a.example/x", "not-http"),
        ("nonsense", "not-an-address"),
        ("a film by Keaton. In two reels", "not-an-address"),
        ("watch it at https://a.example/x", "not-an-address"),
        ("https://", "bad-host"),
        ("https://localhost/x", "bad-host"),
        ("https://a..example/", "bad-host"),
        ("https://a b.example/", "bad-host"),
        ("https://" + "a" * 64 + ".example/", "bad-host"),
        ("https://xn--a.example\u0000\u2488/", "bad-host"),
        ("https://256.1.1.1/", "bad-host"),
        ("https://1.2.3.4.5/", "bad-host"),
        ("https://a.09/", "bad-host"),
        ("https://[::1/", "bad-host"),
        ("https://[fe80::1%25eth0]/", "bad-host"),
        ("https://a.example:65536/", "bad-port"),
        ("https://a.example:port/", "bad-port"),
        ("https://a.example:" + "9" * 3000 + "/", "bad-port"),
        ("https://a.example:٣/", "bad-port"),
    ],
)
def test_what_is_no_web_address_is_refused_with_a_code_and_a_remedy(text: str, code: str) -> None:
    with pytest.raises(NotAnAddress) as caught:
        identify(text)
    assert caught.value.code == code
    assert isinstance(caught.value, ValueError)
    message = str(caught.value)
    assert message.endswith(".")
    assert len(message) < 300
    assert all(str(value) in message for value in caught.value.params.values())


INNER = "https://youtu.be/dQw4w9WgXcQ?t=3"
QUOTED = "https%3A%2F%2Fyoutu.be%2FdQw4w9WgXcQ%3Ft%3D3"


@pytest.mark.parametrize(
    "text",
    [
        f"https://www.google.com/url?sa=t&q={QUOTED}",
        f"https://www.google.fr/url?url={QUOTED}",
        f"https://www.youtube.com/redirect?event=video&q={QUOTED}",
        f"https://l.facebook.com/l.php?u={QUOTED}&h=AT0",
        f"https://eur03.safelinks.protection.outlook.com/?url={QUOTED}&data=05",
        f"https://duckduckgo.com/l/?uddg={QUOTED}",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__youtu.be_dQw4w9WgXcQ-3Ft-3D3&d=x",
        "https://urldefense.com/v3/__https://youtu.be/dQw4w9WgXcQ?t=3__;!!abc!xyz$",
        "https://urldefense.com/v3/__https://youtu.be/dQw4w9WgXcQ?t*3__;PQ!!abc!xyz$",
        f"https://web.archive.org/web/20200101000000/{INNER}",
        f"https://web.archive.org/web/20200101000000if_/{INNER}",
        "https://web.archive.org/web/*/youtu.be/dQw4w9WgXcQ",
        "https://youtu-be.translate.goog/dQw4w9WgXcQ?_x_tr_sl=en&_x_tr_tl=fr",
        "https://youtu-be.cdn.ampproject.org/c/s/youtu.be/dQw4w9WgXcQ",
        "https://www.google.com/amp/s/youtu.be/dQw4w9WgXcQ",
        f"https://translate.google.com/translate?sl=en&u={QUOTED}",
    ],
)
def test_an_address_inside_another_is_found(text: str) -> None:
    found = identify(text)
    assert found.content_key == "yt:dQw4w9WgXcQ"
    assert len(found.unwrapped) == 1
    assert found.unwrapped[0].startswith("https://")


def test_hyphens_survive_the_translator() -> None:
    assert identify("https://my--site-example-org.translate.goog/a").content_key == "url:my-site.example.org/a"


def test_three_wrappers_come_off_and_a_fourth_is_refused() -> None:
    archive = "https://web.archive.org/web/2016/"
    found = identify(archive * 3 + "https://youtu.be/dQw4w9WgXcQ")
    assert found.content_key == "yt:dQw4w9WgXcQ"
    assert len(found.unwrapped) == 3
    with pytest.raises(NotAnAddress) as caught:
        identify(archive * 4 + "https://youtu.be/dQw4w9WgXcQ")
    assert caught.value.code == "wrapped-too-deep"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.google.com/url?q=nonsense",
        "https://www.google.com/url?sa=t",
        "https://urldefense.com/v3/__https://a.example/**A__;!!x!y$",
        "https://urldefense.com/v3/__https://a.example/*__;=!x!y$",
    ],
)
def test_a_wrapper_around_nothing_is_a_page(text: str) -> None:
    found = identify(text)
    assert (found.kind, found.unwrapped) == ("page", ())


def test_short_ids_of_peertube_and_uuids_are_the_same_number() -> None:
    assert short_from_uuid(UUID) == SHORT
    assert uuid_from(SHORT) == UUID
    assert uuid_from(UUID.upper()) == UUID
    small = "00000000-0000-4000-8000-000000000001"
    assert len(short_from_uuid(small)) == 22
    assert uuid_from(short_from_uuid(small)) == small


@pytest.mark.parametrize(
    "text", ["", "z" * 22, "0" * 22, "Z" * 22, "9c9de5e8", UUID[:-1], UUID.replace("-484a", "-084a")]
)
def test_what_is_no_uuid_is_no_peertube_id(text: str) -> None:
    assert uuid_from(text) is None


def test_copies_of_a_federated_video_share_a_key_and_keep_their_instance() -> None:
    one, other = identify(f"https://one.example/w/{SHORT}"), identify(f"https://other.example:8443/videos/watch/{UUID}")
    assert one.content_key == other.content_key == f"pt:{UUID}"
    assert (one.domain, other.domain) == ("one.example", "other.example")
    assert other.canonical_url == f"https://other.example:8443/w/{SHORT}"
    assert canonical_url(one.content_key, "one.example") == one.canonical_url
    assert player_url(one.content_key, "one.example") == one.embed_url == f"https://one.example/videos/embed/{UUID}"
    assert canonical_url(one.content_key) == player_url(one.content_key) == ""


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("yt:dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("ia:The_General_Buster_Keaton", "https://archive.org/details/The_General_Buster_Keaton"),
        ("ia:Id_1/a film.mp4", "https://archive.org/details/Id_1/a%20film.mp4"),
        ("nfb:neighbours_voisins", "https://www.nfb.ca/film/neighbours_voisins/"),
        ("arte:097372-001-A", "https://www.arte.tv/fr/videos/097372-001-A/"),
        ("commons:Où_est-ce_?.webm", "https://commons.wikimedia.org/wiki/File:O%C3%B9_est-ce_%3F.webm"),
        ("netflix:70131314", "https://www.netflix.com/title/70131314"),
        ("francetv:141003", ""),
        ("url:a.example/x?a=1", "https://a.example/x?a=1"),
        ("nobody:1", ""),
        ("", ""),
    ],
)
def test_a_key_leads_back_to_its_page(key: str, page: str) -> None:
    assert canonical_url(key) == page


@pytest.mark.parametrize(
    ("key", "player"),
    [
        ("yt:dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("ia:The_General_Buster_Keaton", "https://archive.org/embed/The_General_Buster_Keaton"),
        ("ia:Id_1/a film.mp4", "https://archive.org/embed/Id_1/a%20film.mp4"),
        ("vimeo:76979871", "https://player.vimeo.com/video/76979871"),
        ("dm:x8abcde", "https://geo.dailymotion.com/player.html?video=x8abcde"),
        ("nfb:neighbours_voisins", "https://www.nfb.ca/film/neighbours_voisins/embed/player/"),
        ("arte:097372-001-A", "https://www.arte.tv/embeds/fr/097372-001-A"),
        ("commons:A.webm", "https://commons.wikimedia.org/wiki/File:A.webm?embedplayer=yes"),
        ("commons:A.jpg", ""),
        ("netflix:70131314", ""),
        ("url:a.example/x", ""),
    ],
)
def test_a_key_leads_back_to_its_player(key: str, player: str) -> None:
    assert player_url(key) == player


@pytest.mark.parametrize(("slug", "example"), [pytest.param(*pair, id=pair[1]["key"]) for pair in examples()])
def test_the_page_of_a_key_has_that_key(slug: str, example: Mapping[str, Any]) -> None:
    page = canonical_url(example["key"], identify(example["same"][0]).domain)
    if page:
        assert identify(page).content_key == example["key"]


def test_items_of_the_internet_archive_compare_without_case_and_file() -> None:
    keys = [identify(f"https://archive.org/details/{rest}").content_key for rest in ("The_Film", "the_film/a.mp4")]
    assert keys[0] != keys[1]
    assert {compare_key(key) for key in keys} == {"ia:the_film"}
    assert compare_key("yt:dQw4w9WgXcQ") == "yt:dQw4w9WgXcQ"
    assert compare_key("url:a.example/X") == "url:a.example/X"


def test_the_hash_of_a_key_is_stable_and_fits_a_big_integer() -> None:
    assert key_hash("yt:dQw4w9WgXcQ") == key_hash("yt:dQw4w9WgXcQ") != key_hash("yt:dQw4w9WgXcR")
    assert key_hash("yt:dQw4w9WgXcQ") == -3556774812553663803
    assert all(-(2**63) <= key_hash(f"yt:{number}") < 2**63 for number in range(1000))


def test_a_key_too_long_for_the_column_keeps_its_host_and_stays_distinct() -> None:
    long = "https://a.example/" + "x" * 3000
    one, other = identify(long), identify(long + "y")
    assert one.content_key.startswith("url:a.example/")
    assert len(one.content_key) <= 500
    assert one.content_key != other.content_key
    assert identify(one.canonical_url).content_key == one.content_key
    assert canonical_url(one.content_key) == ""


def test_the_raw_text_is_kept_in_a_form_a_database_can_hold() -> None:
    assert identify("https://a.example/\x00\ud800x").raw == "https://a.example/\ufffdx"
