"""What any reader of a message gives, and any form or interface fills: one `Reading`. No Django, no clock, no network.

A reader copies what is said and guesses nothing: what it is unsure of stands in `doubts`, with the place in the text,
and a person looks. Which links an address means is not its business (allostream.rights_desk.matching), nor whether the
message is complete (allostream.rights_desk.validity_rules).

    keep_message(bytes) ─► reader ─► Reading ─► receive(message, reading)

Every text may be "" and every list empty: what is missing is asked for once, by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from allostream.lib.countries import WORLD


class Kind(StrEnum):
    """What a message is for."""

    NOTICE = "notice"
    COUNTER_NOTICE = "counter-notice"  # 17 U.S.C. 512(g)(3)
    COMPLAINT = "complaint"  # DSA, article 20
    RETRACTION = "retraction"
    ORDER = "order"  # of an authority or court (DSA, articles 9 and 10; CPI, L331-25, L331-27, L336-2)
    COURT_PROOF = "court-proof"  # that somebody has gone to court (512(g)(2)(C))
    REPLY = "reply"  # to a letter of ours: what was missing
    QUESTION = "question"  # how a case stands (ACNS StatusRequest)
    OTHER = "other"


class Subject(StrEnum):
    """What right a message speaks of; other ones than copyright go to other people, by the same clocks."""

    COPYRIGHT = "copyright"
    TRADEMARK = "trademark"
    PRIVACY = "privacy"
    DEFAMATION = "defamation"
    TRADE_SECRET = "trade-secret"  # noqa: S105  # a subject
    CIRCUMVENTION = "circumvention"  # 17 U.S.C. 1201; CPI, L331-5
    OTHER = "other"


class Regime(StrEnum):
    """Which law a message invokes."""

    DSA = "dsa"
    LCEN = "lcen"
    DMCA = "dmca"


class SenderKind(StrEnum):
    """What sort of sender it is."""

    NATURAL = "natural"
    LEGAL = "legal"
    AUTHORITY = "authority"
    UNKNOWN = "unknown"


class Mandate(StrEnum):
    """By what authority a sender speaks for the owner of the right."""

    OWNER = "owner"
    AGENT = "agent"
    EXCLUSIVE_LICENSEE = "exclusive-licensee"
    COLLECTING_SOCIETY = "collecting-society"
    THIRD_PARTY = "third-party"  # who says that they speak for nobody
    UNKNOWN = "unknown"


class Statement(StrEnum):
    """A statement that a law asks for, as far as the message makes it."""

    GOOD_FAITH = "good-faith"  # 512(c)(3)(A)(v): the use is not authorised by the owner, its agent, or the law
    ACCURACY = "accuracy"  # 512(c)(3)(A)(vi), DSA 16(2)(d): accurate and complete
    AUTHORITY = "authority"  # 512(c)(3)(A)(vi): authorised to act for the owner
    PERJURY = "perjury"  # under penalty of perjury
    EXCEPTIONS = "exceptions"  # quotation, parody, fair use were considered
    MISTAKE = "mistake"  # 512(g)(3)(C): removed by mistake or misidentification
    JURISDICTION = "jurisdiction"  # 512(g)(3)(D): consent to a court
    SERVICE = "service"  # 512(g)(3)(D): accepts service of process


class Doubt(StrEnum):
    """Why a person must look at what was read."""

    NOT_READ = "not-read"  # a part that could not be read at all
    DAMAGED = "damaged"  # mended before it could be read
    UNSURE_KIND = "unsure-kind"
    UNSURE_SENDER = "unsure-sender"
    UNSURE_WORK = "unsure-work"
    UNSURE_ADDRESS = "unsure-address"
    UNBOUND_ADDRESS = "unbound-address"  # no work it could belong to, or several
    SHORTENED_ADDRESS = "shortened-address"  # cut with … by whoever wrote it
    WILDCARD = "wildcard"  # never widened to what it may mean
    GLUED = "glued"  # two addresses without anything between them
    SAME_AS_WORK = "same-as-work"  # the address is also given as that of the work itself
    TEXTS_DISAGREE = "texts-disagree"  # prose and table, or prose and XML, say different things
    BAD_SIGNATURE = "bad-signature"
    ATTACHMENT = "attachment"  # refers to something that is not there, or was not opened
    TOO_MUCH = "too-much"  # cut at a limit
    CONTRADICTION = "contradiction"
    NOT_FOR_US = "not-for-us"  # addressed to another service (ACNS Service_Provider)


class SignatureKind(StrEnum):
    """How a message is signed."""

    NONE = "none"
    TYPED = "typed"  # a full name, as electronic signature
    PGP = "pgp"
    SMIME = "smime"
    XML = "xml"  # ds:Signature
    IMAGE = "image"
    KEY = "key"  # sent with the key of a verified sender


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the message: `part` names it ("body", "row 12", the name of an attachment); start and end count
    characters of its decoded text, both 0 for the whole part."""

    part: str = "body"
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in a message: whoever sends it, or for whom."""

    kind: SenderKind = SenderKind.UNKNOWN
    name: str = ""
    organisation: str = ""
    email: str = ""
    address: str = ""
    phone: str = ""
    country: str = ""
    site: str = ""  # of their own on the web
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class ClaimedWork:
    """A work as the message names it. `ids`: what catalogues call it, as {"imdb": "tt0443453", "eidr": "10.5240/…"}."""

    title: str = ""
    kind: str = ""  # film, series, episode, music… as said
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    owner: str = ""
    description: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    lawful_urls: tuple[str, ...] = ()
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """One address that is said to infringe, as it was written: whoever reads resolves nothing.

    work: the index of its work in `Reading.works`; None where it is bound to none. note: whatever else was said of it
    (user name, time code, file name, link id). row: everything of the line of a table, for the file that goes back.
    not_meant: public ids of links that the sender has seen beside it and dropped, as in the form.
    """

    text: str
    work: int | None = None
    target: str = ""  # where our page leads to, where the message gives both
    note: str = ""
    territories: tuple[str, ...] = ()
    seen_at: datetime | None = None
    evidence: str = ""
    row: Mapping[str, str] = field(default_factory=dict)
    not_meant: tuple[str, ...] = ()
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A statement that the message makes, in its own words."""

    statement: Statement
    words: str = ""
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and how; `holds` is None where nothing could be or was checked. `key`: fingerprint or address."""

    kind: SignatureKind = SignatureKind.NONE
    name: str = ""
    key: str = ""
    holds: bool | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class OrderSaid:
    """What an order says of itself (DSA, articles 9 and 10). `host`: a whole host or domain to be no longer listed."""

    authority: str = ""
    legal_basis: str = ""
    article: str = ""  # 9, 10, L331-25, L331-27, L336-2, 6-3, …
    territories: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    ends_on: date | None = None
    silent_until: date | None = None  # the authority orders that the recipient is not told
    within_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """A doubt of a reader. `detail`: the words or the value in question."""

    doubt: Doubt
    detail: str = ""
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a message says.

    reader: which reader it was, as "acns-1.2", "letter", "csv", "form", "api". columns: the names of those of a table,
    in its order. reference: the sender's own number of the case. refers_to: our case numbers, secret or public
    addresses of cases, Message-IDs and references that it answers. principal: for whom the sender speaks. is_partial:
    of a retraction that names only some addresses. automated: whether the sender says that a program found them; None
    where nothing is said.
    """

    reader: str
    kind: Kind = Kind.NOTICE
    subject: Subject = Subject.COPYRIGHT
    regimes: frozenset[Regime] = frozenset()
    sender: Who = Who()
    principal: Who = Who()
    mandate: Mandate = Mandate.UNKNOWN
    works: tuple[ClaimedWork, ...] = ()
    addresses: tuple[Address, ...] = ()
    statements: tuple[Made, ...] = ()
    signature: Signature = Signature()
    explanation: str = ""
    right: str = ""  # which right of the owner: reproduction, making available, neighbouring right…
    territories: tuple[str, ...] = (WORLD,)
    language: str = ""  # in which it is written, as a language tag
    reference: str = ""
    refers_to: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()  # of a counter notice or complaint: owner, licence, public-domain, misidentified…
    is_partial: bool = False
    wants_stay_down: bool = False
    automated: bool | None = None
    order: OrderSaid | None = None
    doubts: tuple[Unsure, ...] = ()
    columns: tuple[str, ...] = ()

    def makes(self, statement: Statement) -> bool:
        """Whether it makes a statement."""
        return any(made.statement is statement for made in self.statements)

    def work_of(self, address: Address) -> ClaimedWork | None:
        """The work that an address is said to infringe; the only one where no other is said."""
        if address.work is not None and 0 <= address.work < len(self.works):
            return self.works[address.work]
        return self.works[0] if len(self.works) == 1 else None
