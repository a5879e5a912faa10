"""The tables of what people bring; each file holds one subject."""

from allostream.community.models.commenting import Comment, CommentFlag, Mute
from allostream.community.models.confirming import QualitySum, QualityVote, Salt, Voice, VoiceWeek
from allostream.community.models.editing import Edit, EditVoice
from allostream.community.models.regrouping import RegroupingVoice
from allostream.community.models.reporting import Fault, Report
from allostream.community.models.submissions import Bundle, HostAnswer, Submission
from allostream.community.models.wanted import Demand, Wish

__all__ = [
    "Bundle",
    "Comment",
    "CommentFlag",
    "Demand",
    "Edit",
    "EditVoice",
    "Fault",
    "HostAnswer",
    "Mute",
    "QualitySum",
    "QualityVote",
    "RegroupingVoice",
    "Report",
    "Salt",
    "Submission",
    "Voice",
    "VoiceWeek",
    "Wish",
]
