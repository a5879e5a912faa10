"""Why a link is lawful in a country and who put it there, in one line. Equal lines are put together once.

A page of a hundred links has a handful of reasons. What goes into a line is the key under which it is remembered, with
the language; nothing else of the reader is in it but the country.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

from django.utils.translation import gettext

from allostream.links.queries import AnswerRow
from allostream.links.rules import Basis, Status
from allostream.web.explain import licence_name
from allostream.web.formats import day
from allostream.web.places import within

REMEMBERED = 4096


class Reasoned(Protocol):
    """What a line says of a link."""

    @property
    def basis(self) -> Basis: ...
    @property
    def host_name(self) -> str: ...
    @property
    def uploader(self) -> str: ...
    @property
    def channel(self) -> str | None: ...
    @property
    def submitted_by(self) -> str | None: ...
    @property
    def price_seen_on(self) -> date | None: ...
    @property
    def checked_on(self) -> date | None: ...


class Right(NamedTuple):
    """What of an answer such a line says; few answers differ in it, and it can be the key of what is remembered."""

    status: Status
    licence: str
    free_since: date | None


def right_of(answer: AnswerRow | None) -> Right | None:
    """What a line says of an answer, None where there is none."""
    return Right(answer.status, answer.licence, answer.free_since) if answer else None


def reason(link: Reasoned, answer: AnswerRow | Right | None, country: str, language: str) -> str:
    """What right, who put it there, when it was checked; `language` is the active one."""
    parts = (
        _right(link, answer, country, language),
        _who(link.basis, link.uploader, link.channel or "", link.submitted_by or "", language),
        _checked(link.price_seen_on, link.checked_on, language),
    )
    return " ".join([part for part in parts if part])


def _right(link: Reasoned, answer: AnswerRow | Right | None, country: str, language: str) -> str:
    if link.basis is Basis.PROVIDER or answer is None:
        return _offered(link.host_name, country, language)
    return _free(answer.status, answer.licence, answer.free_since, country, language)


@lru_cache(maxsize=REMEMBERED)
def _offered(host: str, country: str, language: str) -> str:
    return gettext("Offered by %(host)s itself %(in_country)s.") % {
        "host": host, "in_country": within(country, language),
    }  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def _free(status: Status, licence: str, since: date | None, country: str, language: str) -> str:
    """On what the freedom of the work rests in the country."""
    values = {"in_country": within(country, language)}
    if status is Status.OPEN_LICENCE:
        name = licence_name(licence)
        published = gettext("Published under %(licence)s.") % {"licence": name}
        return published if name else gettext("Published under an open licence.")
    if since:
        values["day"] = day(since, language)
        return gettext("Public domain %(in_country)s since %(day)s.") % values
    return gettext("Public domain %(in_country)s.") % values


@lru_cache(maxsize=REMEMBERED)
def _who(basis: Basis, uploader: str, channel: str, submitter: str, language: str) -> str:
    """Who put the copy there, as far as it is known."""
    if uploader:
        return gettext("Uploaded by %(name)s.") % {"name": uploader}
    if channel:
        return gettext("From the channel %(name)s.") % {"name": channel}
    if basis is Basis.PROVIDER:
        return ""
    if submitter:
        return gettext("Proposed by %(name)s; who uploaded it is not known.") % {"name": submitter}
    return gettext("Found in a public list; who uploaded it is not known.")


@lru_cache(maxsize=REMEMBERED)
def _checked(price_seen: date | None, checked: date | None, language: str) -> str:
    """When the copy or its price was last seen."""
    if price_seen:
        return gettext("Price seen on %(day)s.") % {"day": day(price_seen, language)}
    return gettext("Checked on %(day)s.") % {"day": day(checked, language)} if checked else ""
