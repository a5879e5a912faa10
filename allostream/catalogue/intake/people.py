"""People, by records of their own or named in a credit, and their credits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allostream.catalogue import merge_rules
from allostream.catalogue.intake import rows
from allostream.catalogue.intake.batch import Batch, Entry, Outcome, Thing, own_id, pair_of, pairs_of
from allostream.catalogue.intake.settled import renamed_people
from allostream.catalogue.merge_rules import Individual
from allostream.catalogue.models import Credit, OldAddress, Person
from allostream.lib import exchange
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.ids import new_id
from allostream.lib.names import folded

COLUMNS = (
    "name", "folded", "slug", "born_on", "born_precision", "died_on", "died_precision", "nationalities", "version"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """One credit of a title or, where `episode_id` is set, of an episode."""

    entry: Entry
    credit: exchange.Credit
    title_id: int
    episode_id: int | None
    owns: bool
    is_new: bool

    @property
    def place(self) -> tuple[int, int | None]:
        return self.title_id, self.episode_id


Described = exchange.Person | exchange.Credit


class People:
    """The people of one batch: found among those that are there, else made."""

    def __init__(self, batch: Batch, described: Sequence[Described]) -> None:
        self.batch = batch
        self.new: list[tuple[Person, Thing]] = []
        self.changed: dict[int, Person] = {}
        self.by_id: dict[int, Person] = {}
        self.namesakes: dict[str, list[tuple[Person, Thing]]] = defaultdict(list)
        self._load(described)
        self.taken = _taken_slugs(described)
        wanted = {self._id(one) for one in described}
        self.taken_ids = {pk for (pk,) in rows.values_in(Person.objects.all(), "public_id", wanted, "public_id")}

    def _load(self, described: Sequence[Described]) -> None:
        wanted = {
            thing.id
            for one in described
            for pair in _pairs(one)
            if (thing := self.batch.things.get(pair)) and thing.kind == "person"
        }
        named = {folded(one.name) for one in described if one.name}
        for field, values in (("pk", wanted), ("folded", named)):
            for portion in rows.portions(values):
                # By name alone, whoever's they are: with the source named, SQLite would read all people of the source.
                for person in Person.objects.filter(**{f"{field}__in": portion}).order_by("pk"):
                    if field == "pk" or person.source_id == self.batch.source.pk:
                        self.by_id[person.pk] = person
        self._load_renamed()
        self.batch.learn_kept("person", self.by_id)
        for person in self.by_id.values():
            if person.source_id == self.batch.source.pk:
                self.namesakes[person.name].append((person, Thing("person", person.pk)))

    def _load_renamed(self) -> None:
        """Those whom somebody here has given another name are still the ones that the source means by the old one."""
        if not self.batch.keeps_anything:
            return
        for name, ids in renamed_people(self.batch.source.pk).items():
            for person in Person.objects.filter(pk__in=ids):
                self.namesakes[name].append((self.by_id.setdefault(person.pk, person), Thing("person", person.pk)))

    def find_or_make(self, entry: Entry, one: Described) -> Thing:
        """The row of a person; what is told of it is taken over by the rule of merging."""
        found = self._by_identifier(one) or self._by_name(one)
        if found is None:
            return self._make(entry, one)
        person, thing = found
        owns = person.source_id == self.batch.source.pk
        before = _columns(person)
        given = merge_rules.settled(before, _given(one), owns=owns)
        after = {
            column: value
            for column, value in given.items()
            if self.batch.may_set(entry, "person", person.pk or 0, column)
        }
        for column, value in after.items():
            self.batch.changes(entry, column, before[column], value)
        if after:
            self._change(person, after)
        self._claim(entry, one, thing)
        return thing

    def write(self) -> None:
        """Write the people that are new or changed, and note the titles that show the latter. Three statements."""
        Person.objects.bulk_create([person for person, _ in self.new])
        for person, thing in self.new:
            thing.id = person.pk
        rows.update(Person, COLUMNS, self.changed.values())
        self.batch.people.update(self.changed)
        self.batch.people_written.update(self.changed, (person.pk for person, _ in self.new))
        shown = rows.values_in(Credit.objects.all(), "person", self.changed, "title_id")
        self.batch.showing.update(title_id for (title_id,) in shown)

    def _by_identifier(self, one: Described) -> tuple[Person, Thing] | None:
        for pair in _pairs(one):
            thing = self.batch.things.get(pair)
            if thing is None or thing.kind != "person":
                continue
            if thing.id in self.by_id:
                return self.by_id[thing.id], thing
            made = next(((person, known) for person, known in self.new if known is thing), None)
            if made:
                return made
        return None

    def _by_name(self, one: Described) -> tuple[Person, Thing] | None:
        # A record with a key is a person of its own: two namesakes in one source have two keys.
        if isinstance(one, exchange.Person):
            return None
        given = Individual(one.name, _year(one.died), one.nationalities)
        made_of_this = self._id(one)  # though somebody has corrected the death since
        for person, thing in self.namesakes[one.name]:
            if person.public_id == made_of_this:
                return person, thing
        for person, thing in self.namesakes[one.name]:
            there = Individual(  # by the name under which the source knows them
                one.name, person.died_on.year if person.died_on else None, tuple(person.nationalities)
            )
            if merge_rules.same_person(given, there):
                return person, thing
        return None

    def _make(self, entry: Entry, one: Described) -> Thing:
        has_key, public_id = isinstance(one, exchange.Person), self._id(one)
        person = Person(
            public_id=new_id() if public_id in self.taken_ids else public_id, source=self.batch.source,
            name=one.name, folded=folded(one.name),
        )  # fmt: skip
        _set(person, _given(one))
        person.slug = self._slug(person)
        thing = Thing("person")
        self.new.append((person, thing))
        self.taken_ids.add(person.public_id)
        self.namesakes[person.name].append((person, thing))
        self.batch.made(entry) if has_key else self.batch.changes(entry, "people", None, one.name)
        self._claim(entry, one, thing)
        return thing

    def _change(self, person: Person, values: Mapping[str, Any]) -> None:
        _set(person, values)
        person.version += 1
        if person.pk:
            self.changed[person.pk] = person

    def _id(self, one: Described) -> str:
        """The permanent id that a person gets in every installation that takes in the same records."""
        if isinstance(one, exchange.Person):
            return own_id(one.key)
        known = (self.batch.source.slug, one.name, one.died or "", *one.nationalities)
        return own_id(f"person {' '.join(known)}")

    def _slug(self, person: Person) -> str:
        born, died = person.born_on, person.died_on
        candidates = merge_rules.person_slugs(
            person.name, born.year if born else None, died.year if died else None, person.public_id
        )
        chosen = merge_rules.chosen_slug(candidates, self.taken)
        self.taken.add(chosen)
        return chosen

    def _claim(self, entry: Entry, one: Described, thing: Thing) -> None:
        if isinstance(one, exchange.Person):
            self.batch.claim(entry, one.key, one.identifiers, thing)
        else:
            self.batch.claim_identifiers(entry, one.identifiers, thing)


def take_in_people(batch: Batch) -> None:
    """Write the person records of a batch."""
    people = People(batch, [record for _, record in batch.of(exchange.Person)])
    for entry, record in batch.of(exchange.Person):
        own = batch.find(record.key)
        if own and own.kind != "person":
            batch.refuse(entry, f"key: it belongs to a {own.kind} already: give another key")
        else:
            people.find_or_make(entry, record)
    people.write()


def take_in_credits(batch: Batch, roles: Sequence[Role]) -> None:
    """Write the credits of titles and episodes.

    The owner decides each role that it names; another source only fills roles that nobody has yet.
    """
    roles = [role for role in roles if role.entry.outcome is not Outcome.REFUSED]
    people = People(batch, [role.credit for role in roles if role.credit.name])
    things = [(role, thing) for role in roles if (thing := _person(batch, people, role))]
    people.write()
    there = _there([role for role in roles if not role.is_new])
    _write_credits(batch, things, there)


def _person(batch: Batch, people: People, role: Role) -> Thing | None:
    key = role.credit.person
    if key is None:
        return people.find_or_make(role.entry, role.credit)
    thing = batch.find(key)
    if thing and thing.kind == "person":
        return thing
    batch.remark(
        role.entry, f"credits: “{key}” is no known person: put the person record first; the credit is left out"
    )
    return None


Present = dict[tuple[int, int | None, str], dict[tuple[int, str], int]]


def _there(roles: Iterable[Role]) -> Present:
    """Present credits by place and role: person and character, with their row ids."""
    places = {role.place for role in roles}
    titles = {title for title, episode in places if episode is None}
    episodes = {episode for _, episode in places if episode is not None}
    columns = ("title_id", "episode_id", "role", "person_id", "character", "pk")
    found: Present = defaultdict(dict)
    of_titles = rows.values_in(Credit.objects.filter(episode__isnull=True), "title", titles, *columns)
    of_episodes = rows.values_in(Credit.objects.all(), "episode", episodes, *columns)
    for title, episode, role, person, character, pk in (*of_titles, *of_episodes):
        found[title, episode, role][person, character] = pk
    return found


def _write_credits(batch: Batch, things: Iterable[tuple[Role, Thing]], there: Present) -> None:
    grouped: dict[tuple[int, int | None, str], list[tuple[Role, Thing]]] = defaultdict(list)
    for role, thing in things:
        grouped[(*role.place, role.credit.role)].append((role, thing))
    fresh: list[tuple[Any, ...]] = []
    stale: list[int] = []
    for place, group in grouped.items():
        present = there.get(place, {})
        first = group[0][0]
        if present and not first.owns:
            continue
        if batch.kept("title", place[0]).is_protected:
            batch.remark(first.entry, f"credits {place[2]}: {batch.kept('title', place[0]).why}")
            continue
        put_in, taken_out = _settled(batch, place)
        given = {
            (thing.id, role.credit.character): number
            for number, (role, thing) in enumerate(group)
            if thing.id not in taken_out
        }
        fresh += [
            (*place, person, character, number)
            for (person, character), number in given.items()
            if (person, character) not in present
        ]
        gone = {who: pk for who, pk in present.items() if who not in given and who[0] not in put_in}
        stale += gone.values()
        batch.people_written.update(person for person, _ in {*gone, *(set(given) - set(present))})
        if gone or set(given) - set(present):
            batch.changes(first.entry, f"credits {place[2]}", len(present), len(given))
    for portion in rows.portions(stale):
        Credit.objects.filter(pk__in=portion).delete()
    rows.insert(Credit, ("title_id", "episode_id", "role", "person_id", "character", "place"), fresh)


def _settled(batch: Batch, place: tuple[int, int | None, str]) -> tuple[set[int], set[int]]:
    """Whom people here have credited with a role, and whom they have taken out of it, by row id. No query where nobody
    settled the credits, else one."""
    title, episode, role = place
    kept = batch.kept("title", title) if episode is None else batch.kept("episode", episode)
    settled = kept.added.get("credits", ()), kept.removed.get("credits", ())
    if not any(settled):
        return set(), set()
    ids = {public_id for items in settled for one, public_id in items if one == role}
    known = {
        public_id: merged or pk
        for public_id, pk, merged in Person.objects.filter(public_id__in=ids).values_list(
            "public_id", "pk", "merged_into"
        )
    }
    put_in, taken_out = ({known[who] for one, who in items if one == role and who in known} for items in settled)
    return put_in, taken_out


def _taken_slugs(described: Iterable[Described]) -> set[str]:
    """Which of the addresses that these people could have are in use, now or formerly."""
    candidates = {
        slug
        for one in described
        for slug in merge_rules.person_slugs(one.name, _year(one.born), _year(one.died), _own_id(one))
    }
    taken = {slug for (slug,) in rows.values_in(Person.objects.all(), "slug", candidates, "slug")}
    old = OldAddress.objects.filter(kind="person")
    return taken | {slug for (slug,) in rows.values_in(old, "slug", candidates, "slug")}


def _own_id(one: Described) -> str:
    return own_id(one.key) if isinstance(one, exchange.Person) else ""


def _pairs(one: Described) -> Iterator[tuple[str, str]]:
    if isinstance(one, exchange.Person):
        yield pair_of(one.key)
    yield from pairs_of(one.identifiers)


def _year(text: str | None) -> int | None:
    return int(text[:4]) if text else None


def _given(one: Described) -> dict[str, Any]:
    """What is said of a person. “Living” is a date of death of its own: certainly none."""
    died: Any = PartialDate.parse(one.died) if one.died else None
    return {
        "name": one.name,
        "born": PartialDate.parse(one.born) if one.born else None,
        "died": died or (Precision.NONE if one.living else None),
        "nationalities": list(one.nationalities),
    }


def _columns(person: Person) -> dict[str, Any]:
    """The same of a row."""
    living = person.died_precision == Precision.NONE
    return {
        "name": person.name,
        "born": person.born,
        "died": Precision.NONE if living else person.died,
        "nationalities": person.nationalities,
    }


def _set(person: Person, values: Mapping[str, Any]) -> None:
    for column, value in values.items():
        match column:
            case "name":
                person.name, person.folded = value, folded(value)
            case "born" | "died":
                _set_date(person, column, value)
            case _:
                setattr(person, column, value)


def _set_date(person: Person, column: str, value: PartialDate | Precision | None) -> None:
    setattr(person, f"{column}_on", value.on if isinstance(value, PartialDate) else None)
    precision = value.precision if isinstance(value, PartialDate) else (value or Precision.UNKNOWN)
    setattr(person, f"{column}_precision", precision)
