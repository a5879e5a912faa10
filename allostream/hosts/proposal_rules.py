"""How a host or channel comes onto the list: proposed in public, open to objections, then listed or refused.

A new entry is public for four weeks before it may carry links, as the labels of lawful offers were in France (decree
no. 2010-1366 of 10 November 2010: for four weeks after publication anybody concerned could object). No Django, no
clock, no network.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from allostream.hosts.proof_rules import ChannelProof, ProofKind

WINDOW = timedelta(days=28)
SHORTEST_TEXT, LONGEST_TEXT = 20, 4000
HOUR = timedelta(hours=1)
MOST_IN_AN_HOUR = 60
MOST_IN_AN_HOUR_FOR_ONE = 6
MOST_OPEN_FOR_ONE = 50


class Next(StrEnum):
    """What happens to a proposal."""

    WINDOW_RUNS = "window-runs"
    OBJECTED = "objected"
    LACKS_PROOF = "lacks-proof"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class NewProof:
    """A proof as somebody writes it down; `capture` is the hash of what was seen."""

    kind: ProofKind
    seen_on: date
    address: str = ""
    capture: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A channel as somebody proposes it; `key` is the host's own lasting id of it."""

    host: str
    key: str
    name: str
    kind: str = "account"
    address: str = ""
    holder: str = ""


def what_next(now: datetime, closes_at: datetime, open_objections: int, proof: ChannelProof) -> Next:
    """What happens to an open proposal at a moment.

    Only what nobody objects to, and what is shown to be its holder's, is listed by itself when the four weeks are over.
    Anything else waits for a person, however long.
    """
    if now < closes_at:
        return Next.WINDOW_RUNS
    if open_objections:
        return Next.OBJECTED
    return Next.LIST if proof.is_shown and not proof.is_due else Next.LACKS_PROOF


def days_left(closes_at: datetime, now: datetime) -> int:
    """How many midnights (UTC) lie before the end; 0 on the last day, and when the time is over.

    So it changes with the date, as everything on a kept page does.
    """
    return max(0, (closes_at.date() - now.date()).days)


def has_room(made_for_this: Iterable[datetime], open_for_this: int, made_at_all: int, now: datetime) -> bool:
    """Whether one more objection is taken now: few in an hour, for one proposal and for all.

    Nobody's address is kept for it. One objection keeps a proposal from being listed, so a flood shuts nobody out.
    """
    lately = sum(made > now - HOUR for made in made_for_this)
    return lately < MOST_IN_AN_HOUR_FOR_ONE and open_for_this < MOST_OPEN_FOR_ONE and made_at_all < MOST_IN_AN_HOUR


def faults_of_proof(proof: NewProof, today: date, known: Collection[str] = tuple(ProofKind)) -> list[str]:
    """The fields of a proof that cannot be right, by name."""
    checks = (
        ("kind", proof.kind in known),
        ("seen_on", proof.seen_on <= today),
        ("address", not proof.address or proof.address.startswith(("https://", "http://"))),
    )
    return [name for name, holds in checks if not holds]
