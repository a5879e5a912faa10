"""Languages: BCP 47 tags, their names, and what a browser says its reader prefers."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from allostream.lib.names import folded

TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
PREFERENCE = re.compile(
    r"\s*([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}))?[^;,]*(?:;\s*q=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*"
)
LONGEST_HEADER = 500
SILENT = "zxx"  # "no linguistic content" (ISO 639-2): a silent film's spoken language


def is_tag(tag: str) -> bool:
    """Whether the text is a language tag of the shapes used here: `fr`, `fr-CA`, `zh-Hant`, `zxx`."""
    return TAG.fullmatch(tag) is not None


@cache
def named() -> frozenset[str]:
    """The tags of all languages that have a name."""
    return frozenset(str(code).replace("_", "-") for code in Locale("en").languages)


def is_named(tag: str) -> bool:
    """Whether the text is the tag of a language that has a name, of a country or script or without."""
    return is_tag(tag) and tag.partition("-")[0] in named()


@cache
def _names(language: str) -> Mapping[str, str]:
    """The names of all languages in one of those that pages are written in."""
    return Locale.parse(language.replace("-", "_")).languages


@lru_cache(maxsize=4096)  # tags with regions and scripts are more than anybody can count, and addresses may name them
def name(tag: str, language: str) -> str:
    """The name of a language in a language (`name("de", "fr")` is “allemand”); the tag itself when unknown."""
    try:
        if tag.isalpha() and (known := _names(language).get(tag)):
            return known  # hundreds have a name though they are no locale, which takes a millisecond each to find out
        return Locale.parse(tag.replace("-", "_")).get_display_name(language.replace("-", "_")) or tag
    except (UnknownLocaleError, ValueError):
        return tag


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """The languages with a code of two letters (ISO 639-1) as (code, name), in alphabetical order."""
    named = Locale.parse(language.replace("-", "_")).languages
    return tuple(sorted(((c, n) for c, n in named.items() if len(c) == 2), key=lambda pair: folded(pair[1])))


def accepted(header: str) -> list[tuple[str, str]]:
    """What an Accept-Language header prefers, best first, as (language, country or "").

    A header that is no such list gives an empty list (RFC 9110, section 12.5.4: it may be ignored).
    """
    wishes = []
    for place, part in enumerate(header[:LONGEST_HEADER].split(",")):
        found = PREFERENCE.fullmatch(part)
        if found:
            language, _script, country, quality = found.groups()
            wishes.append((-float(quality or 1), place, language.lower(), (country or "").upper()))
    return [(language, country) for quality, _, language, country in sorted(wishes) if quality]
