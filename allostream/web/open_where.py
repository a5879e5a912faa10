"""In which countries what kind of offer of a title is open now, in words: the table “In every country”."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext, ngettext

from allostream.lib import countries
from allostream.lib.countries import WORLD
from allostream.lib.names import folded
from allostream.links.queries import OpenWhere
from allostream.links.rules import RANK, Offer
from allostream.web.formats import joined, number
from allostream.web.wording import OFFER_CLASSES, offer_text

# So many countries are named at once; further ones are behind a click, so that the table stays one glance high.
NAMED = 20


@dataclass(slots=True)
class OpenRow:
    """One kind of offer: in how many countries, which of them first, and which are behind the click `more`."""

    kind: str
    look: str
    countries: str
    first: str = ""
    more: str = ""
    others: str = ""


def open_rows(open_where: Iterable[OpenWhere], own: Sequence[str], language: str) -> list[OpenRow]:
    """The kinds of offers in their published order; countries by name, those of `own` before the others."""
    grouped: dict[tuple[Offer, bool], set[str]] = {}
    for row in open_where:
        grouped.setdefault((row.offer, row.is_open_licence and row.offer is Offer.FREE_OPEN), set()).add(row.country)
    kinds = sorted(grouped, key=lambda kind: (RANK[kind[0]], not kind[1]))
    return [_row(kind, frozenset(grouped[kind]), tuple(own), language) for kind in kinds]


@lru_cache(maxsize=1024)
def _row(kind: tuple[Offer, bool], codes: frozenset[str], own: tuple[str, ...], language: str) -> OpenRow:
    offer, is_licensed = kind
    words, look = offer_text(offer, open_licence=is_licensed), OFFER_CLASSES.get(offer, "")
    if WORLD in codes:
        return OpenRow(words, look, gettext("Everywhere"))
    ordered = [code for code in own if code in codes]
    ordered += sorted(codes - set(own), key=lambda code: folded(countries.name(code, language)))
    names = [countries.name(code, language) for code in ordered]
    count = ngettext("%(count)s country", "%(count)s countries", len(names)) % {"count": number(len(names), language)}
    if len(names) <= NAMED:
        return OpenRow(words, look, count, joined(names, language))
    rest = len(names) - NAMED
    more = ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": number(rest, language)}
    return OpenRow(words, look, count, ", ".join(names[:NAMED]), more, joined(names[NAMED:], language))
