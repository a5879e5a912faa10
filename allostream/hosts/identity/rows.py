"""From a row as TOML or JSON gives it to a HostRule, with errors that name the field and the remedy."""

import re
from collections.abc import Mapping
from typing import Any

from allostream.hosts.identity.contents import Content, HostRule, Shape
from allostream.hosts.identity.domains import DEFAULT_PREFIXES, Domains
from allostream.hosts.identity.patterns import PatternError, checked_part, compiled, fields, key_pattern
from allostream.hosts.identity.readers import READERS, WRITERS

KINDS = ("video", "channel", "playlist", "page")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOMAIN = re.compile(r"(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?:\.\*)?")
_NAME = re.compile(r"[a-z_]+")
_KEY = re.compile(r"[a-z0-9-]+:[^{}]*\{.+")
_RESERVED_KEYS = ("url", "own")
_HOST_FIELDS = {"slug", "domains", "partly", "prefixes", "keep", "any_host", "content", "examples"}
_CONTENT_FIELDS = {
    "kind", "key", "parts", "read", "never", "canonical", "embed", "compare", "site", "suffixes", "addresses",
}  # fmt: skip
_ADDRESS_FIELDS = {"on", "path", "query", "fragment"}


class TableError(ValueError):
    """A row of the table cannot be used; the message names the host, the field and the remedy."""


def rule_from(row: Mapping[str, Any]) -> HostRule:
    """The host rule of a row. Raises TableError."""
    slug = row.get("slug")
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise TableError(f'host {slug!r}: `slug` must be lower-case words joined by hyphens, such as "my-host"')
    where = f"host {slug!r}"
    _only(where, row, _HOST_FIELDS)
    contents = tuple(_content(where, slug, item) for item in _rows(where, row, "content"))
    domains, partly = _domains(where, row, "domains"), _domains(where, row, "partly")
    any_host = row.get("any_host", False) is True
    if not (domains or partly or any_host):
        raise TableError(f"{where}: give at least one domain in `domains` or `partly`")
    return HostRule(
        slug=slug,
        domains=domains,
        partly=partly,
        prefixes=_words(where, row, "prefixes", DEFAULT_PREFIXES),
        keep=frozenset(_words(where, row, "keep", ())) if "keep" in row else None,
        any_host=any_host,
        contents=contents,
        examples=tuple(_rows(where, row, "examples")),
    )


def _domains(where: str, row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    domains = _words(where, row, name, ())
    for domain in domains:
        if not _DOMAIN.fullmatch(domain) or ("." not in domain):
            raise TableError(
                f"{where}: `{name}`: “{domain}” is no domain; write it in lower case without scheme and path, "
                'such as "example.org", "*.example.org" or "example.*"'
            )
    return domains


def _content(where: str, slug: str, row: Mapping[str, Any]) -> Content:
    key = row.get("key", "")
    if not isinstance(key, str) or not _KEY.fullmatch(key) or key.partition(":")[0] in _RESERVED_KEYS:
        raise TableError(
            f'{where}: `key` {key!r} must be a short name, a colon and a part, such as "myhost:{{id}}"; '
            "the names url and own are taken"
        )
    where = f"{where}, content {key!r}"
    _only(where, row, _CONTENT_FIELDS)
    if row.get("kind", "video") not in KINDS:
        raise TableError(f"{where}: `kind` must be one of {', '.join(KINDS)}")
    parts, read = _texts(where, row, "parts"), _texts(where, row, "read")
    try:
        for name, regex in parts.items():
            checked_part(name, regex)
        shapes = tuple(_shape(where, item, parts) for item in _rows(where, row, "addresses"))
        _check_templates(where, row, parts, read)
        key_shape = key_pattern(key, parts, read)
    except PatternError as error:
        raise TableError(f"{where}: {error}") from error
    if not shapes:
        raise TableError(f"{where}: give at least one row in `addresses`")
    return Content(
        host=slug,
        kind=row.get("kind", "video"),
        key=key,
        key_shape=key_shape,
        shapes=shapes,
        readers=read,
        never={name: frozenset(_words(where, row["never"], name, ())) for name in row.get("never", {})},
        canonical=_templates(where, row, "canonical"),
        embed=_templates(where, row, "embed"),
        compare=str(row.get("compare", key)),
        site=str(row.get("site", "")),
        suffixes=_words(where, row, "suffixes", ()),
    )


def _shape(where: str, row: Mapping[str, Any], parts: Mapping[str, str]) -> Shape:
    where = f"{where}, `addresses`"
    _only(where, row, _ADDRESS_FIELDS)
    path = row.get("path", "**")
    if not isinstance(path, str) or not path.startswith(("/", "**")):
        raise TableError(f"{where}: `path` must start with a slash, or be ** for any path")
    on: Domains[bool] | None = Domains() if "on" in row else None
    if on is not None:
        for domain in _domains(where, row, "on"):
            on.add(domain, True)
    query = _texts(where, row, "query")
    return Shape(
        on=on,
        path=compiled(path, parts),
        query=tuple((name, compiled(pattern, parts)) for name, pattern in query.items()),
        fragment=compiled(str(row["fragment"]), parts) if "fragment" in row else None,
    )


def _check_templates(where: str, row: Mapping[str, Any], parts: Mapping[str, str], read: Mapping[str, str]) -> None:
    templates = [
        row["key"],
        row.get("compare", ""),
        *_templates(where, row, "canonical"),
        *_templates(where, row, "embed"),
    ]
    for part, writer in (field for template in templates for field in fields(template)):
        if part not in parts and part != "host":
            raise TableError(f"{where}: {{{part}}} is used but not in `parts`: add it there")
        if writer is not None and writer not in WRITERS:
            raise TableError(f"{where}: there is no writer “{writer}”; take one of {', '.join(sorted(WRITERS))}")
    for part, reader in read.items():
        if part not in parts or reader not in READERS:
            raise TableError(
                f"{where}: `read` names “{part}” and “{reader}”: the part must be in `parts`, "
                f"the reader one of {', '.join(sorted(READERS))}"
            )


def _templates(where: str, row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    templates = (row[name],) if isinstance(row.get(name), str) else _words(where, row, name, ())
    if not all(template.startswith("https://") for template in templates):
        raise TableError(f"{where}: `{name}` must start with https://")
    return templates


def _only(where: str, row: Mapping[str, Any], known: set[str]) -> None:
    if not isinstance(row, Mapping):
        raise TableError(f"{where}: must be a table of fields")
    if unknown := sorted(map(str, set(row) - known)):
        raise TableError(f"{where}: there is no field `{unknown[0]}`; known are {', '.join(sorted(known))}")


def _rows(where: str, row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = row.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(item, Mapping) for item in rows):
        raise TableError(f"{where}: `{name}` must be a list of tables")
    return rows


def _words(where: str, row: Mapping[str, Any], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    words = row.get(name, list(default))
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TableError(f"{where}: `{name}` must be a list of texts")
    return tuple(words)


def _texts(where: str, row: Mapping[str, Any], name: str) -> dict[str, str]:
    texts = row.get(name, {})
    if not isinstance(texts, Mapping) or not all(isinstance(text, str) for text in texts.values()):
        raise TableError(f"{where}: `{name}` must be a table of texts")
    if name != "query" and not all(map(_NAME.fullmatch, texts)):
        raise TableError(f"{where}: names in `{name}` are lower-case letters and underscores")
    return dict(texts)
