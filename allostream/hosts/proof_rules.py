"""How it is shown that an account is its holder's, and that the holder holds the title: the ladder of proofs.

The first half needs one strong proof, or two medium ones of different kinds; the second half one proof of its own.
Proofs are looked at again each year, and when the account changes its name. No Django, no clock, no network.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

YEAR = timedelta(days=365)
MEDIUM_NEEDED = 2


class Strength(StrEnum):
    """How much a proof weighs; NONE for no proof at all."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    NONE = "none"


class Half(StrEnum):
    """What a proof is about."""

    CHANNEL = "channel"  # the account is the holder's
    TITLE = "title"  # the holder holds this title here


class ProofKind(StrEnum):
    """A way to show it."""

    HOLDER_SITE_LINKS = "holder_site_links"
    SITES_BOTH_WAYS = "sites_both_ways"
    CONTRACT_OR_MAIL = "contract_or_mail"
    BROADCASTER_REGISTER = "broadcaster_register"
    INSTITUTE_PAGE = "institute_page"
    CONSISTENT_CATALOGUE = "consistent_catalogue"
    PARTNER_FLAG = "partner_flag"
    BADGE = "badge"
    SUBSCRIBERS = "subscribers"
    NAME = "name"
    LOGO = "logo"
    DISTRIBUTOR_CATALOGUE = "distributor_catalogue"
    CREDITS = "credits"
    IDENTIFIER_PARTIES = "identifier_parties"  # the parties named at ISAN or EIDR
    PRESS = "press"


LADDER: dict[ProofKind, tuple[Half, Strength]] = {
    ProofKind.HOLDER_SITE_LINKS: (Half.CHANNEL, Strength.STRONG),
    ProofKind.SITES_BOTH_WAYS: (Half.CHANNEL, Strength.STRONG),
    ProofKind.CONTRACT_OR_MAIL: (Half.CHANNEL, Strength.STRONG),
    ProofKind.BROADCASTER_REGISTER: (Half.CHANNEL, Strength.STRONG),
    ProofKind.INSTITUTE_PAGE: (Half.CHANNEL, Strength.MEDIUM),
    ProofKind.CONSISTENT_CATALOGUE: (Half.CHANNEL, Strength.MEDIUM),
    ProofKind.PARTNER_FLAG: (Half.CHANNEL, Strength.MEDIUM),
    ProofKind.BADGE: (Half.CHANNEL, Strength.WEAK),
    ProofKind.SUBSCRIBERS: (Half.CHANNEL, Strength.WEAK),
    ProofKind.NAME: (Half.CHANNEL, Strength.WEAK),
    ProofKind.LOGO: (Half.CHANNEL, Strength.WEAK),
    ProofKind.DISTRIBUTOR_CATALOGUE: (Half.TITLE, Strength.STRONG),
    ProofKind.CREDITS: (Half.TITLE, Strength.MEDIUM),
    ProofKind.IDENTIFIER_PARTIES: (Half.TITLE, Strength.STRONG),
    ProofKind.PRESS: (Half.TITLE, Strength.MEDIUM),
}
# What is seen on a page counts only with the page's address and a capture of it, since pages change.
NEEDS_CAPTURE = frozenset({ProofKind.HOLDER_SITE_LINKS, ProofKind.SITES_BOTH_WAYS})


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing seen: of what kind, when, where; `capture` is the hash of what was seen."""

    kind: ProofKind
    seen_on: date
    address: str = ""
    capture: str = ""

    @property
    def half(self) -> Half:
        return LADDER[self.kind][0]

    @property
    def strength(self) -> Strength:
        """How much it weighs; what should have been captured and was not is worth no more than a name."""
        if self.kind in NEEDS_CAPTURE and not (self.address and self.capture):
            return Strength.WEAK
        return LADDER[self.kind][1]


@dataclass(frozen=True, slots=True)
class ChannelProof:
    """What the proofs come to.

    channel: how well the account is shown to be the holder's; title: how well the holder is shown to hold the title;
    recheck_on: when the oldest of the proofs that count is a year old, None without any; is_due: whether that has come;
    discounted: proofs of a time before the account got its present name, which have to be looked at again.
    """

    channel: Strength
    title: Strength
    recheck_on: date | None
    is_due: bool
    discounted: tuple[ProofKind, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether the account is shown to be its holder's: it may be listed."""
        return self.channel is Strength.STRONG

    @property
    def is_complete(self) -> bool:
        """Whether both halves are shown: the holder's account may carry this title by itself."""
        return self.is_shown and self.title in (Strength.STRONG, Strength.MEDIUM)

    @property
    def carries(self) -> bool:
        """Whether the copies of a listed channel need no look of their own: both halves are shown, and none is old."""
        return self.is_complete and not self.is_due


def channel_proof(proofs: Iterable[Proof], today: date, renamed_on: date | None = None) -> ChannelProof:
    """Weigh the proofs of an account; `renamed_on` is when it got its present name, if it changed."""
    given = list(proofs)
    # Of each kind the latest counts: who looks again and finds it as it was has proved it anew.
    latest = {proof.kind: proof for proof in sorted(given, key=lambda proof: (proof.seen_on, bool(proof.capture)))}
    counting = [proof for proof in latest.values() if renamed_on is None or proof.seen_on >= renamed_on]
    held = [proof for proof in counting if proof.strength in (Strength.STRONG, Strength.MEDIUM)]
    recheck_on = min((proof.seen_on for proof in held), default=None)
    recheck_on = recheck_on + YEAR if recheck_on else None
    discounted = tuple(kind for kind, proof in latest.items() if proof not in counting)
    return ChannelProof(
        channel=_first_half(proof for proof in counting if proof.half is Half.CHANNEL),
        title=_strongest(proof for proof in counting if proof.half is Half.TITLE),
        recheck_on=recheck_on,
        is_due=bool(discounted) or (recheck_on is not None and today >= recheck_on),
        discounted=discounted,
    )


def _first_half(proofs: Iterable[Proof]) -> Strength:
    """Two medium proofs count as a strong one, if they are of different kinds: two pages of one sort are one view."""
    found = list(proofs)
    medium = {proof.kind for proof in found if proof.strength is Strength.MEDIUM}
    return Strength.STRONG if len(medium) >= MEDIUM_NEEDED else _strongest(found)


def _strongest(proofs: Iterable[Proof]) -> Strength:
    order = list(Strength)
    return min((proof.strength for proof in proofs), key=order.index, default=Strength.NONE)
