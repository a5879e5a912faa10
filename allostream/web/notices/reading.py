"""From the form to what the desk reads: the same `Reading` as of a letter, of a table or of the API."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from allostream.lib.countries import WORLD
from allostream.rights_desk.order_rules import is_whole_host
from allostream.rights_desk.reading.shape import (
    Address,
    ClaimedWork,
    Kind,
    Made,
    Mandate,
    OrderSaid,
    Reading,
    Regime,
    SenderKind,
    Signature,
    SignatureKind,
    Statement,
    Subject,
    Who,
)
from allostream.web.notices.matters import Matter, RightKind

YEAR = re.compile(r"\s*\((1[89]\d\d|20\d\d)(?:\s*[-–]\s*(?:\d{4})?)?\)\s*$")
GLUED = re.compile(r"(?<=[\w/])[,;\s]+(?=https?://)", re.IGNORECASE)
SUBJECTS = {
    Matter.COPYRIGHT: Subject.COPYRIGHT, Matter.TRADEMARK: Subject.TRADEMARK, Matter.PRIVACY: Subject.PRIVACY,
    Matter.OTHER: Subject.OTHER, Matter.ORDER: Subject.OTHER,
}  # fmt: skip
STATEMENTS = {
    "good_faith": Statement.GOOD_FAITH, "accuracy": Statement.ACCURACY, "exceptions": Statement.EXCEPTIONS,
}  # fmt: skip
Given = Mapping[str, Any]


def lines_of(text: str) -> list[str]:
    """What stands on the lines of a field, each once: several addresses on one line are parted where one begins."""
    parts = (part.strip() for line in text.splitlines() for part in GLUED.split(line))
    return list(dict.fromkeys(part for part in parts if part))


def works_of(given: Given) -> tuple[ClaimedWork, ...]:
    """The works that are named, each with its year where it stands behind; lawful addresses belong to all."""
    lawful = tuple(lines_of(given.get("originals", "")))
    return tuple(_work(line, given.get("holder", ""), lawful) for line in lines_of(given.get("works", "")))


def _work(line: str, owner: str, lawful: tuple[str, ...]) -> ClaimedWork:
    year = YEAR.search(line)
    title = line[: year.start()].strip() if year else line
    return ClaimedWork(title[:500], year=int(year[1]) if year else None, owner=owner, lawful_urls=lawful)


def reading_of(
    matter: Matter, given: Given, addresses: Sequence[Address], *, of_us: bool, language: str,
    file: Reading | None = None,
) -> Reading:  # fmt: skip
    """All that the form says; `given` are its cleaned values, `file` what was read of a list that came with it."""
    works = works_of(given)
    from_file = _moved(file.addresses, len(works)) if file else ()
    return Reading(
        reader="form", kind=Kind.ORDER if matter is Matter.ORDER else Kind.NOTICE, subject=_subject(matter, given),
        regimes=_regimes(matter, given, of_us), sender=_sender(matter, given), principal=_principal(given),
        mandate=Mandate(given["capacity"]) if given.get("capacity") else Mandate.UNKNOWN,
        works=(*works, *(file.works if file else ())), addresses=(*addresses, *from_file),
        statements=tuple(_statements(given)),
        signature=Signature(SignatureKind.TYPED, given["signature"]) if given.get("signature") else Signature(),
        explanation=_explanation(given), right=given.get("right_kind", ""),
        territories=tuple(given.get("territories") or (WORLD,)), language=language,
        reference=given.get("reference", ""), wants_stay_down=True, order=_order(matter, given),
        doubts=file.doubts if file else (), columns=file.columns if file else (),
    )  # fmt: skip


def _moved(addresses: Iterable[Address], by: int) -> tuple[Address, ...]:
    """Addresses of a file whose works stand behind those of the form."""
    return tuple(replace(one, work=one.work + by) if one.work is not None else one for one in addresses)


def _subject(matter: Matter, given: Given) -> Subject:
    if given.get("right_kind") == RightKind.CIRCUMVENTION:
        return Subject.CIRCUMVENTION
    return SUBJECTS[matter]


def _regimes(matter: Matter, given: Given, of_us: bool) -> frozenset[Regime]:
    found = {Regime.DSA}
    if matter is Matter.COPYRIGHT and (of_us or given.get("us_law")):
        found.add(Regime.DMCA)
    return frozenset(found)


def _sender(matter: Matter, given: Given) -> Who:
    kind = SenderKind.AUTHORITY if matter is Matter.ORDER else SenderKind(given.get("notifier_kind") or "unknown")
    name = given.get("name", "")
    return Who(
        kind, name if kind is not SenderKind.LEGAL else given.get("signature", ""),
        name if kind is not SenderKind.NATURAL else "", given.get("email", ""), given.get("postal", ""),
        given.get("phone", ""),
    )  # fmt: skip


def _principal(given: Given) -> Who:
    return Who(SenderKind.UNKNOWN, organisation=given["holder"]) if given.get("holder") else Who()


def _statements(given: Given) -> Iterable[Made]:
    for name, statement in STATEMENTS.items():
        if given.get(name):
            yield Made(statement, given.get("exceptions_said", "") if name == "exceptions" else "")
    if given.get("perjury"):  # one box says both: the authority, and that under penalty of perjury
        yield Made(Statement.AUTHORITY)
        yield Made(Statement.PERJURY)


def _explanation(given: Given) -> str:
    redress = given.get("redress", "")
    return "\n\n".join(part for part in (given.get("explanation", "").strip(), redress.strip()) if part)


def _order(matter: Matter, given: Given) -> OrderSaid | None:
    if matter is not Matter.ORDER:
        return None
    hosts = tuple(one for one in lines_of(given.get("addresses", "")) if is_whole_host(one))
    return OrderSaid(
        given.get("authority", ""), given.get("legal_basis", ""), given.get("order_kind", ""),
        tuple(given.get("territories") or (WORLD,)), hosts, given.get("ends_on"), given.get("gag_until"),
    )  # fmt: skip
