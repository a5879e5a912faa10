"""Which addresses may be asked, as far as the text tells. Pure; names are resolved later (see `resolver`)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

from yarl import URL

from allostream.net.addresses import is_public
from allostream.net.errors import BadReply, Refused

CONTROL = re.compile(r"[^\x20-\x7e\t\x80-\uffff]")
UNREADABLE = re.compile(r"[\x00-\x20\x7f\\]")
# A name whose last part is a number is read as an IPv4 address by some programs (WHATWG URL, “ends in a number”).
NUMBER_LAST = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
BRACKETED = re.compile(r"[^/?#]*//[^/?#]*\[")  # what is no IPv6 address after all
# What a host name is made of once it is in ASCII (RFC 952, RFC 1123; the underscore is seen in real ones).
NAME = re.compile(r"(?=.{1,253}\.?$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]{1,63}\.?", re.IGNORECASE)
# Names that are never those of a public host (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476; ICANN on .internal).
NEVER_PUBLIC = ("localhost", "local", "internal", "home.arpa", "onion", "alt", "invalid", "test", "lan", "intranet")
WITH_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)
RAW = re.compile("[\udc80-\udcff]")
READABLE = "".join(map(chr, range(0x21, 0x7F)))
LONGEST = 8000
NO_NAME = "The name of the host cannot be one."
KEEP_ON_OTHER_HOSTS = {"accept", "accept-language", "if-none-match", "if-modified-since", "range", "user-agent"}
# What the door itself answers for, or what would change where the request goes or how its end is found.
NOT_THE_CALLERS = frozenset({
    "host", "connection", "keep-alive", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect",
    "cookie", "user-agent", "accept-encoding", "proxy-authorization", "proxy-connection",
})  # fmt: skip


def checked(text: str, ports: frozenset[int]) -> URL:
    """The address as a URL that may be asked, as far as it tells without resolving its name. Raises Refused."""
    if UNREADABLE.search(text):
        raise Refused(text, "The address holds a space, a control character or a backslash.")
    if len(text) > LONGEST:
        raise Refused(text, f"The address has more than {LONGEST} characters.")
    try:
        url = URL(text)
        host, port = url.raw_host or "", url.port
    except ValueError as error:
        raise Refused(text, "The address cannot be read.") from error
    if url.scheme not in {"http", "https"} or not host:
        raise Refused(url, "The address is not one of http or https.")
    if url.raw_user is not None or url.raw_password is not None:
        raise Refused(url, "The address holds a user name or password.")
    if port not in ports:
        raise Refused(url, f"The port {port} is not one of {', '.join(map(str, sorted(ports)))}.")
    _check_host(text, url, host)
    return url


def _check_host(text: str, url: URL, host: str) -> None:
    wrong = _wrong_with(host)
    if not wrong and "[" in text and ":" not in host and BRACKETED.match(text):
        wrong = NO_NAME
    if wrong:
        raise Refused(url, wrong)


@lru_cache(maxsize=4096)  # many addresses are at one host
def _wrong_with(host: str) -> str:
    """Why a host cannot be asked, as far as its name tells; "" where it can."""
    if ":" in host or NUMBER_LAST.search(host):
        return "" if is_public(host) else "The host is not a public address."
    if not NAME.fullmatch(host):
        return NO_NAME
    name = host.rstrip(".").lower()
    if "." not in name or any(name == end or name.endswith(f".{end}") for end in NEVER_PUBLIC):
        return "The name is not one of a public host."
    return ""


def followed(url: URL, location: str, ports: frozenset[int]) -> URL:
    """The checked address to which a redirect leads. Raises BadReply where it cannot be read, and Refused.

    Spaces after its host, and bytes that are no UTF-8, are put in code, as browsers do (URL Standard, section 4.4).
    """
    location = location.strip(" ")
    begin = host.end() if (host := WITH_HOST.match(location)) else 0
    location = location[:begin] + location[begin:].replace(" ", "%20")
    if RAW.search(location):  # how the client tells of such bytes
        location = quote(location.encode("utf-8", "surrogateescape"), safe=READABLE)
    if UNREADABLE.search(location):
        raise BadReply(url, "The redirect leads to an address that cannot be read.")
    try:
        goal = url.join(URL(location))
    except ValueError as error:
        raise BadReply(url, "The redirect leads to an address that cannot be read.") from error
    return checked(str(goal), ports)


def callers_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a question. Raises ValueError for one that is the door's own business, or that holds a break."""
    given = tuple(headers.items())
    _check_headers(given)
    return dict(given)


@lru_cache(maxsize=64)  # whoever asks gives the same ones again and again
def _check_headers(headers: tuple[tuple[str, str], ...]) -> None:
    for name, value in headers:
        if name.lower() in NOT_THE_CALLERS:
            raise ValueError(f"The header {name} is set by the door.")
        if CONTROL.search(name) or CONTROL.search(value):
            raise ValueError(f"The header {name} holds a control character.")


def headers_after(url: URL, goal: URL, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers for the next hop: another origin gets none that may hold a secret."""
    if goal.origin() == url.origin():
        return dict(headers)
    return {name: value for name, value in headers.items() if name.lower() in KEEP_ON_OTHER_HOSTS}
