"""Facets and their values in words, in the active language; no database."""

from collections.abc import Callable, Mapping

from django.utils.translation import get_language, gettext, pgettext

from allostream.lib import countries, languages
from allostream.lib.languages import SILENT
from allostream.links.facet_rules import Facet
from allostream.web.spoken import spoken

Names = Mapping[tuple[Facet, str], str]


@spoken
def facet_word(facet: Facet) -> str:
    """A facet as the heading of its values."""
    return {
        Facet.KIND: pgettext("facet", "Kind"),
        Facet.OFFER: pgettext("facet", "Offer"),
        Facet.BASIS: pgettext("facet", "Rights basis"),
        Facet.GENRE: gettext("Genre"),
        Facet.DECADE: gettext("Decade"),
        Facet.COUNTRY: pgettext("facet", "Country of origin"),
        Facet.LANGUAGE: pgettext("facet", "Original language"),
        Facet.RUNTIME: pgettext("facet", "Length"),
        Facet.HOST: gettext("Host"),
    }[facet]


def value_word(facet: Facet, value: str, names: Names) -> str:
    """A value as people know it; `names` has those of genres and hosts."""
    spell = SPELLED.get(facet)
    return spell(value) if spell else names.get((facet, value), value)


@spoken
def _kind(value: str) -> str:
    return {"film": pgettext("kind", "Film"), "series": pgettext("kind", "Series")}[value]


@spoken
def _offer(value: str) -> str:
    return {
        "free": pgettext("offer", "Free"),
        "ads": pgettext("offer", "Free with ads"),
        "catch-up": pgettext("offer", "Free for a time"),
        "library-card": pgettext("offer", "With a library card"),
        "subscription": pgettext("offer", "Subscription"),
        "rent": pgettext("offer", "Rent"),
        "buy": pgettext("offer", "Buy"),
    }[value]


@spoken
def _basis(value: str) -> str:
    return {
        "public-domain": pgettext("basis", "Public domain"),
        "open-licence": pgettext("basis", "Open licence"),
        "provider": pgettext("basis", "Offered by its provider"),
    }[value]


@spoken
def _decade(value: str) -> str:
    return pgettext("decade", "%(year)ss") % {"year": value}


@spoken
def _country(value: str) -> str:
    return countries.name(value.upper(), get_language() or "en")


@spoken
def _language(value: str) -> str:
    if value == SILENT:
        return pgettext("language", "Silent")
    word = languages.name(value, get_language() or "en")
    return word[:1].upper() + word[1:]


@spoken
def _runtime(value: str) -> str:
    return {
        "under-40": gettext("Under 40 min"),
        "40-70": gettext("40 to 70 min"),
        "70-100": gettext("70 to 100 min"),
        "100-140": gettext("100 to 140 min"),
        "over-140": gettext("Over 140 min"),
    }[value]


SPELLED: Mapping[Facet, Callable[[str], str]] = {
    Facet.KIND: _kind,
    Facet.OFFER: _offer,
    Facet.BASIS: _basis,
    Facet.DECADE: _decade,
    Facet.COUNTRY: _country,
    Facet.LANGUAGE: _language,
    Facet.RUNTIME: _runtime,
}
