"""What was understood of a licence field, and what it is worth."""

from dataclasses import dataclass, field
from enum import StrEnum

from allostream.lib.licences.licence import Licence


class Kind(StrEnum):
    """What sort of thing somebody wrote."""

    LICENCE = "licence"  # a grant under a text that has a name
    STATEMENT = "statement"  # how the rights stand, or by whose rules: nobody is allowed more by it
    CLAIM = "claim"  # somebody's word that the work is free
    NOTHING = "nothing"  # nothing that can be used


class Confidence(StrEnum):
    """How exactly the licence is known."""

    HIGH = "high"  # text and version
    MEDIUM = "medium"  # what it asks is known, its version or its port is not
    LOW = "low"  # contradicted, limited by other words, or guessed


class Reason(StrEnum):
    """Why it was read so."""

    NAMED = "named"  # the licence is named exactly
    VERSION_UNKNOWN = "version-unknown"  # the kind of licence is named, not its version
    NO_SUCH_VERSION = "no-such-version"  # a version that was never published
    NO_SUCH_PORT = "no-such-port"  # a country for which that version was never adapted
    LICENCE_UNKNOWN = "licence-unknown"  # "Creative Commons", "some rights reserved": which one is not said
    NO_SUCH_LICENCE = "no-such-licence"  # parts that no licence joins, such as share-alike with no-derivatives
    SEVERAL = "several"  # more than one licence, and nothing says which applies to the film
    CONTRADICTED = "contradicted"  # other words in the same place say the opposite
    LIMITED = "limited"  # words beside the licence take back part of it
    LISTS_DISAGREE = "lists-disagree"  # number, label and the host's own list do not name the same
    PUBLIC_DOMAIN_MARK = "public-domain-mark"  # a label that anybody may put
    OLD_PUBLIC_DOMAIN = "old-public-domain"  # the old dedication or certification of Creative Commons
    PUBLIC_DOMAIN_SAID = "public-domain-said"
    DEDICATION_SAID = "dedication-said"  # somebody gives his rights up without naming a text
    GOVERNMENT_WORK = "government-work"  # a work of the United States, free there and not settled elsewhere
    FREE_SAID = "free-said"  # "copyright free", "royalty free"
    STATED = "stated"  # a statement of rightsstatements.org
    ALL_RIGHTS_RESERVED = "all-rights-reserved"
    COPYRIGHT_ASSERTED = "copyright-asserted"
    HOST_TERMS = "host-terms"  # the terms of the video host alone
    USE_LIMITED = "use-limited"  # for teaching, for private or non-commercial use
    PERMISSION_NEEDED = "permission-needed"
    NOT_THE_HOLDER = "not-the-holder"  # "no infringement intended", "I own nothing"
    DENIED = "denied"  # "not in the public domain", "not under Creative Commons"
    HOST_HAS_NO_FIELD = "host-has-no-field"
    EMPTY = "empty"
    NOT_UNDERSTOOD = "not-understood"


# Statements that rights are absent, or that nobody has looked: worth what their speaker knows, which we cannot see.
WITHOUT_WORTH = frozenset({"NoC-CR", "NoC-NC", "NoC-OKLR", "NoC-US", "CNE", "UND", "NKC"})
STATEMENT_HOME = "http://rightsstatements.org/vocab"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood.

    `licence` is set for every LICENCE and for the claims that have a text (the Public Domain Mark, the old
    certification). `statement` is a code of rightsstatements.org where one fits. `named` are the licences among which
    nothing decides. `detail` is the tag, list or words on which it rests, `restrictions` what other law adds.
    """

    kind: Kind
    reason: Reason
    licence: Licence | None = None
    statement: str = ""
    confidence: Confidence = Confidence.HIGH
    named: tuple[Licence, ...] = ()
    detail: str = ""
    restrictions: tuple[str, ...] = field(default=())

    @property
    def exact(self) -> bool:
        """Whether text and version of a licence are known."""
        return self.kind is Kind.LICENCE and self.confidence is Confidence.HIGH

    @property
    def is_mere_claim(self) -> bool:
        """Whether it is only somebody's word that a work is free, which is never a basis by itself."""
        return self.kind is Kind.CLAIM or (self.kind is Kind.STATEMENT and self.statement in WITHOUT_WORTH)

    @property
    def is_reliable(self) -> bool:
        """Whether a link may rest on it, once it is shown that the maker said it."""
        return self.exact and self.licence is not None and self.licence.is_open

    @property
    def spdx(self) -> str:
        """The SPDX identifier of the licence, or ""."""
        return self.licence.spdx if self.licence else ""

    @property
    def uri(self) -> str:
        """The address of the licence or of the statement, or ""."""
        if self.licence:
            return self.licence.uri
        return f"{STATEMENT_HOME}/{self.statement}/1.0/" if self.statement else ""


def licensed(licence: Licence, reason: Reason = Reason.NAMED, detail: str = "") -> Reading:
    """A licence as read, or the claim that it makes where it is a mere label."""
    if licence.code == "PDM":
        return Reading(Kind.CLAIM, Reason.PUBLIC_DOMAIN_MARK, licence, detail=detail)
    if licence.code == "PDDC":
        return Reading(Kind.CLAIM, Reason.OLD_PUBLIC_DOMAIN, licence, detail=detail)
    if reason is Reason.NAMED and not licence.uri:
        reason = Reason.VERSION_UNKNOWN
    confidence = Confidence.HIGH if reason is Reason.NAMED else Confidence.MEDIUM
    return Reading(Kind.LICENCE, reason, licence, confidence=confidence, detail=detail)


def nothing(reason: Reason, detail: str = "", named: tuple[Licence, ...] = ()) -> Reading:
    """Nothing that can be used."""
    return Reading(Kind.NOTHING, reason, confidence=Confidence.LOW, named=named, detail=detail)


def claimed(reason: Reason, detail: str = "", confidence: Confidence = Confidence.MEDIUM) -> Reading:
    """Somebody's word that a work is free."""
    return Reading(Kind.CLAIM, reason, confidence=confidence, detail=detail)


def stated(statement: str, reason: Reason = Reason.STATED, detail: str = "") -> Reading:
    """How the rights stand; `statement` is a code of rightsstatements.org, or "" where none fits."""
    confidence = Confidence.HIGH if reason is Reason.STATED else Confidence.MEDIUM
    return Reading(Kind.STATEMENT, reason, statement=statement, confidence=confidence, detail=detail)
