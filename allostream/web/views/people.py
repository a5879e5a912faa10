"""Pages of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import Moved
from allostream.freshness.rules import Subject
from allostream.lib.dates import Precision
from allostream.links import queries as links
from allostream.links.queries import Card
from allostream.web import described
from allostream.web.addresses import Place, address
from allostream.web.formats import partial_date
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.offers import reader
from allostream.web.page import Page, everywhere, moved, write
from allostream.web.wording import identifier, person_word, role_of_person

MOST_ON_WALL = 48


@dataclass(frozen=True)
class Part:
    """What a person did in one role, decade by decade, the latest first; a decade of "" has no year."""

    heading: str
    count: int
    decades: Sequence[tuple[str, Sequence[Card]]]


@require_safe
def person(request: PageRequest, slug: str) -> HttpResponse:
    """A person's life in dates, what of theirs can be watched here, and their titles by role. Seven queries."""
    try:
        found = catalogue.person_at(slug)
    except Moved as now:
        return moved(request, address(request.site.language, Place.PERSON, slug=now.thing.slug))
    by_role = catalogue.person_credits(found.pk)
    every = {title_id: place for place, title_id in enumerate(title_id for _role, ids in by_role for title_id in ids)}
    cards = {card.id: card for card in links.cards(request.visitor, sorted(every))}
    kept = {id_ for id_, card in cards.items() if card.where.is_watchable or not request.visitor.only_watchable}
    shown = [card for card in cards.values() if card.id in kept and (card.where.offer or card.where.is_watchable)]
    parts = [part(role, [cards[id_] for id_ in ids if id_ in kept]) for role, ids in by_role]
    identifiers = catalogue.person_identifiers(found.pk)
    context = {
        "person": found,
        "life": life(found),
        "roles": " · ".join(person_word(role) for role, _ids in by_role),
        "here": sorted(shown, key=lambda card: every[card.id])[:MOST_ON_WALL],
        "hidden_by_switch": len(cards) - len(kept),
        "parts": [one for one in parts if one.count],
        "total": len(cards),
        "identifiers": [identifier(*pair) for pair in identifiers],
    }
    page = Page(
        title=found.name,
        description=gettext("Films and series of %(name)s, and where to watch them lawfully.") % {"name": found.name},
        addresses=everywhere(Place.PERSON, slug=found.slug),
    )
    page = described.person(request, page, found, identifiers)
    return write(request, "pages/person.html", page, context, fresh=Fresh(stamps=(Subject.LISTS,)))


def part(role: str, cards: Sequence[Card]) -> Part:
    """The titles of one role, which come with the latest first, by decade."""
    decades = groupby(cards, key=lambda card: decade_word(card.year))
    return Part(role_of_person(role), len(cards), [(decade, list(titles)) for decade, titles in decades])


def decade_word(year: int | None) -> str:
    """A decade as people say it: “1920s”, « Années 1920 »."""
    return pgettext("decade", "%(year)ss") % {"year": year // 10 * 10} if year else ""


def life(person: Any) -> str:
    """Birth and death as a sentence without verb, as exactly as they are known: “1895 to 1966”; "" when neither is."""
    born = partial_date(person.born, reader()) if person.born else ""
    died = partial_date(person.died, reader()) if person.died else ""
    if person.died and person.died.precision is Precision.BEFORE:
        died = gettext("before %(year)s") % {"year": died}
    if born and died:
        return gettext("Born %(born)s, died %(died)s") % {"born": born, "died": died}
    if died:
        return gettext("Died %(died)s") % {"died": died}
    return gettext("Born %(born)s") % {"born": born} if born else ""
