"""What a reader without an account has chosen, read from cookies. Pure: no request, no clock, no database.

Every page depends on these choices and on nothing else of the reader, so they are also the key under which a page is
kept. They are therefore brought into one form: what is unknown, doubled or too long is passed over, lists are sorted.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.conf import settings

from allostream.lib import countries
from allostream.lib.languages import LONGEST_HEADER, accepted

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
THEMES, MOTIONS, KEYS = ("light", "dark"), ("less",), ("0",)
# The names of the cookies, by the field of Choices.
COOKIES: Mapping[str, str] = {
    "language": settings.LANGUAGE_COOKIE_NAME,
    "country": "country",
    "other_countries": "countries",
    "services": "services",
    "languages": "understood",
    "only_watchable": "watchable",
    "theme": "theme",
    "motion": "motion",
    "keys": "keys",
}
# Lists stand in one cookie each, parted by dots: a character that needs no quotes there (RFC 6265, section 4.1.1).
PARTING = "."
MOST_COUNTRIES, MOST_SERVICES, MOST_LANGUAGES = 12, 40, 12
LONGEST_COOKIE = 1000
SERVICE = re.compile(r"[A-Za-z0-9_-]{1,60}")
SPOKEN = re.compile(r"[a-z]{2,3}")
# With so many different wishes remembered most requests cost a look into a table, and nobody can fill the memory: nor
# with headers that are longer than those of a browser that holds all our cookies with some dozen choices.
REMEMBERED, LONGEST_REMEMBERED = 1024, 500


@dataclass(frozen=True)
class Choices:
    """All choices of one reader. `languages` are those understood, none for any; `keys` is "0" when they are off."""

    language: str
    country: str
    other_countries: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    only_watchable: bool = False
    theme: str = ""
    motion: str = ""
    keys: str = ""


class Defaults(Protocol):
    """What a site gives those who have chosen nothing."""

    @property
    def language(self) -> str: ...

    @property
    def default_country(self) -> str: ...


class _Given(NamedTuple):
    language: str
    default_country: str


def choices_of(cookies: Mapping[str, str], accept_language: str, site: Defaults) -> Choices:
    """The choices that the cookies and the header Accept-Language hold, of whatever they consist.

    The country is the chosen one, else the first that the browser's languages name, else the site's.
    """
    get = cookies.get
    return _choices(
        tuple([get(name, "")[:LONGEST_COOKIE] for name in COOKIES.values()]),
        accept_language[:LONGEST_HEADER],
        site.language,
        site.default_country,
    )


def choices_in(environ: Mapping[str, Any], site: Defaults) -> Choices:
    """The choices of a request by its WSGI environment: the one reading, before Django as well as within it.

    A page is kept under the choices read here and made for the choices read here: two ways of reading, such as one
    that knows of quotes round a cookie and one that does not, would show one reader's page to another.
    """
    cookie, accept_language = environ.get("HTTP_COOKIE", ""), environ.get("HTTP_ACCEPT_LANGUAGE", "")
    if len(cookie) + len(accept_language) > LONGEST_REMEMBERED:
        return choices_of(cookies_in(cookie), accept_language, site)
    return _choices_in(cookie, accept_language, site.language, site.default_country)


def cookies_in(header: str) -> dict[str, str]:
    """The cookies of a header Cookie as they stand there; of two with one name the last counts."""
    if not header:
        return {}
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}


@lru_cache(maxsize=REMEMBERED)
def _choices_in(cookie: str, accept_language: str, language: str, default_country: str) -> Choices:
    """The choices of headers as they were sent: a reader sends the same ones with every request."""
    return choices_of(cookies_in(cookie), accept_language, _Given(language, default_country))


@lru_cache(maxsize=REMEMBERED)
def _choices(cookies: tuple[str, ...], accept_language: str, language: str, default_country: str) -> Choices:
    given = dict(zip(COOKIES, cookies, strict=True))
    country = _one(given["country"], countries.current()) or guessed_country(accept_language) or default_country
    others = listed(given["other_countries"], countries.is_country, MOST_COUNTRIES)
    return Choices(
        language=_one(given["language"], LANGUAGES) or language,
        country=country,
        other_countries=tuple(code for code in others if code != country),
        services=listed(given["services"], is_service, MOST_SERVICES),
        languages=listed(given["languages"], is_spoken, MOST_LANGUAGES),
        only_watchable=given["only_watchable"] == "1",
        theme=_one(given["theme"], THEMES),
        motion=_one(given["motion"], MOTIONS),
        keys=_one(given["keys"], KEYS),
    )


def guessed_country(accept_language: str) -> str:
    """The first country that the browser's languages name, or ""."""
    named = (country for _language, country in accepted(accept_language))
    return next((country for country in named if countries.is_country(country)), "")


def listed(value: str, is_known: Callable[[str], bool], most: int) -> tuple[str, ...]:
    """The known parts of a list as it stands in a cookie, sorted, each once, at most so many."""
    return tuple(sorted({part for part in value.split(PARTING) if is_known(part)})[:most])


def is_service(slug: str) -> bool:
    """Whether the text can be the short name of a host; whether there is such a host is not asked."""
    return SERVICE.fullmatch(slug) is not None


def is_spoken(code: str) -> bool:
    """Whether the text can be the code of a language without region or script (BCP 47): `fr`, `yue`."""
    return SPOKEN.fullmatch(code) is not None


def _one(value: str, known: object) -> str:
    return value if value in known else ""  # type: ignore[operator]  # a collection of texts
