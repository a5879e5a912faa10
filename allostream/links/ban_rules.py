"""What a ban reaches, past and future. No Django, no clock, no network."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reach(StrEnum):
    """By what a ban finds what it is for."""

    HOST = "host"
    CHANNEL = "channel"
    UPLOADER = "uploader"
    PATH = "path"
    TITLE = "title"
    PERSON = "person"


class Scope(StrEnum):
    """What is banned."""

    SHOWN = "shown"  # links are not shown, and no new ones are taken
    NEW = "new"  # no new ones are taken; what is here stays


@dataclass(frozen=True, slots=True)
class Banned:
    """One ban: for `reach` the row id of a host, channel, title or person, else the hash or the path.

    `site`: the slug of the one site on which nothing new is taken, "" for all. What is shown is common to all sites, so
    a ban for one site is of the scope NEW.
    """

    id: int
    reach: Reach
    on: int | str
    scope: Scope = Scope.SHOWN
    site: str = ""
    until: datetime | None = None

    @property
    def is_orphan(self) -> bool:
        """Whether the person it was for has deleted their account; what it held stays held."""
        return self.reach is Reach.PERSON and self.on == ""

    def holds_at(self, now: datetime) -> bool:
        """Whether it has not run out."""
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a link bans ask for; row ids, None or "" where there is none."""

    address: str
    host: int | None = None
    channel: int | None = None
    title: int | None = None
    person: int | None = None
    uploader: str = ""


def path_of(address: str) -> str:
    """An address without its scheme and the slashes at its end, as the path of a ban is written."""
    return address.partition("://")[2].rstrip("/") or address.rstrip("/")


def is_under(address: str, path: str) -> bool:
    """Whether an address is a path or lies under it; `host/ab` is not under `host/a`."""
    found = path_of(address)
    return bool(path) and (found == path or found.startswith((f"{path}/", f"{path}?")))


def reaches(ban: Banned, seen: Seen) -> bool:
    """Whether a ban is for such a link."""
    if ban.reach is Reach.PATH:
        return is_under(seen.address, str(ban.on))
    found: dict[Reach, int | str | None] = {
        Reach.HOST: seen.host, Reach.CHANNEL: seen.channel, Reach.UPLOADER: seen.uploader, Reach.TITLE: seen.title,
        Reach.PERSON: seen.person,
    }  # fmt: skip
    return found[ban.reach] not in (None, "") and found[ban.reach] == ban.on


def hidden_by(bans: Iterable[Banned], seen: Seen, now: datetime) -> Banned | None:
    """The first ban that keeps a link off all pages, or None."""
    return next(
        (ban for ban in bans if ban.scope is Scope.SHOWN and not ban.site and ban.holds_at(now) and reaches(ban, seen)),
        None,
    )


def refused_by(bans: Iterable[Banned], seen: Seen, now: datetime, site: str = "") -> Banned | None:
    """The first ban for which such a link is not taken on a site, or None."""
    return next(
        (ban for ban in bans if ban.site in ("", site) and ban.holds_at(now) and reaches(ban, seen)),
        None,
    )
