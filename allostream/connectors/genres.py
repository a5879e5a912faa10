"""The genres that several sources share, by our slug, and what each source calls them.

Genres of sources that are not here are left out: readers choose from this list, and hundreds of rare genres would bury
those that they look for. A source's own word is looked up folded, so that capitals and accents do not matter.
"""

from collections.abc import Iterable, Iterator, Mapping

from allostream.lib import exchange
from allostream.lib.names import folded

GENRES: Mapping[str, tuple[str, str]] = {
    "action": ("Action", "Action"),
    "adventure": ("Adventure", "Aventure"),
    "animation": ("Animation", "Animation"),
    "anime": ("Anime", "Anime"),
    "biography": ("Biography", "Biographie"),
    "children": ("Children", "Jeunesse"),
    "christmas": ("Christmas", "Noël"),
    "comedy": ("Comedy", "Comédie"),
    "coming-of-age": ("Coming of age", "Passage à l’âge adulte"),
    "concert": ("Concert", "Concert"),
    "cooking": ("Cooking", "Cuisine"),
    "crime": ("Crime", "Film policier"),
    "dance": ("Dance", "Danse"),
    "disaster": ("Disaster", "Catastrophe"),
    "documentary": ("Documentary", "Documentaire"),
    "drama": ("Drama", "Drame"),
    "erotic-film": ("Erotic", "Érotique"),
    "family": ("Family", "Famille"),
    "fantasy": ("Fantasy", "Fantastique"),
    "film-noir": ("Film noir", "Film noir"),
    "game-show": ("Game show", "Jeu télévisé"),
    "heist": ("Heist", "Film de casse"),
    "history": ("History", "Histoire"),
    "horror": ("Horror", "Horreur"),
    "legal": ("Courtroom", "Judiciaire"),
    "lgbt": ("LGBT", "LGBT"),
    "martial-arts": ("Martial arts", "Arts martiaux"),
    "medical": ("Medical", "Médical"),
    "melodrama": ("Melodrama", "Mélodrame"),
    "music": ("Music", "Musique"),
    "musical": ("Musical", "Musical"),
    "mystery": ("Mystery", "Mystère"),
    "nature": ("Nature", "Nature"),
    "news": ("News", "Actualités"),
    "parody": ("Parody", "Parodie"),
    "political": ("Political", "Politique"),
    "propaganda": ("Propaganda", "Propagande"),
    "reality-tv": ("Reality television", "Téléréalité"),
    "road-movie": ("Road movie", "Road movie"),
    "romance": ("Romance", "Romance"),
    "romantic-comedy": ("Romantic comedy", "Comédie romantique"),
    "satire": ("Satire", "Satire"),
    "sci-fi": ("Science fiction", "Science-fiction"),
    "silent": ("Silent film", "Film muet"),
    "sitcom": ("Sitcom", "Comédie de situation"),
    "slasher": ("Slasher", "Slasher"),
    "sport": ("Sport", "Sport"),
    "spy": ("Spy", "Espionnage"),
    "super-hero": ("Superhero", "Super-héros"),
    "supernatural": ("Supernatural", "Surnaturel"),
    "talk-show": ("Talk show", "Débat télévisé"),
    "teen": ("Teen", "Adolescence"),
    "thriller": ("Thriller", "Thriller"),
    "travel": ("Travel", "Voyage"),
    "variety": ("Variety show", "Variétés"),
    "war": ("War", "Guerre"),
    "western": ("Western", "Western"),
}
# What sources call them besides their slug and their English name.
ALSO = {
    "animated": "animation", "biographical": "biography", "historical": "history", "noir": "film-noir",
    "science fiction": "sci-fi", "sports": "sport", "superhero": "super-hero", "suspense": "thriller",
    "espionage": "spy", "food": "cooking", "legal": "legal", "romantic": "romance",
}  # fmt: skip


def records(slugs: Iterable[str]) -> Iterator[exchange.Genre]:
    """The records of genres by slug, in English and French."""
    for slug in slugs:
        english, french = GENRES[slug]
        yield exchange.Genre(slug=slug, names={"en": english, "fr": french})


def found(words: Iterable[str]) -> tuple[str, ...]:
    """The slugs of those genres among the words of a source that are known here, each once."""
    return tuple(dict.fromkeys(slug for word in words if (slug := _BY_WORD.get(folded(word)))))


_BY_WORD = {
    **{folded(slug): slug for slug in GENRES},
    **{folded(english): slug for slug, (english, _) in GENRES.items()},
    **{folded(word): slug for word, slug in ALSO.items()},
}
