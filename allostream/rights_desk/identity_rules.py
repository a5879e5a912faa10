"""How senders show who they are and for whom they act, how long it holds, and what it comes to.

    their mailbox      a letter with a link                            the address is theirs
    their domain       a TXT record, a file, a link on the front page  the domain is theirs
    their authority    a document, which a person has accepted         they may act for the holder

No Django, no clock, no network. A domain is quickly bought: address and domain together lift what speaks against an
unknown company, but nobody is a verified sender before a person has looked at their authority.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from html.parser import HTMLParser
from urllib.parse import urlsplit

from allostream.rights_desk.sender_rules import FREE_MAIL


class Way(StrEnum):
    """A way to show it. The values are those of the column."""

    MAIL = "mail"
    DNS = "dns"
    REL_ME = "rel-me"
    FILE = "file"
    DOCUMENT = "document"
    KEY = "key"
    FLAGGER = "flagger"


OF_DOMAIN = (Way.DNS, Way.FILE, Way.REL_ME)
HOLDS_FOR: Mapping[Way, timedelta] = {
    Way.MAIL: timedelta(days=365), Way.DNS: timedelta(days=180), Way.FILE: timedelta(days=180),
    Way.REL_ME: timedelta(days=180), Way.DOCUMENT: timedelta(days=365),
}  # fmt: skip
RECORD_LABEL = "_allostream"
FILE_PATH = "/.well-known/allostream.txt"
WORD = "allostream-verification="
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class Fault(StrEnum):
    """Why a check has failed."""

    NO_RECORD = "no-record"
    NO_FILE = "no-file"
    NO_LINK = "no-link"
    ELSEWHERE = "elsewhere"  # the domain led to another one
    NO_ANSWER = "no-answer"
    REFUSED = "refused"  # by a person


@dataclass(frozen=True, slots=True)
class Passed:
    """A check that was passed: by which way, what it is about (address, domain, holder), until when it holds."""

    way: Way
    value: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """What a sender has shown, as far as it still holds. `until`: when the first of all that makes a verified sender
    ends; None for one who is not."""

    has_address: bool = False
    domains: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    until: datetime | None = None


NOTHING = Shown()


def shown(passed: Iterable[Passed], now: datetime) -> Shown:
    """What checks come to at a moment. Verified is who has shown their authority, and with it their address or their
    domain."""
    holding = [one for one in passed if one.until > now]
    who = [one for one in holding if one.way is Way.MAIL or one.way in OF_DOMAIN]
    authority = [one for one in holding if one.way is Way.DOCUMENT]
    until = min(_latest(who), _latest(authority)) if who and authority else None
    return Shown(
        any(one.way is Way.MAIL for one in holding),
        tuple(dict.fromkeys(one.value for one in holding if one.way in OF_DOMAIN)),
        tuple(dict.fromkeys(one.value for one in authority if one.value)),
        until,
    )


def _latest(several: Iterable[Passed]) -> datetime:
    return max(one.until for one in several)


def own_domain(text: str) -> str:
    """The domain that somebody names as their own, in lower case; "" for what is none, for an address of a machine and
    for a mail service, whose domain is nobody's."""
    given = text.strip().lower().rstrip(".")
    try:
        host = urlsplit(given if "://" in given else f"https://{given}").hostname if _is_plain(given) else None
        name = (host or "").removeprefix("www.").encode("idna").decode()
    except ValueError:  # signs that no host has, or a label too long
        return ""
    if len(name) > 240 or not _DOMAIN.fullmatch(name) or name in FREE_MAIL:
        return ""
    return name


def _is_plain(given: str) -> bool:
    return not re.search(r"[\s@\[\]]", given)


def is_of(host: str, domain: str) -> bool:
    """Whether the front page or a file at a host speaks for a domain: at the domain itself, or at its www."""
    return host.lower().rstrip(".").removeprefix("www.") == domain


def has_word(texts: Iterable[str], word: str) -> bool:
    """Whether a line of texts is the word that was asked for, and nothing else."""
    return any(line.strip().strip('"') == word for text in texts for line in text.splitlines())


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("a", "link") and "me" in (said.get("rel") or "").lower().split() and len(self.found) < 200:
            self.found.append(said.get("href") or "")


def links_to(page: str, hosts: Iterable[str], number: str) -> bool:
    """Whether a page has a link with rel=me to the page of a sender at one of these hosts."""
    reader = _Links()
    reader.feed(page)
    known = frozenset(hosts)
    for text in reader.found:
        try:
            parts = urlsplit(text.strip())
        except ValueError:
            continue
        if parts.netloc.lower() in known and parts.path.rstrip("/").rpartition("/")[2] == number:
            return True
    return False
