"""Facts in words: properties, values, states, sources. The language is that of the request."""

from collections.abc import Mapping

from django.utils.translation import gettext, pgettext

from allostream.lib import countries
from allostream.lib.dates import PartialDate, Precision
from allostream.rights.engine.facts import Weight
from allostream.rights.fact_values import (
    Author,
    Code,
    Countries,
    Country,
    Credit,
    Dated,
    Flag,
    Licence,
    Listed,
    Property,
    Search,
    Underlying,
    Value,
)
from allostream.web.formats import day, joined, partial_date, typeset
from allostream.web.offers import reader
from allostream.web.spoken import spoken

DISPUTES = (
    "renewal_validity", "notice_validity", "first_publication", "country_of_origin", "authorship", "underlying_rights",
    "other",
)  # fmt: skip


@spoken
def property_word(name: str) -> str:
    """What a property is called, as a heading."""
    return {
        "died": gettext("Death"),
        "born": gettext("Birth"),
        "nationality": gettext("Nationality"),
        "died_for_france": gettext("Died for France"),
        "is_company": gettext("Is a company"),
        "credit": gettext("Credit"),
        "nobody": gettext("Part that nobody had"),
        "anonymous": gettext("Anonymous work"),
        "published": gettext("First publication"),
        "published_in": gettext("Country of first publication"),
        "within_30_days": gettext("Published elsewhere within 30 days"),
        "unpublished": gettext("Never published"),
        "made": gettext("Making"),
        "origin": gettext("Country of origin"),
        "production": gettext("Production"),
        "genre": gettext("Dramatic character"),
        "broadcast_only": gettext("Only broadcast"),
        "notice": gettext("US copyright notice"),
        "renewal": gettext("US renewal"),
        "registered": gettext("US registration within five years"),
        "search": gettext("Search for a US renewal"),
        "title_cards": gettext("Look at the title cards for a US notice"),
        "underlying": gettext("Work that it uses"),
        "based_on_nothing": gettext("Original script"),
        "layer": gettext("Layer over the bare film"),
        "layer_cleared": gettext("Layer that does not stand in the way"),
        "licence": gettext("Open licence"),
        "dispute": gettext("Open question"),
    }[name]


def code_words(name: str) -> Mapping[str, str]:
    """The codes of a property in words; roles for credits."""
    return {
        "production": _productions, "genre": _genres, "notice": _notices, "renewal": _renewals, "nobody": roles,
        "credit": roles, "layer": _layers, "layer_cleared": _layers, "dispute": _disputes,
        "underlying": underlying_kinds,
    }[name]()  # fmt: skip


def _productions() -> dict[str, str]:
    return {
        "private": gettext("by private persons or companies"),
        "legal_person": gettext("by a legal person that is the author in law, as Soviet studios were"),
        "us_government": gettext("by the government of the United States"),
        "government": gettext("by another government"),
        "unknown": gettext("not known"),
    }


def _genres() -> dict[str, str]:
    return {
        "dramatic": gettext("has dramatic character"),
        "not_dramatic": gettext("has no dramatic character"),
        "unknown": gettext("not known"),
    }


def _notices() -> dict[str, str]:
    return {
        "valid": gettext("a valid notice on the first copies"),
        "none": gettext("no valid notice on the first copies"),
        "unknown": gettext("not known"),
    }


def _renewals() -> dict[str, str]:
    return {
        "renewed": gettext("renewed in the 28th year"),
        "not_renewed": gettext("not renewed"),
        "contested": gettext("renewed, but the renewal is contested"),
        "unknown": gettext("not known"),
    }


def roles() -> dict[str, str]:
    """Parts in a work, as a sentence uses them."""
    return {
        "principal_director": gettext("principal director"),
        "co_director": gettext("co-director"),
        "screenplay": gettext("author of the screenplay"),
        "dialogue": gettext("author of the dialogue"),
        "composer": gettext("composer"),
        "producer": gettext("producer"),
        "underlying_author": gettext("author of the work it is based on"),
        "title_writer": gettext("author of the intertitles"),
        "cast": gettext("actor"),
    }


def _layers() -> dict[str, str]:
    return {
        "character": gettext("a character protected by itself"),
        "trademark": gettext("a trade mark"),
        "restored_version": gettext("a restored version"),
        "new_score": gettext("a new score"),
        "coloured": gettext("a colouring"),
        "narrated": gettext("a new narration"),
        "new_titles": gettext("new titles or translations"),
        "dubbed": gettext("a dubbing"),
        "live_score": gettext("a premiere score that was played live"),
        "third_party_footage": gettext("footage made by others"),
        "music": gettext("songs or recordings with rights of their own"),
    }


def _disputes() -> dict[str, str]:
    return {
        "renewal_validity": gettext("whether the renewal is valid"),
        "notice_validity": gettext("whether the notice was valid"),
        "first_publication": gettext("when or where it was first published"),
        "country_of_origin": gettext("which country it comes from"),
        "authorship": gettext("who the authors are"),
        "underlying_rights": gettext("the rights in a work that it uses"),
        "other": gettext("another question of law or fact"),
    }


