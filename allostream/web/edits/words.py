"""Edits in words: fields, values, what would change, how an edit stands. The language is that of the request."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, pgettext

from allostream.accounts.models import User
from allostream.accounts.queries import credit_of
from allostream.catalogue.edit_rules import LISTS, Fault, put_in, same, taken_out
from allostream.catalogue.edit_values import genre_names
from allostream.catalogue.queries import names_of_people
from allostream.community.editing_rules import BY_DECISION, UNDONE, Doubt, Missing, Sort, State
from allostream.community.models import Edit
from allostream.lib import countries, languages
from allostream.lib.dates import PartialDate
from allostream.lib.visitor import Visitor
from allostream.web.facts.words import roles
from allostream.web.formats import day, partial_date, typeset
from allostream.web.wording import form, identifier, name_kind


def field_word(name: str) -> str:
    """What a field is called, as a heading."""
    return {
        "name": gettext("Name"),
        "names": gettext("Names in languages"),
        "form": gettext("Form"),
        "end_year": gettext("Last year"),
        "runtime": gettext("Length in minutes"),
        "genres": gettext("Genres"),
        "countries": gettext("Countries"),
        "languages": gettext("Languages spoken"),
        "credits": gettext("People"),
        "identifiers": gettext("Numbers in other catalogues"),
        "number": gettext("Number"),
        "absolute_number": gettext("Number in the series"),
        "kind": gettext("Kind"),
        "aired": gettext("First shown"),
    }[name]


def kind_word(code: str) -> str:
    """A kind of episode."""
    return {"regular": gettext("Regular episode"), "special": gettext("Special")}.get(code, code)


def language_name(tag: str, reader: str) -> str:
    """A language, or that it is not known."""
    return languages.name(tag, reader) if tag else gettext("language not known")


@dataclass(frozen=True)
class Line:
    """What changes of one field: single values, or of a list what goes out and what comes in."""

    heading: str
    before: Sequence[str] = ()
    after: Sequence[str] = ()


@dataclass(frozen=True)
class Speller:
    """Puts values into words for one reader. `genres`: the names of all genres, by slug; `people`: those of the people
    who are credited, by public id."""

    reader: str
    genres: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def lines(self, changes: Mapping[str, Mapping[str, Any]]) -> list[Line]:
        """What a change does, field by field. Of lists whose order alone changes both are given whole."""
        made = []
        for name, change in changes.items():
            if name in LISTS:
                out, into = taken_out(change), put_in(change)
                if not (out or into):
                    out, into = change["before"] or [], change["after"] or []
                before, after = [self.item(name, one) for one in out], [self.item(name, one) for one in into]
            else:
                before, after = self.single(name, change["before"]), self.single(name, change["after"])
            made.append(Line(field_word(name), before, after))
        return made

    def single(self, name: str, value: Any) -> list[str]:
        """A value that is no list; nothing where it is not known."""
        if value is None or value == "":
            return []
        match name:
            case "name" if isinstance(value, str):
                return [typeset(value)]
            case "name":
                return [f"{typeset(value[0])} ({language_name(value[1], self.reader)})"] if value[0] else []
            case "form":
                return [form(value)]
            case "kind":
                return [kind_word(value)]
            case "aired":
                return [partial_date(PartialDate.parse(value), self.reader)]
        return [str(value)]

    def item(self, name: str, value: Any) -> str:
        """One of a list."""
        match name:
            case "names":
                text, language, kind = value
                return f"{typeset(text)} ({language_name(language, self.reader)}, {name_kind(kind)})"
            case "genres":
                return self.genres.get(value, value)
            case "credits":
                return self.credit(value)
            case "countries":
                return countries.name(value, self.reader)
            case "languages":
                return language_name(value, self.reader)
            case "identifiers":
                return f"{identifier(*value)['label']} {value[1]}"
        return str(value)

    def credit(self, value: Sequence[Any]) -> str:
        """Who did what; of somebody who is not here yet, with the years of their life."""
        role, public_id, *life = value
        part = roles().get(role, role)
        if not life:
            return f"{typeset(self.people.get(public_id, f'/p/{public_id}'))} ({part})"
        name, born, died = life
        years = f" ({born or '?'}–{died or '?'})" if born or died else ""
        return gettext("%(name)s, new here (%(part)s)") % {"name": typeset(name) + years, "part": part}

    def meanwhile(self, changes: Mapping[str, Mapping[str, Any]], now: Mapping[str, Any]) -> list[Line]:
        """What of the fields of a change is other now than when it was suggested."""
        moved = {
            name: {"before": one["before"], "after": now.get(name)}
            for name, one in changes.items()
            if not same(name, one["before"], now.get(name))
        }
        return self.lines(moved)


def speller_for(changes: Sequence[Mapping[str, Mapping[str, Any]]], reader: str) -> Speller:
    """Who puts these changes into words: the names that they need are read together. Two queries at most."""
    people = credited(changes)
    genres = genre_names(reader) if any("genres" in one for one in changes) else {}
    return Speller(reader, genres, names_of_people(people) if people else {})


def change_in_words(changes: Mapping[str, Mapping[str, Any]], speller: Speller) -> str:
    """What would change, on one line: fields with what was and what is to be. No query."""
    colon = "\u202f:" if speller.reader.startswith("fr") else ":"
    return " · ".join(
        f"{line.heading}{colon} {', '.join(line.before) or '∅'} → {', '.join(line.after) or '∅'}"
        for line in speller.lines(changes)
    )


def credited(changes: Iterable[Mapping[str, Mapping[str, Any]]]) -> set[str]:
    """The public ids of all people whom changes speak of."""
    told = (one["credits"] for one in changes if "credits" in one)
    return {who[1] for one in told for side in ("before", "after") for who in one[side] or () if who[1]}


def fault_words(fault: Fault) -> str:
    """What is wrong with a value, as a sentence."""
    return gettext(fault.sentence) % fault.details


def missing_words(lacks: Sequence[Missing]) -> dict[str, str]:
    """What the reasons lack, by the field of the form."""
    words: Mapping[Missing, tuple[str, Callable[[], str]]] = {
        Missing.SOURCE: ("source", lambda: gettext("The source is missing: say where you read it.")),
        Missing.WHY: ("why", lambda: gettext("The reason is missing: say what is not right.")),
        Missing.QUOTE: (
            "quote",
            lambda: gettext(
                "On this hangs where the work is free: give the address of the source above, or its words here."
            ),
        ),
        Missing.LONG: ("why", lambda: gettext("This is too long: shorten it.")),
    }
    return {words[one][0]: words[one][1]() for one in lacks}


def state_word(state: str) -> str:
    """How an edit stands, in a word or two."""
    return {
        State.OPEN: gettext("waits for a second pair of eyes"),
        State.IN_FORCE: gettext("in force"),
        State.REFUSED: pgettext("an edit", "refused"),
        State.WITHDRAWN: gettext("withdrawn"),
        State.REVERTED: gettext("reverted"),
    }[State(state)]


def state_look(state: str) -> str:
    """How the word is coloured."""
    return {State.OPEN: "sub", State.REFUSED: "bad", State.REVERTED: "no", State.WITHDRAWN: "no"}.get(State(state), "")


def sort_word(edit: Edit) -> str:
    """What an edit does, in a word or two."""
    return {
        Sort.CHANGE: gettext("Correction"),
        Sort.SEASON: gettext("A season added"),
        Sort.EPISODE: gettext("An episode added"),
        Sort.REVERT: gettext("As it was before"),
    }[Sort(edit.sort)]


def doubt_words(doubts: Sequence[str]) -> list[str]:
    """Why a moderator looks, as far as everybody may know: relations of people are nobody's business."""
    words = {
        Doubt.AGAINST: gettext("There are voices for it and against it: a moderator will look."),
        Doubt.NEW: gettext("All who agree are new here: somebody known here, or a moderator, has to agree too."),
        Doubt.PROTECTED: gettext("This is protected: somebody who may change what is protected has to agree."),
    }
    return [words[Doubt(one)] for one in doubts if one in words]


