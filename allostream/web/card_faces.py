"""Cards as the component `cards.html` shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from allostream.lib.visitor import Visitor
from allostream.links.queries import Card
from allostream.web import pictures
from allostream.web.addresses import DEFAULT_LANGUAGE, href, title_address
from allostream.web.formats import length, typeset, years
from allostream.web.pieces import lang_of
from allostream.web.wording import Kind, Tag, card_kind, card_tags


@dataclass(frozen=True)
class CardFace:
    """A card in words and addresses. `is_away`: nothing is shown of it here, nor in the reader's other countries."""

    address: SafeString
    poster: SafeString
    name: str
    lang: str
    facts: str
    kind: Kind
    tags: Sequence[Tag]
    is_away: bool


def card_faces(cards: Iterable[Card], visitor: Visitor, site_language: str) -> list[CardFace]:
    """Cards for a reader of a site, in the active language."""
    reader = get_language() or DEFAULT_LANGUAGE
    return [_face(card, visitor, site_language, reader) for card in cards]


def _face(card: Card, visitor: Visitor, site_language: str, reader: str) -> CardFace:
    facts = (years(card.year, card.end_year), length(card.runtime_min) if card.runtime_min else "")
    return CardFace(
        address=href(title_address(site_language, card.kind, card.slug)),
        poster=href(pictures.facts_of(card, reader).address),
        name=typeset(card.name),
        lang=lang_of(card.name_language, reader),
        facts=" · ".join(fact for fact in facts if fact),
        kind=card_kind(card.where, visitor.country),
        tags=card_tags(card.access),
        is_away=card.where.offer is None and card.where.further_offer is None,
    )
