"""What a judgement on a copy's origin changes in its link. No Django, no clock, no network.

A judgement narrows by itself; what a person has refused or cleared, only a person or new facts change.
"""

from collections.abc import Collection
from dataclasses import dataclass

from allostream.links.rules import Ground, Health, Origin
from allostream.rights.deciding_rules import Fault
from allostream.rights.origin.judging import GRAVITY, Judgement, Verdict
from allostream.rights.origin.relations import Conflict, Finding, Relation
from allostream.rights.origin.signs import Code, Sign, Weight

# Set by hand, by the source of a link or by a mark (links.held_down), not by a judgement, which leaves them in place.
OF_OTHERS = frozenset({Code.POSSIBLE_RIP.value, Code.NEAR_NOTICE.value})
# What a link keeps of who put its copy there, beside the flags.
ORIGIN_COLUMNS = ("origin", "origin_ground", "origin_on", "vouching")
OWN = frozenset({Conflict.SUBMITTED, Conflict.UPLOADED})
OF_JUDGEMENTS = frozenset(code.value for code in Code) - OF_OTHERS


def not_cleared() -> dict[str, str | None]:
    """The columns of a link at whose origin somebody has to look anew."""
    return {"origin": Origin.UNCHECKED.value, "origin_ground": "", "origin_on": None, "vouching": None}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a link stands after a judgement, what is cleared on which ground; `health` is None where that stays."""

    origin: Origin
    flags: tuple[str, ...]
    health: Health | None = None
    ground: Ground | None = None


def outcome(
    origin: Origin,
    flags: Collection[str],
    found: Judgement,
    ground: Ground | None = None,
    clears_on: Ground = Ground.REPLY,
) -> Outcome:
    """What follows for a link that stood so, on that ground; `clears_on`: on what the judgement rests if it clears.

    A copy that the host took away after a claim is removed by rights. Of one that is gone without a word the origin and
    the state stay as they were: one reply is one look, and a link is dead only after two that are three days apart
    (allostream.checks.rules). Somebody who cleared a copy knew its flags: only a new one opens the question again. A
    refusal is never lifted by a judgement, and a flag of somebody else keeps a copy from being cleared by one.
    """
    others = tuple(flag for flag in flags if flag not in OF_JUDGEMENTS)
    after = tuple(dict.fromkeys((*others, *found.flags)))
    if found.verdict is Verdict.TOMBSTONE:
        claimed = Code.REMOVED_FOR_CLAIM.value in found.flags
        return Outcome(origin, after, Health.REMOVED_BY_RIGHTS if claimed else None, ground)
    if origin is Origin.REFUSED or found.verdict is Verdict.REJECT:
        return Outcome(Origin.REFUSED, after)
    if origin is Origin.CLEARED and set(found.flags) <= set(flags):
        # A person's look says more than a judgement, and a judgement more than a word given for a whole list.
        judged = found.verdict is Verdict.AUTOMATIC and ground is not Ground.REVIEWER
        return Outcome(Origin.CLEARED, tuple(flags), ground=clears_on if judged else ground)
    if found.verdict is Verdict.AUTOMATIC and not others:
        return Outcome(Origin.CLEARED, (), ground=clears_on)
    return Outcome(Origin.UNCHECKED, after)


def flags_of(found: Finding) -> list[str]:
    """The flags that keep a link waiting for a reviewer because of who proposed it; none where it is somebody else."""
    return [] if found.may_publish else [Code(found.relation.value).value]


def with_relation(judged: Judgement, found: Finding) -> Judgement:
    """The judgement of a copy with what is found of whoever proposed it: nothing is cleared against that by itself.

    Neither a listed channel nor a curated collection settles it, since both speak of the copy and not of the proposal.
    """
    if found.relation is Relation.NONE:
        return judged
    own = Sign(Code(found.relation.value), Weight.HOLD, "submitter")
    verdict = Verdict.HOLD if judged.verdict in {Verdict.AUTOMATIC, Verdict.REVIEWER} else judged.verdict
    return Judgement(verdict, tuple(sorted((*judged.signs, own), key=lambda sign: GRAVITY[sign.weight])))


def faults_of(found: Collection[Conflict]) -> list[Fault]:
    """What conflicts of interest mean for somebody who would decide: it is their own, or they have a stake in it."""
    checks = ((OWN, Fault.OWN_LINK), (frozenset(Conflict) - OWN, Fault.INTERESTED))
    return [fault for among, fault in checks if among & set(found)]
