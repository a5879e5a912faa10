"""What must not come back, by what it is known again, and what becomes of it. No Django, no clock, no network."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from allostream.lib.countries import WORLD


class Known(StrEnum):
    """By what something that must stay down is known again."""

    COPY = "copy"  # the content key: every spelling of the address
    CHANNEL = "channel"  # host and its own id of a channel
    UPLOADER = "uploader"  # the keyed hash of an account at a host
    EVIDENCE = "evidence"  # digest of a document on which a right was said to rest
    TITLE_AT_HOST = "title-host"
    NAME = "name"  # host, name of the work, number of the episode: for addresses that hold no id
    HOST = "host"  # a whole domain, by order of a court or authority


class Effect(StrEnum):
    """What becomes of what a mark reaches."""

    DOWN = "down"  # it is not taken, and not shown
    HELD = "held"  # it is not shown before a person has looked


# A name or a title tells that it may be the same, and no more: a person looks, and lawful copies are not touched.
EFFECT_OF = {
    Known.COPY: Effect.DOWN, Known.CHANNEL: Effect.DOWN, Known.UPLOADER: Effect.DOWN, Known.EVIDENCE: Effect.DOWN,
    Known.HOST: Effect.DOWN, Known.TITLE_AT_HOST: Effect.HELD, Known.NAME: Effect.HELD,
}  # fmt: skip
# These reach only copies that anybody may have put there: never the offer of a provider, of the holder's own channel,
# or with a right of its own.
NARROW = frozenset({Known.TITLE_AT_HOST, Known.NAME})


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing by which something is known again."""

    known: Known
    text: str

    def number(self) -> int:
        """The sign as a signed 64-bit number, for a narrow index; equal numbers still need the texts compared."""
        digest = blake2b(f"{self.known}\0{self.text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big", signed=True)


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a link, or of what somebody brings, marks ask for; "" and None for what is not known.

    item_key: the content key as allostream.hosts.identity.compare_key gives it. host: the slug, "" where none is known.
    domain: the host name in the address. digests: of the documents on which its right rests. has_id: whether the
    address holds an id of the host. is_open: whether anybody may have put it there, so that a name alone speaks against
    it. is_own: whether its provider or holder offers it, so that nobody's word before it was here speaks against it.
    """

    item_key: str
    host: str = ""
    domain: str = ""
    channel: str = ""
    uploader: str = ""
    title: int | None = None
    name: str = ""
    season: int | None = None
    episode: int | None = None
    digests: tuple[str, ...] = ()
    has_id: bool = True
    is_open: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A mark in force as the rules know it."""

    id: int
    sign: Sign
    effect: str
    territory: tuple[str, ...] = (WORLD,)
    is_preventive: bool = False
    since: datetime | None = None
    why: str = ""
    case: str = ""

    @property
    def is_everywhere(self) -> bool:
        """Whether it holds in every country."""
        return not self.territory or WORLD in self.territory


def signs_of(traits: Traits) -> tuple[Sign, ...]:
    """Everything by which it may be known again, what is surest first."""
    at = traits.host or traits.domain
    found = [
        (Known.COPY, traits.item_key),
        *((Known.EVIDENCE, digest) for digest in traits.digests),
        (Known.CHANNEL, f"{at}/{traits.channel}" if traits.channel else ""),
        (Known.UPLOADER, traits.uploader),
        *((Known.HOST, domain) for domain in domains(traits.domain)),
    ]
    if traits.is_open:
        found.append((Known.TITLE_AT_HOST, f"{traits.title}@{at}" if traits.title and at else ""))
        if not traits.has_id:
            found.append((Known.NAME, name_text(at, traits.name, traits.season, traits.episode)))
    return tuple(Sign(known, text) for known, text in found if text)


def domains(domain: str) -> tuple[str, ...]:
    """A domain and those above it, down to two parts: what is blocked as a whole is blocked with all that lies under
    it."""
    parts = domain.split(".")
    return tuple(".".join(parts[start:]) for start in range(max(1, len(parts) - 1))) if domain else ()


def name_text(at: str, name: str, season: int | None, episode: int | None) -> str:
    """Host, name and number of the episode as one text; "" without a host or a name. `name` is spelt for comparing."""
    if not at or not name:
        return ""
    number = "" if episode is None else f"s{season or 0}e{episode}"
    return f"{at}|{name}|{number}"


def reaching(traits: Traits, marks: Iterable[Laid]) -> list[Laid]:
    """Those of the marks with its signs that reach it, what takes it down before what holds it.

    A block that was laid before anything was here does not reach what provider or holder offer themselves: nobody has
    looked at it, and whoever sent it may have been wrong, or false. A notice on that very link is another matter.
    """
    found = [mark for mark in marks if not (mark.is_preventive and traits.is_own and mark.sign.known is not Known.HOST)]
    return sorted(found, key=lambda mark: (mark.effect != Effect.DOWN, not mark.is_everywhere, mark.id))
