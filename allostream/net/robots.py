"""robots.txt by RFC 9309. Pure: bytes in, answers out.

Beyond the RFC, as it allows for “other records” (section 2.2.4): Crawl-delay, Sitemap, a colon left out between two
words, and common misspellings of the three names, which are read as what was meant. Where the same product is named in
several groups, their rules count together (section 2.2.1).
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from functools import cached_property

LARGEST = 500 * 1024  # what has to be parsed at least (section 2.5); the rest of a larger file is left
BOM = b"\xef\xbb\xbf"
NO_BREAK = b"\xc2\xa0"
LINE_ENDS = re.compile(rb"\r\n|\n|\r")
TOKEN = re.compile(rb"[a-zA-Z_-]+")
DELAY = re.compile(rb"\d{1,9}(?:[.,]\d{1,6})?")
ESCAPED = re.compile(rb"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!&'()+,;=:@/?#\[\]-]", re.DOTALL)
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
USER_AGENT, ALLOW, DISALLOW, CRAWL_DELAY, SITEMAP = b"user-agent", b"allow", b"disallow", b"crawl-delay", b"sitemap"
MEANT = {
    **{name: name for name in (USER_AGENT, ALLOW, DISALLOW, CRAWL_DELAY, SITEMAP)},
    **dict.fromkeys((b"useragent", b"user agent"), USER_AGENT),
    **dict.fromkeys((b"dissallow", b"dissalow", b"disalow", b"diasllow", b"disallaw"), DISALLOW),
    **dict.fromkeys((b"crawldelay", b"crawl delay"), CRAWL_DELAY),
    **dict.fromkeys((b"site-map", b"site map"), SITEMAP),
}
ROBOTS_PATH = "/robots.txt"
PRODUCT = "Allostream"  # what robots.txt calls us


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a group. `parts` are the texts between the stars of its pattern, written as `normal` writes them."""

    allows: bool
    parts: tuple[str, ...]
    to_end: bool
    length: int

    def matches(self, path: str) -> bool:
        """Whether a normal path fits. One pass over the path, however many stars there are."""
        first, *others = self.parts
        if not path.startswith(first):
            return False
        at = len(first)
        if not others:
            return not self.to_end or at == len(path)
        last = others.pop() if self.to_end else ""
        for part in others:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return len(path) - len(last) >= at and path.endswith(last)


@dataclass(slots=True)
class Group:
    """Rules for some products, named in lower case; `*` stands for all that are not named anywhere."""

    products: set[str] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    delay: float | None = None


@dataclass(frozen=True)
class Robots:
    """What a robots.txt says."""

    groups: tuple[Group, ...]
    sitemaps: tuple[str, ...] = ()
    _found: dict[str, tuple[tuple[Rule, ...], float | None]] = field(default_factory=dict, compare=False, repr=False)

    def allows(self, path: str, product: str) -> bool:
        """Whether a product may ask for a path (with its query, as it is sent).

        The longest pattern that fits decides; of two equally long ones that which allows (section 2.2.2).
        """
        rules = self._for(product)[0] if self.groups else ()
        if not rules:
            return True
        asked = normal_path(path)
        if asked == ROBOTS_PATH:
            return True
        for rule in rules:
            if rule.matches(asked):
                return rule.allows
        return True

    def crawl_delay(self, product: str) -> float | None:
        """Seconds between two requests that are asked for; None where none are."""
        return self._for(product)[1] if self.groups else None

    def _for(self, product: str) -> tuple[tuple[Rule, ...], float | None]:
        """The rules for a product, the first that fits decides; and its delay."""
        name = product.lower()
        if name not in self._found:
            groups = [one for one in self.groups if name in one.products] or self._others
            rules = sorted((rule for one in groups for rule in one.rules), key=lambda r: (-r.length, not r.allows))
            delays = [one.delay for one in groups if one.delay is not None]
            self._found[name] = tuple(rules), max(delays, default=None)
        return self._found[name]

    @cached_property
    def _others(self) -> list[Group]:
        return [one for one in self.groups if "*" in one.products]


def parsed(data: bytes) -> Robots:
    """What the file says. Every text can be parsed; lines that say nothing are passed over."""
    groups: list[Group] = []
    sitemaps: list[str] = []
    group: Group | None = None
    for name, value in _records(data):
        if name == SITEMAP:
            sitemaps.append(value.decode("utf-8", "replace"))
        elif name == USER_AGENT:
            if group is None or group.rules:
                group = Group()
                groups.append(group)
            group.products.update(_product(value))
        elif group is not None:
            _add(group, name, value)
    return Robots(tuple(groups), tuple(dict.fromkeys(sitemaps)))


def _add(group: Group, name: bytes, value: bytes) -> None:
    if name == CRAWL_DELAY:
        if number := DELAY.match(value):
            group.delay = max(group.delay or 0.0, float(number[0].replace(b",", b".")))
    else:
        group.rules.append(rule_of(name == ALLOW, value))


def _records(data: bytes) -> list[tuple[bytes, bytes]]:
    """The lines that have a name known here, with their values."""
    if len(data) > LARGEST:
        kept = data[:LARGEST]
        data = kept[: max(kept.rfind(b"\n"), kept.rfind(b"\r")) + 1]  # no half line, which would close too much
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    # What came in by copying and looks like nothing must not undo a line that closes something.
    data = data.removeprefix(BOM).replace(NO_BREAK, b" ")
    found = []
    for line in LINE_ENDS.split(data):
        text = line.partition(b"#")[0].strip(b" \t\v\f\0")
        name, colon, value = text.partition(b":")
        if not colon and len(words := text.split()) == 2:
            name, value = words
        if meant := MEANT.get(name.strip().lower()):
            found.append((meant, value.strip()))
    return found


def _product(value: bytes) -> set[str]:
    if value.startswith(b"*"):
        return {"*"}
    token = TOKEN.match(value)
    return {token[0].decode("ascii").lower()} if token else set()


def rule_of(allows: bool, value: bytes) -> Rule:
    """A rule. An empty pattern fits nothing, but ends the list of products as any rule does."""
    to_end = value.endswith(b"$")
    pattern = value.removesuffix(b"$") if to_end else value
    # Only a dollar at the end and stars are special: others are what they are, which a path is compared in code.
    pieces = [normal(piece) for piece in re.split(rb"\*+", pattern)]
    if not value:
        pieces = ["\0"]
    length = sum(map(len, pieces)) + len(pieces) - 1 + to_end
    return Rule(allows, tuple(pieces), to_end, length)


def normal_path(path: str) -> str:
    """A path as sent, with its query, in the form that patterns are compared in."""
    return normal((path.partition("#")[0] or "/").encode("utf-8", "surrogatepass"))


def normal(text: bytes) -> str:
    """The text with codes only where they are needed: for octets that are no plain letters, digits or delimiters.

    Codes of unreserved characters are taken away, all others have capital letters (RFC 9309, section 2.2.2; RFC 3986,
    section 6.2.2).
    """
    return ESCAPED.sub(_code, text).decode("ascii")


def _code(found: re.Match[bytes]) -> bytes:
    text = found[0]
    if len(text) == 1:
        return b"%%%02X" % text[0]
    octet = int(text[1:], 16)
    return bytes([octet]) if octet in UNRESERVED else text.upper()
