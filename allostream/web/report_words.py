"""Reports in words, in the active language."""

from django.utils.translation import gettext, pgettext

from allostream.community.reporting_queries import FaultRow
from allostream.community.reporting_rules import Group, Reason, State
from allostream.web.places import within


def reason_word(reason: Reason) -> str:
    """What may be wrong, as whoever reports it would say."""
    return {
        Reason.DEAD: gettext("The video is gone, or the page does not open"),
        Reason.GEO_BLOCKED: gettext("Not available in my country"),
        Reason.NEEDS_LOGIN: gettext("It asks for an account"),
        Reason.PAYWALLED: gettext("It asks for money"),
        Reason.WRONG_TITLE: gettext("It is another film or series"),
        Reason.WRONG_EPISODE: gettext("It is another episode"),
        Reason.INCOMPLETE: gettext("A part of it is missing"),
        Reason.WRONG_LANGUAGE: gettext("Another language than it says here"),
        Reason.NO_SUBTITLES: gettext("The subtitles are missing"),
        Reason.POOR_QUALITY: gettext("Picture or sound are hard to bear"),
        Reason.DUPLICATE: gettext("The same copy stands here twice"),
        Reason.SPAM: gettext("It is advertising, not a film"),
        Reason.MALWARE_OR_ADS: gettext("Harmful programs, or advertising that deceives"),
        Reason.AGE: gettext("Not for the age it is shown to"),
        Reason.METADATA: gettext("Something said about it here is wrong"),
        Reason.OTHER: gettext("Something else"),
        Reason.RIGHTS: gettext("It infringes rights: copyright, privacy or others"),
        Reason.UPLOADER_NOT_AUTHORISED: gettext("Whoever put it up was not allowed to"),
    }[reason]


def group_word(group: Group) -> str:
    """The heading over reasons that stand together."""
    return {
        Group.NOT_PLAYING: gettext("It cannot be watched"),
        Group.SOMETHING_ELSE: gettext("It is not what it should be"),
        Group.PICTURE_AND_SOUND: gettext("Picture, sound, language"),
        Group.HARM: gettext("It does harm"),
        Group.OTHER: pgettext("heading over reasons", "Other"),
        Group.OF_RIGHTS: gettext("Rights"),
    }[group]


def fault_word(fault: FaultRow, reader: str) -> str:
    """What was reported, with the country where it matters."""
    if not fault.country:
        return reason_word(fault.reason)
    return gettext("Not available %(in_country)s") % {"in_country": within(fault.country, reader)}


def state_word(state: State) -> str:
    """How a report stands."""
    return {
        State.OPEN: pgettext("state of a report", "Open"),
        State.ACCEPTED: pgettext("state of a report", "Confirmed"),
        State.REJECTED: pgettext("state of a report", "Not confirmed"),
    }[state]


def answer_words(fault: FaultRow) -> str:
    """What those who reported it are told at the end; "" while nobody has answered."""
    if fault.state is State.OPEN:
        return ""
    if fault.by_look:
        return gettext("We have asked the host, and it says the same.")
    return fault.answer
