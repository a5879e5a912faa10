"""The form by which somebody states a fact: its fields for each kind of value.

Fields are plain texts and choices: the form works without scripts. What cannot be read is told beside its field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from allostream.lib import countries
from allostream.lib.dates import Precision
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import BadValue
from allostream.rights.fact_values import KINDS, Property, Shape
from allostream.web.facts import words

COUNTRY_BOXES, AUTHOR_BOXES = 4, 3
Choice = tuple[str, str]


@dataclass(frozen=True)
class Field:
    """One field of the form. `kind`: text, area, select, radio or check."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: Sequence[Choice] = ()
    value: str = ""
    error: str = ""
    is_required: bool = False
    number: int = 0  # of several fields of one name

    @property
    def id(self) -> str:
        """What the label and the error are tied to."""
        return f"f-{self.name}-{self.number}" if self.number else f"f-{self.name}"


@dataclass
class Filled:
    """What somebody sent, or what a new form begins with, and what is wrong with it, by field."""

    given: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    candidates: Sequence[Choice] = ()  # people of the name that was given

    def one(self, name: str, usual: str = "") -> str:
        """The value of a field."""
        values = self.given.get(name, ())
        return values[0].strip() if values else usual

    def all(self, name: str) -> list[str]:
        """The values of all fields of a name, empty ones left out."""
        return [value.strip() for value in self.given.get(name, ()) if value.strip()]

    def refuse(self, error: BadValue) -> None:
        """Note what is wrong, in the reader's language, beside the field."""
        self.errors[FIELD_OF.get(error.field, error.field)] = gettext(error.sentence) % error.details


# Where a part of a value has another field in the form.
FIELD_OF = {
    "published.date": "published", "on": "searched_on", "kind": "code", "value": "code",
    **{f"authors[{n}].name": f"author_{n}" for n in range(AUTHOR_BOXES)},
    **{f"authors[{n}].died.date": f"author_died_{n}" for n in range(AUTHOR_BOXES)},
}  # fmt: skip


def yes_no() -> list[Choice]:
    """The choices of a question that may stay open."""
    return [("yes", gettext("Yes")), ("no", gettext("No")), ("unknown", gettext("Nobody knows"))]


def so_or_not() -> list[Choice]:
    """The choices for something that is on a list or is not."""
    return [("yes", gettext("It is so")), ("no", gettext("It is not so"))]


def country_choices(language: str) -> list[Choice]:
    """All countries, of today and former, in the reader's language, after an empty choice."""
    named = [(code, countries.name(code, language)) for code in countries.FORMER]
    return [("", gettext("None chosen")), *countries.choices(language), *sorted(named, key=lambda pair: pair[1])]


def value_fields(name: Property, filled: Filled, language: str) -> list[Field]:
    """The fields for the value of a property."""
    make = _Maker(filled, language)
    match KINDS[name].shape:
        case Shape.DATED:
            return _dated(name, make)
        case Shape.FLAG:
            return [make.radio("holds", words.property_word(name), yes_no())]
        case Shape.COUNTRY:
            return [make.country("country", gettext("Country"), hint=gettext("None chosen: nobody knows."))]
        case Shape.COUNTRIES:
            return _countries(name, make)
        case Shape.CODE:
            return [make.select("code", words.property_word(name), list(words.code_words(name).items()))]
        case Shape.LISTED:
            return [make.select("code", words.property_word(name), _codes(name)), make.holds()]
        case Shape.SEARCH:
            return _look(name, make)
        case Shape.UNDERLYING:
            return _underlying(make)
        case Shape.LICENCE:
            return _licence(make)
        case Shape.CREDIT:
            return _credit(make)


def _look(name: Property, make: "_Maker") -> list[Field]:
    """The fields for a search of the records, or for a look at the title cards of a print."""
    if name is Property.TITLE_CARDS:
        return [
            make.text("searched_on", gettext("Day of the look"), hint=gettext("As 2026-11-24.")),
            make.text("searched", gettext("Which print"), hint=gettext("As “a release print of 1968, title cards”.")),
        ]
    return [
        make.text("searched_on", gettext("Day of the search"), hint=gettext("As 2026-11-24.")),
        make.text("searched", gettext("Volumes and years searched"), hint=gettext("As “1967–1968”.")),
    ]


def _codes(name: Property) -> list[Choice]:
    known = words.code_words(name)
    return [(code, known[code]) for code in KINDS[name].codes or words.DISPUTES]


class _Maker:
    """Makes fields with what was filled in and what is wrong."""

    def __init__(self, filled: Filled, language: str) -> None:
        self.filled, self.language = filled, language

    def text(self, name: str, label: str, *, hint: str = "", required: bool = True, kind: str = "text") -> Field:
        return Field(
            name, label, kind, hint, value=self.filled.one(name), error=self.filled.errors.get(name, ""),
            is_required=required,
        )  # fmt: skip

    def select(self, name: str, label: str, choices: Sequence[Choice], *, hint: str = "", number: int = 0) -> Field:
        values = list(self.filled.given.get(name, ()))
        value = values[number].strip() if number < len(values) else ""
        error = self.filled.errors.get(name, "") if number == 0 else ""
        return Field(name, label, "select", hint, choices, value, error, number=number)

    def radio(self, name: str, label: str, choices: Sequence[Choice], *, hint: str = "") -> Field:
        error = self.filled.errors.get(name, "")
        return Field(name, label, "radio", hint, choices, self.filled.one(name), error, is_required=True)

    def check(self, name: str, label: str) -> Field:
        return Field(name, label, "check", value=self.filled.one(name))

    def country(self, name: str, label: str, *, hint: str = "", number: int = 0) -> Field:
        return self.select(name, label, country_choices(self.language), hint=hint, number=number)

    def holds(self) -> Field:
        made = self.radio("holds", gettext("Does this hold?"), so_or_not())
        return made if made.value else Field(**{**vars(made), "value": "yes"})


