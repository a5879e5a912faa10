"""The tables of what people bring; each file holds one subject."""

from allostream.community.models.confirming import QualitySum, QualityVote, Salt, Voice, VoiceWeek
from allostream.community.models.reporting import Fault, Report
from allostream.community.models.submissions import Bundle, HostAnswer, Submission

__all__ = [
    "Bundle", "Fault", "HostAnswer", "QualitySum", "QualityVote", "Report", "Salt", "Submission", "Voice", "VoiceWeek",
]  # fmt: skip
