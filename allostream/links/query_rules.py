"""The facets of lists as fields of the query language, with the words that people have for them. No Django, no clock.

What is typed here and what is clicked in lists is the same: each field narrows by its facet, each word leads to a value
of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from allostream.lib import countries, languages
from allostream.lib.languages import SILENT
from allostream.links.facet_rules import BASES, DECADES, OFFERS, RUNTIMES, Facet
from allostream.search.vocabulary import Field, Meant, Reads, Vocabulary, spelled

LANGUAGES = ("en", "fr")  # of the names of countries and languages

# What readers call each facet; by the first word it is named to them.
FIELD_WORDS: Mapping[Facet, Mapping[str, tuple[str, ...]]] = {
    Facet.KIND: {"en": ("is", "type"), "fr": ("est", "type")},
    Facet.OFFER: {"en": ("offer", "cost", "price"), "fr": ("offre", "prix")},
    Facet.BASIS: {"en": ("basis", "rights"), "fr": ("base", "droits")},
    Facet.GENRE: {"en": ("genre",), "fr": ("genre",)},
    Facet.DECADE: {"en": ("decade",), "fr": ("décennie",)},
    Facet.COUNTRY: {"en": ("country",), "fr": ("pays",)},
    Facet.LANGUAGE: {"en": ("lang", "language"), "fr": ("langue",)},
    Facet.RUNTIME: {"en": ("runtime", "length"), "fr": ("durée",)},
    Facet.HOST: {"en": ("on", "host"), "fr": ("sur", "hébergeur")},
}
READS = {Facet.KIND: Reads.KIND, Facet.RUNTIME: Reads.MINUTES}
# What helps to follow a copy, by the column of a link that tells it: in a language, or in any. Few links say so, and no
# list is narrowed by it; of what a search found it is asked.
HELPS: Mapping[str, str] = {
    "sub": "subtitles", "sdh": "sdh", "ad": "audio_description", "sign": "sign_language",
}  # fmt: skip
HELP_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sub": {"en": ("sub", "subs", "subtitles"), "fr": ("st", "sous-titres")},
    "sdh": {"en": ("sdh",), "fr": ("sme",)},
    "ad": {"en": ("ad", "audio-description"), "fr": ("ad", "audiodescription")},
    "sign": {"en": ("sign", "sign-language"), "fr": ("lsf", "langue-des-signes")},
}
ANY_LANGUAGE = "yes"
ANY_WORDS = ("yes", "any", "oui")

KIND_WORDS = {
    "film": ("film", "films", "movie", "movies"),
    "series": ("series", "serie", "series-tv", "show", "shows", "tv"),
}
SHORT_WORDS = ("short", "shorts", "short-film", "court", "courts", "court-metrage", "courts-metrages")
# A short film as most academies have it, as near as the ranges of length come: of less than 40 minutes.
SHORT: Meant = ((Facet.KIND.value, "film"), (Facet.RUNTIME.value, "under-40"))
OFFER_WORDS = {
    "free": ("free", "gratuit", "gratuits", "gratuitement"),
    "ads": ("ads", "avod", "pub", "publicite"),
    "catch-up": ("catch-up", "catchup", "replay", "rattrapage"),
    "library-card": ("library-card", "library", "mediatheque", "bibliotheque"),
    "subscription": ("subscription", "svod", "abonnement", "flatrate"),
    "rent": ("rent", "rental", "tvod", "location", "louer"),
    "buy": ("buy", "purchase", "est", "achat", "acheter"),
}
BASIS_WORDS = {
    "public-domain": ("public-domain", "pd", "dp", "domaine-public"),
    "open-licence": ("open-licence", "open-license", "cc", "creative-commons", "licence-libre", "libre"),
    "provider": ("provider", "official", "officiel", "diffuseur"),
}
# What people take for a basis and what is an offer here.
OFFERS_AS_BASIS = {
    "avod": "ads",
    "svod": "subscription",
    "rent": "rent",
    "buy": "buy",
    "location": "rent",
    "achat": "buy",
}
COUNTRY_WORDS = {"uk": "gb", "england": "gb", "angleterre": "gb", "usa": "us", "america": "us", "amerique": "us",
                 "ussr": "su", "urss": "su", "holland": "nl", "hollande": "nl"}  # fmt: skip
SILENT_WORDS = ("silent", "muet", "muets")


def vocabulary(genres: Mapping[str, Iterable[str]], hosts: Mapping[str, Iterable[str]]) -> Vocabulary:
    """All facets as fields. `genres` has the names of each genre by its slug, `hosts` the names and domains of each
    host that links may lead to.
    """
    values: Mapping[Facet, Mapping[str, Meant]] = {
        Facet.KIND: {**_values(Facet.KIND, KIND_WORDS), **dict.fromkeys(SHORT_WORDS, SHORT)},
        Facet.OFFER: _values(Facet.OFFER, OFFER_WORDS),
        Facet.BASIS: _basis_values(),
        Facet.GENRE: _values(Facet.GENRE, genres),
        Facet.DECADE: _values(Facet.DECADE, {year: (f"{year}s", f"annees-{year}") for year in DECADES}),
        Facet.COUNTRY: _countries(),
        Facet.LANGUAGE: _languages(),
        Facet.RUNTIME: _values(Facet.RUNTIME, dict.fromkeys(RUNTIMES, ())),
        Facet.HOST: _values(Facet.HOST, hosts),
    }
    fields = (Field(facet.value, READS.get(facet, Reads.VALUES), FIELD_WORDS[facet], values[facet]) for facet in Facet)
    helps = (Field(name, Reads.VALUES, words, _tongues(name)) for name, words in HELP_WORDS.items())
    return Vocabulary((*fields, *helps))


def _values(facet: Facet, words: Mapping[str, Iterable[str]]) -> dict[str, Meant]:
    """Every word for a value of the facet; a value's own name goes before the words for others."""
    found: dict[str, Meant] = {spelled(value): ((facet.value, value),) for value in words}
    for value, more in words.items():
        for word in more:
            found.setdefault(spelled(word), ((facet.value, value),))
    return found