def who(person: User | None, viewer: User | None, visitor: Visitor) -> str:
    """Who did something, credited as they wish; moderators see the name."""
    if person is None:
        return gettext("somebody whose account is gone")
    if viewer is not None and viewer.pk == person.pk:
        return gettext("you")
    return credit_of(person) or (person.name if visitor.may_moderate else gettext("a member"))


@dataclass(frozen=True)
class Shown:
    """An edit as a list shows it."""

    id: str
    address: str
    about: str
    about_address: str
    sort: str
    state: str
    look: str
    lines: Sequence[Line]
    source: str
    source_address: str
    why: str
    by: str
    on: str
    is_open: bool
    is_hidden: bool  # its words are for its author and for moderators


def source_words(edit: Edit) -> tuple[str, str]:
    """The source and the reason of an edit: those of what undoes a decision are no words of a person."""
    if edit.sort != Sort.REVERT:
        return edit.source, edit.why
    return (
        gettext("A decision of a moderator was undone") if edit.source == BY_DECISION else edit.source,
        "" if edit.why == UNDONE else edit.why,
    )


def is_hidden(edit: Edit, viewer: User | None, visitor: Visitor) -> bool:
    """Whether what somebody wrote is not for this reader: what was refused may be abuse, and stays between its author
    and those who keep order."""
    is_own = viewer is not None and edit.author_id == viewer.pk
    return edit.state == State.REFUSED and not is_own and not visitor.may_moderate


def told_day(at: Any, reader: str) -> str:
    """A day in words, "" for none."""
    return day(at, reader) if at else ""
