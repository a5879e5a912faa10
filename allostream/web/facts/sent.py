"""A form for a fact as it was sent: what it states, or what is wrong with it."""

import re
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from allostream.catalogue.queries import people_called
from allostream.lib.ids import PATTERN
from allostream.lib.problems import gettext_noop
from allostream.lib.web_parts import host_of
from allostream.rights.actions.facts import Statement
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_reading import BadValue, read
from allostream.rights.fact_rules import LONGEST, GivenSource, check_value, faults_of_source
from allostream.rights.fact_values import KINDS, Property, Shape, Value
from allostream.web.facts.filling import MARKS
from allostream.web.facts.forms import AUTHOR_BOXES, Filled

PERSON_ADDRESS = re.compile(rf"(?:.*/p/)?({PATTERN.pattern})")


def read_form(name: Property, post: QueryDict, today: date) -> tuple[Filled, Statement | None]:
    """What was sent, and the statement; None where something is wrong, which then stands in the errors.

    One query for a credit named by its person's name.
    """
    filled = Filled({key: [cleaned(value) for value in values] for key, values in post.lists()})
    value = _value(name, filled, today)
    source = _source(filled, today)
    if filled.errors or value is None:
        return filled, None
    replaces, why = filled.one("how") == "replace", filled.one("why")[: LONGEST["why"]]
    return filled, Statement(name, value, source, replaces=replaces, why=why)


def cleaned(text: str) -> str:
    """A text as somebody typed it, without the control characters that no keyboard gives and PostgreSQL refuses."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t").strip()


def _value(name: Property, filled: Filled, today: date) -> Value | None:
    try:
        value = read(name, _raw(name, filled))
        check_value(value, today)
    except BadValue as error:
        filled.refuse(error)
        return None
    return value


def _source(filled: Filled, today: date) -> GivenSource:
    """The source, with all its faults noted."""
    weight, address = filled.one("source_weight"), filled.one("source_address")
    if weight not in {str(int(one)) for one in Weight}:
        filled.errors["source_weight"] = gettext("Choose what sort of source it is.")
        weight = str(int(Weight.CLAIM))
    try:
        seen = _day(filled.one("seen_on"))
    except BadValue as error:
        filled.refuse(error)
        seen = None
    source = GivenSource(
        filled.one("source_name"), Weight(int(weight)), address, _origin(address), seen, filled.one("source_quote")
    )
    for fault in faults_of_source(source, today):
        filled.refuse(fault)
    return source


def _origin(address: str) -> str:
    """Pages of one site count as one source."""
    return host_of(address).removeprefix("www.")[:80]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadValue(
            "seen_on", gettext_noop("“%(value)s” is no day: give year, month and day, such as 2026-11-24."),
            value=text[:20],
        ) from error  # fmt: skip


def _raw(name: Property, filled: Filled) -> dict[str, Any]:
    """The value of the form as `fact_reading.read` takes it. Raises BadValue."""
    one, holds = filled.one, filled.one("holds", "yes") == "yes"
    match KINDS[name].shape:
        case Shape.DATED:
            return _raw_date(one("date"), one("precision"))
        case Shape.FLAG:
            return {"holds": _maybe(filled, "holds")}
        case Shape.COUNTRY:
            return {"country": one("country") or None}
        case Shape.COUNTRIES:
            return {"countries": _raw_countries(filled)}
        case Shape.CODE:
            return {"code": one("code")}
        case Shape.LISTED:
            return {"code": one("code"), "holds": holds}
        case Shape.SEARCH:
            return {"on": one("searched_on"), "searched": one("searched")}
        case Shape.UNDERLYING:
            return _raw_underlying(filled) | {"holds": holds}
        case Shape.LICENCE:
            ticked = {mark: bool(one(mark)) for mark in MARKS}
            return {"uri": one("uri"), "name": one("name"), "holds": holds, **ticked}
        case Shape.CREDIT:
            return {"person": _person(filled), "role": one("code"), "holds": holds}


def _raw_date(text: str, precision: str = "") -> dict[str, Any]:
    return {"date": text, "precision": precision} if precision else {"date": text}


def _maybe(filled: Filled, name: str) -> bool | None:
    answer = filled.one(name)
    if answer not in ("yes", "no", "unknown"):
        raise BadValue(name, gettext_noop("Choose an answer."))
    return {"yes": True, "no": False}.get(answer)


def _raw_countries(filled: Filled) -> list[str] | None:
    match filled.one("known"):
        case "unknown":
            return None
        case "none":
            return []
    chosen = filled.all("countries")
    if not chosen:
        raise BadValue(
            "countries", gettext_noop("No country is chosen: choose at least one, or say that nobody knows.")
        )
    return chosen


def _raw_underlying(filled: Filled) -> dict[str, Any]:
    one = filled.one
    authors = []
    for n in range(AUTHOR_BOXES):
        name, died, country = one(f"author_{n}"), one(f"author_died_{n}"), one(f"author_country_{n}")
        if name or died or country:
            authors.append(
                {
                    "name": name,
                    "died": _raw_date(died) if died else None,
                    "nationalities": [country] if country else None,
                }
            )
    return {
        "kind": one("code"), "name": one("name"), "authors": authors, "country": one("country") or None,
        "published": _raw_date(one("published")) if one("published") else None,
        "us_renewed": {"yes": True, "no": False}.get(one("us_renewed")), "is_cleared": bool(one("is_cleared")),
    }  # fmt: skip


def _person(filled: Filled) -> str:
    """The public id of the person named. Raises BadValue for nobody, or several of the name."""
    text = filled.one("person")
    if found := PERSON_ADDRESS.fullmatch(text):
        return found[1]
    people = people_called(text) if text else []
    if len(people) == 1:
        return people[0].public_id
    if people:
        filled.candidates = [(one.public_id, _told_apart(one.name, one.born_on, one.died_on)) for one in people]
        raise BadValue("person", gettext_noop("Several people have this name: choose one."))
    raise BadValue(
        "person", gettext_noop("Nobody called “%(name)s” is in the catalogue: give the whole name as it stands here."),
        name=text[:100],
    )  # fmt: skip


def _told_apart(name: str, born: date | None, died: date | None) -> str:
    return f"{name} ({born.year if born else '?'}–{died.year if died else '?'})"
