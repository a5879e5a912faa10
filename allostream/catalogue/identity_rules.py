"""Whether a description and a title are one work. No Django, no clock, no network.

External identifiers come first, and are believed only while nothing contradicts them. Without them a name opens the
question and never answers it: the signs that speak for or against (identity_signs) are added up.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from allostream.catalogue.identity_signs import (
    RENAMED,
    STRONG_SCHEMES,
    Compared,
    Described,
    Ground,
    Maker,
    Reason,
    compared,
    works_ids,
)

__all__ = [
    "STRONG_SCHEMES", "UNKNOWN", "Candidate", "Compared", "Described", "Ground", "Maker", "Outcome", "Reason",
    "Verdict", "compared", "for_merging", "judge", "works_ids",
]  # fmt: skip

# What a pair that only shares the key of a name needs to be as likely true as false: catalogues are large.
BEFORE = 4.3
SAME_FROM, DOUBTFUL_FROM = 0.96, 0.30


class Outcome(StrEnum):
    """What is to be done with a description."""

    SAME = "same"
    NEW = "new"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A title of the catalogue that a description may be about.

    `sources`: who has told of it already; `namesakes`: how many other titles have the name that brought it here,
    whatever their years.
    """

    id: int
    described: Described
    sources: frozenset[str] = frozenset()
    namesakes: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a description is: one title (SAME), possibly one (DOUBTFUL), or none that is known (NEW).

    `title` is the id of the title for the first two, else None; `score` how likely they are one, from 0 to 1.
    """

    outcome: Outcome
    title: int | None
    score: float
    grounds: tuple[Ground, ...] = ()


UNKNOWN = Verdict(Outcome.NEW, None, 0.0)


def judge(described: Described, candidates: Iterable[Candidate]) -> Verdict:
    """Which of the candidates a description is about, with score and grounds.

    DOUBTFUL wherever identifiers and facts contradict each other, or two candidates fit alike: precision goes first.
    """
    others = [one for one in candidates if not _is_of_same_source(described, one)]
    if not others:
        return UNKNOWN
    ids = {one.id: shared for one in others if (shared := _shared_ids(described, one.described))}
    if ids:
        return _by_id(described, [one for one in others if one.id in ids], ids)
    return _by_facts(described, others)


# What besides names and years says that two records are about one work: two works of one name come out in one year.
WITNESSES = frozenset({Reason.SAME_ID, Reason.SAME_DIRECTOR, Reason.SAME_CAST, Reason.SAME_DAY})
# Two that say it together, each too weak alone.
TOGETHER = frozenset({Reason.SAME_COUNTRY, Reason.SAME_LENGTH})


def for_merging(verdict: Verdict) -> Verdict:
    """What a verdict allows to be made one without a person. A name and a year, however rare the name, ask a question:
    an identifier, somebody who made or played in the work, or the very day of its release answers it, or that country
    and length are the same too."""
    reasons = {one.reason for one in verdict.grounds}
    if verdict.outcome is not Outcome.SAME or reasons & WITNESSES or reasons >= TOGETHER:
        return verdict
    return Verdict(Outcome.DOUBTFUL, verdict.title, min(verdict.score, SAME_FROM - 0.01), verdict.grounds)


def _is_of_same_source(described: Described, candidate: Candidate) -> bool:
    return bool(described.source) and described.source in candidate.sources


def _shared_ids(one: Described, other: Described) -> list[tuple[str, str]]:
    mine, theirs = works_ids(one.identifiers), works_ids(other.identifiers)
    return [(scheme, value) for scheme, values in mine.items() for value in values if value in theirs.get(scheme, ())]


def _by_id(described: Described, sharing: Sequence[Candidate], ids: Mapping[int, list[tuple[str, str]]]) -> Verdict:
    """Titles with one of its identifiers: the work itself, unless facts say that the identifier stands wrongly."""
    weighed = [(one, compared(described, one.described, one.namesakes)) for one in sharing]
    best, grounds = max(weighed, key=lambda pair: (pair[1].total, -pair[0].id))
    said = tuple(Ground(Reason.SAME_ID, 9.0, {"scheme": s, "value": v}) for s, v in ids[best.id])
    told = (*said, *grounds.grounds)
    if len(sharing) > 1:
        return Verdict(Outcome.DOUBTFUL, best.id, 0.5, (Ground(Reason.TWO_TITLES, -4.0), *told))
    reasons = grounds.reasons()
    # A list that has no article on a remake leads to that on the first film: an article bears no contradiction.
    is_article = {scheme for scheme, _ in ids[best.id]} <= RENAMED
    doubt = _is_wrong_id(reasons, len(ids[best.id])) or (is_article and bool(reasons & CONTRADICTING))
    score = _likelihood(grounds.total + 9.0 * len(said))
    if doubt:
        return Verdict(Outcome.DOUBTFUL, best.id, min(score, SAME_FROM - 0.01), told)
    return Verdict(Outcome.SAME, best.id, max(score, SAME_FROM), told)


def _is_wrong_id(reasons: set[Reason], shared: int) -> bool:
    """Whether what the two say of themselves contradicts the identifiers that they share, so many of them."""
    if reasons & {Reason.OTHER_KIND, Reason.OTHER_PART}:
        return True
    named = bool(reasons & {Reason.SAME_NAME, Reason.LIKE_NAME})
    dated = bool(reasons & {Reason.SAME_YEAR, Reason.NEAR_YEAR, Reason.SAME_DAY})
    known = bool(reasons & {Reason.SAME_DIRECTOR, Reason.SAME_CAST})
    against = reasons & {Reason.OTHER_YEAR, Reason.OTHER_DIRECTOR, Reason.OTHER_ID, Reason.OTHER_NAME}
    agreeing = named + dated + known + (shared > 1)
    # A translated name, a year of another country, a second entry of the same film: one such thing happens. Two at
    # once, or one with nothing else that agrees, is how an identifier in the wrong place looks.
    return agreeing == 0 or len(against - {Reason.OTHER_NAME}) + (Reason.OTHER_NAME in against) > agreeing


def _by_facts(described: Described, candidates: Sequence[Candidate]) -> Verdict:
    weighed = [
        (one, told) for one in candidates if _may_be_one(told := compared(described, one.described, one.namesakes))
    ]
    if not weighed:
        return UNKNOWN
    weighed.sort(key=lambda pair: (-pair[1].total, pair[0].id))
    best, told = weighed[0]
    grounds, total = told.grounds, told.total
    if len(weighed) > 1:
        # The nearer the second is to the first, the less is known of which it is.
        lead = total - weighed[1][1].total
        lost = -max(0.0, 5.0 - lead)
        grounds = (*grounds, Ground(Reason.TWO_ALIKE, lost, {"count": len(weighed)}))
        total += lost
    score = _likelihood(total)
    if score < DOUBTFUL_FROM:
        return Verdict(Outcome.NEW, None, score, grounds)
    if score >= SAME_FROM and _is_more_than_a_name(told):
        return Verdict(Outcome.SAME, best.id, score, grounds)
    return Verdict(Outcome.DOUBTFUL, best.id, min(score, SAME_FROM - 0.01), grounds)


def _may_be_one(told: Compared) -> bool:
    reasons = told.reasons()
    return bool(reasons & {Reason.SAME_NAME, Reason.LIKE_NAME}) and not reasons & {Reason.OTHER_KIND, Reason.OTHER_PART}


AGREEING = frozenset({Reason.SAME_YEAR, Reason.NEAR_YEAR, Reason.SAME_DAY, Reason.SAME_DIRECTOR, Reason.SAME_CAST})
CONTRADICTING = frozenset({Reason.OTHER_ID, Reason.OTHER_YEAR, Reason.OTHER_DIRECTOR, Reason.OTHER_FORM})


def _is_more_than_a_name(told: Compared) -> bool:
    """Whether something else than names agrees and nothing of weight contradicts."""
    return bool(told.reasons() & AGREEING) and not told.reasons() & CONTRADICTING


def _likelihood(total: float) -> float:
    """A sum of weights as a chance."""
    return 1.0 / (1.0 + math.exp(min(60.0, BEFORE - total)))
