"""The hosts and providers a new site starts with, as data an operator can edit: the .toml files of this folder.

Slugs are those of the address table (hosts.identity), so that an address recognised there finds its host here.
"""

import tomllib
from importlib.resources import files

from allostream.hosts.rules import HostRow, hosts_from


def start_hosts() -> list[HostRow]:
    """All hosts of the start files, by slug. Raises BadHost for a row that cannot be used."""
    sheets = [sheet for sheet in files(__package__).iterdir() if sheet.name.endswith(".toml")]
    rows = [row for sheet in sheets for row in tomllib.loads(sheet.read_text("utf-8"))["host"]]
    return sorted(hosts_from(rows), key=lambda host: host.slug)