def _dated(name: Property, make: _Maker) -> list[Field]:
    precisions = [
        ("", gettext("This date, as exactly as it is given")),
        (Precision.BEFORE, gettext("Not later than this date")),
        (Precision.UNKNOWN, gettext("Nobody knows")),
    ]
    if name is Property.DIED:
        precisions.append((Precision.NONE, gettext("Alive")))
    hint = gettext("No more than is known: 1926, 1926-12 or 1926-12-31.")
    return [
        make.text("date", gettext("Date"), hint=hint, required=False),
        make.radio("precision", gettext("How exactly it is known"), precisions),
    ]


def _countries(name: Property, make: _Maker) -> list[Field]:
    known = [("these", gettext("These countries")), ("unknown", gettext("Nobody knows"))]
    if name is Property.WITHIN_30_DAYS:
        known.insert(1, ("none", gettext("Certainly in no other country")))
    made = make.radio("known", gettext("What is known"), known)
    radio = made if made.value else Field(**{**vars(made), "value": "these"})
    boxes = max(COUNTRY_BOXES, len(make.filled.all("countries")) + 1)
    labels = [gettext("Country %(number)s") % {"number": number + 1} for number in range(boxes)]
    return [radio, *(make.country("countries", label, number=number) for number, label in enumerate(labels))]


def _underlying(make: _Maker) -> list[Field]:
    died = gettext("A year or a date; leave it empty if nobody knows.")
    authors = [
        one
        for n in range(AUTHOR_BOXES)
        for one in (
            make.text(f"author_{n}", gettext("Author %(number)s") % {"number": n + 1}, required=False),
            make.text(
                f"author_died_{n}", gettext("Death of author %(number)s") % {"number": n + 1}, hint=died, required=False
            ),
            make.country(f"author_country_{n}", gettext("Nationality of author %(number)s") % {"number": n + 1}),
        )
    ]
    return [
        make.select("code", gettext("What it is"), list(words.underlying_kinds().items())),
        make.text("name", gettext("Its name")),
        *authors,
        make.text("published", gettext("First published"), hint=died, required=False),
        make.country("country", gettext("Country of first publication")),
        make.radio("us_renewed", gettext("Renewed in the United States?"), yes_no()),
        make.check("is_cleared", gettext("It has been looked into: it does not stand in the way of the film")),
        make.holds(),
    ]


def _licence(make: _Maker) -> list[Field]:
    return [
        make.text("uri", gettext("Address of the licence"), hint="https://creativecommons.org/licenses/by/4.0/"),
        make.text("name", gettext("Its name"), hint="CC BY 4.0"),
        make.check("is_noncommercial", gettext("Not for commercial use")),
        make.check("is_no_derivatives", gettext("No changed versions")),
        make.check("is_by_maker", gettext("The maker gave it, and the source shows that")),
        make.holds(),
    ]


def _credit(make: _Maker) -> list[Field]:
    hint = gettext("The whole name as it stands here, or the permanent address of the person, such as /p/…")
    person = make.text("person", gettext("Person"), hint=hint)
    if make.filled.candidates:
        person = Field("person", gettext("Person"), "select", gettext("Several people have this name: choose one."),
                       make.filled.candidates, error=person.error)  # fmt: skip
    return [person, make.select("code", gettext("Part"), list(words.roles().items())), make.holds()]


def source_fields(filled: Filled, today: date) -> list[Field]:
    """The fields for where it was read."""
    make = _Maker(filled, "")
    weights = [
        (str(int(Weight.AUTHORITY)), gettext("A register, civil record, court or national library")),
        (str(int(Weight.REFERENCE)), gettext("A kept catalogue or printed reference")),
        (str(int(Weight.CLAIM)), gettext("Anything else: a web page, a list, somebody’s word")),
    ]
    return [
        make.text("source_name", gettext("Where you read it"), hint=gettext("Name of the register, book or site.")),
        make.radio("source_weight", gettext("What sort of source it is"), weights),
        make.text("source_address", gettext("Its address"), hint=gettext("Begins with https://."), required=False),
        make.text(
            "source_quote", gettext("Its own words"), required=False, kind="area",
            hint=gettext("A reference or authority needs its address or its words, so that others can follow it up."),
        ),
        Field(
            "seen_on", gettext("Day on which you saw it"), hint=gettext("As 2026-11-24."),
            value=filled.one("seen_on", today.isoformat()), error=filled.errors.get("seen_on", ""),
        ),
        make.text("why", gettext("Remark"), required=False, kind="area", hint=gettext("For those who decide.")),
    ]  # fmt: skip
