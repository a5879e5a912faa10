"""What may become of a link to a work before there is one. No Django, no clock, no network."""

from collections.abc import Iterable
from enum import StrEnum

from allostream.links.rules import Status
from allostream.rights.deciding_rules import Play


class Prospect(StrEnum):
    """The best that the rules of rights say of a work, among all countries; the best first."""

    FREE = "free"
    NIGHT = "night"  # from the next night on
    REVIEW = "review"  # once a person has looked
    UNCLEAR = "unclear"
    PROTECTED = "protected"


ORDER = {prospect: place for place, prospect in enumerate(Prospect)}
OF_PLAY = {
    Play.YES: Prospect.FREE,
    Play.NEXT_RUN: Prospect.NIGHT,
    Play.JUDGED_ANEW: Prospect.NIGHT,
    Play.AFTER_REVIEW: Prospect.REVIEW,
}


def best_of(answers: Iterable[tuple[str, str]]) -> Prospect:
    """The prospect of a work, from status and play of its answers; unclear where there are none."""
    found = [OF_PLAY.get(Play(play)) or _of_status(status) for status, play in answers]
    return min(found, key=ORDER.__getitem__, default=Prospect.UNCLEAR)


def _of_status(status: str) -> Prospect:
    return Prospect.PROTECTED if status == Status.PROTECTED else Prospect.UNCLEAR
