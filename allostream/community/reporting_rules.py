"""What may be wrong with a link, and what becomes of a report. No Django, no clock, no network.

Two channels and two vocabularies: a link that is broken is no infringement, and an infringement is no fault of the
link. What concerns rights is never stored as a report: it leads to those who decide on rights.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from allostream.links.rules import Health


class Reason(StrEnum):
    """What somebody says is wrong."""

    DEAD = "dead"
    GEO_BLOCKED = "geo_blocked"
    NEEDS_LOGIN = "needs_login"
    PAYWALLED = "paywalled"
    WRONG_TITLE = "wrong_title"
    WRONG_EPISODE = "wrong_episode"
    INCOMPLETE = "incomplete"
    WRONG_LANGUAGE = "wrong_language"
    NO_SUBTITLES = "no_subtitles"
    POOR_QUALITY = "poor_quality"
    DUPLICATE = "duplicate"
    SPAM = "spam"
    MALWARE_OR_ADS = "malware_or_ads"
    AGE = "age"
    METADATA = "metadata"
    OTHER = "other"
    RIGHTS = "rights"
    UPLOADER_NOT_AUTHORISED = "uploader_not_authorised"


# These go the way of notices: no report is made of them.
OF_RIGHTS = frozenset({Reason.RIGHTS, Reason.UPLOADER_NOT_AUTHORISED})
OF_REPORTS = tuple(reason for reason in Reason if reason not in OF_RIGHTS)
# What differs from country to country is a fault of its own in each.
BY_COUNTRY = frozenset({Reason.GEO_BLOCKED})
# What our own look at the host can tell.
TOLD_BY_HOST = frozenset({Reason.DEAD, Reason.GEO_BLOCKED, Reason.NEEDS_LOGIN, Reason.PAYWALLED})
# What a look made after the report confirms by itself; all else a person has to look at. A host that answers us proves
# nothing for the country of whoever reported, so no look rejects a report.
CONFIRMED_BY: Mapping[Reason, frozenset[Health]] = {
    Reason.DEAD: frozenset({Health.DEAD, Health.REMOVED_BY_RIGHTS}), Reason.NEEDS_LOGIN: frozenset({Health.LOGIN}),
}  # fmt: skip
# What may harm somebody is looked at before everything else, what only annoys after it.
URGENCY: Mapping[Reason, int] = {
    Reason.MALWARE_OR_ADS: 3, Reason.AGE: 3, Reason.SPAM: 2, Reason.WRONG_TITLE: 2, Reason.WRONG_EPISODE: 2,
    Reason.PAYWALLED: 2, Reason.DEAD: 1, Reason.GEO_BLOCKED: 1, Reason.NEEDS_LOGIN: 1,
}  # fmt: skip


class Group(StrEnum):
    """Reasons that stand together in the form."""

    NOT_PLAYING = "not_playing"
    SOMETHING_ELSE = "something_else"
    PICTURE_AND_SOUND = "picture_and_sound"
    HARM = "harm"
    OF_RIGHTS = "of_rights"
    OTHER = "other"


GROUPS: Mapping[Group, Sequence[Reason]] = {
    Group.NOT_PLAYING: (Reason.DEAD, Reason.GEO_BLOCKED, Reason.NEEDS_LOGIN, Reason.PAYWALLED),
    Group.SOMETHING_ELSE: (Reason.WRONG_TITLE, Reason.WRONG_EPISODE, Reason.INCOMPLETE, Reason.DUPLICATE),
    Group.PICTURE_AND_SOUND: (Reason.WRONG_LANGUAGE, Reason.NO_SUBTITLES, Reason.POOR_QUALITY),
    Group.HARM: (Reason.MALWARE_OR_ADS, Reason.SPAM, Reason.AGE),
    Group.OTHER: (Reason.METADATA, Reason.OTHER),
    Group.OF_RIGHTS: (Reason.RIGHTS, Reason.UPLOADER_NOT_AUTHORISED),
}


class State(StrEnum):
    """How a fault stands."""

    OPEN = "open"
    ACCEPTED = "accepted"  # it was so, and something followed
    REJECTED = "rejected"  # it could not be found


def country_of(reason: Reason, country: str) -> str:
    """The country that a fault belongs to: "" for one that is the same everywhere."""
    return country if reason in BY_COUNTRY else ""


def urgency(reason: Reason, people: int) -> int:
    """How soon a fault is to be looked at: by what it may do, then by how many it concerns."""
    return 1000 * URGENCY.get(reason, 0) + min(people, 999)
