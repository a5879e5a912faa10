"""The form of the calculator as data: its steps, fields and choices, filled from a query, each with its fault."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language, gettext, pgettext

from allostream.lib import countries
from allostream.rights.engine.facts import Genre, Layer, Notice, Production, Renewal, Role
from allostream.rights.entered import Fault
from allostream.rights.entered import values as single
from allostream.rights.entered.reading import (
    BEFORE,
    KINDS,
    MOST_AUTHORS,
    MOST_PEOPLE,
    MOST_WORKS,
    NEVER_PUBLISHED,
    NOTHING,
    PARTS,
    Given,
    Query,
)
from allostream.rights.entered.values import NO, YES
from allostream.web.rights.countries import ONLY_AS_ORIGIN, TOLD
from allostream.web.rights.said import ROLES

FEW_PEOPLE = 3  # blocks for people in an empty form
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Field:
    """One field. `kind`: text, country (a text with the names of countries offered), select, check or checks."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: Choices = ()
    value: str = ""
    error: str = ""
    groups: Sequence[tuple[str, Choices]] = ()

    @property
    def chosen(self) -> list[str]:
        """The values that are ticked."""
        return self.value.split(",")


@dataclass(frozen=True)
class Block:
    """Fields about one person or one older work, with blocks of its own for authors."""

    name: str
    heading: str
    fields: Sequence[Field]
    inner: Sequence["Block"] = ()
    may_grow: bool = False

    @property
    def has_error(self) -> bool:
        """Whether one of its fields has a fault."""
        return any(field.error for field in self.fields) or any(block.has_error for block in self.inner)


@dataclass(frozen=True)
class Form:
    """The whole form, by its steps. `wrong`: the fields with a fault, in order, for the summary."""

    film: Sequence[Field]
    people: Sequence[Block]
    nobody: Field
    more: Sequence[Field]
    based: Field
    works: Sequence[Block]
    formalities: Sequence[Field]
    copy: Sequence[Field]
    asked: Sequence[Field]
    wrong: Sequence[tuple[str, str, str]]
    more_people: bool
    more_works: bool

    def is_open(self, fields: Iterable[Field]) -> bool:
        """Whether a part that can be folded has something in it."""
        return any(field.value or field.error for field in fields)

    @property
    def more_is_open(self) -> bool:
        """Whether the part with more on the film is shown."""
        return self.is_open(self.more)

    @property
    def works_are_open(self) -> bool:
        """Whether the part on older works is shown."""
        return self.is_open([self.based, *(field for block in self.works for field in _all(block))])

    @property
    def formalities_are_open(self) -> bool:
        """Whether the part on the United States is shown."""
        return self.is_open(self.formalities)

    @property
    def copy_is_open(self) -> bool:
        """Whether the part on the copy is shown."""
        return self.is_open(self.copy)


def _all(block: Block) -> Iterator[Field]:
    yield from block.fields
    for inner in block.inner:
        yield from _all(inner)


def form_of(query: Query, faults: Sequence[Fault], wanted: Mapping[str, int], country: str) -> Form:
    """The form filled from a query. `wanted`: how many blocks to show at least, by the name of the list."""
    fill = Filler(query, faults)
    people = _numbers(fill.given.numbers("p"), wanted.get("people", 0), MOST_PEOPLE) or range(1, FEW_PEOPLE + 1)
    works = _numbers(fill.given.numbers("w"), wanted.get("works", 0), MOST_WORKS)
    form = Form(
        film=[fill(field) for field in _film()],
        people=[_person(fill, f"p{number}", number) for number in people],
        nobody=fill(_nobody()),
        more=[fill(field) for field in _more()],
        based=fill(_based()),
        works=[_work(fill, number, wanted) for number in works],
        formalities=[fill(field) for field in _formalities()],
        copy=[fill(field) for field in _copy()],
        asked=[fill(field) for field in _asked(country)],
        wrong=(),
        more_people=len(people) < MOST_PEOPLE,
        more_works=len(works) < MOST_WORKS,
    )
    return replace(form, wrong=fill.summary(form))