def _basis_values() -> dict[str, Meant]:
    offers = {word: ((Facet.OFFER.value, offer),) for word, offer in OFFERS_AS_BASIS.items()}
    return {**offers, **_values(Facet.BASIS, BASIS_WORDS)}


@cache
def _countries() -> Mapping[str, Meant]:
    words: dict[str, Sequence[str]] = {
        code.lower(): [countries.name(code, language) for language in LANGUAGES] for code in countries.of_origin()
    }
    more = {word: ((Facet.COUNTRY.value, code),) for word, code in COUNTRY_WORDS.items()}
    return {**more, **_values(Facet.COUNTRY, words)}


@cache
def _tongues(help_: str) -> Mapping[str, Meant]:
    """The languages as values of a help, and the word for any of them."""
    found: dict[str, Meant] = dict.fromkeys(ANY_WORDS, ((help_, ANY_LANGUAGE),))
    for word, ((_facet, tag), *_) in _languages().items():
        found.setdefault(word, ((help_, tag),))
    return found


@cache
def _languages() -> Mapping[str, Meant]:
    words: dict[str, Sequence[str]] = {
        tag: [languages.name(tag, language) for language in LANGUAGES] for tag in sorted(languages.named())
    }
    words[SILENT] = SILENT_WORDS
    return _values(Facet.LANGUAGE, words)


def _checked() -> None:
    """Every value of the facets that are the same everywhere has its words: a new one must get some."""
    for known, words in ((OFFERS, OFFER_WORDS), (BASES, BASIS_WORDS)):
        if set(known) != set(words):
            raise ValueError(sorted(set(known) ^ set(words)))


_checked()
