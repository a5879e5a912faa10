"""What can be noticed about a copy, and how much it weighs. No Django, no clock, no network."""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_QUOTE = 200
MAIL = re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+")


class Weight(StrEnum):
    """What a sign does to a copy, the gravest first."""

    TOMBSTONE = "tombstone"  # the host took it away: its page tells so, and no other copy takes its place by itself
    REJECT = "reject"
    BLOCK = "block"  # the account is blocked, and all its links are looked at again
    HOLD = "hold"  # waits for something outside to be settled
    EDITION = "edition"  # a person has to say which edition the file is
    REVIEW = "review"
    LOWERS = "lowers"  # trust in the account is lower
    NOTE = "note"  # worth telling, decides nothing
    SUPPORTS = "supports"


class Code(StrEnum):
    """A sign; flags of links and the sentences of pages go by these words."""

    # The account or collection
    LISTED_CHANNEL = "listed_channel"
    PROPOSED_CHANNEL = "proposed_channel"
    REFUSED_CHANNEL = "refused_channel"
    CREDITED_MAKER = "credited_maker"
    NAMED_LIKE_MAKER = "named_like_maker"
    CURATED_COLLECTION = "curated_collection"
    OPEN_COLLECTION = "open_collection"
    SINGLE_FILM_UPLOADER = "single_film_uploader"
    NO_SOURCE_NAMED = "no_source_named"
    UNKNOWN_UPLOADER = "unknown_uploader"
    MASS_UPLOADER = "mass_uploader"
    PROTECTED_AT_HOME = "protected_at_home"
    SOMEBODY_CLAIMED = "somebody_claimed"
    NEAR_NOTICE = "near_notice"
    PARTNER = "partner"
    MIRROR = "mirror"
    # Who proposed the link, and whether that is who uploaded it (relations)
    DECLARED_OWN = "declared_own"
    SUSPECTED_OWN = "suspected_own"
    UNDECLARED_OWN = "undeclared_own_confirmed"
    # Where the file comes from
    SCENE_RELEASE = "scene_release"
    RIP_NAMED = "rip_named"
    DISC_COPY = "disc_copy"
    BROADCAST_COPY = "broadcast_copy"
    COPIED_FROM_ELSEWHERE = "copied_from_elsewhere"
    # Which edition it is
    RESTORED = "restored"
    COLOURISED = "colourised"
    HIGH_DEFINITION = "high_definition"
    NEW_MUSIC = "new_music"
    TRANSLATED = "translated"
    RUNTIME_OFF = "runtime_off"
    # Whether it is the film at all
    HOSTED_SHOW = "hosted_show"
    PRESENTED = "presented"
    TRAILER = "trailer"
    INTERVIEW = "interview"
    COMMENTARY = "commentary"
    ABOUT_THE_FILM = "about_the_film"
    EXCERPT = "excerpt"
    BOOK = "book"
    SOUND_ONLY = "sound_only"
    SUBTITLES_ONLY = "subtitles_only"
    NO_VIDEO = "no_video"
    # What the host does with it
    ITEM_GONE = "item_gone"
    ITEM_DARK = "item_dark"
    REMOVED_FOR_CLAIM = "removed_for_claim"
    RESTRICTED = "restricted"
    NOT_PUBLIC = "not_public"
    PAID = "paid"
    EMBED_REFUSED = "embed_refused"
    DELETION_REQUEST = "deletion_request"
    OWN_WORK_CLAIM = "own_work_claim"
    LICENCE_REVIEWED = "licence_reviewed"
    PERMISSION_TICKET = "permission_ticket"
    COMMUNITY_CHECKED = "community_checked"
    CLAIMED_LICENCE = "claimed_licence"
    STATED_IN_COPYRIGHT = "stated_in_copyright"
    # Flag of the first catalogue, made by hand from the wording of an identifier
    POSSIBLE_RIP = "possible_rip_or_commercial_restoration"


# What is asked of people, where nothing is said against the copy itself.
QUESTIONS = frozenset({Code.DECLARED_OWN, Code.SUSPECTED_OWN, Code.UNDECLARED_OWN, Code.MASS_UPLOADER})


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing noticed: what, how much it weighs, in which field of the host's reply, and the words there."""

    code: Code
    weight: Weight
    field: str = ""
    value: str = ""


def quoted(text: str) -> str:
    """A text as it may be quoted to anybody: e-mail addresses left out, not longer than LONGEST_QUOTE."""
    shown = MAIL.sub("…", " ".join(text.split()))
    return shown if len(shown) <= LONGEST_QUOTE else shown[: LONGEST_QUOTE - 1] + "…"


def sign(code: Code, weight: Weight, field: str = "", value: object = "") -> Sign:
    """A sign with its value made quotable."""
    return Sign(code, weight, field, quoted(str(value)))
