"""From text to the identity of what it leads to, and back from a key to addresses."""

from dataclasses import dataclass
from hashlib import blake2b
from operator import itemgetter

from allostream.hosts.identity.address import Address, Pairs, finished, joined, parse, query_text, sealed
from allostream.hosts.identity.contents import Content, HostRule
from allostream.hosts.identity.domains import Found
from allostream.hosts.identity.patterns import filled
from allostream.hosts.identity.readers import WRITERS
from allostream.hosts.identity.table import BUILTIN, Table
from allostream.hosts.identity.text import NotAnAddress, storable
from allostream.hosts.identity.wrappers import inside

# Raised when a change of the rules gives known addresses another key: stored keys are then computed anew.
KEY_VERSION = 1
LONGEST_KEY = 500
DEEPEST = 3
_PAGE = "url:"
_SHORTENED = "~~"


@dataclass(frozen=True, slots=True)
class Identity:
    """What an address leads to."""

    raw: str
    """The text as it was given, without characters a database cannot hold."""
    canonical_url: str
    """The https address to keep and to show."""
    content_key: str
    """Equal for all addresses of the same content; at most LONGEST_KEY characters."""
    host: str
    """The slug of the host in the table; "" when it is none we know."""
    domain: str
    """The host name in the address, in lower case and ASCII."""
    kind: str
    """video, channel, playlist or page."""
    embed_url: str
    """The address of the host's player, or "" when it has none that we may use."""
    key_version: int
    unwrapped: tuple[str, ...]
    """The addresses that were around this one, the outermost first."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """An address on its way to an identity: what was around it, and the row its host belongs to."""

    raw: str
    address: Address
    around: tuple[str, ...]
    rule: HostRule | None
    base: str

    def query(self) -> Pairs:
        return self.address.without(self.rule.keep if self.rule else None)

    def page_url(self) -> str:
        return joined(self.address.netloc, self.address.path, self.query())

    def identity(self, *, canonical_url: str, content_key: str, host: str, kind: str, embed_url: str) -> Identity:
        return Identity(
            raw=self.raw,
            canonical_url=canonical_url,
            content_key=content_key,
            host=host,
            domain=self.address.host,
            kind=kind,
            embed_url=embed_url,
            key_version=KEY_VERSION,
            unwrapped=self.around,
        )


def identify(text: str, table: Table = BUILTIN) -> Identity:
    """The identity of what the text leads to. Raises NotAnAddress, and nothing else, for any string.

    The steps and their order stand at the top of this package; the tables are in `known/`.
    """
    address = parse(text)
    around: list[str] = []
    while (inner := inside(address)) is not None:
        if len(around) == DEEPEST:
            raise NotAnAddress("wrapped-too-deep")
        around.append(joined(address.netloc, address.path, address.query))
        address = inner
    rules = table.at(address.host)
    sure = next((found for found in rules if found.sure), None)
    rule, base = (sure.thing, sure.base) if sure else (None, address.host)
    seen = _Seen(storable(text), address, tuple(around), rule, base)
    for content in _candidates(rules, table):
        if (values := content.read(address)) is not None:
            return _content(content, values, seen)
    return _page(seen)


def key_hash(content_key: str) -> int:
    """The key as a signed 64-bit number, for a narrow index; equal hashes still need the keys compared."""
    return int.from_bytes(blake2b(content_key.encode(), digest_size=8).digest(), "big", signed=True)


def compare_key(content_key: str, table: Table = BUILTIN) -> str:
    """The key under which two keys concern the same item at the host, wider than equality where the host is.

    At the Internet Archive letter case and the file within the item do not count, so the key of a whole item and
    that of one of its files compare equal. Elsewhere it is the key itself.
    """
    found = table.of_key(content_key)
    if found is None:
        return content_key
    content, parts = found
    return filled(content.compare, parts, WRITERS) or content_key


def canonical_url(content_key: str, host: str = "", table: Table = BUILTIN) -> str:
    """The page of a content key, or "" when the key alone does not tell it.

    Federated contents need the instance's host name, as in `Identity.domain`.
    """
    if content_key.startswith(_PAGE):
        shortened = f"/{_SHORTENED}" in content_key
        return "" if shortened else finished(f"https://{content_key[len(_PAGE) :]}")
    found = table.of_key(content_key)
    return finished(page) if found and (page := found[0].page(_with_host(found, host))) else ""


def player_url(content_key: str, host: str = "", table: Table = BUILTIN) -> str:
    """The player address of a content key, or "" when the host has none that we may use.

    Federated contents need the instance's host name, as in `Identity.domain`.
    """
    found = table.of_key(content_key)
    return found[0].player(_with_host(found, host)) if found else ""


def _with_host(found: tuple[Content, dict[str, str]], host: str) -> dict[str, str]:
    content, parts = found
    return {**parts, "host": host or content.site}


def _candidates(rules: list[Found[HostRule]], table: Table) -> tuple[Content, ...]:
    """The contents to try: those of the host's rows; at other hosts, those that any host may have."""
    own = tuple(content for found in rules for content in found.thing.contents)
    return own or table.anywhere


def _content(content: Content, values: dict[str, str], seen: _Seen) -> Identity:
    values = {**values, "host": seen.address.netloc}
    page = content.page(values)
    # A row without contents of its own (an instance the operator lists or refuses) outranks the federated software.
    rule = seen.rule if seen.rule and not seen.rule.contents else None
    return seen.identity(
        canonical_url=finished(page) if page else seen.page_url(),
        content_key=_bounded(filled(content.key, values, WRITERS) or ""),
        host=rule.slug if rule else content.host,
        kind=content.kind if content.is_video(values) else "page",
        embed_url=content.player(values),
    )


def _page(seen: _Seen) -> Identity:
    address, query = seen.address, seen.query()
    path, query = sealed(address.netloc, address.path, query)
    base = seen.base if address.port is None else f"{seen.base}:{address.port}"
    in_order = tuple(sorted(query, key=itemgetter(0)))
    return seen.identity(
        canonical_url=seen.page_url(),
        content_key=_bounded(f"{_PAGE}{base}{path.rstrip('/') or '/'}{query_text(in_order)}"),
        host=seen.rule.slug if seen.rule else "",
        kind="page",
        embed_url="",
    )


def _bounded(key: str) -> str:
    """The key, or where it is too long for the column: its beginning up to the host, and a digest of the whole."""
    if len(key) <= LONGEST_KEY:
        return key
    scheme, _, rest = key.partition(":")
    host = rest.partition("/")[0][:300] if scheme == "url" else ""
    return f"{scheme}:{host}/{_SHORTENED}{blake2b(key.encode(), digest_size=16).hexdigest()}"