def _numbers(given: Sequence[int], wanted: int, most: int) -> Sequence[int]:
    """The numbers of the blocks to show: those with anything in them, and empty ones up to what is wanted."""
    kept = [number for number in given if 1 <= number <= most]
    free = (number for number in range(1, most + 1) if number not in kept)
    while len(kept) < min(wanted, most):
        kept.append(next(free))
    return sorted(kept)


class Filler:
    """Puts the values of a query and its faults into fields."""

    def __init__(self, query: Query, faults: Sequence[Fault]) -> None:
        self.given = Given(query)
        self.faults = {fault.place: fault for fault in reversed(faults)}
        self.language = get_language() or "en"
        self._labels: dict[str, str] = {}

    def __call__(self, field: Field, within: str = "") -> Field:
        """The field with its value and its fault; `within` names the block for the summary."""
        fault = self.faults.get(field.name)
        told = {"block": within, "field": field.label}
        self._labels[field.name] = gettext("%(block)s: %(field)s") % told if within else field.label
        value = self._shown(field) or field.value
        return replace(field, value=value, error=gettext(fault.sentence) % fault.values if fault else "")

    def _shown(self, field: Field) -> str:
        value = self.given.text(field.name)
        if field.name == "published":
            return _without_precision(value)
        if field.name == "published_as" and not value:
            return _precision(self.given.text("published"))
        return self._named(value) if field.kind == "country" else value

    def _named(self, value: str) -> str:
        """Countries by their names in the language of the page; as they stand if they cannot be read."""
        if value == NO:
            return pgettext("in no other country", "no")
        try:
            return ", ".join(countries.name(code, self.language) for code in single.several(value))
        except single.Wrong:
            return value

    def summary(self, form: Form) -> list[tuple[str, str, str]]:
        """Each fault as (where to go, the field in words, what is wrong), in the order in which they were found."""
        lists = {"people": gettext("People"), "works": gettext("Older works")}
        return [
            (
                name,
                self._labels.get(name) or lists.get(name, gettext("Authors")),
                gettext(fault.sentence) % fault.values,
            )
            for name, fault in reversed(self.faults.items())
        ]


def _precision(published: str) -> str:
    if published == NEVER_PUBLISHED:
        return NEVER_PUBLISHED
    return BEFORE if published.startswith(f"{single.NOWHERE}{single.PARTING}") else ""


def _without_precision(published: str) -> str:
    return "" if published == NEVER_PUBLISHED else published.removeprefix(f"{single.NOWHERE}{single.PARTING}")


# The steps


def _film() -> Iterator[Field]:
    yield Field("title", gettext("Title"))
    yield Field(
        "published", gettext("First published"),
        hint=gettext("A year, a month or a day: 1926, 1926-12 or 1926-12-31. Leave it empty if nobody knows."),
    )  # fmt: skip
    yield Field(
        "published_as", gettext("How exactly that is known"), "select",
        choices=[
            ("", gettext("on that date")), (BEFORE, gettext("on that date or earlier")),
            (NEVER_PUBLISHED, gettext("it was never published")),
        ],
    )  # fmt: skip
    yield Field("published_in", gettext("Country of first publication"), "country", hint=_country_hint())
    yield Field(
        "also_in", gettext("Also published within 30 days in"), "country",
        hint=gettext("Several countries with commas between them. Write “no” if it is certain that there was none."),
    )  # fmt: skip


def _country_hint() -> str:
    return gettext("Its name or its two-letter code.")


