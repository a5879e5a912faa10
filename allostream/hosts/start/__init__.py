"""The hosts and providers a new site starts with, as data an operator can edit: the .toml files of this folder.

Pure: reads the files, checks them, returns frozen values. Slugs are those of the address table (hosts.identity), so
that an address recognised there finds its host here. Source of the choice: rights reference, section 7.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

KINDS = frozenset(
    {
        "public_broadcaster", "archive", "repository", "video_platform", "federated", "avod", "svod", "tvod",
        "library_card", "government", "heritage",
    }
)  # fmt: skip
EMBEDS = frozenset({"never", "allowed", "per_item"})
STANDINGS = frozenset({"listed", "proposed", "refused"})
WORLD = ("*",)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MONOGRAM = re.compile(r"[A-Z0-9]{2,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ORIGIN = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+")


class StartHostError(ValueError):
    """A row of the start files cannot be used; the message names the host, the field and the remedy."""


@dataclass(frozen=True, slots=True)
class StartHost:
    """One host or provider, and how a new site treats it."""

    slug: str
    name: str
    monogram: str
    kind: str
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2 codes of where it serves, or WORLD."""
    embed: str
    """never, allowed, or per_item: where the item says so."""
    embed_origins: tuple[str, ...]
    """What frame-src must allow for its player; empty for federated software, whose instances are many."""
    direct_files: bool
    """Whether its files may be played in the page, where the rights basis of the link allows that."""
    official_page: str
    stands: str
    note: str
    item_level: bool
    """Whether the origin of each item is judged by itself, because anybody may put things there."""


def start_hosts() -> list[StartHost]:
    """All hosts of the start files, by slug. Raises StartHostError for a row that cannot be used."""
    sheets = [sheet for sheet in files(__package__).iterdir() if sheet.name.endswith(".toml")]
    rows = [row for sheet in sheets for row in tomllib.loads(sheet.read_text("utf-8"))["host"]]
    return sorted(hosts_from(rows), key=lambda host: host.slug)


def hosts_from(rows: Iterable[Mapping[str, Any]]) -> list[StartHost]:
    """The hosts of rows as TOML gives them. Raises StartHostError for bad rows and for a slug given twice."""
    hosts = [_host(row) for row in rows]
    slugs = [host.slug for host in hosts]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise StartHostError(f"host “{slug}” is there more than once: keep one row")
    return hosts


def _host(row: Mapping[str, Any]) -> StartHost:
    where = f"host {row.get('slug')!r}"
    known = {field.name for field in fields(StartHost)}
    if wrong := sorted(known ^ set(row)):
        raise StartHostError(
            f"{where}: the field `{wrong[0]}` is missing or not known; a row has {', '.join(sorted(known))}"
        )
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    for name, remedy in _faults(values):
        raise StartHostError(f"{where}: `{name}` is {row[name]!r}, but {remedy}")
    return StartHost(**values)


def _faults(row: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The fields of a row that are not as they must be, with what they must be."""
    for name in ("slug", "name", "monogram", "kind", "embed", "official_page", "stands", "note"):
        if not isinstance(row[name], str):
            yield name, "it must be a text"
            return
    for name in ("countries", "embed_origins"):
        if not isinstance(row[name], tuple) or not all(isinstance(item, str) for item in row[name]):
            yield name, "it must be a list of texts"
            return
    checks = (
        ("slug", bool(_SLUG.fullmatch(row["slug"])), "it must be lower-case words joined by hyphens"),
        ("name", bool(row["name"].strip()), "it must not be empty"),
        ("monogram", bool(_MONOGRAM.fullmatch(row["monogram"])), "it must be two or three capital letters or digits"),
        ("kind", row["kind"] in KINDS, f"it must be one of {', '.join(sorted(KINDS))}"),
        ("countries", _are_countries(row["countries"]), 'it must list codes such as "FR", or be ["*"]'),
        ("embed", row["embed"] in EMBEDS, f"it must be one of {', '.join(sorted(EMBEDS))}"),
        ("embed_origins", all(map(_ORIGIN.fullmatch, row["embed_origins"])), "each must be https:// and a host name"),
        (
            "embed_origins",
            _origins_fit(row),
            "it must name the player's origin when embed is not never, and else be empty",
        ),
        ("direct_files", isinstance(row["direct_files"], bool), "it must be true or false"),
        ("item_level", isinstance(row["item_level"], bool), "it must be true or false"),
        ("official_page", row["official_page"].startswith("https://"), "it must start with https://"),
        ("stands", row["stands"] in STANDINGS, f"it must be one of {', '.join(sorted(STANDINGS))}"),
        ("note", row["stands"] != "refused" or bool(row["note"]), "a refused host needs the reason here"),
    )
    for name, holds, remedy in checks:
        if not holds:
            yield name, remedy


def _are_countries(countries: tuple[str, ...]) -> bool:
    return countries == WORLD or (bool(countries) and all(map(_COUNTRY.fullmatch, countries)))


def _origins_fit(row: Mapping[str, Any]) -> bool:
    is_federated: bool = row["kind"] == "federated"
    return is_federated or bool(row["embed_origins"]) == (row["embed"] != "never")
