"""What the table of hosts is made of: the shapes of addresses, the contents they lead to, the hosts that have them."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern
from typing import Any

from allostream.hosts.identity.address import Address
from allostream.hosts.identity.domains import Domains
from allostream.hosts.identity.patterns import filled
from allostream.hosts.identity.readers import READERS, WRITERS


@dataclass(frozen=True, slots=True)
class Shape:
    """One form an address of some content can take."""

    on: Domains[bool] | None
    path: Pattern[str]
    query: tuple[tuple[str, Pattern[str]], ...]
    fragment: Pattern[str] | None

    def parts(self, address: Address) -> dict[str, str] | None:
        """The parts of an address of this shape, or None when it has another."""
        match = self.path.fullmatch(address.trimmed_path)
        if match is None or (self.on is not None and self.on.find(address.host) is None):
            return None
        parts = match.groupdict()
        texts = [(pattern, (address.value(name) or "").replace("+", "%20")) for name, pattern in self.query]
        if self.fragment is not None:
            texts.append((self.fragment, address.fragment))
        for pattern, text in texts:
            found = pattern.fullmatch(text)
            if found is None:
                return None
            parts |= found.groupdict()
        return parts


@dataclass(frozen=True, slots=True)
class Content:
    """One sort of thing at a host (its videos, its playlists): the shapes of its addresses, its key, its pages."""

    host: str
    kind: str
    key: str
    key_shape: Pattern[str]
    shapes: tuple[Shape, ...]
    readers: Mapping[str, str]
    never: Mapping[str, frozenset[str]]
    canonical: tuple[str, ...]
    embed: tuple[str, ...]
    compare: str
    site: str
    suffixes: tuple[str, ...]

    def read(self, address: Address) -> dict[str, str] | None:
        """The parts of the content an address leads to, or None when it leads elsewhere."""
        for shape in self.shapes:
            parts = shape.parts(address)
            if parts is not None and (values := self._read(parts)) is not None:
                return values
        return None

    def _read(self, parts: Mapping[str, str]) -> dict[str, str] | None:
        values: dict[str, str] = {}
        for name, text in parts.items():
            value = READERS[self.readers[name]](text) if name in self.readers else text
            if value is None or value in self.never.get(name, ()):
                return None
            values[name] = value
        return values

    def parts_of(self, key: str) -> dict[str, str] | None:
        """The parts of one of this content's keys, or None when the key is another's."""
        match = self.key_shape.fullmatch(key)
        return match.groupdict() if match else None

    def page(self, values: Mapping[str, str]) -> str:
        """The canonical address, or "" when the row has none: the page is then kept as it was seen."""
        return _first_filled(self.canonical, values)

    def player(self, values: Mapping[str, str]) -> str:
        """The player address that may stand in our page, or ""."""
        return _first_filled(self.embed, values) if self.is_video(values) else ""

    def is_video(self, values: Mapping[str, str]) -> bool:
        """Whether this is a video and no picture or paper among the videos, by the ending of its key."""
        key = (filled(self.key, values, WRITERS) or "").lower()
        return not self.suffixes or key.endswith(self.suffixes)


def _first_filled(templates: tuple[str, ...], values: Mapping[str, str]) -> str:
    return next((text for template in templates if (text := filled(template, values, WRITERS))), "")


@dataclass(frozen=True, slots=True)
class HostRule:
    """A row of the table: one host, its domains, and its contents in the order they are tried."""

    slug: str
    domains: tuple[str, ...]
    partly: tuple[str, ...]
    prefixes: tuple[str, ...]
    keep: frozenset[str] | None
    any_host: bool
    contents: tuple[Content, ...]
    examples: tuple[Mapping[str, Any], ...]
