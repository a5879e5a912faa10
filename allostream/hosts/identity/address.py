"""One web address in one form: parsing in the manner of the WHATWG URL standard, then RFC 3986 normalisation.

Followed from the standard: host in lower case and IDNA, default ports, backslashes, dot segments, IPv4 shorthands.
Added, because keys need it: escapes of unreserved characters are decoded, the others are in upper case, a lone `%`
becomes `%25`, credentials go, and both default ports go whatever the scheme (http and https are one here).
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

import idna

from allostream.hosts.identity.text import LONGEST, NotAnAddress, authority_and_rest, without_trailing

Pairs = tuple[tuple[str, str | None], ...]

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE_PATH = "!$&'()*+,;=:@/"
_SAFE_QUERY = "!$'()*+,;:@/?="
_PLAIN = re.compile(r"[A-Za-z0-9\-._~/!$'()*+,;=:@]*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_ENTITY_LIKE = re.compile(r"&(?=#?[A-Za-z0-9]+;)")
_MARKDOWN = re.compile(r"\\(?=[_*~])")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
# Parameters that say who sent the visitor, never what he sees.
_TRACKERS = frozenset(
    [
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "fbclid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "mkt_tok",
        "vero_id",
        "spm",
        "si",
        "feature",
        "ref_src",
        "cmpid",
        "s_kwcid",
    ]
)
_TRACKER_FAMILY = re.compile(r"utm_.*|pk_.*|mtm_.*|oly_.*_id")


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed web address; every part is in its normal form, path and query percent-encoded."""

    host: str
    port: int | None
    path: str
    query: Pairs
    fragment: str

    @property
    def netloc(self) -> str:
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def trimmed_path(self) -> str:
        """The path without slashes at its end; the root stays `/`."""
        return self.path.rstrip("/") or "/"

    def value(self, name: str) -> str | None:
        """The first value of a query parameter, or None when it is absent or has no value."""
        return next((value for key, value in self.query if key == name), None)

    def without(self, keep: frozenset[str] | None) -> Pairs:
        """The query without trackers; when `keep` is given, only the parameters named there."""
        if keep is not None:
            return tuple(pair for pair in self.query if pair[0] in keep)
        return tuple(pair for pair in self.query if not is_tracker(pair[0]))


def is_tracker(name: str) -> bool:
    """Whether a query parameter only follows visitors around."""
    name = name.lower()
    return name in _TRACKERS or bool(_TRACKER_FAMILY.fullmatch(name))


def parse(text: str) -> Address:
    """Parse text as people write it. Raises NotAnAddress, and nothing else, for any text."""
    authority, rest = authority_and_rest(text)
    netloc = authority.rpartition("@")[2]
    host, port = _host_and_port(netloc)
    rest, _, fragment = rest.partition("#")
    path, _, query = rest.partition("?")
    # Markdown writes `\_` for `_`; a backslash means nothing in a query.
    return Address(
        host, port, normal_path(path), _pairs(_MARKDOWN.sub("", query)), _normal(fragment, _SAFE_QUERY + "&")
    )


def query_text(query: Pairs) -> str:
    """The query as it stands in an address, with its question mark; "" when there is none."""
    return ("?" if query else "") + "&".join(name if value is None else f"{name}={value}" for name, value in query)


def joined(netloc: str, path: str, query: Pairs) -> str:
    """The https address of these parts. Raises NotAnAddress when it is longer than any we take."""
    return finished(f"https://{netloc}{path}{query_text(query)}")


def finished(url: str) -> str:
    """The address, its last sign escaped where it would be taken for the end of a sentence.

    Raises NotAnAddress when it is longer than any we take.
    """
    if without_trailing(url) != url:
        url = _last_escaped(url)
    if len(url) > LONGEST:
        raise NotAnAddress("too-long", longest=LONGEST)
    return url


def sealed(netloc: str, path: str, query: Pairs) -> tuple[str, Pairs]:
    """Path and query with the sign escaped that `finished` would escape: keys are made of this form.

    Without it `/a!#part` and the address we make of it, `/a%21`, would have two keys.
    """
    if without_trailing(url := f"https://{netloc}{path}{query_text(query)}") == url:
        return path, query
    if not query:
        return _last_escaped(path), query
    name, value = query[-1]
    last = (name, _last_escaped(value)) if value else (_last_escaped(name), value)
    return path, (*query[:-1], last)


