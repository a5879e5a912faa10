"""The table of known hosts: which domains are theirs, and what their addresses mean. Built-in rows: known/*.toml."""

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from allostream.hosts.identity.contents import Content, HostRule
from allostream.hosts.identity.domains import Domains, Found
from allostream.hosts.identity.rows import TableError, rule_from

__all__ = ["BUILTIN", "Table", "TableError"]


class Table:
    """Known hosts, ready for look-up. Never changes: `extended` returns a new table."""

    def __init__(self, rules: Iterable[HostRule]) -> None:
        self.rules = tuple(rules)
        self.anywhere = tuple(content for rule in self.rules if rule.any_host for content in rule.contents)
        """Contents that their path alone tells, whatever the host: those of federated software."""
        self._domains: Domains[HostRule] = Domains()
        self._by_key: dict[str, list[Content]] = {}
        for rule in self.rules:
            for domain in rule.domains:
                self._domains.add(domain, rule, rule.prefixes)
            for domain in rule.partly:
                self._domains.add(domain, rule, rule.prefixes, sure=False)
            for content in rule.contents:
                self._by_key.setdefault(content.key.partition(":")[0], []).append(content)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "Table":
        """A table of rows as TOML or JSON gives them. Raises TableError for a row that cannot be used."""
        return cls(rule_from(row) for row in rows)

    def extended(self, rules: Iterable[Mapping[str, Any]]) -> "Table":
        """This table with rows of the operator, which are tried before ours. Raises TableError."""
        return Table((*map(rule_from, rules), *self.rules))

    def slugs(self) -> frozenset[str]:
        """The slugs of all hosts in the table."""
        return frozenset(rule.slug for rule in self.rules)

    def at(self, host: str) -> list[Found[HostRule]]:
        """The rows a host name belongs to, the operator's first."""
        return self._domains.find_all(host)

    def of_key(self, key: str) -> tuple[Content, dict[str, str]] | None:
        """The content a key belongs to and the key's parts; None for page keys, shortened keys and unknown ones."""
        for content in self._by_key.get(key.partition(":")[0], ()):
            if (parts := content.parts_of(key)) is not None:
                return content, parts
        return None


def _builtin() -> Table:
    known = files(__package__).joinpath("known")
    sheets = sorted((sheet for sheet in known.iterdir() if sheet.name.endswith(".toml")), key=lambda sheet: sheet.name)
    return Table.of(row for sheet in sheets for row in tomllib.loads(sheet.read_text("utf-8"))["host"])


BUILTIN = _builtin()
