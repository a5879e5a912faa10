"""The description of the API for verified senders of notices, as OpenAPI 3.1 has it."""

from collections.abc import Mapping
from typing import Any

from allostream.lib.countries import WORLD, current
from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.reading.program import (
    LANGUAGE,
    LATEST_YEAR,
    LONGEST_ADDRESS,
    LONGEST_TEXT,
    MOST_IDS,
    MOST_NUMBER,
    MOST_WORKS,
    YEARS,
)
from allostream.rights_desk.reading.shape import Kind, Mandate, Regime, Statement, Subject

TEXT: Mapping[str, Any] = {"type": "string"}
TEXTS: Mapping[str, Any] = {"type": "array", "items": TEXT}
SOUND = r"^[^\u0000]*$"  # no NUL; that halves of surrogate pairs are faults too, no pattern can say
SAYS_SOMETHING = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
A_CENTURY = "|".join(sorted({str(year // 100) for year in YEARS}))


def text(longest: int = 300, pattern: str = SOUND, **more: Any) -> dict[str, Any]:
    """A text of at most so many characters; null stands for none."""
    return {"type": ["string", "null"], "maxLength": longest, "pattern": pattern, **more}


def texts(most: int = 300, **more: Any) -> dict[str, Any]:
    """A list of at most so many texts."""
    return {"type": "array", "maxItems": most, "items": {**text(LONGEST_ADDRESS), **TEXT}, **more}


def number_to(most: int = MOST_NUMBER, **more: Any) -> dict[str, Any]:
    """A whole number from 0; null stands for none."""
    return {"type": ["integer", "null"], "minimum": 0, "maximum": most, **more}


def territories() -> dict[str, Any]:
    """A list of countries."""
    every = {"type": "string", "enum": [WORLD, *sorted(current())]}
    return {"type": "array", "maxItems": 300, "items": every, "description": 'Two-letter codes; ["*"] for everywhere.'}


def one_of(values: Any) -> dict[str, Any]:
    """A text that is one of an enum's."""
    return {"type": "string", "enum": [one.value for one in values]}


def description(origin: str, most: int) -> dict[str, Any]:
    """The whole description; `most`: addresses that one call may name."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Allostream rights desk",
            "version": "1",
            "description": "Notices of verified senders. Keys of an answer may be added; none is taken away within v1.",
        },
        "servers": [{"url": f"{origin}/api/v1"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Notice": _notice(most), "Case": _case(), "Item": _item(), "Problem": _problem(), "Items": _items(),
            },
        },
    }  # fmt: skip


def _paths() -> dict[str, Any]:
    said = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("Notice", "Case", "Items")}
    after = {"name": "after", "in": "query", "schema": {**number_to(9_999_999), "type": "integer"}}
    number = {"name": "case", "in": "path", "required": True, "schema": TEXT}
    again = {
        "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200},
        "description": "The same key and body again give the first case; with another body it is refused (422).",
    }  # fmt: skip
    made = {
        "200": _answer("The same was received before", said["Case"]),
        "201": _answer("Received, every address is matched", said["Case"]),
        "202": _answer("Received; addresses beyond the first are matched within seconds", said["Case"]),
        **_refusals("401", "411", "413", "415", "422", "429"),
    }
    files = (
        "application/xml", "text/csv", "text/plain", "application/octet-stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )  # fmt: skip
    return {
        "/notices": {"post": {
            "summary": "Send a notice", "parameters": [again], "responses": made,
            "requestBody": {"required": True, "content": {"application/json": {"schema": said["Notice"]}}},
        }},
        "/notices/file": {"post": {
            "summary": "Send a notice as a file: ACNS XML, CSV, TXT or XLSX", "responses": made,
            "parameters": [again, {"name": "name", "in": "query", "schema": TEXT}],
            "requestBody": {"required": True, "content": {one: {"schema": {"type": "string"}} for one in files}},
        }},
        "/notices/{case}": {"get": {
            "summary": "How a case stands", "parameters": [number],
            "responses": {"200": _answer("The case", said["Case"], "NoticeStatus"), **_refusals("401", "404", "429")},
        }},
        "/notices/{case}/items": {"get": {
            "summary": "What became of each address, a thousand at a time",
            "parameters": [number, after],
            "responses": {"200": _answer("Addresses", said["Items"]), **_refusals("401", "404", "422", "429")},
        }},
    }  # fmt: skip


def _answer(words: str, schema: Mapping[str, Any], document: str = "") -> dict[str, Any]:
    """An answer in JSON, and as a document of ACNS 2.0 rev 1.2 for who would rather accept application/xml."""
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if document:
        content["application/xml"] = {"schema": {"type": "string", "description": f"{document} of ACNS 2.0 rev 1.2"}}
    return {"description": words, "content": content}


def _refusals(*statuses: str) -> dict[str, Any]:
    words = {
        "401": "No key, or one that is not in force", "404": "No case of this sender",
        "411": "A body that does not say how long it is", "413": "More than a call may have",
        "415": "A body of another type", "422": "Faults, each with its place",
        "429": "More than a key may send in a minute: see Retry-After",
    }  # fmt: skip
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": words[status], "content": content} for status in statuses}


def _notice(most: int) -> dict[str, Any]:
    addresses = {"required": ["urls"], "properties": {"urls": {"minItems": 1}}}
    whole_case = {
        "required": ["kind", "refers_to"],
        "properties": {"kind": {"const": "retraction"}, "refers_to": {"minItems": 1}},
    }
    return {
        "type": "object",
        "description": "Names at least one address; a retraction of all of a case names the case instead.",
        "additionalProperties": False,
        "anyOf": [addresses, whole_case],
        "properties": {
            "kind": {"type": "string", "enum": ["notice", "retraction"], "default": "notice"},
            "subject": {**one_of(Subject), "default": "copyright"},
            "reference": text(200, description="Your own number of the case."),
            "refers_to": texts(description="Numbers of our cases that this is about."),
            "works": {"type": "array", "maxItems": MOST_WORKS, "items": {"oneOf": [_title(), _work()]}},
            "urls": {"type": "array", "maxItems": most, "items": {"oneOf": [_any_address(), _url()]}},
            "explanation": text(LONGEST_TEXT, description="Why this is unlawful (DSA, article 16(2)(a))."),
            "right": text(),
            "territories": territories(),
            "statements": {"type": "array", "maxItems": 300, "items": one_of(Statement)},
            "signature": text(),
            "on_behalf_of": text(),
            "mandate": one_of(Mandate),
            "regimes": {"type": "array", "maxItems": 300, "items": one_of(Regime)},
            "language": text(12, f"^(?:{LANGUAGE.pattern})?$", description="In which you are written to, as fr."),
            "automated": {"type": ["boolean", "null"], "description": "Whether a program found the copies."},
            "stay_down": {"type": ["boolean", "null"], "default": True},
        },
    }


def _title() -> dict[str, Any]:
    return {**text(500, SAYS_SOMETHING), **TEXT}


def _work() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "Has a title, or an id of a catalogue.",
        "anyOf": [
            {"required": ["title"], "properties": {"title": _title()}},
            {"required": ["ids"], "properties": {"ids": {"minProperties": 1}}},
        ],
        "properties": {
            "title": text(500), "kind": text(60), "year": number_to(LATEST_YEAR), "season": number_to(),
            "episode": number_to(), "owner": text(), "description": text(2000), "lawful_urls": texts(100),
            "ids": {
                "type": "object", "maxProperties": MOST_IDS, "additionalProperties": {**text(), **TEXT},
                "propertyNames": {**text(60), **TEXT}, "examples": [{"imdb": "tt0443453"}],
            },
        },
    }  # fmt: skip


def _any_address() -> dict[str, Any]:
    return {**text(LONGEST_ADDRESS, SAYS_SOMETHING), **TEXT}


def _url() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "Has a url or a target_url.",
        "anyOf": [{"required": [name], "properties": {name: _any_address()}} for name in ("url", "target_url")],
        "properties": {
            "url": text(LONGEST_ADDRESS), "target_url": text(LONGEST_ADDRESS),
            "work": number_to(description="Place in works, from 0; there must be a work at this place."),
            "note": text(2000), "territories": territories(),
            "seen_at": text(format="date-time", pattern=f"^(?:{A_CENTURY})", description="With its zone."),
            "evidence_url": text(2000),
        },
    }  # fmt: skip


def _case() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "case": TEXT, "url": TEXT, "page": {**TEXT, "description": "Secret address of the page of the case."},
            "kind": one_of(Kind), "subject": one_of(Subject),
            "state": TEXT, "level": TEXT, "missing": TEXTS, "reference": TEXT, "addresses": {"type": "integer"},
            "matched": {"type": "integer"}, "counts": {"type": "object"}, "items_url": TEXT,
            "received_at": {"type": "string", "format": "date-time"},
            "acted_at": {"type": ["string", "null"], "format": "date-time"},
            "results": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
        },
    }  # fmt: skip


def _items() -> dict[str, Any]:
    rows = {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}
    return {"type": "object", "properties": {"items": rows, "next": {"type": ["string", "null"]}}}


def _item() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "number": {"type": "integer"}, "item": TEXT, "url": TEXT, "status": one_of(ItemState),
            "disposition": {**TEXT, "description": "As ACNS calls it."}, "match": {"type": ["string", "null"]},
            "links": {"type": "array", "items": {"type": "object"}}, "reason": TEXT, "why": TEXT,
            "note": TEXT, "decided_at": {"type": "string", "format": "date-time"},
        },
    }  # fmt: skip


def _problem() -> dict[str, Any]:
    fault = {"type": "object", "properties": {"pointer": TEXT, "detail": TEXT}}
    return {
        "type": "object",
        "description": "RFC 9457.",
        "properties": {
            "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT, "code": TEXT,
            "errors": {"type": "array", "items": fault},
        },
    }  # fmt: skip
