"""The hosts a new site starts with."""

from allostream.audit.rules import Actor
from allostream.hosts.queries import host_rows
from allostream.hosts.start import start_hosts
from allostream.links.actions import load_hosts


def add_start_hosts(*, by: Actor, why: str = "") -> int:
    """Add those start hosts that are not there; returns how many. Hosts that are there stay as they were edited."""
    present = {host.slug for host in host_rows()}
    missing = [host for host in start_hosts() if host.slug not in present]
    if missing:
        load_hosts(missing, by=by, why=why)
    return len(missing)


def names_of_start_hosts() -> set[str]:
    """The start hosts as a trial run names them."""
    return {f"host:{host.slug}" for host in start_hosts()}
