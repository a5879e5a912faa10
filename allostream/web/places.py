"""Countries inside sentences: “in the United States”, « aux États-Unis ». No Django, no database.

A sentence cannot be put together from a country's name alone: both languages choose an article or a preposition by the
country. Sentences therefore take the whole phrase as one named value.
"""

import re
from functools import lru_cache

from allostream.lib.countries import WORLD, name

ENGLISH_ARTICLE = re.compile(
    r"^(United |Caribbean |Netherlands|Philippines$|Bahamas$|Gambia$|Maldives$|Seychelles$|Comoros$|British |U\.S\. |"
    r"Soviet )|( Islands|(?<!-)\bRepublic| Territory| Territories)$"
)
# Small islands are lived on, not in; and the long forms of two cities read badly inside a sentence.
ENGLISH_PHRASES = {
    "BV": "on Bouvet Island", "CX": "on Christmas Island", "HK": "in Hong Kong", "IM": "on the Isle of Man",
    "MO": "in Macao", "NF": "on Norfolk Island",
}  # fmt: skip
# French phrases that follow from no ending: names that take no article, plurals, and genders that the name hides.
FRENCH_PHRASES = {
    "BB": "à la Barbade", "BM": "aux Bermudes", "BQ": "aux Pays-Bas caribéens", "CG": "au Congo-Brazzaville",
    "DM": "à la Dominique", "GD": "à la Grenade", "GW": "en Guinée-Bissau", "HK": "à Hong Kong", "KI": "aux Kiribati",
    "IO": "dans le Territoire britannique de l’océan Indien", "MO": "à Macao", "MU": "à l’île Maurice",
    "SJ": "au Svalbard et à Jan Mayen", "SL": "en Sierra Leone", "TO": "aux Tonga",
    "VA": "au Vatican", "AS": "aux Samoa américaines", "WS": "aux Samoa",
}  # fmt: skip
FRENCH_WITHOUT_ARTICLE = {
    "AG", "AI", "AW", "BH", "BL", "CU", "CW", "CY", "DJ", "GG", "GI", "GU", "HT", "JE", "KN", "LC", "MC", "MF", "MG",
    "MS", "MT", "NR", "NU", "OM", "PM", "PR", "SG", "SH", "SM", "ST", "SX", "TK", "TT", "TV", "TW", "VC", "WF",
    "YT",
}  # fmt: skip
FRENCH_MASCULINE_IN_E = {"BZ", "GB", "KH", "MX", "MZ", "SR", "ZR", "ZW"}
FRENCH_PLURAL = {"AN", "AE", "BS", "FJ", "KM", "MV", "NL", "PH", "PW", "SC", "US"}
FRENCH_VOWELS = "AEIOUÂÀÉÈÊÎÏÔ"


@lru_cache(maxsize=1024)
def within(code: str, language: str) -> str:
    """The country as the place where something happens: “in France”, « au Japon », « aux États-Unis »."""
    if code == WORLD:
        return "partout dans le monde" if language == "fr" else "everywhere in the world"
    return _in_french(code) if language == "fr" else _in_english(code)


def _in_english(code: str) -> str:
    if code in ENGLISH_PHRASES:
        return ENGLISH_PHRASES[code]
    country = name(code, "en")
    return f"in the {country}" if ENGLISH_ARTICLE.search(country) else f"in {country}"


def _in_french(code: str) -> str:
    if code in FRENCH_PHRASES:
        return FRENCH_PHRASES[code]
    country = name(code, "fr")
    common = country[0].lower() + country[1:]  # nouns such as “îles” lose their capital inside a sentence
    if country.startswith("Îles "):
        return f"aux {common}"
    if country.startswith(("Territoires ", "Terres ")):
        return f"dans les {common}"
    if country.startswith("Île "):
        return f"sur l’{common}"
    if code in FRENCH_PLURAL:
        return f"aux {country}"
    if code in FRENCH_WITHOUT_ARTICLE or country.startswith("La "):
        return f"à {country}"
    feminine = re.split("[ -]", country)[0].endswith("e") and code not in FRENCH_MASCULINE_IN_E
    return f"en {country}" if feminine or country[0] in FRENCH_VOWELS or country.startswith("Rép") else f"au {country}"
