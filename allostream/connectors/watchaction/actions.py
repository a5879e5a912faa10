"""From the actions of an entity to offers: one for each address, with the windows and regions that it is told with."""

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
    return [_one_of(found, report) for found in made.values() if found]


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
    if where.partly:
        report(f"eligibleRegion: only a part of {', '.join(where.partly)} is told, so it is left out: give countries")
    if not where.allowed:
        raise Unfit("eligibleRegion: no whole country is left: give at least one")
    opens, has_zone = values.moment("availabilityStarts", terms.get("availabilityStarts"))
    closes, has_zone_too = values.moment("availabilityEnds", terms.get("availabilityEnds"))
    if not (has_zone and has_zone_too):
        report("availabilityStarts, availabilityEnds: they have no zone and are taken as UTC: give one, such as +01:00")
    amount, currency = values.price(asked) if kind in {"rent", "buy"} else (None, "")
    return Candidate(
        item=_item(entity, target.address), address=target.address, work=entity.work, part=entity.part, offer=kind,
        basis="provider", countries_allowed=where.allowed, countries_excluded=where.excluded, opens=opens,
        closes=values.window(opens, closes, entity.told_on), price=amount, currency=currency,
        price_seen_on=entity.told_on.date() if amount is not None and entity.told_on else None, audio=target.audio,
        subtitles=target.subtitles, quality=target.quality, found_in=entity.found_in,
    )  # fmt: skip


def _item(entity: Entity, address: str) -> str:
    item = f"{entity.id} {address}"
    return item if len(item) <= LONGEST_ITEM else hashlib.blake2b(item.encode(), digest_size=16).hexdigest()


def _one_of(found: list[Candidate], report: Report) -> Candidate:
    """The one offer of an address: a link holds one. What is equal but for its countries is one; else the cheapest."""
    found.sort(key=lambda one: BEST_FIRST.index(one.offer))
    best = found[0]
    for other in found[1:]:
        both = replace(best, countries_allowed=other.countries_allowed, countries_excluded=other.countries_excluded)
        if both != other:
            report(f"category: a second offer ({other.offer}) at one address is left out: give it its own address")
        else:
            codes = dict.fromkeys((*best.countries_allowed, *other.countries_allowed))
            world = "*" in codes
            away = {*best.countries_excluded} & {*other.countries_excluded} if world else set()
            best = replace(best, countries_allowed=("*",) if world else tuple(codes), countries_excluded=tuple(away))
    return best
