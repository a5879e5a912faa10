"""From the actions of an entity to offers: each address with the windows, regions, prices and terms that are told."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from msgspec.structs import replace

from allostream.connectors.candidates import Candidate, Part, Work
from allostream.connectors.schema_org.reading import Thing, listed, text, types_of
from allostream.connectors.watchaction import values
from allostream.connectors.watchaction.values import Unfit

PLATFORMS = frozenset({"desktopwebplatform", "mobilewebplatform"})
BEST_FIRST = ("free_open", "free_account", "subscription", "rent", "buy")
LONGEST_ITEM = 480
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Entity:
    """What offers are about: the entity's lasting name, the work, the part of it, and when its feed was written."""

    id: str
    work: Work
    part: Part | None
    told_on: datetime | None
    found_in: str


@dataclass(frozen=True, slots=True)
class Target:
    """An address for browsers."""

    address: str
    audio: tuple[str, ...] | None
    subtitles: tuple[str, ...] | None
    quality: str


def offers(thing: Thing, entity: Entity, hosts: Collection[str], report: Report) -> list[Candidate]:
    """The offers of an entity. What cannot be used is reported with its remedy and left out."""
    made: dict[str, list[Candidate]] = defaultdict(list)
    for action in listed(thing.get("potentialAction")):
        if not isinstance(action, dict) or "WatchAction" not in types_of(action):
            continue
        targets = list(_targets(action, hosts, report))
        for terms in _terms(action):
            try:
                for target in targets:
                    made[target.address].append(_offer(entity, target, terms, report))
            except Unfit as error:
                report(str(error))
        if targets and not _terms(action):
            report("actionAccessibilityRequirement: it is missing: say category and eligibleRegion")
    return [one for found in made.values() if found for one in _one_by_one(found, report)]


def _terms(action: Thing) -> list[Thing]:
    """The alternatives under which an action is open. Old mark-up has them on the offer itself."""
    terms = [one for one in listed(action.get("actionAccessibilityRequirement")) if isinstance(one, dict)]
    return terms or [
        {**one, "expectsAcceptanceOf": one}
        for one in listed(action.get("expectsAcceptanceOf"))
        if isinstance(one, dict)
    ]


def _targets(action: Thing, hosts: Collection[str], report: Report) -> Iterator[Target]:
    for one in listed(action.get("target")):
        point: Thing = {"urlTemplate": one} if isinstance(one, str) else one if isinstance(one, dict) else {}
        platforms = {text(name).rpartition("/")[2].lower() for name in listed(point.get("actionPlatform"))}
        if platforms and not platforms & PLATFORMS:
            continue
        told = dict(values.properties(point))
        for template in listed(point.get("urlTemplate")) or [""]:
            address = text(template)
            if fault := _fault(address, hosts):
                report(fault)
                continue
            original = point.get("inLanguage")
            yield Target(
                address, values.tags(told.get("contentLanguage")) or values.tags(original),
                values.tags(told.get("subtitleLanguage")), text(told.get("videoFormat"))[:20],
            )  # fmt: skip


def _fault(address: str, hosts: Collection[str]) -> str:
    """What is wrong with an address, "" for nothing."""
    if not address:
        return "urlTemplate: it is missing: give the address of the page that plays"
    if "{" in address:
        return f"urlTemplate: “{address[:100]}” has open places: give the finished address"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return f"urlTemplate: “{address[:100]}” is no address: give one with https://"
    if parts.scheme != "https" or not host:
        return f"urlTemplate: “{address[:100]}” is no address for browsers: give one with https://"
    if not any(host == known or host.endswith(f".{known}") for known in hosts):
        return f"urlTemplate: “{host[:100]}” is no host of this provider: name it to the site's operator"
    return ""


