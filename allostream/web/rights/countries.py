"""The countries whose rules can be read here, each by the words of its address, and their rules by kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.utils.translation import get_language, gettext

from allostream.lib import countries
from allostream.lib.names import folded, slug
from allostream.rights.engine import COUNTRIES, EEA, rules_of
from allostream.rights.engine.comparison import COMPARING
from allostream.rights.engine.law import Rule
from allostream.web.addresses import SHAPES, Place, address, href
from allostream.web.formats import day
from allostream.web.rights.law_words import authority, rule_words

# Russian law is read only as the term at home, with which other countries compare theirs.
ONLY_AS_ORIGIN = frozenset({"RU"})
TOLD = tuple(sorted({*COUNTRIES, *EEA, *ONLY_AS_ORIGIN}))
EVERYWHERE, UNION = "*", "EU"


@dataclass(frozen=True)
class RuleWords:
    """One rule in words: what it says, the law behind it, and when it is or was in force."""

    id: str
    text: str
    authority: str
    when: str


@dataclass(frozen=True)
class CountryRow:
    """A country in the list of all, with its first rule."""

    name: str
    address: str
    rule: str


@cache
def by_words(language: str) -> dict[str, str]:
    """The code of each country by the words of its address."""
    return {slug(countries.name(code, language)): code for code in TOLD}


def country_of(words: str) -> str | None:
    """The country that the words name in any language."""
    return next((by_words(language)[words] for language in SHAPES if words in by_words(language)), None)


def addresses_of(code: str) -> dict[str, str]:
    """The addresses of a country's rules by the language of the site."""
    return {
        language: address(language, Place.RIGHTS_IN, country=slug(countries.name(code, language)))
        for language in SHAPES
    }


def rows(site_language: str, today: date) -> tuple[list[CountryRow], list[CountryRow]]:
    """All countries by name: those with rules of their own, and those of which only the common rule was read."""
    named = sorted(TOLD, key=lambda code: folded(countries.name(code, _reader())))
    own = {*COUNTRIES, *ONLY_AS_ORIGIN}
    return (
        [_row(code, site_language, today) for code in named if code in own],
        [_row(code, site_language, today) for code in named if code not in own],
    )


def _row(code: str, site_language: str, today: date) -> CountryRow:
    rules = rules_of(code)
    first = next((one for one in rules if one.country == code and _holds(one, today)), rules[0])
    return CountryRow(countries.name(code, _reader()), href(addresses_of(code)[site_language]), rule_words(first))


@dataclass(frozen=True)
class Group:
    """Rules under a heading."""

    id: str
    heading: str
    rules: Sequence[RuleWords]


def groups(code: str, today: date) -> list[Group]:
    """The rules that are asked for a country: its own, the common one, what holds everywhere, and what held before."""
    rules = asked_of(code)
    own = code if code in {*COUNTRIES, *ONLY_AS_ORIGIN} else None
    past = [one for one in rules if not _holds(one, today)]
    # What a member has as a rule of its own is not told a second time.
    told = {_bare(rule) for rule in rules if rule.country == own}
    common = [one for one in rules if one.country == UNION and _holds(one, today) and _bare(one) not in told]
    ours = [one for one in rules if one.country == own and one not in past]
    everywhere = [one for one in rules if one.country == EVERYWHERE]
    found = (
        ("own", gettext("Its own rules"), ours),
        ("common", gettext("The common rules of the European Union"), common),
        ("all", gettext("Asked for every country"), everywhere),
        ("past", gettext("Rules of earlier times, which still decide for the works of those times"), past),
    )
    return [Group(id, heading, _words(some, today)) for id, heading, some in found if some]


def asked_of(code: str) -> list[Rule]:
    """The rules of a country without those that are only for others: who compares terms is not told to compare none."""
    never = {"any.no-rule", "any.no-comparison" if code in COMPARING else "", "any.government" if code == "US" else ""}
    return [rule for rule in rules_of(code) if rule.id not in never]


def _bare(rule: Rule) -> str:
    return rule.id.partition(".")[2]


def _words(rules: Iterable[Rule], today: date) -> list[RuleWords]:
    return [RuleWords(one.id, rule_words(one), authority(one.source), _when(one, today)) for one in rules]


def _holds(rule: Rule, today: date) -> bool:
    return rule.until is None or today < rule.until


def _when(rule: Rule, today: date) -> str:
    """From when until when a rule is in force, as far as the table says; the last day is still one of them."""
    language = _reader()
    since = day(rule.since, language) if rule.since else ""
    until = day(rule.until - timedelta(days=1), language) if rule.until else ""
    if since and until:
        return gettext("in force from %(since)s to %(until)s") % {"since": since, "until": until}
    if until:
        return gettext("in force until %(until)s") % {"until": until}
    if rule.since and rule.since > today:
        return gettext("from %(since)s on") % {"since": since}
    return gettext("in force since %(since)s") % {"since": since} if since else ""


def _reader() -> str:
    return get_language() or "en"