def _last_escaped(text: str) -> str:
    return f"{text[:-1]}%{ord(text[-1]):02X}"


def normal_path(path: str) -> str:
    """Normal form of a path: slashes, escapes and dot segments resolved; doubled slashes stay as they are."""
    path = _normal(path.replace("\\", "/"), _SAFE_PATH)
    if "&" in path:
        # `&amp;` in a path would be read as an entity by whoever reads our address next.
        path = _ENTITY_LIKE.sub("%26", path)
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def escaped(text: str, safe: str = "") -> str:
    """The text percent-encoded for use in an address; unreserved characters and those in `safe` stay."""
    return quote(text, safe=safe)


def _normal(text: str, safe: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    pieces: list[str] = []
    at = 0
    for match in _ESCAPE.finditer(text):
        pieces.append(quote(text[at : match.start()], safe=safe))
        sign = chr(int(match[1], 16))
        pieces.append(sign if sign in _UNRESERVED else f"%{match[1].upper()}")
        at = match.end()
    pieces.append(quote(text[at:], safe=safe))
    return "".join(pieces)


def _pairs(query: str) -> Pairs:
    pairs: list[tuple[str, str | None]] = []
    for piece in query.split("&"):
        name, equals, value = piece.partition("=")
        if name or equals:
            # A semicolon in a name could close an entity (`&amp;`) when the address is read again.
            name = _normal(name, _SAFE_QUERY).replace(";", "%3B")
            pairs.append((name, _normal(value, _SAFE_QUERY) if equals else None))
    return tuple(pairs)


def _host_and_port(netloc: str) -> tuple[str, int | None]:
    if netloc.startswith("["):
        host, bracket, port = netloc.partition("]")
        return _ipv6(host[1:] if bracket else ""), _port(port.removeprefix(":"))
    name, _, port = netloc.partition(":")
    return _host(name), _port(port)


def _port(text: str) -> int | None:
    """The port, or None when it is absent or the default of http or https."""
    digits = text.lstrip("0") if text.isascii() and text.isdigit() else text
    if not text or digits in {"80", "443"}:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5 and int(digits) <= 65535):
        raise NotAnAddress("bad-port", port=text[:20])
    return int(digits)


def _host(name: str) -> str:
    """The host name in ASCII and lower case. Raises NotAnAddress for single words: they are no public names."""
    host = unquote(name).strip().removesuffix(".").lower()
    if not host.isascii() or "xn--" in host:
        host = _idna(host, name)
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise NotAnAddress("bad-host", host=name[:80])
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels, name)
    if len(labels) < 2:
        raise NotAnAddress("bad-host", host=name[:80])
    return host


def _idna(host: str, name: str) -> str:
    try:
        return idna.encode(host, uts46=True, transitional=False).decode("ascii").removesuffix(".")
    except UnicodeError as error:
        raise NotAnAddress("bad-host", host=name[:80]) from error


def _ipv4(labels: list[str], name: str) -> str:
    """Dotted form of `127.1`, `0x7f.1` or `2130706433` (WHATWG URL, IPv4 parser)."""
    numbers = [_ipv4_number(label) for label in labels]
    last = numbers[-1]
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]) or last >= 256 ** (5 - len(numbers)):
        raise NotAnAddress("bad-host", host=name[:80])
    value = last + sum(number << (8 * (3 - place)) for place, number in enumerate(numbers[:-1]))
    return str(ipaddress.IPv4Address(value))


def _ipv4_number(label: str) -> int:
    """The number a label stands for; one too large for any address when it is none."""
    base = 16 if label.startswith("0x") else 8 if label.startswith("0") else 10
    try:
        return int(label.removeprefix("0x") or "0", base)
    except ValueError:
        return 1 << 40


def _ipv6(text: str) -> str:
    try:
        return f"[{ipaddress.IPv6Address(text).compressed}]" if "%" not in text else _no_zone(text)
    except ValueError as error:
        raise NotAnAddress("bad-host", host=text[:80]) from error


def _no_zone(text: str) -> str:
    """Zone ids (`fe80::1%eth0`) name a network card of one machine: never a public address."""
    raise ValueError(text)
