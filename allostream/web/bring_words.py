"""What people bring, how it stands and why, in the words of the reader."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext, pgettext

from allostream.catalogue.identity_rules import Ground
from allostream.catalogue.identity_rules import Reason as Sign
from allostream.community.bringing_rules import Recognised, State, Wait
from allostream.community.guess_rules import Field, Reading, Way
from allostream.community.models import Submission
from allostream.community.refusal_words import Words, words_of
from allostream.discovery.rules import Outcome
from allostream.discovery.rules import State as Standing
from allostream.rights.origin.signs import Code
from allostream.web.candidate_words import reason_words
from allostream.web.formats import day, number
from allostream.web.likeness_words import ground_words
from allostream.web.origin_words import sign_text
from allostream.web.spoken import spoken

TOLD = frozenset({
    Sign.SAME_ID, Sign.SAME_NAME, Sign.LIKE_NAME, Sign.SAME_YEAR, Sign.NEAR_YEAR, Sign.SAME_DIRECTOR, Sign.SAME_LENGTH,
    Sign.OTHER_LENGTH, Sign.OTHER_DIRECTOR, Sign.NAMESAKES, Sign.OTHER_SPELLING,
})  # fmt: skip
KNOWN_SIGNS = frozenset(Code)


@spoken
def state_names() -> Mapping[str, str]:
    """How what was brought may stand, by name."""
    return {
        State.ASKED: pgettext("what was brought", "Its host is being asked"),
        State.QUEUED: pgettext("what was brought", "Waiting for a moderator"),
        State.ACCEPTED: pgettext("what was brought", "Taken"),
        State.REFUSED: pgettext("what was brought", "Refused"),
        State.WITNESS: pgettext("what was brought", "Here already: you are a witness"),
        State.PROPOSED: pgettext("what was brought", "Its host is proposed"),
        State.TAKEN_BACK: pgettext("what was brought", "Taken back"),
    }


def reason_told(row: Submission) -> Words:
    """Why it stands so, in a sentence, and what would help."""
    if row.reason in KNOWN_SIGNS:
        return Words(sign_text(Code(row.reason)), gettext("A plain copy from an archive or from the holder helps."))
    return words_of(row.reason) or Words(reason_words(row.reason))


def outcome_told(outcome: Outcome | None) -> str:
    """How the link stands that it has become."""
    if outcome is None:
        return ""
    if outcome.state is Standing.LIVE:
        return gettext("It is shown in at least one country.")
    return gettext("It is not shown: %(reason)s.") % {"reason": reason_words(outcome.reason)}


def wait_told(wait: Wait, reader: str) -> str:
    """How long it will take, honestly, from what the queue has really done."""
    before = number(wait.before, reader)
    if wait.days is None and not wait.before:
        return gettext("No other link waits. Too few were decided lately to say how long it takes.")
    if wait.days is None:
        told = ngettext(
            "%(count)s link waits before it. Too few were decided lately to say how long that takes.",
            "%(count)s links wait before it. Too few were decided lately to say how long that takes.",
            wait.before,
        )
        return told % {"count": before}
    told = ngettext(
        "%(count)s link waits before it; at the pace of the last four weeks that takes %(time)s.",
        "%(count)s links wait before it; at the pace of the last four weeks that takes %(time)s.",
        wait.before,
    )
    return told % {"count": before, "time": time_told(wait.days, reader)}


def time_told(days: float, reader: str) -> str:
    """A time as people say it, rounded up."""
    if days <= 1 / 24:
        return gettext("less than an hour")
    if days < 1:
        hours = int(days * 24) + 1
        said = ngettext("about %(count)s hour", "about %(count)s hours", hours)
        return said % {"count": number(hours, reader)}
    whole = int(days) + (days > int(days))
    return ngettext("about %(count)s day", "about %(count)s days", whole) % {"count": number(whole, reader)}


def reasons_of_guess(reading: Reading, grounds: tuple[Ground, ...], language: str) -> list[str]:
    """Why a title was proposed, as short phrases: from which words, and what agrees."""
    told = [_read_from(reading)]
    for one in grounds:
        if one.reason not in TOLD or (one.reason is Sign.SAME_NAME and one.values.get("name") == reading.name):
            continue
        told.append(ground_words(one, language))
    return told


def _read_from(reading: Reading) -> str:
    where = {
        Field.TITLE: gettext("the host’s title"),
        Field.ITEM: gettext("the address"),
        Field.FILE: gettext("the name of the file"),
        Field.SOURCE: gettext("the list"),
    }[reading.field]
    if reading.way is Way.WHOLE:
        return gettext("“%(name)s” in %(where)s") % {"name": reading.name, "where": where}
    return gettext("“%(name)s” as a part of %(where)s") % {"name": reading.name, "where": where}


def heading_of(what: Recognised, host: str) -> str:
    """What an address is here, as a heading."""
    return {
        Recognised.NEW: gettext("New here, at %(host)s"),
        Recognised.HERE: gettext("Already here"),
        Recognised.WITHDRAWN: gettext("Taken down, and it stays down"),
        Recognised.REMOVED: gettext("Removed"),
        Recognised.BARRED: gettext("This copy was refused"),
        Recognised.BROUGHT: gettext("Somebody has brought it already"),
        Recognised.HOST_UNKNOWN: gettext("We do not know %(host)s"),
        Recognised.HOST_PROPOSED: gettext("%(host)s is not listed yet"),
        Recognised.HOST_REFUSED: gettext("%(host)s is not allowed"),
        Recognised.INSTANCE_UNKNOWN: gettext("This server of %(host)s is not listed yet"),
        Recognised.INSTANCE_REFUSED: gettext("This channel or server is not allowed"),
        Recognised.A_LIST: gettext("A list or channel at %(host)s"),
    }[what] % {"host": host}


def decided_told(row: Submission, reader: str) -> str:
    """Who decided and when, by role alone."""
    if row.decided_at is None:
        return ""
    on = day(row.decided_at, reader)
    if row.state == State.TAKEN_BACK:
        return gettext("Taken back by you on %(day)s.") % {"day": on}
    if row.by_rule:
        return gettext("Decided on %(day)s by the program, following a published rule; no person looked.") % {"day": on}
    return gettext("Decided on %(day)s by a moderator.") % {"day": on}