def underlying_kinds() -> dict[str, str]:
    """Kinds of works that a film uses."""
    return {
        "novel": pgettext("work used", "Novel"),
        "play": pgettext("work used", "Play"),
        "story": pgettext("work used", "Story"),
        "song": pgettext("work used", "Song"),
        "live_score": pgettext("work used", "Score played live"),
        "recording": pgettext("work used", "Recording"),
        "translation": pgettext("work used", "Translation"),
    }


def value_words(name: Property, value: Value, people: Mapping[str, str]) -> str:
    """A value in words. `people`: names by public id, for credits."""
    match value:
        case Dated():
            return date_words(value, name)
        case Flag():
            return flag_word(value.holds)
        case Country():
            return countries.name(value.code, reader()) if value.code else gettext("not known")
        case Countries():
            return _countries(value.codes)
        case Code():
            return code_words(name).get(value.code, value.code)
        case Listed():
            return _unless(code_words(name).get(value.code, value.code), value.holds)
        case Search():
            told = {"day": day(value.on, reader()), "where": typeset(value.searched)}
            return gettext("on %(day)s, in %(where)s") % told
        case Underlying():
            return _unless(_underlying(value), value.holds)
        case Licence():
            return _unless(_licence(value), value.holds)
        case Credit():
            told = {"name": people.get(value.person, value.person), "role": roles().get(value.role, value.role)}
            return _unless(gettext("%(name)s: %(role)s") % told, value.holds)


def flag_word(holds: bool | None) -> str:
    """Yes, no, or not known."""
    return gettext("not known") if holds is None else gettext("yes") if holds else gettext("no")


def _unless(words: str, holds: bool) -> str:
    return words if holds else gettext("not so: %(what)s") % {"what": words}


def date_words(value: Dated, name: Property) -> str:
    """A date with its precision, as a sentence says it."""
    if value.precision is Precision.NONE:
        return gettext("alive")
    if value.on is None:
        return gettext("not known")
    when = partial_date(value.on, reader())
    return gettext("not later than %(when)s") % {"when": when} if value.precision is Precision.BEFORE else when


def precision_word(value: Value) -> str:
    """How exactly a date is known; "" for what is no date, or says so itself."""
    if not isinstance(value, Dated) or value.on is None or value.precision is Precision.BEFORE:
        return ""
    return {
        Precision.DAY: gettext("known to the day"),
        Precision.MONTH: gettext("known to the month"),
        Precision.YEAR: gettext("known to the year"),
    }[PartialDate.parse(str(value.on)).precision]


def _countries(codes: tuple[str, ...] | None) -> str:
    if codes is None:
        return gettext("not known")
    named = [countries.name(code, reader()) for code in codes]
    return joined(named, reader()) if named else gettext("in no other country")


def _underlying(value: Underlying) -> str:
    parts = [gettext("%(kind)s: “%(name)s”") % {"kind": underlying_kinds()[value.kind], "name": typeset(value.name)}]
    if value.authors:
        parts.append(joined([_author(author) for author in value.authors], reader()))
    if value.published.on:
        when = date_words(value.published, Property.PUBLISHED)
        parts.append(gettext("first published %(when)s") % {"when": when})
    if value.country:
        parts.append(countries.name(value.country, reader()))
    if value.us_renewed is not None:
        parts.append(
            gettext("renewed in the United States") if value.us_renewed else gettext("not renewed in the United States")
        )
    if value.is_cleared:
        parts.append(gettext("does not stand in the way"))
    return " · ".join(parts)


def _author(author: Author) -> str:
    if author.died.on is None and author.died.precision is not Precision.NONE:
        return author.name
    told = {"name": author.name, "when": date_words(author.died, Property.DIED)}
    return gettext("%(name)s (death: %(when)s)") % told


def _licence(value: Licence) -> str:
    by_maker = gettext("given by the maker") if value.is_by_maker else gettext("not shown to be given by the maker")
    return f"{value.name} · {by_maker}"


@spoken
def state_word(state: str) -> str:
    """Where a fact stands."""
    return {
        "proposed": pgettext("fact", "Suggested"),
        "in_force": pgettext("fact", "In force"),
        "refused": pgettext("fact", "Refused"),
        "superseded": pgettext("fact", "Replaced"),
        "reverted": pgettext("fact", "Taken back"),
    }[state]


@spoken
def event_word(kind: str) -> str:
    """What became of a fact."""
    return {
        "proposed": pgettext("fact", "Suggested"),
        "in_force": pgettext("fact", "Came into force"),
        "refused": pgettext("fact", "Refused"),
        "superseded": pgettext("fact", "Replaced"),
        "reverted": pgettext("fact", "Taken back"),
        "restored": pgettext("fact", "In force again"),
    }[kind]


@spoken
def weight_word(weight: int) -> str:
    """What sort of source it is."""
    return {
        Weight.CLAIM: gettext("somebody’s word"),
        Weight.REFERENCE: gettext("reference"),
        Weight.AUTHORITY: gettext("authority"),
    }[Weight(weight)]
