"""Holdings of institutions as Europeana tells them: replies of its Record API and rows of its Search API.

https://pro.europeana.eu/page/edm-documentation: who holds it, which rights statement, where it is shown.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from allostream.rights.origin.facts import Claim, Facts, Noted, Presence, Trait, Uploader
from allostream.rights.origin.hashes import keyed
from allostream.rights.origin.tolerant import mapping, mappings, text, texts

HOST = "europeana.eu"
# rightsstatements.org: in copyright, and copyright not evaluated or undetermined, with their variants
NOT_FREE = ("/InC/", "/InC-", "/CNE/", "/UND/")


def read(reply: Any, item: str, secret: bytes) -> Facts:
    """The facts of an object of an institution."""
    whole = mapping(reply)
    record = mapping(whole.get("object")) or mapping(whole.get("items")) or whole
    if not record or _found_nothing(whole):
        return Facts(HOST, item, Presence.GONE)
    holding = next(mappings(record.get("aggregations")), record)
    holder = _of(holding, "edmDataProvider") or text(record.get("dataProvider"))
    shown = _of(holding, "edmIsShownAt") or _of(holding, "edmIsShownBy")
    rights = _of(holding, "edmRights") or text(record.get("rights"))
    return Facts(
        host=HOST, item=text(record.get("about")) or text(record.get("id")) or item, title=_title(record),
        uploader=Uploader(holder, holder, keyed(secret, "account", f"{HOST}/{holder}") if holder else ""),
        source=_of(holding, "edmProvider") or text(record.get("provider")), medium=text(record.get("type")).lower(),
        claims=(Claim("edm:rights", rights),) if rights else (), noted=tuple(_noted(rights)), link_back=shown,
    )  # fmt: skip


def _found_nothing(reply: Mapping[str, Any]) -> bool:
    """Whether the reply says that it found nothing."""
    return reply.get("success") is False


def _of(holding: Mapping[str, Any], name: str) -> str:
    """A field that is a text, a list, or texts by language (`{"def": ["…"]}`)."""
    value = holding.get(name)
    if isinstance(value, Mapping):
        return next((found for part in value.values() if (found := text(part))), "")
    return text(value)


def _title(record: Mapping[str, Any]) -> str:
    found = texts(record.get("title"))
    return found[0] if found else _of(next(mappings(record.get("proxies")), {}), "dcTitle")


def _noted(rights: str) -> Iterator[Noted]:
    if any(part in f"{rights}/" for part in NOT_FREE):
        yield Noted(Trait.STATED_IN_COPYRIGHT, "edm:rights", rights)
