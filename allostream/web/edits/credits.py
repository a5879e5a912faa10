"""Who had a part in a work, in the form of an edit: whoever is there can be taken out, others are added by name."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from allostream.catalogue.edit_rules import ROLES
from allostream.catalogue.edit_values import people_like, person_now
from allostream.lib.ids import PATTERN
from allostream.web.edits.forms import Field, Part
from allostream.web.facts.sent import cleaned
from allostream.web.facts.words import roles
from allostream.web.formats import typeset

BLANK_ROWS, MOST_ROWS = 2, 20
ADDRESS = re.compile(rf"(?:\S*/p/)({PATTERN.pattern})")
COLUMNS = ("role", "name", "born", "died")
Typed = Sequence[Sequence[str]]


class Unclear(Exception):
    """A person that cannot be told from what was typed; the text is a sentence for the reader."""


def read_credits(post: QueryDict, seen: Sequence[Any]) -> tuple[list[Any], Typed, str]:
    """Who should have a part, what was typed to add people, and what is wrong with it, "" for nothing.

    `seen` is who had one. A query or two for each person added.
    """
    out = set(post.getlist("credits_out"))
    kept = [one for one in seen if ":".join(one) not in out]
    columns = (post.getlist(f"credits_{part}") for part in COLUMNS)
    rows = [[" ".join(cleaned(text).split()) for text in row] for row in zip(*columns, strict=False)]
    typed = [row for row in rows if row[1]][:MOST_ROWS]
    try:
        added = [_credit(*row) for row in typed]
    except Unclear as fault:
        return kept, typed, str(fault)
    return [*kept, *(one for place, one in enumerate(added) if one not in kept and one not in added[:place])], typed, ""


def _credit(role: str, text: str, born: str, died: str) -> list[Any]:
    """A credit as an edit has it. Raises Unclear."""
    if found := ADDRESS.fullmatch(text):
        person = person_now(found[1])
        if person is None:
            raise Unclear(gettext("Nobody is at the address “%(value)s”: correct it.") % {"value": text[:60]})
        return [role, person.public_id]
    years = [_year(one) for one in (born, died)]
    there = people_like(text, *years)
    if len(there) > 1:
        told = ", ".join(f"/p/{one.public_id} ({_span(one)})" for one in there)
        raise Unclear(
            gettext(
                "Several people are called “%(name)s”: give the address of the one you mean in place of the name, or "
                "years that tell them apart: %(people)s."
            )
            % {"name": text[:60], "people": told}
        )
    return [role, there[0].public_id] if there else [role, "", text, *years]


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise Unclear(gettext("“%(value)s” is no year: write it with four digits, as 1895.") % {"value": text[:20]})
    return int(text)


def _span(person: Any) -> str:
    return "–".join(str(day.on.year) if day else "?" for day in (person.born, person.died))


def credit_fields(
    seen: Sequence[Any], after: Sequence[Any], typed: Typed, names: Mapping[str, str], error: str
) -> list[Field]:
    """The fields: boxes to take people out, where there are any, and rows to add some."""
    parts = roles()
    boxes = [
        Part("credits_out", f"f-credits-out-{number}", f"{typeset(names.get(who, who))}, {parts.get(role, role)}",
             f"{role}:{who}", is_checked=[role, who] not in after)
        for number, (role, who) in enumerate(seen)
    ]  # fmt: skip
    choices, label = [(role, parts[role]) for role in ROLES], gettext("Name of person %(number)s")
    blank = [(ROLES[0], "", "", "")] * BLANK_ROWS
    rows = [
        [
            Part("credits_name", f"f-credits-name-{number}", label % {"number": number + 1}, name),
            Part("credits_role", f"f-credits-role-{number}", gettext("Part"), role, choices),
            Part("credits_born", f"f-credits-born-{number}", gettext("Born in"), born),
            Part("credits_died", f"f-credits-died-{number}", gettext("Died in"), died),
        ]
        for number, (role, name, born, died) in enumerate([*typed, *blank])
    ]  # fmt: skip
    hint = gettext(
        "The whole name, or the address of the person here (/p/…). Whoever is not here yet is added with the "
        "years that you give."
    )
    made = [Field("credits", gettext("Add people"), "rows", rows, hint, error)]
    if boxes:
        made.insert(
            0, Field("credits_out", gettext("People"), "boxes", [boxes], gettext("Tick whoever has no part in it."))
        )
    return made
