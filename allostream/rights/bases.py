"""The bases on which a link may rest: what each lets us do, what it obliges to, where, and when it is looked at again.

One row a basis, as data. What is not permitted here is not done, whatever a host would allow.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from allostream.lib.countries import WORLD


class Use(StrEnum):
    """What one may want to do with a copy."""

    LINK = "link"
    EMBED = "embed"
    DIRECT = "direct"
    CACHE = "cache"  # keep a still or poster taken from it
    CACHE_FRAMES = "cache_frames"  # keep frames of the film itself, no poster


class Obligation(StrEnum):
    """What a page must do where it shows a link on a basis."""

    NAME_AUTHORS = "name_authors"  # director and title: the right to be named never ends in France (CPI L121-1)
    CREDIT = "credit"
    ATTRIBUTION = "attribution"  # title, author, source, licence
    SHARE_ALIKE = "share_alike"  # what we add to the work must bear the same licence
    NONCOMMERCIAL = "noncommercial"  # no advertising, sponsor or paid access on the site
    NO_CHANGES = "no_changes"  # no trimming, nothing burnt in, no text tracks of ours
    AS_LICENSED = "as_licensed"
    KEEP_PLAYER = "keep_player"  # the host's player with its advertising and branding
    SHOW_PRICE = "show_price"
    NO_WAY_ROUND = "no_way_round"  # never past a login, paywall or geographical block
    KEEP_TERRITORY = "keep_territory"
    CITE_INSTITUTION = "cite_institution"
    NAME_HOLDERS = "name_holders"
    LABEL_TRAILER = "label_trailer"
    AS_WRITTEN = "as_written"


class EvidenceKind(StrEnum):
    """What an item of evidence is."""

    TERM_INPUTS = "term_inputs"  # the dated facts of a term, each with its source
    RENEWAL_SEARCH = "renewal_search"  # volumes, years, titles tried, by whom
    TITLE_CARDS = "title_cards"  # a view of the notice on the first copies
    AGENCY_CREDIT = "agency_credit"
    LICENCE_STATEMENT = "licence_statement"
    MAKER_IDENTITY = "maker_identity"
    CHANNEL_PROOF = "channel_proof"
    HOLDS_TITLE = "holds_title"  # that this holder holds this title here
    PROVIDER_PAGE = "provider_page"
    PROVIDER_FEED = "provider_feed"
    INSTITUTION_PAGE = "institution_page"
    REGISTER_ENTRY = "register_entry"
    DOCUMENT = "document"  # a contract, a letter, a ruling
    REFERENCE = "reference"  # a printed or kept catalogue, a national library
    HOST_PAGE = "host_page"  # what the host says of the copy and of who put it there
    OTHER = "other"


class Code(StrEnum):
    """The codes of the bases."""

    PD_TERM = "PD-TERM"
    PD_FORMALITY_US = "PD-FORMALITY-US"
    PD_GOV = "PD-GOV"
    PD_DEDICATED = "PD-DEDICATED"
    PDM_LABEL = "PDM-LABEL"
    CC_BY = "CC-BY"
    CC_BY_SA = "CC-BY-SA"
    CC_BY_NC = "CC-BY-NC"
    CC_BY_NC_SA = "CC-BY-NC-SA"
    CC_BY_ND = "CC-BY-ND"
    CC_BY_NC_ND = "CC-BY-NC-ND"
    OPEN_OTHER = "OPEN-OTHER"
    HOLDER_CHANNEL = "HOLDER-CHANNEL"
    PROVIDER_SVOD = "PROVIDER-SVOD"
    PROVIDER_AVOD = "PROVIDER-AVOD"
    PROVIDER_FAST = "PROVIDER-FAST"
    PROVIDER_TVOD = "PROVIDER-TVOD"
    PROVIDER_EST = "PROVIDER-EST"
    PROVIDER_PSB = "PROVIDER-PSB"
    HERITAGE = "HERITAGE"
    ORPHAN_EU = "ORPHAN-EU"
    OOCW_EU = "OOCW-EU"
    PERMISSION = "PERMISSION"
    TRAILER = "TRAILER"


class NeverABasis(StrEnum):
    """What is brought forward as a right and is none."""

    OPEN_WEB = "found_on_the_open_web"
    EVERYONE_LISTS_IT = "everyone_lists_it"
    NO_COMPLAINT = "no_complaint_so_far"
    ABANDONWARE = "abandonware"
    EDUCATIONAL = "educational"
    FAIR_USE = "fair_use"
    PRIVATE_COPY = "private_copy"
    LICENCE_BY_ANOTHER = "licence_by_one_who_is_not_the_maker"
    DEAD_LABEL = "dead_label"
    EXPIRED_WINDOW = "expired_window"


MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"  # of the European Union
EEA = frozenset(f"{MEMBERS} IS LI NO".split())

NEW_YEAR = timedelta(0)  # terms end with the year (directive 2006/116/EC, article 8): looked at every 1 January
DAY, WEEK, MONTH, QUARTER = timedelta(days=1), timedelta(days=7), timedelta(days=30), timedelta(days=90)
HALF_YEAR, YEAR, TWO_YEARS = timedelta(days=180), timedelta(days=365), timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Basis:
    """One basis. `territory`: where it holds unless narrowed; empty when each case must say it.

    `evidence`: of each group at least one item is needed. `recheck`: None when only its own end ends it.
    `per_item`: uses that the host must allow for the very item. `counts_as_watch`: a trailer is no watching.
    """

    code: Code
    permits: frozenset[Use]
    obliges: tuple[Obligation, ...]
    evidence: tuple[frozenset[EvidenceKind], ...]
    recheck: timedelta | None
    territory: frozenset[str] = frozenset()
    per_item: frozenset[Use] = frozenset()
    counts_as_watch: bool = True
    survives_withdrawal: bool = False  # a licence once given is not taken back: the capture proves it


_L = frozenset({Use.LINK})
_LE = _L | {Use.EMBED}
_LED = _LE | {Use.DIRECT}
_FREE = _LED | {Use.CACHE_FRAMES}
_OPEN = _FREE | {Use.CACHE}
_EVERYWHERE, _UNITED_STATES = frozenset({WORLD}), frozenset({"US"})
_E, _O = EvidenceKind, Obligation
_LICENCE = (frozenset({_E.LICENCE_STATEMENT}), frozenset({_E.MAKER_IDENTITY, _E.CHANNEL_PROOF}))
_HOLDER = (frozenset({_E.CHANNEL_PROOF}), frozenset({_E.HOLDS_TITLE}))
_PROVIDER = (frozenset({_E.PROVIDER_PAGE, _E.PROVIDER_FEED}),)


def _cc(code: Code, *more: Obligation) -> Basis:
    permits = _LED if _O.NO_CHANGES in more or _O.NONCOMMERCIAL in more else _OPEN
    return Basis(
        code, permits, (_O.ATTRIBUTION, *more), _LICENCE, QUARTER, _EVERYWHERE, survives_withdrawal=True
    )  # fmt: skip


def _provider(code: Code, *more: Obligation, recheck: timedelta = DAY) -> Basis:
    obliges = (_O.SHOW_PRICE, _O.NO_WAY_ROUND, _O.KEEP_PLAYER, *more)
    return Basis(code, _LE, obliges, _PROVIDER, recheck, per_item=frozenset({Use.EMBED}))


_ROWS = (
    Basis(Code.PD_TERM, _FREE, (_O.NAME_AUTHORS,), (frozenset({_E.TERM_INPUTS}),), NEW_YEAR),
    Basis(
        Code.PD_FORMALITY_US, _FREE, (_O.NAME_AUTHORS,), (frozenset({_E.RENEWAL_SEARCH, _E.TITLE_CARDS}),), TWO_YEARS,
        _UNITED_STATES,
    ),
    Basis(Code.PD_GOV, _LED, (_O.CREDIT,), (frozenset({_E.AGENCY_CREDIT}),), TWO_YEARS, _UNITED_STATES),
    Basis(
        Code.PD_DEDICATED, _OPEN, (_O.CREDIT,), _LICENCE, YEAR, _EVERYWHERE, survives_withdrawal=True
    ),
    # What a host or an uploader says is a hint of where to look, and lets nobody do anything.
    Basis(Code.PDM_LABEL, frozenset(), (), (), None),
    _cc(Code.CC_BY),
    _cc(Code.CC_BY_SA, _O.SHARE_ALIKE),
    _cc(Code.CC_BY_NC, _O.NONCOMMERCIAL),
    _cc(Code.CC_BY_NC_SA, _O.NONCOMMERCIAL, _O.SHARE_ALIKE),
    _cc(Code.CC_BY_ND, _O.NO_CHANGES),
    _cc(Code.CC_BY_NC_ND, _O.NONCOMMERCIAL, _O.NO_CHANGES),
    Basis(Code.OPEN_OTHER, _L, (_O.AS_LICENSED,), (frozenset({_E.LICENCE_STATEMENT}),), HALF_YEAR),
    Basis(Code.HOLDER_CHANNEL, _LE, (_O.KEEP_PLAYER,), _HOLDER, MONTH, per_item=frozenset({Use.EMBED})),
    _provider(Code.PROVIDER_SVOD),
    _provider(Code.PROVIDER_AVOD),
    _provider(Code.PROVIDER_FAST),
    _provider(Code.PROVIDER_TVOD),
    _provider(Code.PROVIDER_EST),
    _provider(Code.PROVIDER_PSB, _O.KEEP_TERRITORY),
    Basis(
        Code.HERITAGE, _LED, (_O.CITE_INSTITUTION,), (frozenset({_E.INSTITUTION_PAGE}),), QUARTER,
        per_item=frozenset({Use.EMBED, Use.DIRECT}),
    ),
    # The exception belongs to the institution, not to us (CPI L135-1 and L135-2; directive 2012/28/EU).
    Basis(
        Code.ORPHAN_EU, _L, (_O.NAME_HOLDERS,), (frozenset({_E.REGISTER_ENTRY}), frozenset({_E.INSTITUTION_PAGE})),
        QUARTER, EEA,
    ),
    # Directive (EU) 2019/790, articles 8 to 11; holders may opt out at any time.
    Basis(Code.OOCW_EU, _L, (), (frozenset({_E.REGISTER_ENTRY}),), MONTH),
    Basis(Code.PERMISSION, _OPEN, (_O.AS_WRITTEN,), (frozenset({_E.DOCUMENT}),), YEAR),
    Basis(
        Code.TRAILER, _LE, (_O.LABEL_TRAILER,), _HOLDER, QUARTER, per_item=frozenset({Use.EMBED}),
        counts_as_watch=False,
    ),
)  # fmt: skip
BASES: dict[Code, Basis] = {row.code: row for row in _ROWS}

# The versions of a licence and the places of its ports are no part of the code of its basis.
CC_NAME = re.compile(r"(?:CC[ -])(?P<parts>BY(?:[ -](?:SA|NC|ND))*)(?:[ -]\d|$)", re.IGNORECASE)
DEDICATIONS = re.compile(r"^(?:CC0\b|CC0-|CC-PDDC|Unlicense|0BSD)", re.IGNORECASE)


def code_of_licence(name: str) -> Code:
    """The basis that an open licence gives, by its name (“CC BY-SA 3.0”) or SPDX identifier (CC-BY-SA-3.0)."""
    if DEDICATIONS.match(name.strip()):
        return Code.PD_DEDICATED
    found = CC_NAME.match(name.strip())
    if not found:
        return Code.OPEN_OTHER
    parts = re.split(r"[ -]", found["parts"].upper())
    wanted = "-".join(["CC", *(part for part in ("BY", "NC", "ND", "SA") if part in parts)])
    return Code(wanted) if wanted in set(Code) else Code.OPEN_OTHER


def lacking(code: Code, kinds: Collection[EvidenceKind]) -> tuple[frozenset[EvidenceKind], ...]:
    """The groups of evidence of which a basis needs one item and has none."""
    return tuple(group for group in BASES[code].evidence if not group & set(kinds))


# Evidence that cannot be brought without knowing whose the copy is.
OF_WHOSE_IT_IS = frozenset({
    EvidenceKind.MAKER_IDENTITY, EvidenceKind.CHANNEL_PROOF, EvidenceKind.INSTITUTION_PAGE, EvidenceKind.DOCUMENT,
    EvidenceKind.PROVIDER_PAGE, EvidenceKind.PROVIDER_FEED,
})  # fmt: skip


def tells_who_put_it_there(code: Code) -> bool:
    """Whether the evidence that a basis needs shows who put the copy there, so that nothing more has to be asked."""
    return any(group <= OF_WHOSE_IT_IS for group in BASES[code].evidence)


def recheck_on(code: Code, decided: date) -> date | None:
    """The day on which a basis is to be looked at again; None for one that only its own end ends."""
    interval = BASES[code].recheck
    if interval is None:
        return None
    return date(decided.year + 1, 1, 1) if interval is NEW_YEAR else decided + interval


@dataclass(frozen=True, slots=True)
class Granted:
    """A basis as it stands for a link: where and when it holds, and what it lets us do.

    `permits`: narrower than the code's where a case says so (a permission as it is written), else None.
    """

    code: Code
    territory: frozenset[str]
    minus: frozenset[str] = frozenset()
    start: datetime | None = None
    end: datetime | None = None
    has_evidence: bool = False
    permits: frozenset[Use] | None = None

    def uses(self) -> frozenset[Use]:
        """What the basis lets us do: never more than its code does."""
        most = BASES[self.code].permits
        return most if self.permits is None else most & self.permits

    def holds_in(self, country: str) -> bool:
        """Whether the basis reaches a country."""
        return country not in self.minus and (WORLD in self.territory or country in self.territory)
