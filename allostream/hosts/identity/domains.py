"""Finding what belongs to a host name: exact names, any subdomain (`*.x.org`), any ending (`x.*`)."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

DEFAULT_PREFIXES = ("www", "m", "mobile", "amp")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What was found for a host name: the thing, the name without `www.`, and whether the whole domain is its own."""

    thing: T
    base: str
    sure: bool


class Domains(Generic[T]):
    """Look-up table from host names to things. Filled once, then only read."""

    def __init__(self) -> None:
        self._exact: dict[str, list[tuple[T, str, bool]]] = {}
        self._below: dict[str, list[tuple[T, bool]]] = {}
        self._ending: dict[str, list[T]] = {}

    def add(self, domain: str, thing: T, prefixes: tuple[str, ...] = DEFAULT_PREFIXES, *, sure: bool = True) -> None:
        """Enter a domain. Not sure means: only an address with a known shape there is the host's."""
        if domain.startswith("*."):
            self._below.setdefault(domain[2:], []).append((thing, sure))
            return
        names = [domain, *(f"{prefix}.{domain}" for prefix in prefixes)]
        for name in names:
            if domain.endswith(".*"):
                self._ending.setdefault(name[:-2], []).append(thing)
            else:
                self._exact.setdefault(name, []).append((thing, domain, sure))

    def find_all(self, host: str) -> list[Found[T]]:
        """Everything entered for a host name, the closest match first, in the order it was entered."""
        if exact := self._exact.get(host):
            return [Found(thing, base, sure) for thing, base, sure in exact]
        parent = host
        while parent:
            if below := self._below.get(parent):
                return [Found(thing, host, sure) for thing, sure in below]
            parent = parent.partition(".")[2]
        name = host.rpartition(".")[0]
        for stem in (name, name.removesuffix(".co").removesuffix(".com")):
            if ending := self._ending.get(stem):
                return [Found(thing, host, False) for thing in ending]
        return []

    def find(self, host: str) -> T | None:
        """The first thing entered for a host name, or None."""
        found = self.find_all(host)
        return found[0].thing if found else None
