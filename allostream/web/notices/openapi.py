"""The description of the API for verified senders of notices, as OpenAPI 3.1 has it."""

from collections.abc import Mapping
from typing import Any

from allostream.rights_desk.case_rules import ItemState
from allostream.rights_desk.reading.shape import Kind, Mandate, Regime, Statement, Subject

TEXT: Mapping[str, Any] = {"type": "string"}
TEXTS: Mapping[str, Any] = {"type": "array", "items": TEXT}


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
    number = {"name": "case", "in": "path", "required": True, "schema": TEXT}
    again = {
        "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200},
        "description": "The same key and body again give the first case; with another body it is refused (422).",
    }  # fmt: skip
    made = {
        "200": _answer("The same was received before", said["Case"]),
        "201": _answer("Received, every address is matched", said["Case"]),
        "202": _answer("Received; addresses beyond the first are matched within seconds", said["Case"]),
        **_refusals("401", "413", "415", "422", "429"),
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
            "parameters": [number, {"name": "after", "in": "query", "schema": {"type": "integer"}}],
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
        "413": "More than a call may have", "415": "A body of another type", "422": "Faults, each with its place",
        "429": "More than a key may send in a minute: see Retry-After",
    }  # fmt: skip
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": words[status], "content": content} for status in statuses}


def _notice(most: int) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "Names at least one address; a retraction of all of a case names the case instead.",
        "additionalProperties": False,
        "properties": {
            "kind": {"type": "string", "enum": ["notice", "retraction"], "default": "notice"},
            "subject": {**one_of(Subject), "default": "copyright"},
            "reference": {**TEXT, "maxLength": 200, "description": "Your own number of the case."},
            "refers_to": {**TEXTS, "description": "Numbers of our cases that this is about."},
            "works": {"type": "array", "maxItems": 10_000, "items": {"oneOf": [TEXT, _work()]}},
            "urls": {"type": "array", "maxItems": most, "items": {"oneOf": [TEXT, _url()]}},
            "explanation": {
                **TEXT,
                "maxLength": 20_000,
                "description": "Why this is unlawful (DSA, article 16(2)(a)).",
            },
            "right": TEXT,
            "territories": {**TEXTS, "description": 'Two-letter codes; ["*"] for everywhere.'},
            "statements": {"type": "array", "items": one_of(Statement)},
            "signature": TEXT,
            "on_behalf_of": TEXT,
            "mandate": one_of(Mandate),
            "regimes": {"type": "array", "items": one_of(Regime)},
            "language": {**TEXT, "description": "In which you are written to, as fr."},
            "automated": {"type": "boolean", "description": "Whether a program found the copies."},
            "stay_down": {"type": "boolean", "default": True},
        },
    }


def _work() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "title": TEXT, "kind": TEXT, "year": {"type": "integer"}, "season": {"type": "integer"},
            "episode": {"type": "integer"}, "owner": TEXT, "description": TEXT,
            "ids": {"type": "object", "additionalProperties": TEXT}, "lawful_urls": TEXTS,
        },
    }  # fmt: skip


def _url() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "url": TEXT, "target_url": TEXT, "work": {"type": "integer", "description": "Place in works, from 0."},
            "note": TEXT, "territories": TEXTS, "seen_at": {"type": "string", "format": "date-time"},
            "evidence_url": TEXT,
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
