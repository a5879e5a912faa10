"""The tables of what people bring; each file holds one subject."""

from allostream.community.models.confirming import QualitySum, QualityVote, Salt, Voice, VoiceWeek
from allostream.community.models.reporting import Fault, Report
from allostream.community.models.submissions import Bundle, HostAnswer, Submission
from allostream.community.models.wanted import Demand, Wish

__all__ = [
    "Bundle", "Demand", "Fault", "HostAnswer", "QualitySum", "QualityVote", "Report", "Salt",
    "Submission", "Voice", "VoiceWeek", "Wish",
]  # fmt: skip
