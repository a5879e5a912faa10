"""Refusals: what went wrong, where, and what to do, with a code that programs can rely on.

Raised in queries and actions, turned into an answer in one place for pages (allostream.web.middleware). The
sentence is a message to be translated there: this module knows no language.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation without translating it; the name is the one the gathering tool knows."""
    return message


class Problem(Exception):
    """A refusal with a stable `code`, an HTTP `status`, a sentence with named places, and their values."""

    code: ClassVar[str] = "problem"
    status: ClassVar[int] = 400
    sentence: ClassVar[str] = gettext_noop("This could not be done.")
    retry_after: int = 0  # seconds, where it is worth waiting

    def __init__(self, **details: Any) -> None:
        self.details: Mapping[str, Any] = details
        super().__init__(self.sentence % details)


class NotFound(Problem):
    """Nothing is there, or nothing that this person may see: both look the same from outside."""

    code = "not-found"
    status = 404
    sentence = gettext_noop("There is nothing at this address.")


class Gone(Problem):
    """Something public was here and has been removed for good.

    Details: `what` it was (film, series, episode, link, person), `on` which day it was removed, the `name` and `year`
    of a title, and the `title_id` of the title that a part or link belonged to.
    """

    code = "gone"
    status = 410
    sentence = gettext_noop("What was here has been removed for good.")


class Withdrawn(Problem):
    """A link withdrawn on legal grounds (RFC 7725).

    Details: the `title_id` of its title, `on` which day it was withdrawn, `why` as it was recorded, and the
    number of the `case` at the rights desk, "" where there is none; whether it `is_order` of an authority on a host.
    """

    code = "withdrawn"
    status = 451
    sentence = gettext_noop("This link was withdrawn for legal reasons.")


class Forbidden(Problem):
    """This person may not do this."""

    code = "forbidden"
    status = 403
    sentence = gettext_noop("You do not have the right to do this.")


class UnknownValue(Problem):
    """A filter or setting with a value that does not exist: never answered as if it had not been given."""

    code = "unknown-value"
    status = 400
    sentence = gettext_noop("“%(value)s” is not a known value of “%(field)s”.")


class NotAnAddress(Problem):
    """A text that is no web address we can read."""

    code = "not-an-address"
    status = 422
    sentence = gettext_noop("“%(text)s” is not a web address.")


class HostNotListed(Problem):
    """An address at a host that is not on the list."""

    code = "host-not-listed"
    status = 422
    sentence = gettext_noop("Links to “%(host)s” are not accepted: the host is not on the list.")


class AlreadyHere(Problem):
    """The same video is already listed for the same edition."""

    code = "already-here"
    status = 409
    sentence = gettext_noop("This copy is already listed for this work.")
