"""robots.txt by RFC 9309: groups, the rule that decides, codes, and texts that are none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.net.robots import LARGEST, normal, normal_path, parsed

US, THEM = "Allostream", "OtherBot"
# From sections 2.2.1 to 2.2.3 and 5.1, 5.2 of the RFC, and what real files hold: (file, product, path, allowed).
CASES = [
    ("", US, "/", True),
    ("User-agent: *\nDisallow:", US, "/a", True),
    ("User-agent: *\nDisallow: /", US, "/a", False),
    ("User-agent: *\nDisallow: /", US, "/robots.txt", True),
    ("Disallow: /", US, "/a", True),
    # Whose group.
    ("User-agent: allostream\nDisallow: /\n\nUser-agent: *\nAllow: /", US, "/a", False),
    ("User-agent: ALLOSTREAM/2.0 (+x)\nDisallow: /", US, "/a", False),
    ("User-agent: Allo\nDisallow: /", US, "/a", True),
    ("User-agent: AllostreamNews\nDisallow: /", US, "/a", True),
    ("User-agent: *\nDisallow: /\nUser-agent: Allostream\nDisallow:", US, "/a", True),
    ("User-agent: *\nDisallow: /\nUser-agent: Allostream\n", US, "/a", True),
    ("User-agent: a\nUser-agent: Allostream\nDisallow: /x\nUser-agent: b\nDisallow: /y", US, "/x", False),
    ("User-agent: a\nUser-agent: Allostream\nDisallow: /x\nUser-agent: b\nDisallow: /y", US, "/y", True),
    ("User-agent: Allostream\nDisallow: /x\nUser-agent: *\nUser-agent: allostream\nDisallow: /y", US, "/y", False),
    ("User-agent: *\n\nDisallow: /x\n\n\nDisallow: /y", US, "/y", False),
    ("User-agent: a\nSitemap: https://x.example/s.xml\nUser-agent: Allostream\nDisallow: /x", US, "/x", False),
    ("User-agent: a\nCrawl-delay: 5\nUser-agent: Allostream\nDisallow: /x", US, "/x", False),
    ("User-agent: Allostream\nUser-agent: *\nDisallow: /x", THEM, "/x", False),
    # Which rule.
    ("User-agent: *\nAllow: /p\nDisallow: /", US, "/page", True),
    ("User-agent: *\nDisallow: /\nAllow: /p", US, "/page", True),
    ("User-agent: *\nAllow: /folder\nDisallow: /folder", US, "/folder/page", True),
    ("User-agent: *\nAllow: /page\nDisallow: /*.htm", US, "/page.htm", False),
    ("User-agent: *\nAllow: /page\nDisallow: /*.ph", US, "/page.php5", True),
    ("User-agent: *\nAllow: /$\nDisallow: /", US, "/", True),
    ("User-agent: *\nAllow: /$\nDisallow: /", US, "/page.htm", False),
    ("User-agent: *\nDisallow: /ex/page/\nAllow: /ex/page/allowed.gif", US, "/ex/page/allowed.gif", True),
    ("User-agent: *\nAllow: /ex/page/\nDisallow: /ex/page/disallowed.gif", US, "/ex/page/disallowed.gif", False),
    # Stars and dollars.
    ("User-agent: *\nDisallow: *.gif$", US, "/a/b.gif", False),
    ("User-agent: *\nDisallow: *.gif$", US, "/a/b.gif?x", True),
    ("User-agent: *\nDisallow: /a*b*c", US, "/a1b2c3", False),
    ("User-agent: *\nDisallow: /a*b*c", US, "/acb", True),
    ("User-agent: *\nDisallow: /*a$", US, "/ba", False),
    ("User-agent: *\nDisallow: /aa*a$", US, "/aa", True),
    ("User-agent: *\nDisallow: /a$b", US, "/a$b", False),
    ("User-agent: *\nDisallow: /a*$", US, "/ab", False),
    ("User-agent: *\nDisallow: *", US, "/a", False),
    ("User-agent: *\nDisallow: /path/file-with-a-%2A.html", US, "/path/file-with-a-*.html", False),
    ("User-agent: *\nDisallow: /path/file-with-a-%2A.html", US, "/path/file-with-a-x.html", True),
    ("User-agent: *\nDisallow: /path/foo-%24", US, "/path/foo-$", False),
    ("User-agent: *\nDisallow: /fish*.php", US, "/Fish.PHP", True),
    ("User-agent: *\nDisallow: /*?", US, "/a?b", False),
    ("User-agent: *\nDisallow: /*?", US, "/a", True),
    # Codes.
    ("User-agent: *\nDisallow: /foo/bar/U+E38384", US, "/foo/bar/U+E38384", False),
    ("User-agent: *\nDisallow: /foo/bar/ツ", US, "/foo/bar/%E3%83%84", False),
    ("User-agent: *\nDisallow: /foo/bar/%e3%83%84", US, "/foo/bar/ツ", False),
    ("User-agent: *\nDisallow: /foo/bar/%62%61%7A", US, "/foo/bar/baz", False),
    ("User-agent: *\nDisallow: /foo?b=http%3A%2F%2Fx", US, "/foo?b=http://x", True),
    ("User-agent: *\nDisallow: /a%2fb", US, "/a/b", True),
    ("User-agent: *\nDisallow: /a%2fb", US, "/a%2Fb", False),
    ("User-agent: *\nDisallow: /100%", US, "/100%25", False),
    ("User-agent: *\nDisallow: /a b", US, "/a%20b", False),
    # How lines are written.
    ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", US, "/x", False),
    ("User-agent: *\rDisallow: /x\r", US, "/x", False),
    ("  user-AGENT :*   # all\n\tDISALLOW:/x#no more", US, "/x", False),
    ("User-agent *\nDisallow /x", US, "/x", False),
    ("User agent: *\nDissallow: /x", US, "/x", False),
    ("User-agent: *\nDisallow: x", US, "/x", True),
    ("User-agent: *\nDisallow: /x\0y", US, "/x\0y", False),
    ("<html><body>Not found: /</body></html>", US, "/", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "product", "path", "allowed"), CASES)
def test_what_the_rfc_says(text, product, path, allowed):
    assert parsed(text.encode()).allows(path, product) is allowed


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 10", 10),
        ("User-agent: *\nCrawl-delay: 0.5 # s", 0.5),
        ("User-agent: *\nCrawl-delay: 1,5", 1.5),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: Allostream\nAllow: /\nUser-agent: *\nCrawl-delay: 9", None),
        ("User-agent: Allostream\nCrawl-delay: 2\nAllow: /\nUser-agent: allostream\nCrawl-delay: 3", 3),
        ("Crawl-delay: 4", None),
    ],
)
def test_the_pause_that_is_asked_for(lines, seconds):
    assert parsed(lines.encode()).crawl_delay(US) == seconds


def test_sitemaps_are_named_whatever_group_they_stand_in():
    text = b"Sitemap: https://x.example/a.xml\nUser-agent: b\nDisallow: /\nsitemap:https://x.example/b.xml\n"
    assert parsed(text * 2).sitemaps == ("https://x.example/a.xml", "https://x.example/b.xml")


def test_a_file_that_is_too_large_is_read_as_far_as_it_must_be():
    start = b"User-agent: *\n"
    line = b"Disallow: /folder/%06d\n"
    text = start + b"".join(line % number for number in range(LARGEST // 20))
    robots = parsed(text)
    last = (LARGEST - len(start)) // 25 - 1
    assert not robots.allows(f"/folder/{last:06d}", US)
    assert robots.allows(f"/folder/{last + 2:06d}", US)
    assert robots.allows(f"/folder/{last + 1:06d}"[:12], US), "half a line would close too much"


@pytest.mark.parametrize(
    "text",
    [
        b"User-agent: *\nDisallow: /" + b"a*" * (LARGEST // 2 - 20),
        b"User-agent: a\n" * (LARGEST // 14),
        b"User-agent: *\n" + b"Disallow: /*a*b*c*d$\n" * (LARGEST // 22),
        b"\r" * LARGEST,
        b"a" * LARGEST,
    ],
    ids=["stars", "products", "rules", "empty lines", "one line"],
)
def test_hostile_files_take_no_time(text):
    path = "/" + "abc" * 2600
    began = time.process_time()
    parsed(text).allows(path, US)
    assert time.process_time() - began < 2


@given(st.binary(max_size=2000), st.text(max_size=100))
def test_any_file_can_be_parsed_and_any_path_asked_about(data, path):
    robots = parsed(data)
    assert robots.allows(path, US) in (True, False)
    assert robots.allows("/robots.txt", US)


PIECE = st.text(alphabet="ab/*$%?2é", max_size=8)


@given(st.lists(st.tuples(st.booleans(), PIECE), max_size=6), PIECE, st.randoms())
def test_the_order_of_rules_their_letters_and_line_ends_do_not_matter(rules, path, random):
    def file(lines, end="\n"):
        return end.join(["User-agent: *", *(f"{'Allow' if a else 'Disallow'}: /{p}" for a, p in lines)]).encode()

    shuffled = random.sample(rules, len(rules))
    expected = parsed(file(rules)).allows("/" + path, US)
    assert parsed(file(shuffled, "\r\n\r\n")).allows("/" + path, US) == expected
    assert parsed(b"\xef\xbb\xbf" + file(shuffled, "\r")).allows("/" + path, "allostREAM") == expected


@given(st.text(max_size=20))
def test_a_file_that_closes_a_path_word_for_word_closes_it_and_all_below(path):
    exact = normal_path("/" + path.replace("#", ""))
    robots = parsed(f"User-agent: *\nDisallow: {exact}".encode())
    if exact != "/robots.txt":
        assert not robots.allows(exact, US)
        assert not robots.allows(exact + "/below", US)


@given(st.binary(max_size=60))
def test_writing_in_codes_is_settled_after_once(text):
    assert normal(normal(text).encode()) == normal(text)
    assert normal(text).isascii()


@pytest.mark.parametrize(
    "data",
    [
        "User-agent: *\nDisallow: /a\n".encode("utf-16"),
        "\ufeffUser-agent: *\nDisallow: /a\n".encode("utf-16-be"),
        "\u00a0User-agent: *\n\u00a0Disallow:\u00a0/a\u00a0\n".encode(),
        b"User-agent: *\n\0Disallow: /a\n",
    ],
)
def test_what_closes_something_does_so_in_other_marks_and_after_signs_that_nobody_sees(data):
    robots = parsed(data)
    assert not robots.allows("/a", US)
    assert robots.allows("/b", US)
