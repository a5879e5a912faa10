"""What a list says of one video, whatever its format, and the candidate that it comes to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from allostream.connectors.candidates import Candidate, Role, Statement, Work
from allostream.lib.countries import is_country
from allostream.lib.exchange import Name

LONGEST_ITEM = 480
PARTED = re.compile(r"[\s,;|/]+")


@dataclass(frozen=True, slots=True)
class Video:
    """A video of a list. `allowed` and `denied`: countries, None where the list does not tell any."""

    address: str
    title: str
    item: str = ""
    seconds: float | None = None
    allowed: tuple[str, ...] | None = None
    denied: tuple[str, ...] | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    needs_subscription: bool = False
    licence: str = ""
    channel: str = ""
    uploader: str = ""
    language: str = ""
    role: Role = "work"


def candidate(video: Video, listed_in: str) -> Candidate:
    """The candidate of a video. It rests on the rights of the work: a list without a provider's word frees nothing.

    Subscriptions rest on the provider's word, and only where the list tells their countries.
    """
    knows_region = video.allowed is not None or video.denied is not None
    by_provider = video.needs_subscription and knows_region
    return Candidate(
        item=(video.item or video.address)[:LONGEST_ITEM], address=video.address, role=video.role, title=video.title,
        work=Work(names=(Name(text=video.title[:500]),) if video.title else (), minutes=_minutes(video.seconds)),
        seconds=video.seconds, countries_allowed=("*",) if video.allowed is None else video.allowed,
        countries_excluded=video.denied or () if video.allowed is None else (), region_known=knows_region,
        opens=video.opens, closes=video.closes, offer="subscription" if video.needs_subscription else "free_open",
        basis="provider" if by_provider else "work", uploader=video.uploader,
        statements=(Statement("license", video.licence),) if video.licence else (),
        channels=(video.channel,) if video.channel else (), audio=(video.language,) if video.language else None,
        found_in=listed_in,
    )  # fmt: skip


def is_open(video: Video) -> bool:
    """Whether an offer can be told from what the list says: a subscription in unknown countries cannot."""
    knows_region = video.allowed is not None or video.denied is not None
    return (
        video.address.startswith("https://") and video.allowed != () and (knows_region or not video.needs_subscription)
    )


def _minutes(seconds: float | None) -> float | None:
    return round(seconds / 60, 1) if seconds else None


def countries(text: str) -> tuple[str, ...]:
    """The countries of a list of codes that spaces, commas or the like part; what is none is left out."""
    return tuple(dict.fromkeys(code for code in PARTED.split(text.upper()) if is_country(code)))


def restriction(limits: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Allowed and denied countries from pairs of relationship and codes; both None where nothing is told.

    “allow” without a country that is known allows none. Nor is any allowed where somebody is kept out and nobody can
    tell who: by codes of which none is a country's, or by a word that is neither “allow” nor “deny”.
    """
    is_clear = True
    allowed: tuple[str, ...] | None = None
    denied: tuple[str, ...] | None = None
    for relationship, codes in limits:
        named, told = countries(codes), bool(codes.strip())
        if relationship.strip().lower() == "allow":
            allowed = (*(allowed or ()), *named)
        elif relationship.strip().lower() == "deny":
            denied = (*(denied or ()), *named)
            is_clear = is_clear and (bool(named) or not told)
        else:
            is_clear = is_clear and not told
    if not is_clear:
        return (), denied
    if allowed is not None and denied:
        allowed = tuple(code for code in allowed if code not in denied)
    return allowed, denied


def moment(text: str) -> datetime | None:
    """A moment as ISO 8601 or as mail writes it (RFC 5322), in UTC where no zone is told; None for anything else."""
    said = text.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(said)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, OverflowError, TypeError):
            continue
    return None


def number(text: str) -> float | None:
    """A length in seconds, None where it is none."""
    said = text.strip()
    is_number = said.replace(".", "", 1).isdecimal() and said.isascii() and len(said) < 10
    return float(said) if is_number and float(said) > 0 else None
