"""How candidates stand, and why, in words of the reader."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext

from allostream.discovery.rules import Reason, State
from allostream.web.formats import number
from allostream.web.origin_words import sign_texts
from allostream.web.spoken import spoken


@spoken
def state_words() -> Mapping[State, str]:
    """The states by name."""
    return {
        State.LIVE: gettext("shown"),
        State.REVIEW: gettext("waiting for a person"),
        State.WAITING: gettext("waiting for something else"),
        State.HELD: gettext("held"),
        State.REFUSED: gettext("refused"),
        State.GONE: gettext("gone"),
    }


@spoken
def _reasons() -> Mapping[str, str]:
    return {
        Reason.SHOWN: gettext("shown in at least one country"),
        Reason.ORIGIN_REVIEW: gettext("who put the copy there is not known for certain"),
        Reason.RIGHTS_REVIEW: gettext("the rights of the work wait for a person"),
        Reason.LICENCE_CLAIMED: gettext("the uploader names a licence: is it theirs to give?"),
        Reason.WORK_DOUBTFUL: gettext("it may be this work, or another"),
        Reason.AWAITS_REPLY: gettext("its host has not been asked yet"),
        Reason.HOST_SILENT: gettext("its host does not answer"),
        Reason.NO_READER: gettext("nobody here reads what its host answers"),
        Reason.WORK_UNKNOWN: gettext("the work is not in the catalogue"),
        Reason.PART_UNKNOWN: gettext("the season or episode is not in the catalogue"),
        Reason.RIGHTS_UNCLEAR: gettext("too little is known of the work’s rights"),
        Reason.AWAITS_NIGHT: gettext("it is decided in the next night"),
        Reason.NOT_OPEN_YET: gettext("its time has not begun"),
        Reason.NOT_WORKING: gettext("it does not work now"),
        Reason.NOT_AN_ADDRESS: gettext("it is no address"),
        Reason.NOT_A_VIDEO: gettext("it leads to a channel or list"),
        Reason.HOST_NOT_LISTED: gettext("its host is not listed"),
        Reason.CHANNEL_NOT_LISTED: gettext("its instance or channel is not listed"),
        Reason.CHANNEL_REFUSED: gettext("its channel is refused"),
        Reason.NOT_THE_WORK: gettext("it is a trailer or an excerpt"),
        Reason.PROTECTED: gettext("the work is protected everywhere"),
        Reason.NOWHERE: gettext("it is free in no country where it is offered"),
        Reason.CLOSED: gettext("its time is over"),
        Reason.OTHER_COPY: gettext("its host answered about another copy"),
        Reason.COPY_REFUSED: gettext("the copy is refused"),
        Reason.BAD_RECORD: gettext("its source describes it wrongly"),
        Reason.PERSON_SAID_NO: gettext("a person said no"),
        Reason.GONE_AT_HOST: gettext("its host has it no more"),
        Reason.GONE_AT_SOURCE: gettext("its source has it no more"),
        Reason.SOURCE_HELD: gettext("its source lost too much at once"),
    }


def reason_words(reason: str) -> str:
    """Why a candidate stands as it does: a reason, or a sign on the copy."""
    return _reasons().get(reason) or sign_texts([reason])[0].rstrip(".")


def counted(total: int, language: str) -> str:
    """How many there are."""
    said = ngettext("%(count)s candidate", "%(count)s candidates", total)
    return said % {"count": number(total, language)}
