"""What an operator tells all readers of a site, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext

from allostream.sites.queries import message_of
from allostream.sites.rules import Message, Section
from allostream.web.http import PageRequest
from allostream.web.places import within


@dataclass(frozen=True)
class Told:
    """A message as it stands on a page; `closed` and `case` are "" where there is none."""

    text: str
    closed: str
    case: str
    is_elsewhere: bool


def standing(request: PageRequest) -> Message | None:
    """The message that readers of the request's site see at its moment. No query."""
    message = message_of(request.site)
    return message if message and message.stands_at(request.visitor.now) else None


def told(request: PageRequest, language: str) -> Told | None:
    """That message in a language, None where there is none. No query."""
    message = standing(request)
    return as_told(message, language) if message else None


def as_told(message: Message, language: str) -> Told:
    """A message as it would stand on a page in a language, whether it stands now or not. The sentence of its section is
    in the language in force. No query."""
    text = message.french if language == "fr" else message.english
    return Told(text, _closed(message, language), message.case, not message.case.startswith("/"))


def _closed(message: Message, language: str) -> str:
    """Which section is closed, as a sentence; "" for none."""
    match message.section:
        case Section.COUNTRY:
            return gettext("Closed %(in_country)s.") % {"in_country": within(message.closed, language)}
        case Section.HOST:
            return gettext("Closed: links to %(host)s.") % {"host": message.closed}
        case Section.KIND:
            return gettext("Closed: films.") if message.closed == "film" else gettext("Closed: series.")
    return ""