def _more() -> Iterator[Field]:
    yield Field("made", gettext("Made"), hint=gettext("If that was much earlier than publication."))
    yield Field(
        "origin", gettext("Country of origin"), "country",
        hint=gettext("Where the country of first publication is not known: all that are possible."),
    )  # fmt: skip
    yield Field("production", gettext("Made by"), "select", choices=[
        ("", gettext("not known")),
        (Production.PRIVATE.value, gettext("people, who are its authors")),
        (Production.LEGAL_PERSON.value, gettext("a company or a studio as author in law")),
        (Production.US_GOVERNMENT.value, gettext("the government of the United States")),
        (Production.GOVERNMENT.value, gettext("another government")),
    ])  # fmt: skip
    yield Field("genre", gettext("What sort of film"), "select", hint=gettext("Canada asks."), choices=[
        ("", gettext("not known")), (Genre.DRAMATIC.value, gettext("it tells a story or is staged")),
        (Genre.NOT_DRAMATIC.value, gettext("it only records what happens")),
    ])  # fmt: skip
    yield Field("broadcast", gettext("It was only broadcast, never published as copies"), "check")
    yield Field("anonymous", gettext("Nobody knows who its authors were"), "check")


def _nobody() -> Field:
    asked = (Role.SCREENPLAY, Role.DIALOGUE, Role.COMPOSER, Role.PRINCIPAL_DIRECTOR)
    return Field(
        "nobody", gettext("Parts that certainly nobody had"), "checks",
        hint=gettext("A silent film has no author of dialogue, and often no music written for it."),
        choices=[(role.value, gettext(ROLES[role.value])) for role in asked],
    )  # fmt: skip


def _based() -> Field:
    return Field("based", gettext("Is it based on an older work?"), "select", choices=[
        ("", gettext("not known, or on the works below")), (NOTHING, gettext("no, the script is an original")),
    ])  # fmt: skip


def _formalities() -> Iterator[Field]:
    unknown = ("", gettext("not known"))
    yield Field("notice", gettext("Copyright notice on the first copies"), "select", choices=[
        unknown, (Notice.VALID.value, gettext("there was a valid one")),
        (Notice.NONE.value, gettext("there was none, or no valid one")),
    ])  # fmt: skip
    yield Field("renewal", gettext("Renewal in the 28th year"), "select", choices=[
        unknown, (Renewal.RENEWED.value, gettext("it was renewed")),
        (Renewal.NOT_RENEWED.value, gettext("it was not renewed")),
        (Renewal.CONTESTED.value, gettext("there is one whose validity is contested")),
    ])  # fmt: skip
    yield Field("registered", gettext("Registered within five years"), "select", choices=_yes_no(),
                hint=gettext("Asked for films of 1978 to February 1989."))  # fmt: skip
    yield Field("searched", gettext("You searched the records yourself on"),
                hint=gettext("A day: 2026-06-01. Without a search, a missed formality is hearsay."))  # fmt: skip
    yield Field("searched_in", gettext("Where you looked"), hint=gettext("Volumes and years."))
    yield Field("cards", gettext("You looked at the title cards of an original print yourself on"),
                hint=gettext("A day: 2026-06-01. Without a look, a missing notice is hearsay."))  # fmt: skip
    yield Field("cards_of", gettext("Which print you saw"), hint=gettext("Such as “a release print of 1968”."))


def _yes_no() -> Choices:
    return [("", gettext("not known")), (YES, gettext("yes")), (NO, gettext("no"))]


def _copy() -> Iterator[Field]:
    names = {
        Layer.RESTORED: gettext("it is a restored version"), Layer.NEW_SCORE: gettext("it has a new score"),
        Layer.COLOURED: gettext("it was coloured"), Layer.NARRATED: gettext("it has a new narration"),
        Layer.NEW_TITLES: gettext("it has new titles or subtitles"), Layer.DUBBED: gettext("it was dubbed"),
        Layer.LIVE_SCORE: gettext("it carries the score that was played live at its premiere"),
        Layer.THIRD_PARTY_FOOTAGE: gettext("it uses footage made by others"),
        Layer.MUSIC: gettext("it has music whose rights are not settled"),
        Layer.CHARACTER: gettext("a character in it is protected by itself"),
        Layer.TRADEMARK: gettext("it shows a trade mark"),
    }  # fmt: skip
    yield Field("layer", gettext("About the copy"), "checks", choices=[(one.value, names[one]) for one in Layer])
    yield Field("disputed", gettext("A point of law or fact about it is disputed"), "check")
    yield Field(
        "licence", gettext("Open licence"), hint=gettext("Its address, or its name with its version: CC BY 4.0.")
    )
    yield Field("by_maker", gettext("The makers themselves gave this licence"), "check")


