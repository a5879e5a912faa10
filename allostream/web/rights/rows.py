"""Answers by country as rows of a table: the word, since or until when, how sure, why, what would change it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language, pgettext

from allostream.lib.countries import WORLD
from allostream.lib.names import folded
from allostream.lib.visitor import Visitor
from allostream.links.queries import AnswerRow
from allostream.rights.deciding_rules import Kind
from allostream.rights.engine.answers import Answer, Confidence, Status
from allostream.web.explain import caveat, explain, missing
from allostream.web.formats import day, joined
from allostream.web.rights.facts import missing_words
from allostream.web.rights.map import name_of
from allostream.web.rights.said import answer_sentence, doubt_in_short, why
from allostream.web.spoken import gettext, spoken

DAY = timedelta(days=1)
FREE = frozenset({Status.PD, Status.OPEN_LICENCE, Status.LICENSED})


@dataclass(slots=True)
class Told:
    """An answer as pages tell it, whoever gave it: the one in force, or what the rules say just now."""

    country: str
    status: Status
    confidence: Confidence
    sentence: str
    since: date | None
    until: date | None
    changes_on: date | None
    missing: Sequence[str]
    doubts: Sequence[str]
    kind: Kind | None = None
    on: date | None = None
    caveat: str = ""
    becomes: Status | None = None


@dataclass(slots=True)
class Group:
    """Countries with one and the same answer, as one row of the table."""

    places: Sequence[tuple[str, str]]
    row: "Row"


@dataclass(slots=True)
class Row:
    """One country in words. `look` is the class of the word, `changes` says what would change the answer and when."""

    code: str
    name: str
    word: str
    look: str
    when: str
    certainty: str
    sentence: str
    changes: str
    whose: str
    caveat: str = ""
    is_own: bool = False
    is_in_force: bool = True


def told_in_force(answer: AnswerRow, ruled: Answer | None = None, *, sentence: str = "") -> Told:
    """The answer in force; what is missing is told by the rules where it is their answer.

    `sentence`: how the work stands, where whoever asks has put it into words already or does not show it.
    """
    is_of_rules = answer.kind is Kind.RULE and ruled is not None
    unknown = missing_words(ruled.missing) if is_of_rules and ruled else [missing(code) for code in answer.missing]
    return Told(
        country=answer.country,
        status=Status(answer.status.value),
        confidence=Confidence(answer.confidence),
        sentence=sentence or why(answer.sentence) or explain(answer, answer.country, get_language() or "en"),
        since=answer.free_since,
        until=answer.protected_until,
        changes_on=answer.changes_on,
        missing=unknown,
        doubts=[doubt_in_short(code) for code in answer.doubts],
        kind=answer.kind,
        on=answer.evaluated_on,
        caveat=caveat(answer),
        becomes=Status(answer.becomes) if answer.becomes else None,
    )


def told_by_rules(answer: Answer) -> Told:
    """What the rules say just now, which nobody has decided yet."""
    return Told(
        country=answer.country,
        status=answer.status,
        confidence=answer.confidence,
        sentence=why(answer.sentence) or answer_sentence(answer),
        since=answer.since,
        until=answer.until,
        changes_on=answer.changes_on,
        missing=missing_words(answer.missing),
        doubts=[doubt_in_short(code) for code in answer.doubts],
    )


def rows(told: Collection[Told], following: Mapping[str, Answer], visitor: Visitor) -> list[Row]:
    """The answers in words: the reader's own countries first, then everywhere, then by name.

    `following`: what the rules will answer on the day on which an answer changes by itself.
    """
    own = visitor.own_countries
    made = [row(one, following.get(one.country), is_own=one.country in own) for one in told]
    return sorted(
        made, key=lambda one: (own.index(one.code) if one.is_own else len(own), one.code != WORLD, folded(one.name))
    )


def groups(made: Sequence[Row]) -> list[Group]:
    """Rows that say the same put together, in the order of the first of each; the reader's own stay by themselves."""
    alike: dict[tuple[object, ...], list[Row]] = {}
    for one in made:
        said = (one.word, one.when, one.certainty, one.sentence, one.changes, one.whose, one.caveat)
        alike.setdefault((one.code,) if one.is_own else said, []).append(one)
    return [Group([(one.code, one.name) for one in of], of[0]) for of in alike.values()]


