"""The site itself, lists of titles, people and hosts."""

from collections.abc import Sequence
from typing import Any

from allostream.catalogue.models import Person
from allostream.lib.dates import PartialDate, Precision
from allostream.links.queries import Card
from allostream.web import wording
from allostream.web.addresses import Place, address, title_address
from allostream.web.linked_data.ground import Ground, Thing, breadcrumbs, country, script, thing

CERTAIN = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})


def home(ground: Ground) -> str:
    """The site, and how it is searched."""
    search = ground.at(Place.SEARCH)
    return script(
        {
            "@type": "WebSite", "@id": ground.at(Place.HOME), "url": ground.at(Place.HOME), "name": ground.site_name,
            "inLanguage": ground.language,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search + "?q={search_term_string}"},
                "query-input": "required name=search_term_string",
            },
        }
    )  # fmt: skip


def listing(ground: Ground, steps: Sequence[tuple[str, str]], cards: Sequence[Card], first: int = 1) -> str:
    """One page of a list: its titles, and the way to it as (words, path).

    `first` is the place in the whole list of its first title.
    """
    return script(*item_list(ground, cards, first), breadcrumbs(ground, steps))


def item_list(ground: Ground, cards: Sequence[Card], first: int = 1) -> list[Thing]:
    """The titles of a list by address: each page says the rest of itself. Nothing for an empty list."""
    entries = [
        {
            "@type": "ListItem",
            "position": place,
            "url": ground.full(title_address(ground.site_language, card.kind, card.slug)),
        }
        for place, card in enumerate(cards, first)
    ]
    return [{"@type": "ItemList", "itemListElement": entries}] if entries else []


def person(ground: Ground, person: Person, identifiers: Sequence[tuple[str, str]]) -> str:
    """Somebody's life in dates, and what other catalogues call them."""
    own = address(ground.site_language, Place.PERSON, slug=person.slug)
    known = (wording.identifier(*pair)["address"] for pair in identifiers)
    facts: dict[str, Any] = {
        "id_": ground.permanent("p", person.public_id),
        "url": ground.full(own),
        "name": person.name,
        "birthDate": certain(person.born),
        "deathDate": certain(person.died),
        "nationality": [country(ground, code) for code in person.nationalities],
        "sameAs": [address for address in known if address],
    }
    return script(thing("Person", **facts), breadcrumbs(ground, [(person.name, own)]))


def certain(known: PartialDate | None) -> str:
    """A date as far as it is known; nothing for one of which only a bound is known."""
    return str(known) if known and known.precision in CERTAIN else ""