def _asked(country: str) -> Iterator[Field]:
    language = get_language() or "en"
    named = countries.choices(language)
    read = {*TOLD} - ONLY_AS_ORIGIN
    yield Field(
        "country", gettext("Country"), "select", value=country,
        groups=[
            (gettext("Countries whose law was read"), [(code, name) for code, name in named if code in read]),
            (gettext("Other countries"), [(code, name) for code, name in named if code not in read]),
        ],
    )  # fmt: skip
    yield Field("on", gettext("Day to ask for"), hint=gettext("Today if it is empty."))


# People and older works


def _person(fill: Filler, name: str, number: int) -> Block:
    heading = gettext("Person %(number)s") % {"number": number}
    parts = [(role.value, gettext(ROLES[role.value])) for role in PARTS]
    fields = [Field(f"{name}-part", gettext("Part in the film"), "checks", choices=parts), *_about(name)]
    fields.append(Field(f"{name}-company", gettext("It is a company"), "check"))
    return Block(name, heading, [fill(field, heading) for field in fields])


def _about(name: str) -> Iterator[Field]:
    """What is asked of every person."""
    yield Field(f"{name}-name", gettext("Name"))
    yield Field(f"{name}-died", gettext("Died"), hint=gettext("1976 or 1976-08-02; ../1976 for that year or earlier."))
    yield Field(f"{name}-living", gettext("Still living"), "check")
    yield Field(f"{name}-born", gettext("Born"), hint=gettext("If nobody knows the death."))
    yield Field(f"{name}-nations", gettext("Nationality at the time"), "country", hint=gettext("Several with commas."))
    yield Field(f"{name}-france", gettext("Died for France"), "select", choices=_yes_no())


def _work(fill: Filler, number: int, wanted: Mapping[str, int]) -> Block:
    name, heading = f"w{number}", gettext("Older work %(number)s") % {"number": number}
    shown = _numbers(fill.given.numbers("w", number), max(1, wanted.get(f"{name}-authors", 0)), MOST_AUTHORS)
    authors = [_author(fill, f"{name}a{one}", heading, one) for one in shown]
    return Block(
        name, heading, [fill(field, heading) for field in _older(name)], authors, may_grow=len(shown) < MOST_AUTHORS
    )  # fmt: skip


def _older(name: str) -> Iterator[Field]:
    kinds = kind_words()
    yield Field(f"{name}-name", gettext("Title"))
    yield Field(f"{name}-kind", gettext("Sort of work"), "select", choices=[
        ("", gettext("choose")), *((kind, kinds[kind]) for kind in KINDS),
    ])  # fmt: skip
    yield Field(f"{name}-published", gettext("First published"))
    yield Field(f"{name}-in", gettext("Country of first publication"), "country")
    yield Field(f"{name}-renewed", gettext("Renewed in the United States"), "select", choices=_yes_no())
    yield Field(f"{name}-settled", gettext("Somebody has settled that it does not stand in the way"), "check")


def kind_words() -> Mapping[str, str]:
    """The sorts of older works in words."""
    return {
        "novel": pgettext("older work", "novel"),
        "play": pgettext("older work", "play"),
        "story": pgettext("older work", "story"),
        "film": pgettext("older work", "film"),
        "translation": pgettext("older work", "translation"),
        "score": pgettext("older work", "score"),
        "song": pgettext("older work", "song"),
        "recording": pgettext("older work", "recording"),
        "live_score": pgettext("older work", "score played live at the premiere"),
    }


def _author(fill: Filler, name: str, work: str, number: int) -> Block:
    heading = gettext("Author %(number)s") % {"number": number}
    fields = [*_about(name), Field(f"{name}-music", gettext("Wrote its music"), "check")]
    return Block(name, heading, [fill(field, f"{work}, {heading}") for field in fields])
