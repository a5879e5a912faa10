"""What pages of facts show of each: words, source, who stated it, and what its reader may do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import gettext

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Role
from allostream.accounts.queries import is_keeper, people_with_ids, roles_among
from allostream.catalogue.queries import names_of_people
from allostream.lib.visitor import Visitor
from allostream.rights.fact_values import Credit, Property, Value
from allostream.rights.models import Fact, FactEvent, FactVoice, ProtectedProperty
from allostream.rights.queries.facts import value_of
from allostream.rights.queries.histories import Slot
from allostream.web.addresses import Place, address
from allostream.web.facts import words
from allostream.web.formats import day
from allostream.web.offers import reader


@dataclass(frozen=True)
class Shown:
    """A fact in words. Without an address it is what the catalogue says, and nobody has stated it yet."""

    id: str
    heading: str
    value: str
    precision: str
    state: str
    state_word: str
    source: str
    source_address: str
    weight: str
    quote: str
    seen_on: date | None
    by: str
    at: datetime | None
    why: str
    address: str
    replaces: bool


@dataclass(frozen=True)
class Group:
    """What was stated of one property and key, as a page shows it."""

    in_force: Sequence[Shown]
    proposed: Sequence[Shown]
    past: Sequence[Shown]
    is_contradictory: bool


@dataclass(frozen=True)
class Section:
    """All of one property, which may have several facts that do not contradict each other."""

    name: str
    heading: str
    groups: Sequence[Group]
    is_protected: bool
    protected: str  # since when, by whom and why; "" where it is not


class Telling:
    """Puts facts, events and voices into words for one reader. The names needed are read once: three queries."""

    def __init__(
        self, facts: Iterable[Fact], visitor: Visitor, viewer: User | None, others: Iterable[str] = ()
    ) -> None:
        """`others`: ids of people named beside those who stated the facts."""
        known = list(facts)
        self.values: dict[int, Value] = {id(fact): value_of(fact) for fact in known}
        credited = {value.person for value in self.values.values() if isinstance(value, Credit)}
        self.people: Mapping[str, str] = names_of_people(credited) if credited else {}
        self.visitor, self.viewer = visitor, viewer
        stated = {fact.stated_by for fact in known if fact.stated_kind == "person"}
        self.accounts = people_with_ids(stated | set(others))
        self.roles = roles_among([person.pk for person in self.accounts.values()])

    def fact(self, fact: Fact) -> Shown:
        """One fact."""
        value, name = self.values[id(fact)], Property(fact.property)
        stated_at = None if fact.stated_by == "catalogue" else fact.stated_at
        return Shown(
            id=fact.public_id, heading=words.property_word(name), value=words.value_words(name, value, self.people),
            precision=words.precision_word(value), state=fact.state, state_word=words.state_word(fact.state),
            source=fact.source_name, source_address=fact.source_address, weight=words.weight_word(fact.source_weight),
            quote=fact.quote, seen_on=fact.seen_on, by=self.who(fact.stated_kind, fact.stated_by), at=stated_at,
            why=fact.why, replaces=fact.replaces,
            address=address(self.visitor.address_language, Place.FACT, id=fact.public_id) if fact.pk else "",
        )  # fmt: skip

    def sections(self, slots: Iterable[Slot]) -> list[Section]:
        """Slots in their order, by property."""
        made = []
        for name, of_name in groupby(slots, key=lambda slot: slot.name):
            rows = list(of_name)
            kept = rows[0].protection
            groups = [self._group(slot) for slot in rows]
            made.append(Section(name, words.property_word(name), groups, kept is not None, self._protected(kept)))
        return made

    def _group(self, slot: Slot) -> Group:
        return Group(
            in_force=[self.fact(one) for one in slot.in_force], proposed=[self.fact(one) for one in slot.proposed],
            past=[self.fact(one) for one in slot.past], is_contradictory=slot.is_contradictory,
        )  # fmt: skip

    def _protected(self, kept: ProtectedProperty | None) -> str:
        if kept is None:
            return ""
        told = {"who": self.who("person", kept.by), "day": day(kept.at, reader())}
        sentence = gettext("Protected since %(day)s by %(who)s: only trusted people and moderators may change it.")
        return " ".join(part for part in (sentence % told, kept.why) if part)

    def who(self, kind: str, public_id: str) -> str:
        """Who did something: the public sees in what part, moderators see the name."""
        if (kind, public_id) == ("system", "catalogue"):
            return gettext("the catalogue")
        if kind != "person":
            # A record of an import is named by its key.
            return gettext("the source itself") if ":" in public_id else gettext("the operator’s program")
        if self.viewer and self.viewer.public_id == public_id:
            return gettext("you")
        person = self.accounts.get(public_id)
        if person is None:
            return gettext("somebody whose account is gone")
        if self.visitor.may_moderate:
            return person.name
        roles = self.roles.get(person.pk, frozenset())
        if is_keeper(roles):
            return gettext("a moderator")
        return gettext("a trusted person") if Role.TRUSTED in roles else gettext("a member")


@dataclass(frozen=True)
class Told:
    """An event or a voice: what, by whom, when, why; `fact` is the fact in words where a list has many."""

    id: int
    what: str
    by: str
    at: datetime
    why: str
    fact: Shown | None = None


def told_event(event: FactEvent, telling: Telling, fact: Shown | None = None) -> Told:
    """An event in words."""
    return Told(event.pk, words.event_word(event.kind), telling.who(event.by_kind, event.by), event.at, event.why, fact)


def told_voice(voice: FactVoice, telling: Telling) -> Told:
    """A voice in words."""
    what = gettext("Voice for it") if voice.is_for else gettext("Voice against it")
    return Told(voice.pk, what, telling.who("person", voice.by), voice.at, voice.why)
