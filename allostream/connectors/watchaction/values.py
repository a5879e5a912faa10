"""Values of an offer in a feed: countries, moments, prices, languages. What is doubtful raises Unfit with a remedy."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from allostream.connectors.schema_org.reading import listed, text, texts
from allostream.lib.countries import WORLD, is_country
from allostream.lib.exchange.records import OfferKind
from allostream.lib.languages import is_tag

OFFERS: Mapping[str, OfferKind] = {
    "nologinrequired": "free_open", "free": "free_account", "subscription": "subscription",
    "externalsubscription": "subscription", "rental": "rent", "purchase": "buy",
}  # fmt: skip
EARTH = "EARTH"
WHOLE = frozenset({"", "Country"})
NAMES_OF_COUNTRIES = ("name", "identifier", "addressCountry")
NO_END = timedelta(days=15 * 365)  # feeds write twenty years for “no end is known”
PRICE = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?")
CURRENCY = re.compile(r"[A-Z]{3}")


class Unfit(ValueError):
    """A value that cannot be used; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Where an offer holds. `partly`: countries of which only a part is told, in which nothing can be promised."""

    allowed: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()


def regions(eligible: Any, ineligible: Any) -> Regions:
    """The countries of `eligibleRegion` without those of `ineligibleRegion`.

    A part of a country gives nobody in it certainty: it is not among the allowed ones, and a country of which a part
    is taken away is taken away. Raises Unfit where no region is told or one is unknown.
    """
    if not listed(eligible):
        raise Unfit("eligibleRegion: it is missing: give EARTH or countries (ISO 3166-1 alpha-2)")
    allowed, partly = _countries("eligibleRegion", eligible)
    away, away_partly = _countries("ineligibleRegion", ineligible)
    removed = dict.fromkeys((*away, *away_partly))
    whole = tuple(code for code in allowed if code not in removed and (WORLD not in allowed or code == WORLD))
    excluded = tuple(sorted(removed)) if WORLD in whole else ()
    parts = tuple(code for code in partly if code not in allowed and WORLD not in allowed)
    if WORLD in removed:
        whole = ()
    return Regions(whole, excluded, parts)


def _countries(field: str, value: Any) -> tuple[list[str], list[str]]:
    """Countries that are meant as a whole, and those of which a part is."""
    whole: list[str] = []
    partly: list[str] = []
    for one in listed(value):
        code, is_whole = _country(field, one)
        into = whole if is_whole else partly
        if code not in into:
            into.append(code)
    return whole, partly


def _country(field: str, one: Any) -> tuple[str, bool]:
    if isinstance(one, str):
        return _code(field, one), True
    if not isinstance(one, dict):
        raise Unfit(f"{field}: “{one}” is no region: give a Country with its code as name")
    kind = text(one.get("@type")).rpartition("/")[2].rpartition(":")[2]
    said = next((found for name in NAMES_OF_COUNTRIES if (found := text(one.get(name)))), "")
    if kind in WHOLE and not one.get("postalCode"):
        return _code(field, said), True
    country = text(one.get("addressCountry")) or said.partition("-")[0] or text(one.get("containedInPlace"))
    return _code(field, country), False


def _code(field: str, said: str) -> str:
    code = said.strip().upper()
    if code == EARTH:
        return WORLD
    if not is_country(code):
        raise Unfit(f"{field}: “{said[:40]}” is no country: give its code of ISO 3166-1 (alpha-2), such as IE")
    return code


def offer_kind(category: Any) -> OfferKind:
    """What a category says of the offer, in any case of letters. Raises Unfit."""
    said = text(category)
    found = OFFERS.get(said.rpartition("/")[2].strip().lower())
    if found is None:
        raise Unfit(f"category: “{said[:40]}” is none that is known: give one of {', '.join(OFFERS)}")
    return found


def moment(field: str, value: Any) -> tuple[datetime | None, bool]:
    """A moment, and whether its zone was told: without one it is taken as UTC. None where it is left out.

    Raises Unfit.
    """
    said = text(value)
    if not said:
        return None, True
    try:
        found = datetime.fromisoformat(said)
        return (found.astimezone(UTC), True) if found.tzinfo else (found.replace(tzinfo=UTC), False)
    except (ValueError, OverflowError):
        raise Unfit(f"{field}: “{said[:40]}” is no moment: give one as 2026-01-31T22:00:00+01:00") from None


def window(opens: datetime | None, closes: datetime | None, told_on: datetime | None) -> datetime | None:
    """When a window closes; None for an end so far away that it means none. Raises Unfit for one that never opens."""
    if opens and closes and closes <= opens:
        raise Unfit("availabilityEnds: it is not after availabilityStarts: give a later one, or leave it out")
    since = told_on or opens
    return None if closes and since and closes - since >= NO_END else closes


def price(offers: Any) -> tuple[Decimal | None, str]:
    """The lowest price of `expectsAcceptanceOf` with its currency; None where none is told. Raises Unfit."""
    found: list[tuple[Decimal, str]] = []
    for one in listed(offers):
        said = text(one.get("price")) if isinstance(one, dict) else ""
        if said:
            found.append(_price(said, text(one.get("priceCurrency")).upper()))
    return min(found) if found else (None, "")


def _price(said: str, currency: str) -> tuple[Decimal, str]:
    if not PRICE.fullmatch(said):
        raise Unfit(f"price: “{said[:40]}” is no price: give a number such as 3.99")
    if not CURRENCY.fullmatch(currency):
        raise Unfit(f"priceCurrency: “{currency[:40]}” is no currency: give its code of ISO 4217, such as EUR")
    try:
        return Decimal(said.replace(",", ".")), currency
    except InvalidOperation as error:  # digits of other scripts
        raise Unfit(f"price: “{said[:40]}” is no price: give a number such as 3.99") from error


def tags(value: Any) -> tuple[str, ...] | None:
    """The languages of a value, each once; None where none is told that is a tag."""
    found = dict.fromkeys(tag for tag, _ in texts(value) if is_tag(tag))
    return tuple(found) or None


def properties(target: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The names and values of `additionalProperty`."""
    for one in listed(target.get("additionalProperty")):
        if isinstance(one, dict):
            yield text(one.get("name")), one.get("value")
