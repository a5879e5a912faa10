"""Cases, items, clocks and what a notice lacks, in the words of the reader."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

from allostream.rights_desk.case_rules import CaseState, ClockKind, Door, ItemState, Lane, Protection, Refused
from allostream.rights_desk.identity_rules import Fault, Way
from allostream.rights_desk.reading.shape import Doubt, Kind, Subject
from allostream.rights_desk.sender_rules import Sign
from allostream.rights_desk.validity_rules import Level

GOOD, WARN, BAD = "", "pay", "no"


def state_look(state: str) -> str:
    """The colour of the word of a state."""
    if ItemState(state) in (ItemState.AMBIGUOUS, ItemState.INFO_REQUESTED, ItemState.PROTECTED, ItemState.COUNTERED):
        return WARN
    down = (ItemState.SUSPENDED, ItemState.REMOVED, ItemState.COUNTRY_BLOCKED, ItemState.COURT_ACTION)
    return GOOD if ItemState(state) in down else BAD


def case_words(state: str) -> str:
    """How a case stands."""
    return {
        CaseState.RECEIVED: gettext("received"),
        CaseState.ASKED: gettext("waits for you"),
        CaseState.OPEN: gettext("waits for us"),
        CaseState.DECIDED: gettext("decided"),
        CaseState.CLOSED: gettext("closed"),
        CaseState.DEFECTIVE: gettext("closed: what was missing did not come"),
    }[CaseState(state)]


def refused_words(reason: str) -> str:
    """Why what a notice asks for is not done."""
    words: Mapping[str, str] = {
        Refused.NO_AUTHORITY: gettext("It is not shown that you may act for the holder of the right."),
        Refused.IDENTITY_UNVERIFIED: gettext("Who sent this could not be verified."),
        Refused.NOT_ILLEGAL: gettext("What is named is not unlawful."),
        Refused.LICENSED: gettext("The copy is licensed."),
        Refused.PUBLIC_DOMAIN: gettext("The work is in the public domain here."),
        Refused.OFFICIAL_SOURCE: gettext("The copy is offered by the holder of the rights."),
        Refused.EXCEPTION: gettext("An exception of the law allows it."),
        Refused.WRONG_TARGET: gettext("The address shows another work."),
        Refused.INSUFFICIENT: gettext("What is said does not suffice to judge it."),
        Refused.OUT_OF_SCOPE: gettext("This site cannot act on it: it lists addresses and hosts nothing."),
        Refused.DUPLICATE: gettext("The same was decided before."),
        Refused.ABUSIVE: gettext("The notice misuses the procedure."),
    }
    return words.get(reason, reason)


def act_words(act: str) -> str:
    """What a person at the desk does with addresses."""
    return {
        "suspend": gettext("Hide until it is decided"),
        "uphold": gettext("Withdraw for good"),
        "refuse": gettext("Refuse, leave or show again"),
        "restore": gettext("Show again"),
    }[act]


def bulk_words(chosen: Mapping[str, str], name: Callable[[str], str]) -> str:
    """By what the addresses of an act on many were chosen, and the ground of a refusal."""
    said = [f"{name(key)}{gettext(': ')}{value}" for key, value in chosen.items() if key != "refusal"]
    return " · ".join([*said, *([refused_words(chosen["refusal"])] if "refusal" in chosen else [])])


def protection_words(protection: str) -> str:
    """On which evidence a link rests."""
    words: Mapping[str, str] = {
        Protection.PUBLIC_DOMAIN: gettext("Public domain, with evidence"),
        Protection.OPEN_LICENCE: gettext("Open licence, with evidence"),
        Protection.OFFICIAL: gettext("Put there by the holder of the rights, with proof"),
        Protection.PROVIDER: gettext("Licensed offer of a service"),
    }
    return words.get(protection, "")


def level_words(level: str) -> str:
    """What a notice is worth in law, in a few words."""
    words: Mapping[str, str] = {
        Level.A: gettext("complete by the law of the Union and of the United States"),
        Level.B: gettext("complete"),
        Level.C: gettext("can be completed"),
        Level.D: gettext("lacks work, place or contact"),
        Level.E: gettext("a hint"),
        Level.F: gettext("another subject than copyright"),
    }
    return words.get(level, level)


def kind_words(kind: str) -> str:
    """What a message is for."""
    words: Mapping[str, str] = {
        Kind.NOTICE: gettext("Notice"),
        Kind.COUNTER_NOTICE: gettext("Counter notice"),
        Kind.COMPLAINT: gettext("Complaint"),
        Kind.RETRACTION: gettext("Retraction"),
        Kind.ORDER: gettext("Order of an authority"),
        Kind.COURT_PROOF: gettext("Proof of a court action"),
        Kind.REPLY: gettext("Reply"),
        Kind.QUESTION: gettext("Question about a case"),
        Kind.OTHER: gettext("Other message"),
    }
    return words.get(kind, kind)


def subject_words(subject: str) -> str:
    """Of which right a message speaks."""
    words: Mapping[str, str] = {
        Subject.COPYRIGHT: gettext("Copyright"),
        Subject.TRADEMARK: gettext("Trademark"),
        Subject.PRIVACY: gettext("Privacy, personal data"),
        Subject.DEFAMATION: gettext("Defamation"),
        Subject.TRADE_SECRET: gettext("Trade secret"),
        Subject.CIRCUMVENTION: gettext("Circumvention of protection"),
        Subject.OTHER: gettext("Another matter"),
    }
    return words.get(subject, subject)


def door_words(door: str) -> str:
    """By which way a message came."""
    words: Mapping[str, str] = {
        Door.FORM: gettext("by the form"),
        Door.API: gettext("by the API"),
        Door.UPLOAD: gettext("as a file"),
        Door.MAIL: gettext("by e-mail"),
        Door.POST: gettext("by post"),
        Door.PHONE: gettext("by telephone"),
        Door.DESK: gettext("opened at the desk"),
    }
    return words.get(door, door)


def lane_words(lane: str) -> str:
    """Who is served first."""
    words: Mapping[str, str] = {
        Lane.ORDER: gettext("Order"),
        Lane.FLAGGER: gettext("Trusted flagger"),
        Lane.VERIFIED: gettext("Verified sender"),
        Lane.NORMAL: gettext("Unverified sender"),
        Lane.SUSPENDED: gettext("Suspended sender"),
    }
    return words.get(lane, lane)


def clock_words(kind: str) -> str:
    """What runs out."""
    words: Mapping[str, str] = {
        ClockKind.RECEIPT: gettext("Receipt"),
        ClockKind.ASKED: gettext("What you still supply"),
        ClockKind.REVIEW: gettext("Review of what was withdrawn"),
        ClockKind.PROTECTED: gettext("Look at a link with evidence"),
        ClockKind.DECIDE: gettext("Decision"),
        ClockKind.FLAGGER: gettext("Decision for a trusted flagger"),
        ClockKind.ORDER: gettext("Effect of the order"),
        ClockKind.REPORT_EFFECT: gettext("Report to the authority"),
        ClockKind.ORDER_ENDS: gettext("End of the order"),
        ClockKind.PUT_BACK: gettext("Shown again unless a court is asked"),
        ClockKind.COMPLAINT: gettext("Answer to the complaint"),
        ClockKind.CONTEST_ENDS: gettext("Complaint is open"),
    }
    return words.get(kind, kind)


def sign_words(sign: str) -> str:
    """What speaks against a message being what it says, for the desk."""
    words: Mapping[str, str] = {
        Sign.NO_MANDATE: gettext("writes in the name of a company, and says that it may not speak for it"),
        Sign.FREE_MAIL: gettext("writes in the name of a company from a mail service that anybody may use"),
        Sign.OTHER_DOMAIN: gettext("its own page is at another domain than its mail"),
        Sign.NAMED_LIKE_OWNER: gettext("signs as the owner for whom it says to be an agent"),
        Sign.SAME_AS_WORK: gettext("an infringing address is also given as that of the work"),
        Sign.TOO_WIDE: gettext("very many addresses for one work"),
        Sign.ROOTS: gettext("names whole sites or searches"),
        Sign.NO_WORK: gettext("names no work"),
        Sign.BAD_SIGNATURE: gettext("the signature does not hold"),
        Sign.REPEATED: gettext("asks again for what was refused"),
        Sign.REVERSED_BEFORE: gettext("much of what it sent before was reversed"),
        Sign.FLOOD: gettext("more than this sender may send in a day"),
    }
    return words.get(sign, sign)


def way_words(way: str) -> str:
    """A way to show who one is."""
    words: Mapping[str, str] = {
        Way.MAIL: gettext("E-mail address, by a link in a letter"),
        Way.DNS: gettext("Domain, by a TXT record"),
        Way.FILE: gettext("Domain, by a file"),
        Way.REL_ME: gettext("Domain, by a link on its front page"),
        Way.DOCUMENT: gettext("Authority, by a document"),
        Way.KEY: gettext("Key of a signature"),
        Way.FLAGGER: gettext("List of trusted flaggers"),
    }
    return words.get(way, way)


def fault_words(fault: str) -> str:
    """Why something was not shown: a code, or what a person has written."""
    words: Mapping[str, str] = {
        Fault.NO_RECORD: gettext("The record is not there. New records are seen after minutes, sometimes hours."),
        Fault.NO_FILE: gettext("The file is not there, or holds something else."),
        Fault.NO_LINK: gettext("The front page has no such link with rel=me."),
        Fault.ELSEWHERE: gettext("The domain leads on to another one: show that one."),
        Fault.NO_ANSWER: gettext("The domain did not answer."),
    }
    return words.get(fault, fault)


def doubt_words(doubt: str) -> str:
    """Why a reader was unsure, for the desk."""
    words: Mapping[str, str] = {
        Doubt.NOT_READ: gettext("a part could not be read"),
        Doubt.DAMAGED: gettext("was damaged, and mended before it was read"),
        Doubt.UNSURE_KIND: gettext("it is not sure what it asks for"),
        Doubt.UNSURE_SENDER: gettext("it is not sure who writes"),
        Doubt.UNSURE_WORK: gettext("it is not sure which work is meant"),
        Doubt.UNSURE_ADDRESS: gettext("an address is not sure"),
        Doubt.UNBOUND_ADDRESS: gettext("an address belongs to no work that is named"),
        Doubt.SHORTENED_ADDRESS: gettext("an address was cut by whoever wrote it"),
        Doubt.WILDCARD: gettext("an address with a wildcard is not widened"),
        Doubt.GLUED: gettext("two addresses stood together without anything between them"),
        Doubt.SAME_AS_WORK: gettext("an address is also given as that of the work"),
        Doubt.TEXTS_DISAGREE: gettext("two parts of the message say different things"),
        Doubt.BAD_SIGNATURE: gettext("the signature does not hold"),
        Doubt.ATTACHMENT: gettext("refers to an attachment that is not there or was not opened"),
        Doubt.TOO_MUCH: gettext("was cut at a limit"),
        Doubt.CONTRADICTION: gettext("contradicts itself"),
        Doubt.NOT_FOR_US: gettext("is addressed to another service"),
    }
    return words.get(doubt, doubt)
