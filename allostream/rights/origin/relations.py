"""Whether whoever proposes a link is whoever uploaded the copy, and who must not decide about it.

Only keyed hashes and public handles are compared. Addresses of the network (IP) are never used for this.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from allostream.rights.origin.wording import forms

SOON = timedelta(hours=48)
REPEATEDLY = 2
ENOUGH_LINKS = 10
LARGE_SHARE = 0.4
ALIKE = 0.85
SHORTEST_HANDLE = 4
# Names that many accounts have by themselves.
COMMON_HANDLES = frozenset({
    "admin", "archive", "archivist", "cinema", "film", "films", "librarian", "movie", "movies", "user", "video",
    "videos",
})  # fmt: skip


class Relation(StrEnum):
    """What is found."""

    NONE = "none"
    DECLARED_OWN = "declared_own"
    SUSPECTED_OWN = "suspected_own"
    UNDECLARED_OWN_CONFIRMED = "undeclared_own_confirmed"


class Reason(StrEnum):
    """What speaks for it."""

    SAID_SO = "said_so"
    SAID_PAID = "said_paid"
    SAME_ACCOUNT = "same_account"
    SAME_MAIL = "same_mail"
    SAME_SITE = "same_site"
    SIMILAR_HANDLE = "similar_handle"
    SOON_AFTER_UPLOAD = "soon_after_upload"
    CONCENTRATION = "concentration"


CERTAIN = frozenset({Reason.SAME_ACCOUNT, Reason.SAME_MAIL})


@dataclass(frozen=True)
class Submission:
    """What is known when somebody proposes a link.

    said_own, said_paid: the two questions that everybody answers, None when they were not asked;
    accounts: keyed hashes of accounts that the submitter has shown to be theirs, by a word put into a description;
    mail, uploader_mail, sites, uploader_sites: keyed hashes; gaps: from upload to proposal, for each of this
    submitter's links to this uploader; links, links_to_uploader: how many there are at all and of this uploader;
    channel_is_listed: an official channel, of which many propose much; is_protected: whether the work is.
    """

    said_own: bool | None = None
    said_paid: bool | None = None
    accounts: Collection[str] = ()
    uploader: str = ""
    mail: str = ""
    uploader_mail: str = ""
    sites: Collection[str] = ()
    uploader_sites: Collection[str] = ()
    handle: str = ""
    uploader_handle: str = ""
    gaps: Sequence[timedelta] = ()
    links: int = 0
    links_to_uploader: int = 0
    channel_is_listed: bool = False
    is_protected: bool = False


@dataclass(frozen=True)
class Finding:
    """The relation with its reasons, and what follows from it."""

    relation: Relation
    reasons: tuple[Reason, ...]
    is_strike: bool = False

    @property
    def may_publish(self) -> bool:
        """Whether the link may appear without a person; what somebody says is theirs waits until they are checked."""
        return self.relation is Relation.NONE

    @property
    def votes_count(self) -> bool:
        """Whether votes of that account count for this link."""
        return self.relation is Relation.NONE

    @property
    def maker_to_verify(self) -> bool:
        """Whether somebody has to check that the submitter made what they say is their own."""
        return self.relation is Relation.DECLARED_OWN


def relation(given: Submission) -> Finding:
    """Compare submitter and uploader.

    Who said so is believed. Who said no and is shown to be the uploader has not told the truth: a strike when the work
    is protected. Anything less than certain, or certain without having been asked, is a suspicion for moderators.
    """
    reasons = tuple(_reasons(given))
    if given.said_own:
        return Finding(Relation.DECLARED_OWN, (Reason.SAID_SO, *reasons))
    if CERTAIN & set(reasons) and given.said_own is False:
        return Finding(Relation.UNDECLARED_OWN_CONFIRMED, reasons, is_strike=given.is_protected)
    return Finding(Relation.SUSPECTED_OWN if reasons else Relation.NONE, reasons)


def _reasons(given: Submission) -> list[Reason]:
    checks = (
        (bool(given.said_paid), Reason.SAID_PAID),
        (bool(given.uploader) and given.uploader in given.accounts, Reason.SAME_ACCOUNT),
        (bool(given.mail) and given.mail == given.uploader_mail, Reason.SAME_MAIL),
        (bool(set(given.sites) & set(given.uploader_sites) - {""}), Reason.SAME_SITE),
        (are_alike(given.handle, given.uploader_handle), Reason.SIMILAR_HANDLE),
        (_often_soon(given.gaps), Reason.SOON_AFTER_UPLOAD),
        (_is_concentrated(given) and not given.channel_is_listed, Reason.CONCENTRATION),
    )
    return [reason for holds, reason in checks if holds]


def are_alike(one: str, other: str) -> bool:
    """Whether two handles are one name written twice: case, blanks, accents and trailing digits do not count."""
    first, second = (_bare(handle) for handle in (one, other))
    if min(len(first), len(second)) < SHORTEST_HANDLE or first in COMMON_HANDLES or second in COMMON_HANDLES:
        return False
    return SequenceMatcher(None, first, second).ratio() >= ALIKE


def _bare(handle: str) -> str:
    return forms(handle)[0].replace(" ", "").rstrip("0123456789")


def _often_soon(gaps: Sequence[timedelta]) -> bool:
    """Whether proposals came within 48 hours of the upload more than once."""
    return sum(timedelta(0) <= gap < SOON for gap in gaps) >= REPEATEDLY


def _is_concentrated(given: Submission) -> bool:
    return given.links >= ENOUGH_LINKS and given.links_to_uploader > LARGE_SHARE * given.links


class Conflict(StrEnum):
    """Why somebody must not decide about a link."""

    SUBMITTED = "submitted"
    UPLOADED = "uploaded"
    WORKS_AT_PROVIDER = "works_at_provider"
    IS_HOLDER = "is_holder"
    COMPETES = "competes"


@dataclass(frozen=True)
class Judge:
    """Somebody who may decide: their id, their accounts (keyed hashes), and what they told of themselves, by slugs."""

    id: str
    accounts: Collection[str] = ()
    works_at: Collection[str] = ()
    holds_for: Collection[str] = ()
    competes_with: Collection[str] = ()


@dataclass(frozen=True)
class Subject:
    """The link to decide about: who proposed and uploaded it, its host, and who holds the work."""

    submitted_by: str = ""
    uploader: str = ""
    host: str = ""
    holders: Collection[str] = ()


def conflicts(judge: Judge, link: Subject) -> tuple[Conflict, ...]:
    """The conflicts of interest of somebody who would decide; with any of them they are locked out of this link."""
    providers = {link.host, *link.holders} - {""}
    checks = (
        (bool(link.submitted_by) and judge.id == link.submitted_by, Conflict.SUBMITTED),
        (bool(link.uploader) and link.uploader in judge.accounts, Conflict.UPLOADED),
        (bool(providers & set(judge.works_at)), Conflict.WORKS_AT_PROVIDER),
        (bool(providers & set(judge.holds_for)), Conflict.IS_HOLDER),
        (bool(providers & set(judge.competes_with)), Conflict.COMPETES),
    )
    return tuple(conflict for holds, conflict in checks if holds)
