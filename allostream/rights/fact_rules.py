"""Who may bring a fact into force, and what a statement must hold. Pure: today is a parameter."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allostream.lib.dates import Precision
from allostream.lib.problems import Problem, gettext_noop
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import ADDRESS, BadValue
from allostream.rights.fact_values import Author, Dated, Property, Underlying, Value

QUORUM = 2  # voices of different people, the one who suggests among them
LONGEST = {"name": 200, "address": 500, "origin": 80, "quote": 1000, "why": 500}


class FactClosed(Problem):
    """Somebody has decided on the suggestion already."""

    code = "fact-closed"
    status = 409
    sentence = gettext_noop("This suggestion is decided already: load the page again to see how.")


class OwnVoice(Problem):
    """A person has one voice on a suggestion."""

    code = "own-voice"
    status = 409
    sentence = gettext_noop("You have spoken on this suggestion already: somebody else must decide it.")


class PropertyProtected(Problem):
    """Only trusted people and moderators may change this."""

    code = "property-protected"
    status = 403
    sentence = gettext_noop("This is protected: only trusted people and moderators may change it.")


class AlreadyStated(Problem):
    """The same value from the same source is there already."""

    code = "already-stated"
    status = 409
    sentence = gettext_noop("The same is stated from this source already: confirm it, or name another source.")


class NotInForce(Problem):
    """Only what is in force can be taken back."""

    code = "not-in-force"
    status = 409
    sentence = gettext_noop("Only a fact in force can be taken back: load the page again.")


class SeenOtherwise(Problem):
    """What is in force has changed since the reader saw it."""

    code = "seen-otherwise"
    status = 409
    sentence = gettext_noop("What is in force has changed since you loaded the page: look at it again, then decide.")


class Outcome(StrEnum):
    """What the voices for and against a suggestion come to."""

    OPEN = "open"
    IN_FORCE = "in_force"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's word on a suggestion; `is_trusted`: a trusted person or a moderator."""

    by: str
    is_for: bool
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class GivenSource:
    """Where somebody read a fact; the words of the source where they are quoted."""

    name: str
    weight: Weight = Weight.CLAIM
    address: str = ""
    origin: str = ""
    seen_on: date | None = None
    quote: str = ""


def outcome(voices: Sequence[Voice], *, is_protected: bool, is_one_known: bool) -> Outcome:
    """What becomes of a suggestion; the last word of a trusted person settles it, else two more for than against.

    Voices come in the order in which they were given. Where the property is protected, or nobody who is for it is
    known here (`is_one_known`, allostream.accounts.trust_rules), others only advise.
    """
    trusted = [voice for voice in voices if voice.is_trusted]
    if trusted:
        return Outcome.IN_FORCE if trusted[-1].is_for else Outcome.REFUSED
    against = sum(not voice.is_for for voice in voices)
    if against >= QUORUM:
        return Outcome.REFUSED
    balance = len(voices) - 2 * against
    return Outcome.IN_FORCE if balance >= QUORUM and is_one_known and not is_protected else Outcome.OPEN


def waits_for_known(voices: Sequence[Voice], *, is_protected: bool) -> bool:
    """Whether a suggestion would be in force if one of those who confirm it were known here."""
    told = [outcome(voices, is_protected=is_protected, is_one_known=known) for known in (True, False)]
    return told == [Outcome.IN_FORCE, Outcome.OPEN]


def check_source(source: GivenSource, today: date) -> None:
    """Whether a source can be followed up. Raises the first of its faults."""
    for fault in faults_of_source(source, today):
        raise fault


def faults_of_source(source: GivenSource, today: date) -> Iterator[BadValue]:
    """Everything that keeps a source from being followed up, by field.

    What weighs more than a claim must be quoted or have an address: others must be able to read it.
    """
    if not source.name.strip():
        yield BadValue("source_name", gettext_noop("The source is missing: say where you read it."))
    for field in ("name", "address", "origin", "quote"):
        text = getattr(source, field)
        if len(text) > LONGEST[field]:
            yield BadValue(
                f"source_{field}", gettext_noop("It is longer than %(most)d signs: shorten it."), most=LONGEST[field]
            )
    if source.address and not ADDRESS.fullmatch(source.address):
        yield BadValue("source_address", gettext_noop("It is no web address: give one that begins with https://."))
    if source.weight > Weight.CLAIM and not (source.address or source.quote.strip()):
        yield BadValue(
            "source_quote", gettext_noop("A reference must be one to follow up: give its address or quote its words.")
        )
    if source.seen_on and source.seen_on > today:
        yield BadValue("seen_on", gettext_noop("This day has yet to come: give the day on which you saw the source."))


def check_value(value: Value, today: date) -> None:
    """Whether the dates of a value have come. Raises BadValue."""
    for place, dated in _dates_of(value):
        if dated.on and dated.on.on > today:
            raise BadValue(place, gettext_noop("This date has yet to come: correct it."))


def _dates_of(value: Value) -> list[tuple[str, Dated]]:
    match value:
        case Dated():
            return [("date", value)]
        case Underlying():
            authors: list[tuple[int, Author]] = list(enumerate(value.authors))
            return [("published.date", value.published)] + [(f"authors[{n}].died.date", a.died) for n, a in authors]
    return []


def check_life(name: Property, value: Value, others: Collection[Value]) -> None:
    """Whether a death comes after every birth in force, and a birth before every death. Raises BadValue."""
    if name not in (Property.BORN, Property.DIED) or not isinstance(value, Dated):
        return
    for other in others:
        if not isinstance(other, Dated):
            continue
        born, died = (value, other) if name is Property.BORN else (other, value)
        birth, death = born.span()[0], died.span()[1]
        if birth and death and death < birth:
            raise BadValue(
                "date", gettext_noop("The death would lie before the birth: correct this date, or the other one first.")
            )


def longest_protecting(values: Sequence[Dated]) -> Dated | None:
    """Of dates that contradict each other, the one that pages show: never having come, else the latest one.

    Terms count from it, so it is the one that protects longest. None where there is no value.
    """
    known = [value for value in values if value.precision is not Precision.UNKNOWN]
    if not known:
        return values[0] if values else None
    return max(known, key=lambda value: (value.precision is Precision.NONE, value.span()[1] or date.min))
