"""Pure rules of hosts: what a row of a host list must say, and how it is checked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from allostream.hosts.identity import BUILTIN
from allostream.lib.countries import WORLD, is_country

KINDS = (
    "public_broadcaster", "archive", "repository", "video_platform", "federated", "avod", "svod", "tvod",
    "library_card", "government", "heritage",
)  # fmt: skip
EMBEDS = ("never", "allowed", "per_item")
STANDINGS = ("listed", "proposed", "refused")
TEXTS = ("slug", "name", "monogram", "kind", "embed", "official_page", "stands", "note", "note_fr")
LISTS = ("countries", "embed_origins")
FLAGS = ("direct_files", "item_level")
OPTIONAL = ("url_rules", "note_fr")

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MONOGRAM = re.compile(r"[A-Z0-9]{2,3}")
ORIGIN = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+")


class BadHost(ValueError):
    """A row of a host list that cannot be taken in; the message names the host, the field and the remedy."""


@dataclass(frozen=True)
class HostRow:
    """One host or provider as an operator writes it down; the fields of the table, by the same names."""

    slug: str
    name: str
    monogram: str
    kind: str
    countries: Sequence[str]
    """ISO 3166-1 alpha-2 codes of where it serves, or `*` alone for everywhere."""
    embed: str
    """Whether its player may be shown: never, allowed, or per_item (where the item says so)."""
    embed_origins: Sequence[str]
    """What frame-src must allow for its player; empty for federated software, whose instances are many."""
    direct_files: bool
    """Whether its files may be played in the page, where the right of the link allows that."""
    official_page: str
    stands: str
    note: str
    item_level: bool
    """Whether the origin of each item is judged by itself, because anybody may put things there."""
    url_rules: Sequence[Mapping[str, Any]] = ()
    """Rules of address identity beside the built-in ones (docs/adding-a-host.md)."""
    note_fr: str = ""
    """The remark in French; readers in French are shown the English one where it is empty."""


FIELDS = tuple(field.name for field in fields(HostRow))


def hosts_from(rows: Iterable[Any]) -> list[HostRow]:
    """The hosts of rows as TOML gives them. Raises BadHost for bad rows and for a slug given twice."""
    hosts: dict[str, HostRow] = {}
    for place, row in enumerate(rows, 1):
        host = _host(row, place)
        if host.slug in hosts:
            raise BadHost(f"host “{host.slug}” is there more than once: keep one row")
        hosts[host.slug] = host
    return list(hosts.values())


def _host(row: Any, place: int) -> HostRow:
    if not isinstance(row, Mapping):
        raise BadHost(f"host number {place} is no table: begin each with [[host]]")
    where = f"host “{row.get('slug', f'number {place}')}”"
    if wrong := sorted(set(FIELDS) ^ {*row, *OPTIONAL}):
        raise BadHost(f"{where}: the field `{wrong[0]}` is missing or not known; a row has {', '.join(FIELDS)}")
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    host = HostRow(**values)
    check(host)
    return host


def check(host: HostRow) -> None:
    """Raise BadHost, naming field and remedy, for the first fault of a row."""
    # The types first: what follows relies on them.
    fault = next(iter(_faults_of_type(host)), None) or next(iter(_faults(host)), None)
    if fault:
        name, remedy = fault
        raise BadHost(f"host “{host.slug}”: `{name}` is {getattr(host, name)!r}, but {remedy}")
    try:
        BUILTIN.extended([dict(rule) for rule in host.url_rules])
    except (TypeError, ValueError) as error:
        raise BadHost(f"host “{host.slug}”: `url_rules`: {error}") from error


def _faults_of_type(host: HostRow) -> Iterable[tuple[str, str]]:
    for name in TEXTS:
        if not isinstance(getattr(host, name), str):
            yield name, "it must be a text"
    for name in LISTS:
        value = getattr(host, name)
        if not isinstance(value, (tuple, list)) or not all(isinstance(item, str) for item in value):
            yield name, "it must be a list of texts"
    for name in FLAGS:
        if not isinstance(getattr(host, name), bool):
            yield name, "it must be true or false"


def _faults(host: HostRow) -> Iterable[tuple[str, str]]:
    """The fields of a row that are not as they must be, with what they must be."""
    checks = (
        ("slug", bool(SLUG.fullmatch(host.slug)), "it must be lower-case words joined by hyphens"),
        ("name", bool(host.name.strip()), "it must not be empty"),
        ("monogram", bool(MONOGRAM.fullmatch(host.monogram)), "it must be two or three capital letters or digits"),
        ("kind", host.kind in KINDS, f"it must be one of {', '.join(KINDS)}"),
        ("countries", _are_countries(host.countries), 'it must list codes such as "FR", or be ["*"]'),
        ("embed", host.embed in EMBEDS, f"it must be one of {', '.join(EMBEDS)}"),
        ("embed_origins", all(map(ORIGIN.fullmatch, host.embed_origins)), "each must be https:// and a host name"),
        ("embed_origins", _origins_fit(host), "it must name the player’s origin unless embed is never, and then none"),
        ("official_page", host.official_page.startswith("https://"), "it must start with https://"),
        ("stands", host.stands in STANDINGS, f"it must be one of {', '.join(STANDINGS)}"),
        ("note", host.stands != "refused" or bool(host.note), "a refused host needs the reason here"),
    )
    return ((name, remedy) for name, holds, remedy in checks if not holds)


def _are_countries(codes: Sequence[str]) -> bool:
    return tuple(codes) == (WORLD,) or (bool(codes) and all(map(is_country, codes)))


def _origins_fit(host: HostRow) -> bool:
    return host.kind == "federated" or bool(host.embed_origins) == (host.embed != "never")
