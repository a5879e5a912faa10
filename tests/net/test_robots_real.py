"""robots.txt as 600 real hosts have it: parsed quickly, decided as a plain reading of RFC 9309 says,
and as Python's standard library does once the file is written in the way that it understands.
"""

import re
import tarfile
import time
from functools import lru_cache
from urllib.parse import unquote_to_bytes
from urllib.robotparser import RobotFileParser

import pytest

from allostream.net.robots import normal_path, parsed

PRODUCTS = ("Allostream", "Googlebot", "GPTBot")
PATHS = (
    "/", "/index.html", "/search?q=x", "/?s=1", "/wp-admin/admin-ajax.php", "/a/b/c.pdf", "/film/123",
    "/news/2020/01/article.html", "/user/login", "/caf%C3%A9", "/%7Eada/", "/a%2Fb",
)  # fmt: skip


@pytest.fixture(scope="module")
def real():
    return {}


@pytest.fixture
def files(reference_data, real):
    if not real:
        with tarfile.open(reference_data / "robots" / "real_robots_txt_dev.tar.gz") as archive:
            real.update((one.name, archive.extractfile(one).read()) for one in archive if one.isfile())
    return real


def test_all_are_parsed_in_a_moment(files):
    began = time.process_time()
    for text in files.values():
        parsed(text)
    assert time.process_time() - began < 2
    assert len(files) == 600


def test_decisions_are_those_of_a_plain_reading_of_the_rfc(files):
    wrong = [
        (host, product, path)
        for host, text in files.items()
        for product in PRODUCTS
        for path in paths_of(text)
        if parsed_once(text).allows(path, product) != plain_reading(text, product, path)
    ]
    assert wrong == []


def test_the_standard_library_decides_the_same_where_a_file_is_written_as_it_understands_it(files):
    """It forgets the rules after an empty line, takes the first rule that fits and the first group that names a part of
    the product, and knows no stars and dollars: so of each product's rules one group is written, the longest first.
    """
    compared, others = 0, 0
    for host, text in files.items():
        for product in PRODUCTS:
            rules = rules_for(text, product)
            if not rules or any("*" in coded or coded.endswith("$") for _, _, coded in rules):
                continue
            theirs, as_given = RobotFileParser(), RobotFileParser()
            theirs.parse(["User-agent: *", *map(as_line, sorted(rules, key=lambda rule: (-len(rule[2]), not rule[0])))])
            as_given.parse(text.decode("utf-8", "replace").splitlines())
            for path in (path for path in paths_of(text) if not re.search("[%?;]", path)):
                assert theirs.can_fetch(product, path) == parsed_once(text).allows(path, product), (host, path)
                compared += 1
                others += as_given.can_fetch(product, path) != theirs.can_fetch(product, path)
    assert compared > 5000
    assert others > 100, "it would understand the files as they are"


def as_line(rule):
    return f"{'Allow' if rule[0] else 'Disallow'}: {rule[2]}"


@lru_cache(maxsize=1000)
def parsed_once(text):
    return parsed(text)


def paths_of(text):
    """Some usual paths, and some that the file itself speaks of."""
    own = re.findall(rb"(?im)^\s*(?:dis)?allow\s*:\s*(/[^\s#]*)", text)[:8]
    given = (one.decode("utf-8", "replace").replace("*", "x").rstrip("$") for one in own)
    return [*PATHS, *(path for path in given if path != "/robots.txt")]  # which is always open (section 2.2.2)


def plain_reading(text, product, path):
    """The rules written down as plainly as can be: each line by a regular expression, each pattern as one."""
    asked = normal_path(path)
    fitting = [rule for rule in rules_for(text, product) if rule[1].match(asked)]
    return not fitting or max(fitting, key=lambda rule: (len(rule[2]), rule[0]))[0]


def rules_for(text, product):
    groups = groups_of(text)
    named = [rules for products, rules in groups if product.lower() in products]
    return [rule for rules in named or [rules for products, rules in groups if "*" in products] for rule in rules]


@lru_cache(maxsize=1000)
def groups_of(text):
    groups, begun = [], False
    for line in re.split(rb"[\r\n]+", text.removeprefix(b"\xef\xbb\xbf")):
        found = re.match(rb"\s*(user-?agent|allow|disallow)\s*:\s*([^#]*)", line, re.IGNORECASE)
        if not found:
            continue
        name, value = found[1].lower(), found[2].strip()
        if b"agent" in name:
            if not begun:
                groups.append((set(), []))
            begun = True
            groups[-1][0].add((re.match(rb"\*|[a-z_-]*", value.lower())[0]).decode())
        elif groups:
            begun = False
            if value:
                groups[-1][1].append((name == b"allow", re.compile(as_expression(value)), coded(value)))
    return groups


def coded(value):
    """A pattern in codes: every octet that is not a plain one, and a dollar or a star that is nothing special."""
    plain = re.sub(rb"[^!-~]", lambda found: b"%%%02X" % found[0][0], re.sub(rb"\*+", b"*", value)).decode()
    body = plain.removesuffix("$").replace("$", "%24") + ("$" if plain.endswith("$") else "")
    return re.sub("%[0-9A-Fa-f]{2}", one_code, re.sub(r'["<>\\^`{|}]', lambda c: f"%{ord(c[0]):02X}", body))


def one_code(found):
    octet = unquote_to_bytes(found[0]).decode("latin-1")
    return octet if re.fullmatch("[A-Za-z0-9._~-]", octet) else found[0].upper()


def as_expression(value):
    """The same as a regular expression."""
    body = coded(value)
    return ".*".join(map(re.escape, body.removesuffix("$").split("*"))) + (r"\Z" if body.endswith("$") else "")
