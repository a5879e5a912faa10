"""Facts of several sources made one value for the rules. Pure.

Sources that agree make a value firmer; where they contradict, the value that protects longer is taken, or none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol, TypeVar

from allostream.rights.engine.facts import (
    UNKNOWN,
    Genre,
    Layer,
    Notice,
    OpenLicence,
    Person,
    Production,
    Renewal,
    Role,
    Source,
    Underlying,
    Weight,
    When,
    Work,
)
from allostream.rights.engine.routes import is_weak
from allostream.rights.fact_values import (
    Author,
    Code,
    Countries,
    Country,
    Dated,
    Flag,
    Licence,
    Listed,
    Property,
    Search,
)
from allostream.rights.fact_values import Underlying as UnderlyingValue


class Stated(Protocol):
    """A fact in force."""

    @property
    def value(self) -> Any: ...
    @property
    def source(self) -> Source: ...
    @property
    def property(self) -> Property: ...  # last: in here the name is no longer the decorator


Facts = Sequence[Stated]
Kind = TypeVar("Kind")


def when_of(facts: Facts) -> When:
    """One date of several: what all allow, or where nothing is allowed by all, a span that holds them all, disputed.

    Who only claims something narrows nothing that a better source leaves open; a contradiction counts from whomever.
    """
    dated = [(stated.value, stated.source) for stated in facts if isinstance(stated.value, Dated)]
    spans = [(value.when(), source) for value, source in dated]
    known = [(when, source) for when, source in spans if when.is_known or when.is_never or when.earliest]
    sources = tuple(source for _, source in known)
    if not known:
        return UNKNOWN
    if any(when.is_never for when, _ in known):
        return When(is_never=True, is_disputed=not all(when.is_never for when, _ in known), sources=sources)
    narrow = _allowed_by(known)
    if narrow.earliest and narrow.latest and narrow.earliest > narrow.latest:
        first = [when.earliest for when, _ in known if when.earliest]
        last = [when.latest for when, _ in known if when.latest]
        return When(min(first), max(last), is_disputed=True, sources=sources)
    better = [(when, source) for when, source in known if source.weight >= Weight.REFERENCE]
    return _allowed_by(better) if better else _supported(narrow, known)


def _allowed_by(known: Sequence[tuple[When, Source]]) -> When:
    """The span that all of several dates allow; its end may come before its beginning."""
    first = [when.earliest for when, _ in known if when.earliest]
    last = [when.latest for when, _ in known if when.latest]
    sources = tuple(source for _, source in known)
    return When(max(first, default=None), min(last, default=None), sources=sources)


def _supported(narrow: When, known: Sequence[tuple[When, Source]]) -> When:
    """A span with the sources that give it by themselves, to the year: the others do not make it firmer."""
    giving = tuple(
        source
        for when, source in known
        if _year(when.earliest) == _year(narrow.earliest) and _year(when.latest) == _year(narrow.latest)
    )
    return replace(narrow, sources=giving or narrow.sources[:1])


def _year(day: date | None) -> int | None:
    return day.year if day else None


def flag_of(facts: Facts, protects: bool | None = None) -> bool | None:
    """Yes or no where all agree; `protects` where they do not."""
    said = {stated.value.holds for stated in facts if isinstance(stated.value, Flag)} - {None}
    return said.pop() if len(said) == 1 else protects if said else None


def person_overlaid(person: Person, facts: Facts) -> Person:
    """A person with what facts say of them."""
    known = _by_property(facts)
    values: dict[str, Any] = {}
    if Property.DIED in known:
        values["died"] = when_of(known[Property.DIED])
    if Property.BORN in known:
        values["born"] = when_of(known[Property.BORN])
    if Property.NATIONALITY in known:
        # One nationality more only ever closes a gate.
        values["nationalities"] = _countries(known[Property.NATIONALITY])
        values["nationality_sources"] = _sources(known[Property.NATIONALITY])
    if Property.DIED_FOR_FRANCE in known:
        values["died_for_france"] = flag_of(known[Property.DIED_FOR_FRANCE], protects=True)
    if Property.IS_COMPANY in known:
        values["is_company"] = flag_of(known[Property.IS_COMPANY]) or False
    return replace(person, **values) if values else person


def _by_property(facts: Facts) -> dict[Property, list[Stated]]:
    known: dict[Property, list[Stated]] = defaultdict(list)
    for stated in facts:
        known[stated.property].append(stated)
    return known


def _sources(facts: Iterable[Stated]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(stated.source for stated in facts))


def _countries(facts: Facts) -> frozenset[str] | None:
    said = [stated.value.codes for stated in facts if isinstance(stated.value, Countries)]
    if any(codes is None for codes in said):
        said = [codes for codes in said if codes is not None]
    return frozenset(code for codes in said for code in codes or ()) if said else None


def _only(facts: Facts, kind: type[Kind]) -> set[Kind]:
    return {stated.value for stated in facts if isinstance(stated.value, kind)}


def overlaid(work: Work, facts: Facts) -> Work:
    """A work with what facts say of it."""
    known = _by_property(facts)
    values: dict[str, Any] = {}
    for name, read in _READERS.items():
        if name in known:
            values |= read(work, known[name])
    if any(name in known for name in (*_FORMALITIES, Property.TITLE_CARDS)):
        values["us"] = _formalities(work, known)
    told = {field: _weakest(known[name]) for name, field in _TOLD.items() if name in known}
    if told:
        values["told_by"] = tuple((dict(work.told_by) | told).items())
    return replace(work, **values) if values else work


# Facts that have no sources of their own in a work, by the field that they fill.
_TOLD: Mapping[Property, str] = {
    Property.PUBLISHED_IN: "published_in",
    Property.NOBODY: "nobody",
    Property.ANONYMOUS: "is_anonymous",
    Property.PRODUCTION: "production",
}


def _weakest(facts: Facts) -> tuple[Source, ...]:
    """Who says facts that are told as one: of several values, as several roles, those of the least firm one."""
    by_value: dict[Any, list[Stated]] = defaultdict(list)
    for stated in facts:
        by_value[stated.value].append(stated)
    groups = [_sources(group) for group in by_value.values()]
    return next((sources for sources in groups if is_weak(sources)), groups[0])


def _codes(facts: Facts) -> set[str]:
    return {value.code for value in _only(facts, Code)}


def _one_country(facts: Facts) -> str | None:
    said = {value.code for value in _only(facts, Country)}
    return said.pop() if len(said) == 1 else None


def _within(_work: Work, facts: Facts) -> dict[str, Any]:
    """The countries of publication within thirty days, where sources do not contradict each other."""
    said = {value.codes for value in _only(facts, Countries)}
    codes = said.pop() if len(said) == 1 else None
    return {"within_30_days": None if codes is None else frozenset(codes)}


def _origin(work: Work, facts: Facts) -> dict[str, Any]:
    codes = _countries(facts)
    return {"origin": tuple(sorted(codes)), "origin_sources": _sources(facts)} if codes else {}


def _listed(facts: Facts) -> tuple[set[str], set[str]]:
    """The codes that apply and those that do not; what is said both ways is in both."""
    values = _only(facts, Listed)
    return {value.code for value in values if value.holds}, {value.code for value in values if not value.holds}


def _nobody(work: Work, facts: Facts) -> dict[str, Any]:
    holds, contradicted = _listed(facts)
    had = {person.role for person in work.people}
    return {"nobody": work.nobody | {Role(code) for code in holds - contradicted if Role(code) not in had}}


def _layers(work: Work, facts: Facts) -> dict[str, Any]:
    holds, gone = _listed(facts)
    return {"layers": (work.layers - {Layer(code) for code in gone - holds}) | {Layer(code) for code in holds}}


def _cleared(work: Work, facts: Facts) -> dict[str, Any]:
    holds, contradicted = _listed(facts)
    return {"cleared": work.cleared | {Layer(code) for code in holds - contradicted}}


def _disputes(work: Work, facts: Facts) -> dict[str, Any]:
    holds, gone = _listed(facts)
    return {"disputes": (work.disputes - (gone - holds)) | holds}


def _production(_work: Work, facts: Facts) -> dict[str, Any]:
    """What a government made may be free: whoever says otherwise prevails."""
    codes = _codes(facts) - {Production.UNKNOWN}
    return {"production": Production(codes.pop()) if len(codes) == 1 else Production.UNKNOWN}


def _genre(_work: Work, facts: Facts) -> dict[str, Any]:
    codes = _codes(facts) - {Genre.UNKNOWN}
    return {"genre": Genre(codes.pop()) if len(codes) == 1 else Genre.UNKNOWN}


def _underlying(work: Work, facts: Facts) -> dict[str, Any]:
    made: dict[tuple[str, str], Underlying] = {}
    gone = {(value.kind, value.name.casefold()) for value in _only(facts, UnderlyingValue) if not value.holds}
    for stated in facts:
        value = stated.value
        if not isinstance(value, UnderlyingValue) or not value.holds:
            continue
        key = (value.kind, value.name.casefold())
        one = _one_underlying(value, stated.source)
        made[key] = _protecting(made[key], one) if key in made else one
    kept = tuple(one for one in work.underlying if (one.kind, one.name.casefold()) not in gone | made.keys())
    return {"underlying": (*kept, *made.values())}


def _one_underlying(value: UnderlyingValue, source: Source) -> Underlying:
    published = replace(value.published.when(), sources=(source,))
    return Underlying(
        value.kind, value.name, tuple(_author(author, source) for author in value.authors), published, value.country,
        value.us_renewed, value.is_cleared, (source,),
    )  # fmt: skip


def _author(author: Author, source: Source) -> Person:
    nationalities = None if author.nationalities is None else frozenset(author.nationalities)
    died = replace(author.died.when(), sources=(source,))
    return Person(author.name, Role.UNDERLYING_AUTHOR, died, nationalities=nationalities)


def _protecting(one: Underlying, other: Underlying) -> Underlying:
    """Two descriptions of one work: its authors are those of both, and it is cleared only if both say so."""
    more = tuple(author for author in other.authors if author not in one.authors)
    return replace(
        one, authors=one.authors + more, published=_longer(one.published, other.published),
        is_cleared=one.is_cleared and other.is_cleared,
        is_us_renewed=True if True in (one.is_us_renewed, other.is_us_renewed) else one.is_us_renewed,
        sources=one.sources + other.sources,
    )  # fmt: skip


def _longer(one: When, other: When) -> When:
    """Of two dates of publication the one that protects longer; of an unknown and a known one, the known."""
    if not (one.latest and other.latest):
        return one if one.latest or (one.earliest and not other.latest) else other
    return one if one.latest >= other.latest else other


def _licences(work: Work, facts: Facts) -> dict[str, Any]:
    gone = {value.uri for value in _only(facts, Licence) if not value.holds}
    made: dict[str, OpenLicence] = {}
    for stated in facts:
        value = stated.value
        if isinstance(value, Licence) and value.holds and value.uri not in gone:
            before = made.get(value.uri)
            made[value.uri] = OpenLicence(
                value.name, value.uri, value.is_noncommercial, value.is_no_derivatives,
                value.is_by_maker or bool(before and before.is_by_maker),
                (*(before.sources if before else ()), stated.source),
            )  # fmt: skip
    return {"licences": tuple(made.values())}


_FORMALITIES = (Property.NOTICE, Property.RENEWAL, Property.REGISTERED, Property.SEARCH)


def _formalities(work: Work, known: Mapping[Property, list[Stated]]) -> Any:
    """Formalities of United States law; sources that contradict each other are taken for the copyright."""
    notice = _codes(known.get(Property.NOTICE, ())) - {Notice.UNKNOWN}
    renewal = _codes(known.get(Property.RENEWAL, ())) - {Renewal.UNKNOWN}
    last = _last_look(known.get(Property.SEARCH, ()))
    cards = known.get(Property.TITLE_CARDS, ())
    seen = _last_look(cards)
    registered = known.get(Property.REGISTERED, ())
    return replace(
        work.us,
        notice=Notice.VALID if Notice.VALID in notice else Notice.NONE if notice else Notice.UNKNOWN,
        renewal=_renewal(renewal),
        is_registered=flag_of(registered, protects=True) if registered else work.us.is_registered,
        search_by_us=last is not None,
        searched_on=last.on if last else None,
        searched=last.searched if last else "",
        sources=_sources(stated for name in _FORMALITIES for stated in known.get(name, ())),
        notice_seen_on=seen.on if seen else None,
        notice_seen=seen.searched if seen else "",
        # Apart from the rest: who looked at a print says nothing of a renewal.
        notice_seen_by=_sources(stated for stated in cards if stated.value == seen),
    )


def _last_look(facts: Facts) -> Search | None:
    """The last look of ours; what a weak source alone tells of was no look of ours."""
    looks = _only([stated for stated in facts if not is_weak((stated.source,))], Search)
    return max(looks, key=lambda look: (look.on, look.searched), default=None)


def _renewal(codes: set[str]) -> Renewal:
    if not codes:
        return Renewal.UNKNOWN
    return Renewal(codes.pop()) if len(codes) == 1 else Renewal.CONTESTED


def _flag(name: str, protects: bool | None = None) -> Callable[[Work, Facts], dict[str, Any]]:
    return lambda _work, facts: {name: flag_of(facts, protects)}


def _sure(name: str) -> Callable[[Work, Facts], dict[str, Any]]:
    return lambda _work, facts: {name: flag_of(facts) or False}


_READERS: Mapping[Property, Callable[[Work, Facts], dict[str, Any]]] = {
    Property.PUBLISHED: lambda _work, facts: {"published": when_of(facts)},
    Property.MADE: lambda _work, facts: {"made": when_of(facts)},
    Property.PUBLISHED_IN: lambda _work, facts: {"published_in": _one_country(facts)},
    Property.WITHIN_30_DAYS: _within,
    Property.UNPUBLISHED: _sure("is_unpublished"),
    Property.ORIGIN: _origin,
    Property.NOBODY: _nobody,
    Property.ANONYMOUS: _sure("is_anonymous"),
    Property.PRODUCTION: _production,
    Property.GENRE: _genre,
    # Two voices against each other: not published by the broadcast alone is what keeps it unsettled.
    Property.BROADCAST_ONLY: lambda _work, facts: {"is_broadcast_only": bool(flag_of(facts, protects=True))},
    Property.UNDERLYING: _underlying,
    Property.BASED_ON_NOTHING: _flag("is_based_on_nothing", protects=False),
    Property.LAYER: _layers,
    Property.LAYER_CLEARED: _cleared,
    Property.LICENCE: _licences,
    Property.DISPUTE: _disputes,
}
