"""Who may be believed how far: signs of forged or careless messages, how good a sender's have been, how many a day.

No Django, no clock, no network. Regulation (EU) 2022/2065 (DSA), articles 22(6) and 23(2) and (3).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from allostream.lib.web_parts import host_of, parts_of
from allostream.rights_desk.reading.shape import Mandate, Reading, SenderKind

# Mail services at which anybody may have an address: a company that writes from one has not shown that it is that
# company.
FREE_MAIL = frozenset({
    "aol.com", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "hotmail.fr",
    "icloud.com", "laposte.net", "live.com", "live.fr", "mail.com", "mail.ru", "me.com", "msn.com", "orange.fr",
    "outlook.com", "outlook.fr", "pm.me", "proton.me", "protonmail.com", "qq.com", "sfr.fr", "tutanota.com",
    "wanadoo.fr", "web.de", "yahoo.com", "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com", "zoho.com", "163.com",
    "126.com", })  # fmt: skip


class Sign(StrEnum):
    """What speaks against a message being what it says."""

    NO_MANDATE = "no-mandate"  # says itself that it speaks for nobody, in the name of a company
    FREE_MAIL = "free-mail"  # in the name of a company, from a mail service that anybody may use
    OTHER_DOMAIN = "other-domain"  # the address of its own page is another domain than that of its mail
    NAMED_LIKE_OWNER = "named-like-owner"  # signs as the owner whom it also says to speak for as an agent
    SAME_AS_WORK = "same-as-work"  # the address that infringes is also given as that of the work
    TOO_WIDE = "too-wide"  # one work, very many addresses
    ROOTS = "roots"  # whole sites, searches or lists instead of addresses
    NO_WORK = "no-work"
    BAD_SIGNATURE = "bad-signature"
    REPEATED = "repeated"  # what was refused to this sender before
    REVERSED_BEFORE = "reversed-before"
    FLOOD = "flood"  # more than a sender of this sort may send


# With one of these nothing is done before a person has looked, however complete the message is.
FORGED = frozenset({Sign.NO_MANDATE, Sign.FREE_MAIL, Sign.BAD_SIGNATURE, Sign.TOO_WIDE, Sign.FLOOD})
WIDE = 300  # addresses for one work, from somebody who is not verified
# A mail service is used by many who hold a right as a person: it is a sign in the name of a company alone.
COMPANIES = frozenset({SenderKind.LEGAL, SenderKind.AUTHORITY})


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a sender. `unfounded`: the days on which messages of theirs were manifestly unfounded;
    `has_address` and `domains`: what they have shown to be theirs."""

    is_verified: bool = False
    is_flagger: bool = False
    items: int = 0
    upheld: int = 0
    not_here: int = 0
    refused: int = 0
    reversed: int = 0
    unfounded: tuple[date, ...] = ()
    today: int = 0  # addresses sent in the last 24 hours
    has_address: bool = False
    domains: tuple[str, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether mailbox and a domain are theirs, though nobody has looked for whom they may act."""
        return self.has_address and bool(self.domains)


NEW = Record()


def signs(reading: Reading, record: Record = NEW) -> tuple[Sign, ...]:
    """What speaks against a message, what is gravest first."""
    sender, domain = reading.sender, domain_of(reading.sender.email)
    in_name_of_company = sender.kind in COMPANIES or bool(sender.organisation)
    addresses, works = len(reading.addresses), max(1, len(reading.works))
    given = {address.text.strip() for address in reading.addresses}
    found = {
        Sign.NO_MANDATE: reading.mandate is Mandate.THIRD_PARTY and in_name_of_company,
        Sign.BAD_SIGNATURE: reading.signature.holds is False,
        Sign.FREE_MAIL: in_name_of_company and domain in FREE_MAIL
        and not (record.is_verified or record.is_found),
        Sign.FLOOD: record.today + addresses > most_a_day(record),
        Sign.TOO_WIDE: addresses > WIDE * works and not (record.is_verified or record.is_flagger),
        Sign.OTHER_DOMAIN: bool(sender.site and domain) and _writes_from_elsewhere(sender.site, domain)
        and not any(same_owner(sender.site, own) for own in record.domains),
        Sign.NAMED_LIKE_OWNER: reading.mandate is Mandate.AGENT
        and _alike(sender.organisation, reading.principal.organisation),
        Sign.SAME_AS_WORK: any(url.strip() in given for work in reading.works for url in work.lawful_urls),
        Sign.ROOTS: bool(given) and all(_is_root(text) for text in given),
        Sign.NO_WORK: not reading.works,
        Sign.REVERSED_BEFORE: quality(record) < LOW and record.items >= LEAST,
    }  # fmt: skip
    return tuple(sign for sign, holds in found.items() if holds)


def _writes_from_elsewhere(site: str, domain: str) -> bool:
    return domain not in FREE_MAIL and not same_owner(site, domain)


def is_plausible(found: Collection[Sign], record: Record = NEW) -> bool:
    """Whether a complete message may be acted on at once. A verified sender is stopped by a bad
    signature or a flood alone."""
    if record.is_verified or record.is_flagger:
        return Sign.BAD_SIGNATURE not in found and Sign.FLOOD not in found
    return not FORGED & set(found) and Sign.REVERSED_BEFORE not in found


def domain_of(email: str) -> str:
    """The domain of an e-mail address in lower case."""
    return email.rpartition("@")[2].strip().lower()


def same_owner(site: str, domain: str) -> bool:
    """Whether a page of somebody's own and the domain of their mail are one domain or one under the other."""
    host = host_of(site if "://" in site else f"https://{site}").removeprefix("www.")
    return bool(host) and (host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}"))


def _alike(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def _is_root(text: str) -> bool:
    parts = parts_of(text.strip() if "://" in text else f"https://{text.strip()}")
    return bool(parts.netloc) and parts.path in ("", "/") and not parts.query


LOW = 0.5
LEAST = 10  # items: below that nothing is said of a sender
UNFOUNDED_WARN, UNFOUNDED_SUSPEND = 3, 5
SHARE = 0.2  # of a sender's messages that must be unfounded before they are not processed for a time
WINDOW = timedelta(days=180)
SUSPENDED_FOR = timedelta(days=30)
FLAGGER_ERRORS, FLAGGER_LEAST = 0.1, 50


def quality(record: Record) -> float:
    """How good a sender's items have been, between 0 and 1: of those that were decided the part that stood, two more
    counted as good so that the first mistake does not say all."""
    decided = record.upheld + record.refused + record.reversed
    return (record.upheld + 2) / (decided + 2)


class Step(StrEnum):
    """What follows from manifestly unfounded messages (DSA, article 23(2)): first a warning."""

    NONE = "none"
    WARN = "warn"
    SUSPEND = "suspend"


def step(record: Record, messages: int, *, warned: bool, today: date) -> Step:
    """What follows for a sender of so many messages in the window."""
    lately = sum(1 for day in record.unfounded if today - day <= WINDOW)
    if warned and lately >= UNFOUNDED_SUSPEND and lately >= SHARE * max(1, messages):
        return Step.SUSPEND
    return Step.WARN if lately >= UNFOUNDED_WARN and not warned else Step.NONE


def errs_too_often(reversed_items: int, items: int) -> bool:
    """Whether the coordinator of a trusted flagger is to be told (DSA, article 22(6))."""
    return items >= FLAGGER_LEAST and reversed_items > FLAGGER_ERRORS * items


def most_a_day(record: Record) -> int:
    """How many addresses a sender may have acted on at once in a day; what is more waits for a person."""
    if record.is_flagger or record.is_verified:
        return 1_000_000
    return 2_000 if record.is_found or (record.upheld >= LEAST and quality(record) >= 0.9) else 500


def unfounded_days(days: Iterable[str]) -> tuple[date, ...]:
    """The days as a row keeps them."""
    return tuple(date.fromisoformat(day) for day in days)
