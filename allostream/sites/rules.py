"""What a message to all readers of a site may be, and when it stands. No Django, no clock, no network."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from allostream.lib.countries import is_country
from allostream.lib.problems import gettext_noop

LONGEST = 500  # characters, of each text and of the link
LONGEST_NAME = 120
# With these the kept frames of pages mark where a page's own words belong: allostream.web.frame.
MARKS = frozenset("⟦⟧")


class BadMessage(ValueError):
    """A message that cannot be set: `part` is the field of Message, `sentence` names it and the remedy. It is to be
    translated before the `values` are put in; as a text it is in English."""

    def __init__(self, part: str, sentence: str, **values: object) -> None:
        self.part, self.sentence, self.values = part, sentence, values
        super().__init__(sentence % values)


class Section(StrEnum):
    """What sort of section is closed."""

    COUNTRY = "country"
    HOST = "host"
    KIND = "kind"


KINDS = ("film", "series")


@dataclass(frozen=True)
class Message:
    """What an operator tells all readers of a site, from an instant until another.

    `case` is where more can be read: a path on the site or an address by https, "" for nowhere. `section` and `closed`
    say in which words the closed section is named: a country's code, the name of a host, or a kind of title; both ""
    where none is. Nothing is closed by them: orders and bans do that.
    """

    english: str
    french: str
    since: datetime
    until: datetime
    case: str = ""
    section: str = ""
    closed: str = ""

    def stands_at(self, moment: datetime) -> bool:
        """Whether readers see it at a moment: from its first instant, no more at its last."""
        return self.since <= moment < self.until

    def next_edge(self, moment: datetime) -> datetime | None:
        """The first instant after a moment at which it appears or goes; None where it is over."""
        return next((edge for edge in (self.since, self.until) if edge > moment), None)


def checked(message: Message, now: datetime) -> Message:
    """The message with its spaces in order. Raises BadMessage, which names the first part that cannot be, and why."""
    english, french = _text("english", message.english, "English"), _text("french", message.french, "French")
    for part, name, instant in (("since", "from", message.since), ("until", "until", message.until)):
        if instant.tzinfo is None:
            raise BadMessage(
                part,
                gettext_noop("The instant “%(name)s” has no time zone: end it with Z or with an offset as +01:00."),
                name=name,
            )
    if message.until <= message.since:
        raise BadMessage(
            "until",
            gettext_noop("The message would end before it begins: give an “until” that is later than its “from”."),
        )
    if message.until <= now:
        raise BadMessage(
            "until", gettext_noop("The message would be over already: give an “until” that is still to come.")
        )
    case = message.case.strip()
    if case:
        _check_case(case)
    closed = _closed(message.section, message.closed.strip())
    return Message(english, french, message.since, message.until, case, message.section, closed)


def _text(part: str, text: str, language: str) -> str:
    """A text on one line."""
    line = " ".join(text.split())
    if not line:
        raise BadMessage(
            part, gettext_noop("The %(language)s text is empty: say it in both languages."), language=language
        )
    if len(line) > LONGEST:
        raise BadMessage(
            part, gettext_noop("The %(language)s text has %(n)s characters: shorten it to %(most)s."),
            language=language, n=len(line), most=LONGEST,
        )  # fmt: skip
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in line):
        raise BadMessage(
            part, gettext_noop("The %(language)s text has a control character: take it out."), language=language
        )
    if MARKS & set(line):
        raise BadMessage(
            part,
            gettext_noop("The %(language)s text has ⟦ or ⟧, which pages need for themselves: write [ or ]."),
            language=language,
        )
    return line


def _check_case(case: str) -> None:
    """Refuse what does not lead to a page here or, by https, elsewhere, and what would tell everybody a secret."""
    if len(case) > LONGEST:
        raise BadMessage(
            "case",
            gettext_noop(
                "The link to the case is longer than %(most)s characters: give a path on this site, as /notices, or an "
                "address that begins with https://."
            ),
            most=LONGEST,
        )
    no_link = gettext_noop(
        "“%(given)s” is not a link that can stand there: give a path on this site, as /notices, or an address that "
        "begins with https://."
    )
    try:
        parts = urlsplit(case)
        has_host = bool(parts.hostname)
    except ValueError as error:
        raise BadMessage("case", no_link, given=case) from error
    is_here = case.startswith("/") and not has_host and not case.startswith("//")
    is_elsewhere = parts.scheme == "https" and has_host and not parts.username
    has_odd_signs = {"\\", *MARKS} & set(unquote(case)) or any(s.isspace() or not s.isprintable() for s in case)
    if has_odd_signs or not (is_here or is_elsewhere):
        raise BadMessage("case", no_link, given=case)
    if "key" in parse_qs(parts.query, keep_blank_values=True):
        raise BadMessage(
            "case",
            gettext_noop("The link to the case has a secret key, which all readers would get: give one without it."),
        )


def _closed(section: str, closed: str) -> str:
    """What is named as closed, as it is kept."""
    if not section and not closed:
        return ""
    if section == Section.COUNTRY and is_country(closed.upper()):
        return closed.upper()
    if section == Section.KIND and closed in KINDS:
        return closed
    if section == Section.HOST and closed and len(closed) <= LONGEST_NAME and not MARKS & set(closed):
        return closed
    raise BadMessage(
        "closed",
        gettext_noop(
            "“%(section)s:%(closed)s” names no section: give country: with a code as FR, host: with the short name of "
            "a host, or kind: with film or series."
        ),
        section=section, closed=closed,
    )  # fmt: skip
