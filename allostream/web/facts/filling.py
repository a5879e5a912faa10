"""A form filled in from a fact that is there, so that a correction begins with what it corrects."""

from collections.abc import Mapping

from allostream.lib.dates import Precision
from allostream.rights.fact_values import (
    Code,
    Countries,
    Country,
    Credit,
    Dated,
    Flag,
    Licence,
    Listed,
    Search,
    Underlying,
    Value,
)

MARKS = ("is_noncommercial", "is_no_derivatives", "is_by_maker")
Given = Mapping[str, list[str]]


def filled_from(value: Value) -> Given:
    """The fields of the form for a value, as somebody would fill them in."""
    match value:
        case Dated():
            said = value.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR)
            return {"date": [str(value.on or "")], "precision": ["" if said else value.precision.value]}
        case Flag():
            return {"holds": [_answer(value.holds)]}
        case Country():
            return {"country": [value.code or ""]}
        case Countries():
            known = "unknown" if value.codes is None else "these" if value.codes else "none"
            return {"known": [known], "countries": list(value.codes or ())}
        case Code():
            return {"code": [value.code]}
        case Listed():
            return {"code": [value.code], "holds": [_answer(value.holds)]}
        case Search():
            return {"searched_on": [value.on.isoformat()], "searched": [value.searched]}
        case Underlying():
            return _underlying(value)
        case Licence():
            marks = {name: ["on"] for name in MARKS if getattr(value, name)}
            return {"uri": [value.uri], "name": [value.name], "holds": [_answer(value.holds)], **marks}
        case Credit():
            return {"person": [f"/p/{value.person}"], "code": [value.role], "holds": [_answer(value.holds)]}


def _answer(holds: bool | None) -> str:
    return "unknown" if holds is None else "yes" if holds else "no"


def _underlying(value: Underlying) -> Given:
    given = {
        "code": [value.kind], "name": [value.name], "published": [str(value.published.on or "")],
        "country": [value.country or ""], "us_renewed": [_answer(value.us_renewed)], "holds": [_answer(value.holds)],
    }  # fmt: skip
    if value.is_cleared:
        given["is_cleared"] = ["on"]
    for number, author in enumerate(value.authors):
        given[f"author_{number}"] = [author.name]
        given[f"author_died_{number}"] = [str(author.died.on or "")]
        given[f"author_country_{number}"] = [(author.nationalities or ("",))[0]]
    return given
