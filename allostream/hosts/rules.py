"""Pure rules of hosts: what a row of a host list must say, and how it is checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Stands(StrEnum):
    """Whether links may lead to a host."""

    PROPOSED = "proposed"
    LISTED = "listed"
    REFUSED = "refused"


@dataclass(frozen=True)
class HostRow:
    """One host as an operator writes it down; the fields of the table, by the same names."""

    slug: str
    name: str
    monogram: str
    kind: str
    countries: Sequence[str]
    embed: str
    official_page: str
    stands: str
    embed_origins: Sequence[str] = ()
    direct_files: bool = False
    item_level: bool = True
    note: str = ""
    url_rules: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


class BadHost(ValueError):
    """A row of a host list that cannot be taken in; the message names the host, the field and the remedy."""
