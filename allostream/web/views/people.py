"""Pages of people."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allostream.catalogue import queries as catalogue
from allostream.catalogue.queries import Moved
from allostream.freshness.rules import Subject
from allostream.lib.dates import Precision
from allostream.links import queries as links
from allostream.web import described
from allostream.web.addresses import Place, address
from allostream.web.formats import partial_date
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.offers import reader
from allostream.web.page import Page, everywhere, moved, write
from allostream.web.wording import identifier, role_of_person


@require_safe
def person(request: PageRequest, slug: str) -> HttpResponse:
    """A person's life in dates and their titles by role. Eight queries."""
    try:
        found = catalogue.person_at(slug)
    except Moved as now:
        return moved(request, address(request.site.language, Place.PERSON, slug=now.thing.slug))
    by_role = catalogue.person_credits(found.pk)
    every = sorted({title_id for _role, ids in by_role for title_id in ids})
    cards = {card.id: card for card in links.cards(request.visitor, every)}
    kept = {id_ for id_, card in cards.items() if card.where.is_watchable or not request.visitor.only_watchable}
    roles = [(role_of_person(role), [cards[id_] for id_ in ids if id_ in kept]) for role, ids in by_role]
    identifiers = catalogue.person_identifiers(found.pk)
    context = {
        "person": found,
        "life": life(found),
        "hidden_by_switch": len(cards) - len(kept),
        "roles": [(heading, titles) for heading, titles in roles if titles],
        "identifiers": [identifier(*pair) for pair in identifiers],
    }
    page = Page(
        title=found.name,
        description=gettext("Films and series of %(name)s, and where to watch them lawfully.") % {"name": found.name},
        addresses=everywhere(Place.PERSON, slug=found.slug),
    )
    page = described.person(request, page, found, identifiers)
    return write(request, "pages/person.html", page, context, fresh=Fresh(stamps=(Subject.LISTS,)))


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
