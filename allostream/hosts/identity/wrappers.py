"""Addresses that carry another address: redirect pages, mail scanners, translators, caches, web archives.

Only what can be unwrapped offline is here. Short links (t.co, bit.ly) need the network, which this package never uses.
"""

import base64
import binascii
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from allostream.hosts.identity.address import Address, joined, parse, query_text
from allostream.hosts.identity.domains import Domains
from allostream.hosts.identity.patterns import compiled
from allostream.hosts.identity.text import NotAnAddress

_DEFENSE_V3 = re.compile(r"(.*)__;([A-Za-z0-9_=-]*)!.*")


@dataclass(frozen=True, slots=True)
class Wrapper:
    """One kind of address around an address: where it is found, and how the inner text is written."""

    path: re.Pattern[str]
    value: tuple[str, ...]
    code: str

    def inner_text(self, address: Address) -> str | None:
        """The text of the inner address, or None when this address wraps nothing."""
        match = self.path.fullmatch(address.path)
        if match is None:
            return None
        for name in self.value:
            if value := address.value(name):
                return _DECODERS[self.code](value, address)
        return None if self.value else _DECODERS[self.code](match.groupdict().get("rest") or "", address)


def inside(address: Address) -> Address | None:
    """The address that this one wraps, or None. What it wraps may be a wrapper again."""
    for found in _WRAPPERS.find_all(address.host):
        text = found.thing.inner_text(address)
        if text:
            try:
                return parse(text)
            except NotAnAddress:
                continue
    return None


def _value(text: str, address: Address) -> str:
    """A query value: percent-encoded, sometimes relative to the wrapping host."""
    text = unquote(text)
    return f"https://{address.netloc}{text}" if re.match(r"/[^/\\]", text) else text


def _rest(text: str, address: Address) -> str:
    """The rest of a path; the query behind it belongs to the inner address."""
    return text + query_text(address.query)


def _plain_host_rest(text: str, address: Address) -> str:
    return "https://" + _rest(text, address)


def _defense_v2(text: str, _address: Address) -> str:
    """Proofpoint URL Defense, version 2: `-` stands for `%` and `_` for `/`."""
    return unquote(text.replace("-", "%").replace("_", "/"))


def _defense_v3(text: str, address: Address) -> str | None:
    """Proofpoint URL Defense, version 3: each `*` stands for the next sign of the Base64 list behind the address."""
    match = _DEFENSE_V3.fullmatch(unquote(_rest(text, address)))
    if match is None or "**" in match[1]:
        return None
    try:
        signs = base64.urlsafe_b64decode(match[2] + "=" * (-len(match[2]) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    pieces = match[1].split("*")
    if len(pieces) - 1 > len(signs):
        return None
    return "".join(piece + sign for piece, sign in zip(pieces, [*signs[: len(pieces) - 1], ""], strict=True))


def _translated(_text: str, address: Address) -> str:
    """translate.goog: dots of the host are hyphens, hyphens are doubled, and the query has `_x_tr_` parameters."""
    name = address.host.removesuffix(".translate.goog").replace("--", "\n").replace("-", ".").replace("\n", "-")
    query = tuple(pair for pair in address.query if not pair[0].startswith("_x_tr_"))
    return joined(name, address.path, query)


_DECODERS: Mapping[str, Callable[[str, Address], str | None]] = {
    "value": _value,
    "rest": _rest,
    "host_rest": _plain_host_rest,
    "defense_v2": _defense_v2,
    "defense_v3": _defense_v3,
    "translated": _translated,
}


def _wrappers(rows: list[Mapping[str, Any]]) -> Domains[Wrapper]:
    domains: Domains[Wrapper] = Domains()
    for row in rows:
        wrapper = Wrapper(compiled(row["path"], {"rest": ".+"}), tuple(row.get("value", ())), row["code"])
        for domain in row["domains"]:
            domains.add(domain, wrapper)
    return domains


_WRAPPERS = _wrappers(tomllib.loads(files(__package__).joinpath("wrappers.toml").read_text("utf-8"))["wrapper"])