def _offer(entity: Entity, target: Target, terms: Thing, report: Report) -> Candidate:
    """The offer at an address under some terms. Raises Unfit."""
    asked = terms.get("expectsAcceptanceOf")
    in_offer = next((one["category"] for one in listed(asked) if isinstance(one, dict) and one.get("category")), None)
    kind = values.offer_kind(terms.get("category") or in_offer)
    where = values.regions(terms.get("eligibleRegion"), terms.get("ineligibleRegion"))
    if not where.allowed:
        raise Unfit("eligibleRegion: no country is left: give at least one")
    opens, has_zone = values.moment("availabilityStarts", terms.get("availabilityStarts"))
    closes, has_zone_too = values.moment("availabilityEnds", terms.get("availabilityEnds"))
    if not (has_zone and has_zone_too):
        report("availabilityStarts, availabilityEnds: they have no zone and are taken as UTC: give one, such as +01:00")
    amount, currency = values.price(asked) if kind in {"rent", "buy"} else (None, "")
    return Candidate(
        item=_item(entity, target.address), address=target.address, work=entity.work, part=entity.part, offer=kind,
        basis="provider", countries_allowed=where.allowed, countries_excluded=where.excluded, partly=where.partly,
        tier=_tier(terms) if kind == "subscription" else "", opens=opens,
        closes=values.window(opens, closes, entity.told_on), price=amount, currency=currency,
        price_seen_on=entity.told_on.date() if amount is not None and entity.told_on else None, audio=target.audio,
        subtitles=target.subtitles, quality=target.quality, found_in=entity.found_in,
    )  # fmt: skip


def _item(entity: Entity, address: str) -> str:
    item = f"{entity.id} {address}"
    return item if len(item) <= LONGEST_ITEM else hashlib.blake2b(item.encode(), digest_size=16).hexdigest()


def _tier(terms: Thing) -> str:
    """The name of the subscription that an offer needs."""
    return " ".join(text(terms.get("requiresSubscription")).split())[:60]


def _one_by_one(found: list[Candidate], report: Report) -> list[Candidate]:
    """The offers at one address, the cheapest kind first. What is equal but for its countries is one; of what differs
    in its price alone the lower one is told. All but the first get a word for their terms, which lasts from feed to
    feed.
    """
    found.sort(key=lambda one: (BEST_FIRST.index(one.offer), one.price or 0))
    offers: list[Candidate] = []
    for one in found:
        alike = next((place for place, other in enumerate(offers) if _differ_in_countries_alone(one, other)), None)
        if alike is None:
            offers.append(one)
        else:
            offers[alike] = _together(offers[alike], one)
    told: dict[str, Candidate] = {}
    for one in offers:
        terms = _terms_of(one)
        if terms in told:
            report(f"category: a further offer ({one.offer}) differs in its price alone: say in what else it does")
        else:
            told[terms] = replace(one, terms=terms, item=_item_of(one.item, terms)) if told else one
    return list(told.values())


def _differ_in_countries_alone(one: Candidate, other: Candidate) -> bool:
    both = replace(
        one, countries_allowed=other.countries_allowed, countries_excluded=other.countries_excluded, partly=other.partly
    )
    return both == other


def _together(one: Candidate, other: Candidate) -> Candidate:
    """One offer in the countries of both; a part of a country is no news where the other holds in all of it."""
    codes = dict.fromkeys((*one.countries_allowed, *other.countries_allowed))
    world = "*" in codes
    away = {*one.countries_excluded} & {*other.countries_excluded} if world else set()
    partly = {
        code: tuple(dict.fromkeys((*one.partly.get(code, ()), *other.partly.get(code, ()))))[: values.MOST_PARTS]
        for code in {*one.partly, *other.partly}
        if not (_holds_in_all_of(code, one) or _holds_in_all_of(code, other))
    }
    return replace(
        one, countries_allowed=("*",) if world else tuple(codes), countries_excluded=tuple(sorted(away)), partly=partly
    )


def _holds_in_all_of(country: str, one: Candidate) -> bool:
    is_world = "*" in one.countries_allowed and country not in one.countries_excluded
    return (is_world or country in one.countries_allowed) and country not in one.partly


def _terms_of(one: Candidate) -> str:
    """A word by which an offer is known again among those at its address: everything but its price and its last day."""
    said = (
        sorted(one.countries_allowed), sorted(one.countries_excluded), sorted(one.partly), str(one.opens), one.quality,
        one.audio, one.subtitles, one.tier, one.currency,
    )  # fmt: skip
    return f"{one.offer} {hashlib.blake2b(repr(said).encode(), digest_size=6).hexdigest()}"


def _item_of(item: str, terms: str) -> str:
    whole = f"{item} {terms}"
    return whole if len(whole) <= LONGEST_ITEM else hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()
