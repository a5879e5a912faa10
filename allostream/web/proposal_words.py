"""Proposals, proofs and their weights in words."""

from django.utils.translation import gettext, ngettext

from allostream.hosts.models import Proof
from allostream.hosts.proof_rules import Half, ProofKind, Strength
from allostream.hosts.proposal_queries import ProposalView
from allostream.hosts.proposal_rules import Next
from allostream.web.formats import day, number
from allostream.web.spoken import spoken


@spoken
def proof_kind(kind: ProofKind) -> str:
    """What a proof is, as a phrase that begins a line."""
    return {
        ProofKind.HOLDER_SITE_LINKS: gettext("The holder’s own site links to it"),
        ProofKind.SITES_BOTH_WAYS: gettext("It names the holder’s site, and that site names it"),
        ProofKind.CONTRACT_OR_MAIL: gettext("A contract, or a letter from the holder’s domain"),
        ProofKind.BROADCASTER_REGISTER: gettext("An entry in a public register of broadcasters"),
        ProofKind.INSTITUTE_PAGE: gettext("A film institute or a distributor names it"),
        ProofKind.CONSISTENT_CATALOGUE: gettext("For years its films have been those of the holder"),
        ProofKind.PARTNER_FLAG: gettext("The host marks it as a partner’s"),
        ProofKind.BADGE: gettext("A badge of the host"),
        ProofKind.SUBSCRIBERS: gettext("The number of its subscribers"),
        ProofKind.NAME: gettext("Its name"),
        ProofKind.LOGO: gettext("Its logo"),
        ProofKind.DISTRIBUTOR_CATALOGUE: gettext("The holder’s catalogue lists its titles"),
        ProofKind.CREDITS: gettext("The credits of its titles name the holder"),
        ProofKind.IDENTIFIER_PARTIES: gettext("ISAN or EIDR name the holder for its titles"),
        ProofKind.PRESS: gettext("The press names the holder for its titles"),
    }[kind]


@spoken
def strength_text(strength: Strength) -> str:
    """How much a proof weighs."""
    return {
        Strength.STRONG: gettext("Strong proof"),
        Strength.MEDIUM: gettext("Medium proof"),
        Strength.WEAK: gettext("Weak proof: it does not count by itself"),
        Strength.NONE: gettext("No proof"),
    }[strength]


@spoken
def half_heading(half: Half) -> str:
    """What the proofs of one half show."""
    return {
        Half.CHANNEL: gettext("Whose it is"),
        Half.TITLE: gettext("That the holder has rights in what it shows"),
    }[half]


@spoken
def half_sentence(half: Half, strength: Strength) -> str:
    """What the proofs of one half come to."""
    if half is Half.CHANNEL:
        if strength is Strength.STRONG:
            return gettext("It is shown whose it is.")
        return gettext("It is not shown yet whose it is: that needs one strong proof, or two of medium strength.")
    if strength in (Strength.STRONG, Strength.MEDIUM):
        return gettext("It is shown that the holder has such rights; each title is looked at by itself.")
    return gettext("Nothing shows it for all its titles: each title needs a proof of its own.")


def next_sentence(found: ProposalView, reader: str) -> str:
    """Until when anybody may object, or what happens now that the time is over."""
    if found.next is Next.WINDOW_RUNS:
        text = ngettext(
            "Anybody may object until %(day)s: %(count)s day is left.",
            "Anybody may object until %(day)s: %(count)s days are left.",
            found.days_left,
        )
        if found.days_left == 0:
            text = gettext("Anybody may object until %(day)s, which is today.")
        return text % {"day": day(found.row.closes_at, reader), "count": number(found.days_left, reader)}
    return {
        Next.OBJECTED: gettext("The four weeks are over. Somebody objected: a moderator decides."),
        Next.LACKS_PROOF: gettext("The four weeks are over, but proof is missing: a moderator decides."),
        Next.LIST: gettext("The four weeks are over: it is about to be listed."),
    }[found.next]


def decision_sentence(found: ProposalView, reader: str) -> str:
    """How a proposal was decided and when."""
    on = day(found.row.decided_at, reader) if found.row.decided_at else ""
    if found.row.state == "listed":
        return gettext("Listed on %(day)s.") % {"day": on}
    return gettext("Refused on %(day)s.") % {"day": on}


def kind_of(proof: Proof) -> ProofKind | None:
    """The kind of a proof; None for one that no version of the ladder knows."""
    return ProofKind(proof.kind) if proof.kind in set(ProofKind) else None
