"""Why something that was brought is not taken or has to wait, and what would help, in the active language.

They are part of the statement of reasons, which has to be clear and as precise as it can be (Regulation (EU) 2022/2065,
article 17(3) and (4)), and of the letter that tells it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from allostream.community.bringing_rules import Recognised
from allostream.discovery.rules import Reason


@dataclass(frozen=True)
class Words:
    """A reason in a sentence, and what would help; "" where nothing would."""

    why: str
    help: str = ""


def words_of(reason: str) -> Words | None:
    """The words of a reason; None for the code of a sign on the copy, which has words of its own."""
    return {**_of_address(), **_of_work(), **_of_copy()}.get(reason)


def _of_address() -> Mapping[str, Words]:
    """What address and host come to."""
    return {
        Recognised.WITHDRAWN: Words(
            gettext("This copy was taken down on legal grounds, and it stays down: bringing it again changes nothing."),
            gettext("Another copy of the same work may be brought, if it comes from somebody else."),
        ),
        Recognised.REMOVED: Words(
            gettext("A link to this copy was here and was removed for good."),
            gettext("If the reason has gone, contest this decision and say what has changed."),
        ),
        Recognised.BARRED: Words(
            gettext("Somebody has looked at where this copy comes from, and refused it."),
            gettext("A copy from an archive, from the holder’s own channel or under an open licence would be taken."),
        ),
        Recognised.HOST_REFUSED: Words(
            gettext("This host is refused: what is there cannot be shown to come from those who may put it there."),
            gettext("Look for the same work at a host on our list."),
        ),
        Recognised.INSTANCE_REFUSED: Words(
            gettext("This channel or server is refused."),
            gettext("Look for the same work in another channel or at another host."),
        ),
        Reason.CHANNEL_REFUSED: Words(
            gettext("Its host says that it stands in a channel that is refused here."),
            gettext("Look for the same work in another channel or at another host."),
        ),
        "a-list": Words(
            gettext("A whole list is proposed: a moderator decides whether we go through it, and looks at each video."),
        ),
        Reason.NOT_A_VIDEO: Words(
            gettext("This address leads to a channel or list, and not to one film or episode."),
            gettext("Bring a single video, or propose the whole list as a collection."),
        ),
        Reason.HOST_NOT_LISTED: Words(
            gettext("This host is not on our list. Nothing leads there before it is proposed, open to objections for "
                    "four weeks, and listed."),
            gettext("Evidence helps: who runs it, by what right it shows films, where that can be read."),
        ),
        Reason.CHANNEL_NOT_LISTED: Words(
            gettext("This server or channel of the network is not on our list. Nothing leads there before it is "
                    "proposed, open to objections for four weeks, and listed."),
            gettext("Evidence helps: who runs it, and that the films there are theirs or free."),
        ),
    }  # fmt: skip


def _of_work() -> Mapping[str, Words]:
    """What the work and its rights come to."""
    return {
        Reason.WORK_UNKNOWN: Words(
            gettext("No title of the catalogue was named: a moderator finds or adds it."),
            gettext("Original name, year and director of the work help."),
        ),
        "other-work": Words(
            gettext("This copy is listed for another work already. A moderator looks which of the two it shows."),
        ),
        Reason.PROTECTED: Words(
            gettext("The work is protected by copyright in every country that we know the law of, and this host is not "
                    "a service that has a licence for it."),
            gettext("Evidence of a licence or of the holder’s own channel would change that, and so would a dated fact "
                    "that shows the work to be free."),
        ),
        Reason.RIGHTS_UNCLEAR: Words(
            gettext("Too little is known to say whether the work is free anywhere: a moderator looks into it."),
            gettext("Dates help: of the first publication, and of the deaths of director, writers and composer."),
        ),
        Reason.LICENCE_CLAIMED: Words(
            gettext("The uploader names an open licence: a moderator looks whether it is theirs to give."),
        ),
        Reason.RIGHTS_REVIEW: Words(gettext("The rights in the work wait for a person to look at them.")),
    }  # fmt: skip


def _of_copy() -> Mapping[str, Words]:
    """What the copy and its host's answer come to."""
    return {
        Reason.ORIGIN_REVIEW: Words(
            gettext("Anybody may put files there: a moderator looks where this copy comes from."),
        ),
        Reason.AWAITS_REPLY: Words(gettext("Its host has been asked about the copy and has not answered yet.")),
        Reason.HOST_SILENT: Words(gettext("Its host does not answer: a moderator looks at the copy.")),
        Reason.OTHER_COPY: Words(gettext("Its host answered about another copy.")),
        Reason.GONE_AT_HOST: Words(gettext("Its host says that this copy is not there, or not for the public.")),
        Reason.SHOWN: Words(gettext("Nothing speaks against it; a moderator looks at it because you are new here.")),
        "copy-refused": Words(
            gettext(
                "What its names or its host say of this copy shows that it cannot be taken: it is a copied "
                "commercial edition, or not the work itself."
            ),
            gettext("A plain copy from an archive or from the holder helps."),
        ),
        "banned": Words(
            gettext("Links of this kind are banned here, by a decision with public reasons."),
            gettext("The ban and its end stand in the log of moderation."),
        ),
        "here": Words(gettext("This copy is here already.")),
        "taken-back": Words(gettext("You have taken it back.")),
    }
