"""What a link's drawer holds: the facts that it rests on, and what happened to it. Words for `drawer.html`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from allostream.links.queries import AnswerRow, LinkRow
from allostream.links.rules import Basis, Health
from allostream.rights.origin.relations import Relation
from allostream.web.addresses import href, short_address
from allostream.web.copy_words import origin_event, origin_text
from allostream.web.formats import day
from allostream.web.places import within
from allostream.web.spoken import spoken

OUTWARD_LICENCE = "license nofollow noopener external"


@dataclass(frozen=True)
class Fact:
    """One line of facts: a term and what is known; `authority` is the text of law behind it, in English."""

    term: str
    text: str
    lang: str = ""
    address: SafeString | None = None
    rel: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Event:
    """One line of a link's history."""

    on: date
    text: str
    day: str
    is_check: bool = False

    @property
    def iso(self) -> str:
        return self.on.isoformat()


class Grounds(Protocol):
    """What the answers for the title of a link say (allostream.web.grounds)."""

    def facts(self, answer: AnswerRow, country: str) -> list[Fact]: ...
    def seen(self, link: LinkRow) -> list[Fact]: ...


def facts(link: LinkRow, country: str, reader: str, grounds: Grounds) -> list[Fact]:
    """On what a link rests and what is known of the copy, for readers in the country, in their language."""
    answer = link.answer if link.basis is Basis.WORK else None
    found = list(grounds.facts(answer, country)) if answer else []
    found.append(Fact(gettext("This copy"), origin_text(link, reader)))
    if link.vouched:
        found.append(Fact(gettext("Their word for it"), link.vouched, lang="" if reader == "en" else "en"))
    if link.uploader:
        found.append(Fact(gettext("Uploaded by"), link.uploader))
    if link.collection:
        found.append(Fact(gettext("In the collection"), link.collection))
    if link.uploaded_at:
        found.append(Fact(gettext("At its host since"), day(link.uploaded_at, reader)))
    if link.found_in:
        found.append(Fact(gettext("Found in"), link.found_in, lang="" if reader == "en" else "en"))
    if link.submitted_by:
        found.append(Fact(gettext("Put here by"), link.submitted_by))
    if link.relation is Relation.DECLARED_OWN:
        found.append(
            Fact(gettext("Said by them"), gettext("Whoever put the link here says that they uploaded the copy."))
        )
    found += grounds.seen(link)
    if link.closes_at:
        found.append(Fact(gettext("Open until"), day(link.closes_at, reader)))
    permanent = short_address("l", link.public_id)
    found.append(Fact(gettext("Permanent address"), permanent, address=href(permanent)))
    return found


def history(link: LinkRow, country: str, reader: str) -> list[Event]:
    """What happened to a link, newest first."""
    events = [_event(link.submitted_at, _arrival(link), reader)]
    if link.health_checked_at:
        events.append(_event(link.health_checked_at, health_sentence(link.health), reader, is_check=True))
    if link.origin_on and (cleared := origin_event(link)):
        events.append(_event(link.origin_on, cleared, reader))
    if link.price_seen_on:
        events.append(_event(link.price_seen_on, gettext("Price seen at the host."), reader))
    if link.answer and link.basis is Basis.WORK:
        events.append(_event(link.answer.evaluated_on, gettext("The answer for the country was worked out."), reader))
        if link.answer.free_since:
            became = gettext("The work became free %(in_country)s.") % {"in_country": within(country, reader)}
            events.append(_event(link.answer.free_since, became, reader))
    return sorted(events, key=lambda event: event.on, reverse=True)


def _event(on: date | datetime, text: str, reader: str, *, is_check: bool = False) -> Event:
    return Event(on.date() if isinstance(on, datetime) else on, text, day(on, reader), is_check)


def _arrival(link: LinkRow) -> str:
    if link.submitted_by:
        return gettext("Proposed by %(name)s.") % {"name": link.submitted_by}
    return gettext("Taken from a public list.")


@spoken
def health_sentence(health: Health) -> str:
    """What the last check of a link found."""
    return {
        Health.OK: gettext("The copy answered and plays."),
        Health.SOFT: gettext("The page answered, but not as expected."),
        Health.DEAD: gettext("The copy is gone."),
        Health.GEO: gettext("The host refused the country from which it was asked."),
        Health.LOGIN: gettext("The host asks for an account."),
        Health.EMBED_REFUSED: gettext("The host does not let others show its player for this copy."),
        Health.REMOVED_BY_RIGHTS: gettext("The host has removed the copy for reasons of rights."),
        Health.UNKNOWN: gettext("Not checked yet."),
    }[health]
