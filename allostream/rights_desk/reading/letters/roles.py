"""What a label, a sentence or a column says of the addresses in it: the work, or what is to go. Pure."""

import re
from enum import StrEnum

from allostream.rights_desk.reading.letters import phrases


class Role(StrEnum):
    """What something in a letter is there for."""

    TARGET = "target"  # what is to go, or of a counter notice: what went
    WORK = "work"
    ORIGINAL = "original"  # where the work can lawfully be seen
    EVIDENCE = "evidence"
    REFERENCE = "reference"  # a law, a guide, an earlier case
    CONTACT = "contact"
    SIGNATURE = "signature"
    HOLDER = "holder"
    AUTHORITY = "authority"
    REASON = "reason"
    OTHER = "other"


_THING = (
    r"(?:files?|urls?|links?|sites?|websites?|web ?pages?|pages?|domains?|content|contents|material"
    r"|materials|cop(?:y|ies)"
    r"|locations?|addresse?s?|items?|listings?|videos?|repositor(?:y|ies)|projects?|streams?"
    r"|uploads?|apps?|software|code|works?)"
)
# In this order: the first that fits counts.
_ROLES = tuple((Role(role), words) for role, words in phrases.ordered("roles", "labels"))
# A copyrighted work "that has allegedly been infringed" is the work, not what infringes it.
_WORK_INFRINGED = phrases.pattern("roles", "work_infringed")

TARGET_CUE = phrases.pattern("roles", "target_cue")
ORIGINAL_CUE = phrases.pattern("roles", "original_cue")
EVIDENCE_CUE = phrases.pattern("roles", "evidence_cue")
REFERENCE_CUE = phrases.pattern("roles", "reference_cue")


def role_of(label: str) -> Role | None:
    """What a label announces; None for one that says nothing of it."""
    if _WORK_INFRINGED.search(label) and not re.search(r"infring(?!ed\b)\w*[- ]" + _THING, label, re.IGNORECASE):
        return Role.WORK
    return next((role for role, words in _ROLES if words.search(label)), None)


def cue_before(words: str) -> Role | None:
    """What the words before an address in its sentence make of it: the nearest cue counts."""
    nearest: tuple[int, Role] | None = None
    for role, cue in (
        (Role.TARGET, TARGET_CUE),
        (Role.ORIGINAL, ORIGINAL_CUE),
        (Role.EVIDENCE, EVIDENCE_CUE),
        (Role.REFERENCE, REFERENCE_CUE),
    ):
        for found in cue.finditer(words):
            if nearest is None or found.start() > nearest[0]:
                nearest = (found.start(), role)
    return nearest[1] if nearest else None
