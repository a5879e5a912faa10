"""What the starter catalogue's answers say of facts: formalities, who made a film, its licence, its premiere score.

The answers themselves go along as claims; from these facts the rules judge by themselves, and differences show. That an
empty list of writers means that there were none is not told: the file records what is known, not what there was.
"""

from collections.abc import Iterator
from typing import Any

from allostream.lib import exchange

NAME = "Allostream starter catalogue"
SOVIET = "Soviet studio film"  # in the words of an answer: made by a studio, a legal person
NONCOMMERCIAL, UNCHANGED = "NC", "ND"


def facts(key: str, work: dict[str, Any]) -> Iterator[exchange.Fact]:
    """The facts that the answers for one work rest on."""
    american = work["rights"].get("US")
    if american:
        yield from _formalities(key, american)
    if any(SOVIET in answer["reason"] for answer in work["rights"].values()):
        yield _fact(key, "production", exchange.FactValue(code="legal_person"), work["rights"]["FR"]["reason"])
    if work.get("licence_spdx"):
        yield _fact(key, "licence", _licence(work), next(iter(work["rights"].values()))["reason"])
    if "live_score" in work["flags"]:
        score = exchange.FactValue(
            kind="live_score", name="premiere score", authors=_composers(work), is_cleared=False, holds=True
        )
        yield _fact(key, "underlying", score, work["note"] or "A score was written for the first showing.")


def _formalities(key: str, answer: dict[str, Any]) -> Iterator[exchange.Fact]:
    """What an answer for the United States says of formalities and of who made the film; only where it is firm."""
    if answer["status"] != "pd":
        return
    match answer["basis"]:
        case "us_not_renewed":
            yield _fact(key, "renewal", exchange.FactValue(code="not_renewed"), answer["reason"])
        case "us_no_notice":
            yield _fact(key, "notice", exchange.FactValue(code="none"), answer["reason"])
        case "us_government_work":
            yield _fact(key, "production", exchange.FactValue(code="us_government"), answer["reason"])


def _composers(work: dict[str, Any]) -> tuple[exchange.FactAuthor, ...]:
    """Whom the file names as composers: of a score that was played live, they are not authors of the film."""
    return tuple(
        exchange.FactAuthor(
            name=person["name"],
            died=exchange.FactDate(date=f"{person['died']:04d}") if person["died"] else None,
            nationalities=(person["nationality"],) if person["nationality"] else None,
        )
        for person in work["composers"]
    )


def _licence(work: dict[str, Any]) -> exchange.FactValue:
    """The licence; that the maker gave it is known only when somebody has captured the maker's own statement."""
    spdx = work["licence_spdx"]
    parts = spdx.upper().split("-")
    return exchange.FactValue(
        uri=work["licence_url"], name=spdx, is_noncommercial=NONCOMMERCIAL in parts,
        is_no_derivatives=UNCHANGED in parts, is_by_maker=False, holds=True,
    )  # fmt: skip


def _fact(key: str, name: str, value: exchange.FactValue, words: str) -> exchange.Fact:
    """A fact as the file says it, with its words; the lists that it was made from count as one source."""
    return exchange.Fact(
        key=f"{key}/{name}", on=key, property=name, value=value, source=NAME, weight="reference", origin="starter",
        quote=words[:1000],
    )  # fmt: skip
