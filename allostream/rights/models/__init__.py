"""Tables of rights."""

from allostream.rights.models.decisions import (
    Capture,
    Case,
    Decision,
    Evidence,
    LinkEvidence,
    Objection,
    OverrideProposal,
    RightsBasis,
    WorkInputs,
)
from allostream.rights.models.facts import Fact, FactEvent, FactVoice, ProtectedProperty

__all__ = [
    "Capture", "Case", "Decision", "Evidence", "Fact", "FactEvent", "FactVoice", "LinkEvidence", "Objection",
    "OverrideProposal", "ProtectedProperty", "RightsBasis", "WorkInputs",
]  # fmt: skip