def row(told: Told, following: Answer | None = None, *, is_own: bool = False) -> Row:
    """One answer in words of the active language."""
    language = get_language() or "en"
    return Row(
        code=told.country,
        name=name_of(told.country, language),
        word=status_word(told.status),
        look=status_look(told.status),
        when=when_words(told, language),
        certainty=certainty_word(told.confidence),
        sentence=told.sentence,
        changes=change_words(told, following, language),
        whose=whose_words(told, language),
        caveat=told.caveat,
        is_own=is_own,
        is_in_force=told.kind is not None,
    )


def when_words(told: Told, language: str) -> str:
    """Since when it is free, or until when it is protected; "" where that is not known."""
    if told.status in FREE and told.since:
        return gettext("since %(day)s") % {"day": day(told.since, language)}
    if told.status is Status.PROTECTED and told.until:
        return gettext("until %(day)s") % {"day": day(told.until, language)}
    return ""


def change_words(told: Told, following: Answer | None, language: str) -> str:
    """What would change an answer and when: a clock, or a fact that is not known yet."""
    if told.changes_on:
        return _turn_words(told, following, told.changes_on, language)
    is_sure = told.status in FREE and told.confidence is Confidence.HIGH
    if told.missing and not is_sure:
        known = {"missing": joined(list(told.missing), language)}
        return gettext("What is not known yet: %(missing)s.") % known
    if told.doubts and told.status not in FREE:
        return gettext("Somebody has to look at what is disputed.")
    return gettext("Only a fact that proves wrong, or another law.")


def _turn_words(told: Told, following: Answer | None, on: date, language: str) -> str:
    """What the clock changes an answer to."""
    values = {"day": day(on, language)}
    after = following.status if following else told.becomes
    # Without asking the rules about that day, only a source that named it is taken at its word.
    is_said = after is None and told.kind is Kind.SOURCE and told.until is not None and told.until + DAY == on
    if is_said or (after in FREE and after is not told.status):
        return gettext("Free from %(day)s.") % values
    if after is None or after is told.status:
        return gettext("Has to be worked out again on %(day)s.") % values
    return gettext("From %(day)s on: %(word)s.") % {**values, "word": status_word(after).lower()}


@spoken
def status_word(status: Status) -> str:
    """The state of a work in a country, in a word of the active language."""
    return {
        Status.PD: pgettext("rights", "Free"),
        Status.OPEN_LICENCE: pgettext("rights", "Free, open licence"),
        Status.LICENSED: pgettext("rights", "Permitted"),
        Status.PROTECTED: pgettext("rights", "Protected"),
        Status.UNCLEAR: pgettext("rights", "Not settled"),
    }[status]


def status_look(status: Status) -> str:
    """The look of that word."""
    return {Status.PROTECTED: "bad", Status.UNCLEAR: "no"}.get(status, "")


@spoken
def certainty_word(confidence: Confidence) -> str:
    """How sure an answer is, in a word of the active language."""
    return {
        Confidence.HIGH: pgettext("confidence", "high"),
        Confidence.MEDIUM: pgettext("confidence", "medium"),
        Confidence.LOW: pgettext("confidence", "low"),
    }[confidence]


@spoken
def kind_words(kind: Kind) -> str:
    """Who decided, by their part."""
    return {
        Kind.RULE: gettext("Decided by the rules"),
        Kind.SOURCE: gettext("Taken from a source"),
        Kind.REVIEW: gettext("Decided by a reviewer"),
        Kind.OVERRIDE: gettext("Decided by two reviewers, against the rules"),
    }[kind]


def whose_words(told: Told, language: str) -> str:
    """Who decided, and when."""
    if told.kind is None:
        return gettext("Worked out just now; nothing is shown on the strength of it yet.")
    if told.on is None:
        return kind_words(told.kind)
    values = {"who": kind_words(told.kind), "day": day(told.on, language)}
    return gettext("%(who)s on %(day)s.") % values
