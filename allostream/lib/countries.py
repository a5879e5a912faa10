"""Countries: ISO 3166-1 alpha-2 codes, and former countries that old films still come from (ISO 3166-3)."""

from collections.abc import Iterable
from functools import cache

from babel import Locale

from allostream.lib.names import folded

# The world, for licences that hold everywhere.
WORLD = "*"

# Former countries by the alpha-2 code they had; Unicode's tables no longer name them all.
FORMER = {
    "SU": {"en": "Soviet Union", "fr": "Union soviétique"},
    "YU": {"en": "Yugoslavia", "fr": "Yougoslavie"},
    "CS": {"en": "Czechoslovakia", "fr": "Tchécoslovaquie"},
    "DD": {"en": "East Germany", "fr": "Allemagne de l’Est"},
    "ZR": {"en": "Zaire", "fr": "Zaïre"},
    "BU": {"en": "Burma", "fr": "Birmanie"},
    "AN": {"en": "Netherlands Antilles", "fr": "Antilles néerlandaises"},
    "YD": {"en": "South Yemen", "fr": "Yémen du Sud"},
    "VD": {"en": "North Vietnam", "fr": "Viêt Nam du Nord"},
    "RH": {"en": "Southern Rhodesia", "fr": "Rhodésie du Sud"},
    "TP": {"en": "East Timor", "fr": "Timor oriental"},
    "HV": {"en": "Upper Volta", "fr": "Haute-Volta"},
    "DY": {"en": "Dahomey", "fr": "Dahomey"},
    "FX": {"en": "Metropolitan France", "fr": "France métropolitaine"},
    "XK": {"en": "Kosovo", "fr": "Kosovo"},
}
# Territories that Unicode lists for technical ends and that nobody lives in or watches from.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


# Where the law of the Union holds: its member states, and their parts that have codes of their own (Treaty on the
# Functioning of the European Union, articles 349 and 355(1) and (4)).
EUROPEAN_UNION = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV"}
    | {"MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "AX", "GF", "GP", "MF", "MQ", "RE", "YT"}
)
# With the states of the European Economic Area that are not members.
EUROPEAN_AREA = EUROPEAN_UNION | {"IS", "LI", "NO"}
UNIONS = {"EU": EUROPEAN_UNION, "EEA": EUROPEAN_AREA}


def spelled_out(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of countries, WORLD and unions of states as the countries that are meant, each once; what is neither is
    left out. "EU" means its member states."""
    found: dict[str, None] = {}
    for code in codes:
        if code in UNIONS:
            found |= dict.fromkeys(sorted(UNIONS[code]))
        elif code == WORLD or is_country(code):
            found[code] = None
    return (WORLD,) if WORLD in found else tuple(found)


@cache
def current() -> frozenset[str]:
    """The codes of today's countries."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(c for c in codes if len(c) == 2 and c.isalpha() and c not in NOT_COUNTRIES and c not in FORMER)


def is_country(code: str) -> bool:
    """Whether the code names a country of today, from which somebody can watch."""
    return code in current()


def is_country_of_origin(code: str) -> bool:
    """Whether the code names a country, of today or former, that a work can come from."""
    return code in current() or code in FORMER


def of_origin() -> list[str]:
    """The codes of all countries, of today or former, that a work can come from."""
    return sorted([*current(), *FORMER])


@cache
def name(code: str, language: str) -> str:
    """The country's name in a language (`en`, `fr`); the code itself when it has no name."""
    former = FORMER.get(code, {}).get(language)
    return former or Locale.parse(language.replace("-", "_")).territories.get(code, code)


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """All countries of today as (code, name), in the alphabetical order of the language."""
    return tuple(sorted(((c, name(c, language)) for c in current()), key=lambda pair: folded(pair[1])))
