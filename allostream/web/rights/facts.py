"""Facts on which answers rest, in words: what is known, of whom, from where, and what is not known."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop, pgettext

from allostream.lib import countries
from allostream.rights.engine.answers import Input, Missing
from allostream.rights.engine.facts import Source, Weight
from allostream.web.addresses import href
from allostream.web.formats import day, joined, written_date
from allostream.web.rights.said import LAYERS, ROLES

SPAN = re.compile(r"(\.\.|\d{4}(?:-\d\d-\d\d)?)/(\.\.|\d{4}(?:-\d\d-\d\d)?)")
DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
NOWHERE = ".."
DATED = frozenset({"published", "made", "died", "born", "search", "title_cards"})
PLACES = frozenset({"nationality", "origin", "within_30_days", "published_in"})

# Facts that answers rest on, as terms of a list.
FACTS: Mapping[str, str] = {
    "published": gettext_noop("First published"),
    "published_in": gettext_noop("First published in"),
    "made": gettext_noop("Made"),
    "died": gettext_noop("Died"),
    "born": gettext_noop("Born"),
    "nationality": gettext_noop("Nationality at the time"),
    "died_for_france": gettext_noop("Died for France"),
    "origin": gettext_noop("Country of origin"),
    "within_30_days": gettext_noop("Also published within 30 days in"),
    "production": gettext_noop("Made by"),
    "genre": gettext_noop("Dramatic character"),
    "notice": gettext_noop("Copyright notice on the first copies"),
    "renewal": gettext_noop("Renewal in the 28th year"),
    "registration": gettext_noop("Registration within five years"),
    "search": gettext_noop("Our search of the records"),
    "title_cards": gettext_noop("Our look at the title cards"),
    "underlying": gettext_noop("Based on"),
    "nobody": gettext_noop("Certainly had by nobody"),
    "anonymous": gettext_noop("Authors known to nobody"),
    "broadcast": gettext_noop("Only broadcast"),
    "layer": gettext_noop("Added to the bare film"),
    "licence": gettext_noop("Open licence"),
    "dispute": gettext_noop("Open question"),
}
# What is not known, as part of a sentence; the second where it is known whose it is.
MISSING: Mapping[str, tuple[str, str]] = {
    "published": (gettext_noop("the date of first publication"), gettext_noop("when %(of)s was first published")),
    "made": (gettext_noop("the date of making"), gettext_noop("when %(of)s was made")),
    "died": (gettext_noop("when an author died"), gettext_noop("whether and when %(of)s died")),
    "nationality": (gettext_noop("the nationality of an author"), gettext_noop("the nationality of %(of)s")),
    "died_for_france": (
        gettext_noop("whether an author died for France"),
        gettext_noop("whether %(of)s died for France"),
    ),
    "role": (
        gettext_noop("who had a part, or that nobody had it"),
        gettext_noop("who it was, or that there was none: %(of)s"),
    ),
    "origin": (gettext_noop("the country of origin"), ""),
    "origin_law": (
        gettext_noop("the term in the country of origin"),
        gettext_noop("the term in the country of origin (%(of)s)"),
    ),
    "within_30_days": (gettext_noop("whether it came out in the United States within 30 days"), ""),
    "notice": (gettext_noop("the copyright notice on the first copies"), ""),
    "renewal": (gettext_noop("whether the copyright was renewed"), ""),
    "registration": (gettext_noop("whether it was registered within five years"), ""),
    "search": (gettext_noop("a search of our own in the records"), ""),
    "underlying": (gettext_noop("what it is based on"), gettext_noop("the term of %(of)s, which it uses")),
    "underlying_authors": (
        gettext_noop("who wrote what it is based on, and when they died"),
        gettext_noop("who wrote %(of)s, and when they died"),
    ),
    "music": (gettext_noop("the rights in its music"), gettext_noop("the rights in the music %(of)s")),
    "edition": (gettext_noop("which edition it is"), ""),
    "review": (gettext_noop("a reviewer’s look at a disputed point"), ""),
    "source": (
        gettext_noop("a second or a better source for a fact that decides"),
        gettext_noop("a second or a better source: %(of)s"),
    ),
    "rule": (gettext_noop("the national law"), gettext_noop("the national law (%(of)s)")),
}
CODES: Mapping[str, str] = {
    "valid": gettext_noop("valid"),
    "none": gettext_noop("none"),
    "unknown": gettext_noop("not known"),
    "renewed": gettext_noop("renewed"),
    "not_renewed": gettext_noop("not renewed"),
    "contested": gettext_noop("contested"),
    "private": gettext_noop("a private producer"),
    "legal_person": gettext_noop("a studio as author in law"),
    "us_government": gettext_noop("the government of the United States"),
    "government": gettext_noop("a government"),
    "dramatic": gettext_noop("dramatic"),
    "not_dramatic": gettext_noop("not dramatic"),
    "yes": gettext_noop("yes"),
    "no": gettext_noop("no"),
    "true": gettext_noop("yes"),
    "false": gettext_noop("no"),
    **ROLES,
    **LAYERS,
}


@dataclass(slots=True)
class SourceWords:
    """Where a fact was read; `note` says how much the source can carry and when it was looked at."""

    name: str
    address: SafeString | None
    note: str


@dataclass(slots=True)
class FactWords:
    """A fact in words with its sources."""

    term: str
    text: str
    sources: tuple[SourceWords, ...]


def fact_words(fact: Input) -> FactWords:
    """A fact that an answer rests on, in the active language."""
    term = gettext(FACTS.get(fact.fact, fact.fact))
    if fact.of:
        term = gettext("%(fact)s (%(of)s)") % {"fact": term, "of": fact.of}
    return FactWords(term, value_words(fact.fact, fact.value), tuple(map(source_words, fact.sources)))


def facts_words(facts: Iterable[Input]) -> tuple[FactWords, ...]:
    """Facts in words, each once."""
    return tuple(fact_words(fact) for fact in dict.fromkeys(facts))


def value_words(name: str, value: str) -> str:
    """The value of a fact: dates and spans written out, countries by name, codes in words."""
    language = get_language() or "en"
    if name in DATED:
        return _when(value, language)
    if name in PLACES:
        return joined([countries.name(code, language) for code in value.split(",") if code], language) or gettext(
            "none"
        )
    parts = [gettext(CODES[part]) if part in CODES else part for part in value.split(",")]
    return ", ".join(parts) or gettext("not known")


def _when(value: str, language: str) -> str:
    if value == "never":
        return pgettext("a death or a publication", "not yet")
    span = SPAN.fullmatch(value)
    if not span:
        return written_date(value, language) if DATE.fullmatch(value) else value or gettext("not known")
    first, last = (written_date(end, language) if end != NOWHERE else "" for end in span.groups())
    if first and last:
        return gettext("between %(first)s and %(last)s") % {"first": first, "last": last}
    if last:
        return gettext("not later than %(last)s") % {"last": last}
    return gettext("not before %(first)s") % {"first": first} if first else gettext("not known")


def source_words(source: Source) -> SourceWords:
    """A source with how much it can carry by itself."""
    notes = [
        {
            Weight.CLAIM: gettext("a mere claim"),
            Weight.REFERENCE: gettext("a reference"),
            Weight.AUTHORITY: gettext("a register or public record"),
        }[source.weight]
    ]
    if source.seen_on:
        notes.append(gettext("seen on %(day)s") % {"day": day(source.seen_on, get_language() or "en")})
    address = href(source.address) if source.address.startswith(("https://", "http://")) else None
    return SourceWords(source.name, address, ", ".join(notes))


def missing_words(missing: Iterable[Missing]) -> tuple[str, ...]:
    """What is not known, each as part of a sentence."""
    return tuple(dict.fromkeys(_missing(one) for one in missing))


def _missing(one: Missing) -> str:
    plain, with_whose = MISSING.get(one.fact, (gettext_noop("a fact that has still to be looked up"), ""))
    if not (one.of and with_whose):
        return gettext(plain)
    language = get_language() or "en"
    of = gettext(ROLES[one.of]) if one.of in ROLES else one.of
    if one.of in ROLES and one.fact != "role":
        of = gettext("somebody unnamed (%(role)s)") % {"role": of}
    if one.fact in ("origin_law", "rule"):
        of = countries.name(one.of, language)
    return gettext(with_whose) % {"of": of}
