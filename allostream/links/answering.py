"""From what the rules, a source and people say to the columns of the answer in force. No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allostream.lib.countries import WORLD
from allostream.links.models import AnswerClaim
from allostream.links.rules import Play
from allostream.links.rules import Status as LinkStatus
from allostream.rights import bases
from allostream.rights.deciding_rules import Claim, Kind, Settled, Verdict, grounds, settle
from allostream.rights.engine.answers import Answer, Confidence, Status
from allostream.rights.engine.facts import OpenLicence, Production, Work
from allostream.rights.snapshots import values_of

CLAIMED = (
    "rule", "free_since", "protected_until", "confidence", "deciding_name", "deciding_year", "published_year",
    "missing", "licence", "licence_url", "noncommercial", "reason", "authority", "must_check", "source_id",
)  # fmt: skip
COLUMNS = (
    "status", "play", *CLAIMED, "kind", "basis", "sentence_key", "sentence_values", "doubts", "changes_on", "becomes",
)  # fmt: skip
EMPTY: Mapping[str, Any] = {
    "rule": "", "free_since": None, "protected_until": None, "confidence": Confidence.LOW.value, "deciding_name": "",
    "deciding_year": None, "published_year": None, "missing": [], "licence": "", "licence_url": "",
    "noncommercial": False, "reason": "", "authority": "", "must_check": "", "source_id": None,
    "sentence_key": "", "sentence_values": {}, "doubts": [],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruled:
    """What was settled for a country: the voice that is followed, the rules' own answer, the columns of the row."""

    settled: Settled
    answer: Answer | None
    columns: Mapping[str, Any]

    @property
    def grounds(self) -> str:
        """What a person's decision rests on."""
        return grounds(self.answer)


def ruled(
    work: Work | None, answer: Answer | None, claim: AnswerClaim | None, verdict: Verdict | None, today: date
) -> Ruled:
    """What is settled for a country, and its columns. Without work there are no rules to ask."""
    settled = settle(answer, _claim(claim), verdict, today)
    told = claim if settled.kind is Kind.SOURCE else None
    columns = {**EMPTY, **(_claimed(told) if told else _answered(work, answer, today) if answer else {})}
    columns |= {"status": _word(settled.status), "play": settled.play.value, "kind": settled.kind.value}
    columns["changes_on"] = _next_change(answer, claim, today)
    columns["becomes"] = _becomes(settled, answer, columns["changes_on"])
    columns["basis"] = _basis(columns, answer, work)
    return Ruled(settled, answer, columns)


def _word(status: Status) -> str:
    """A work is never licensed by itself: for works the two words of an open licence mean the same."""
    return (LinkStatus.OPEN_LICENCE if status is Status.LICENSED else LinkStatus(status.value)).value


def _claim(claim: AnswerClaim | None) -> Claim | None:
    if claim is None:
        return None
    return Claim(Status(claim.status), Play(claim.play), claim.free_since, claim.protected_until)


def _claimed(claim: AnswerClaim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in CLAIMED}


def _answered(work: Work | None, answer: Answer, today: date) -> dict[str, Any]:
    licence = _licence(work, answer)
    published = work.published.latest if work else None
    return {
        "rule": answer.rule[:60], "free_since": answer.since, "protected_until": answer.until,
        "confidence": answer.confidence.value, "published_year": published.year if published else None,
        "missing": sorted({one.fact for one in answer.missing}), "licence": spdx_of(licence.name) if licence else "",
        "licence_url": licence.uri[:200] if licence else "",
        "noncommercial": bool(licence and licence.is_noncommercial), "sentence_key": answer.sentence.key,
        "sentence_values": values_of(answer), "doubts": list(answer.doubts),
    }  # fmt: skip


def _licence(work: Work | None, answer: Answer) -> OpenLicence | None:
    """The licence that an answer rests on: the one that it names, else the first that the maker gave."""
    if work is None or answer.status is not Status.OPEN_LICENCE:
        return None
    named = dict(answer.sentence.values).get("licence")
    given = [licence for licence in work.licences if licence.is_by_maker]
    return next((licence for licence in given if licence.name == named), given[0] if given else None)


def spdx_of(name: str) -> str:
    """A Creative Commons licence by its SPDX identifier: CC-BY-SA-3.0 for “CC BY-SA 3.0”; other names as they are."""
    return name.replace(" ", "-")[:40] if name.startswith(("CC ", "CC0 ")) else name[:40]


def _next_change(answer: Answer | None, claim: AnswerClaim | None, today: date) -> date | None:
    """The next day on which the rules, or a source that speaks of a day to come, will say something else."""
    days = (answer.changes_on if answer else None, claim.free_since if claim else None)
    return min((day for day in days if day and day > today), default=None)


def _becomes(settled: Settled, answer: Answer | None, on: date | None) -> str:
    """What the answer of the rules is from its next day on; "" where others answer, who may say something else."""
    is_of_rules = settled.kind is Kind.RULE and answer is not None and answer.changes_on == on
    return _word(answer.becomes) if is_of_rules and answer and answer.becomes else ""


def _basis(columns: Mapping[str, Any], answer: Answer | None, work: Work | None) -> str:
    """The code of the basis that the freedom of a work gives; "" where it is not free."""
    if columns["status"] == LinkStatus.OPEN_LICENCE:
        return bases.code_of_licence(columns["licence"]).value
    if columns["status"] != LinkStatus.PD:
        return ""
    rule = columns["rule"]
    if "government" in rule or (work and work.production is Production.US_GOVERNMENT and answer and not answer.since):
        return bases.Code.PD_GOV.value
    return (bases.Code.PD_FORMALITY_US if is_formal(rule) else bases.Code.PD_TERM).value


def is_formal(rule: str) -> bool:
    """Whether a rule frees a work for want of a formality, which holds in the United States alone."""
    plain = rule.replace("_", "").replace("-", "").replace(".", "").lower()
    return any(word in plain for word in ("notrenewed", "nonotice", "notregistered"))


def for_the_world(found: Mapping[str, Ruled], world: Ruled | None) -> dict[str, Ruled]:
    """The rows to keep: one for the world where an open licence holds, and those of countries that say otherwise."""
    base = world or _shared(found)
    if base is None:
        return dict(found)
    rest = {country: one for country, one in found.items() if _essence(one) != _essence(base)}
    return {WORLD: base, **rest}


def _shared(found: Mapping[str, Ruled]) -> Ruled | None:
    """The answer of all countries, where it is one and an open licence: such licences know no borders."""
    first = next(iter(found.values()), None)
    if first is None or first.settled.status is not Status.OPEN_LICENCE:
        return None
    return first if len({_essence(one) for one in found.values()}) == 1 else None


def _essence(one: Ruled) -> tuple[Any, ...]:
    columns = one.columns
    return columns["status"], columns["play"], columns["licence"], columns["noncommercial"]


def verdict_of(kind: str, status: str, grounds_then: str) -> Verdict | None:
    """What people decided, if they did."""
    if kind not in (Kind.REVIEW, Kind.OVERRIDE):
        return None
    return Verdict(Kind(kind), Status(status), grounds_then)
