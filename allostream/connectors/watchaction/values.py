"""Values of an offer in a feed: countries, moments, prices, languages. What is doubtful raises Unfit with a remedy."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
MOST_PARTS, LONGEST_PART = 20, 39  # a hundred postal codes are no news to anybody
NO_END = timedelta(days=15 * 365)  # feeds write twenty years for “no end is known”
PRICE = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?")
CURRENCY = re.compile(r"[A-Z]{3}")


class Unfit(ValueError):
    """A value that cannot be used; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Where an offer holds. `partly`: countries of which parts are told, with these; “-” before one that is away."""

    allowed: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    partly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def regions(eligible: Any, ineligible: Any) -> Regions:
    """The countries of `eligibleRegion` without those of `ineligibleRegion`.

    A country of which a part is told is among the allowed ones, with that part: whoever reads of the offer has to be
    told so. Raises Unfit where no region is told or one is unknown.
    """
    if not listed(eligible):
        raise Unfit("eligibleRegion: it is missing: give EARTH or countries (ISO 3166-1 alpha-2)")
    whole, parts = _countries("eligibleRegion", eligible)
    away, parts_away = _countries("ineligibleRegion", ineligible)
    told = (*whole, *(code for code in parts if code not in whole and WORLD not in whole))
    allowed = () if WORLD in away else tuple(code for code in told if code not in away)
    is_world = WORLD in allowed
    allowed = (WORLD,) if is_world else allowed
    partly = {code: parts[code] for code in parts if code in allowed and code not in whole}
    for code, names in parts_away.items():
        if code in allowed or (is_world and code not in away):
            partly[code] = (*partly.get(code, ()), *(f"-{name}" for name in names))[:MOST_PARTS]
    return Regions(allowed, tuple(sorted(away)) if is_world else (), partly)


def _countries(name: str, value: Any) -> tuple[dict[str, None], dict[str, tuple[str, ...]]]:
    """Countries that are meant as a whole, and those of which parts are, with these."""
    whole: dict[str, None] = {}
    partly: dict[str, tuple[str, ...]] = {}
    for one in listed(value):
        code, parts = _country(name, one)
        if parts is None:
            whole[code] = None
        else:
            partly[code] = tuple(dict.fromkeys((*partly.get(code, ()), *parts)))[:MOST_PARTS]
    return whole, partly


def _country(field: str, one: Any) -> tuple[str, tuple[str, ...] | None]:
    """The country of a region, and which parts of it are meant: None for all of it."""
    if isinstance(one, str):
        return _code(field, one), None
    if not isinstance(one, dict):
        raise Unfit(f"{field}: “{one}” is no region: give a Country with its code as name")
    kind = text(one.get("@type")).rpartition("/")[2].rpartition(":")[2]
    said = next((found for name in NAMES_OF_COUNTRIES if (found := text(one.get(name)))), "")
    if kind in WHOLE and not one.get("postalCode"):
        return _code(field, said), None
    country = text(one.get("addressCountry")) or said.partition("-")[0] or text(one.get("containedInPlace"))
    named = (text(one.get("name")), text(one.get("identifier")), text(one.get("addressRegion")))
    codes = (text(code) for code in listed(one.get("postalCode")))
    parts = dict.fromkeys(part[:LONGEST_PART] for part in (*named[:1], *named[2:], *codes) if part and part != country)
    return _code(field, country), tuple(parts) or ((named[1] or "?")[:LONGEST_PART],)


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
