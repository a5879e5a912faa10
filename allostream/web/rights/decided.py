"""Decisions, their evidence, and objections in words: the history of an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from allostream.lib.web_parts import host_of
from allostream.rights.bases import EvidenceKind
from allostream.rights.deciding_rules import Kind
from allostream.rights.engine.answers import Status
from allostream.rights.queries.decisions import DecisionRow, EvidenceRow, ObjectionRow
from allostream.web.addresses import capture_address, href
from allostream.web.formats import day, joined
from allostream.web.rights.map import name_of
from allostream.web.rights.path import StepWords, path_words
from allostream.web.rights.rows import FREE, kind_words, status_look, status_word
from allostream.web.rights.said import say
from allostream.web.spoken import spoken


@dataclass(slots=True)
class EvidenceWords:
    """One item of evidence: what it is, where, the words quoted, when it was seen, and where the capture is."""

    kind: str
    address: SafeString | None
    short: str
    value: str
    seen: str
    capture: SafeString | None


@dataclass(slots=True)
class DecisionWords:
    """One decision: when, what, by whom, and on what grounds."""

    id: str
    iso: str
    day: str
    word: str
    look: str
    when: str
    who: str
    sentence: str
    reason: str
    rule: str
    version: int
    steps: Sequence[StepWords]
    evidence: Sequence[EvidenceWords]
    is_superseded: bool

    @property
    def has_more(self) -> bool:
        """Whether there is anything to open."""
        return bool(self.sentence or self.reason or self.steps or self.evidence or self.rule)


@dataclass(slots=True)
class ObjectionWords:
    """One objection: when, to what, and what came of it; `said` is its text, for moderators alone."""

    made_at: datetime
    day: str
    text: str
    said: str


def decision_words(row: DecisionRow) -> DecisionWords:
    """A decision in the active language."""
    language = get_language() or "en"
    return DecisionWords(
        id=row.public_id,
        iso=row.decided_at.date().isoformat(),
        day=day(row.decided_at, language),
        word=status_word(row.status),
        look=status_look(row.status),
        when=_when(row, language),
        who=_who(row, language),
        sentence=say(row.sentence) if row.sentence else "",
        reason=row.reason,
        rule=row.rule,
        version=row.engine_version,
        steps=path_words(row.steps),
        evidence=[evidence_words(item) for item in row.evidence],
        is_superseded=row.is_superseded,
    )


def _when(row: DecisionRow, language: str) -> str:
    if row.status in FREE and row.since:
        return gettext("since %(day)s") % {"day": day(row.since, language)}
    if row.status is Status.PROTECTED and row.until:
        return gettext("until %(day)s") % {"day": day(row.until, language)}
    return ""


def _who(row: DecisionRow, language: str) -> str:
    """Who decided: by their part for everybody, by name too for moderators."""
    said = kind_words(row.kind)
    if row.reviewers and row.kind in (Kind.REVIEW, Kind.OVERRIDE):
        said = gettext("%(who)s (%(names)s)") % {"who": said, "names": joined(list(row.reviewers), language)}
    return f"{said}."


def evidence_words(item: EvidenceRow) -> EvidenceWords:
    """An item of evidence in the active language."""
    is_web = item.address.startswith(("https://", "http://"))
    return EvidenceWords(
        kind=evidence_kind(item.kind),
        address=href(item.address) if is_web else None,
        short=_host(item.address) if is_web else "",
        value=item.value if is_web or not item.address else f"{item.address} {item.value}".strip(),
        seen=gettext("seen on %(day)s") % {"day": day(item.captured_at, get_language() or "en")},
        capture=href(capture_address(item.public_id)) if item.has_capture else None,
    )


def _host(address: str) -> str:
    """The host of an address as somebody wrote it, which need not be one: then the whole text."""
    return host_of(address) or address


@spoken
def evidence_kind(code: str) -> str:
    """What an item of evidence is."""
    return {
        EvidenceKind.TERM_INPUTS: gettext("Facts of the term"),
        EvidenceKind.RENEWAL_SEARCH: gettext("Search for a renewal"),
        EvidenceKind.TITLE_CARDS: gettext("View of the title cards"),
        EvidenceKind.AGENCY_CREDIT: gettext("Credit of an agency"),
        EvidenceKind.LICENCE_STATEMENT: gettext("Licence statement"),
        EvidenceKind.MAKER_IDENTITY: gettext("Who the maker is"),
        EvidenceKind.CHANNEL_PROOF: gettext("Whose channel it is"),
        EvidenceKind.HOLDS_TITLE: gettext("That the holder holds this title"),
        EvidenceKind.PROVIDER_PAGE: gettext("Page of the service"),
        EvidenceKind.PROVIDER_FEED: gettext("List of the service"),
        EvidenceKind.INSTITUTION_PAGE: gettext("Page of the institution"),
        EvidenceKind.REGISTER_ENTRY: gettext("Entry in a register"),
        EvidenceKind.DOCUMENT: gettext("Document"),
        EvidenceKind.REFERENCE: gettext("Reference work"),
        EvidenceKind.HOST_PAGE: gettext("Page of the host"),
        EvidenceKind.OTHER: gettext("Other evidence"),
    }.get(EvidenceKind(code) if code in set(EvidenceKind) else EvidenceKind.OTHER, code)


def objection_words(row: ObjectionRow) -> ObjectionWords:
    """An objection in the active language: that there is one and what came of it, not who said what."""
    language = get_language() or "en"
    country = name_of(row.country, language)
    about = gettext("Against a link (%(country)s)") if row.link_id else gettext("Against the answer (%(country)s)")
    state = {
        "open": gettext("not looked at yet"),
        "upheld": gettext("it was right"),
        "rejected": gettext("it was not followed"),
    }.get(row.state, row.state)
    outcome = f" {row.outcome}" if row.outcome else ""
    text = gettext("%(about)s: %(state)s.") % {"about": about % {"country": country}, "state": state}
    return ObjectionWords(row.made_at, day(row.made_at, language), text + outcome, row.text)
