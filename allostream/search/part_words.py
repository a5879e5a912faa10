"""How seasons and episodes are called and counted, in small letters without accents. Data alone.

The words are those of broadcasters' and uploaders' own titles in some twenty languages.
"""

# Words after or before which a number is that of a season; of these, the ones that names are made of as well count
# less (“Volume 2”, “Book 1”).
SEASONS = frozenset(
    ("season", "seasons", "saison", "saisons", "staffel", "staffeln", "temporada", "temporadas", "stagione", "stagioni",
     "seizoen", "saeson", "sæson", "sasong", "sesong", "sezon", "sezona", "sezonul", "kausi", "tuotantokausi", "evad",
     "сезон", "сезона", "σεζον", "κυκλος", "musim", "hooaeg", "sezonas", "الموسم", "موسم", "עונה", "시즌", "シーズン")
)  # fmt: skip
# The same, but they have other senses too.
LOOSE_SEASONS = frozenset(
    ("s", "ssn", "sais", "seas", "temp", "stag", "serie", "series", "seria", "rada", "mua")
)  # fmt: skip
EPISODES = frozenset(
    ("episode", "episodes", "epis", "episodio", "episodios", "folge", "folgen", "capitulo", "capitulos", "puntata",
     "aflevering", "avsnitt", "afsnit", "jakso", "odcinek", "epizod", "epizoda", "bolum", "серия", "серии", "серию",
     "эпизод", "επεισοδιο", "episod", "الحلقة", "حلقة", "פרק", "에피소드", "エピソード", "ep", "eps", "epi",
     "afl", "avs", "odc")
)  # fmt: skip
LOOSE_EPISODES = frozenset(("e", "cap", "osa", "dil", "resz", "tap"))
# Words of which parts of films and of serials are made: what follows is a part of the name before it is an episode.
HINTS = frozenset(
    ("part", "parts", "pt", "partie", "parties", "teil", "parte", "deel", "del", "chapter", "chapitre", "capitolo",
     "kapitel", "ch", "chap", "volume", "vol", "book", "livre", "tome", "no", "nr", "num", "numero", "number", "часть")
)  # fmt: skip
# Words before which the number stands bare as well: “2 сезон 5 серия”.
COUNTED_BEFORE = frozenset(("сезон", "серия", "эпизод", "sezon", "odcinek", "bolum", "epizod"))
# Long words of the above that are mended when one slip is in them.
MENDED_SEASONS = (
    "season", "saison", "staffel", "temporada", "stagione", "seizoen", "sesong", "sasong", "сезон",
)  # fmt: skip
MENDED_EPISODES = ("episode", "episodio", "capitulo", "puntata", "aflevering", "avsnitt")
# True words that are one slip from one of these.
TRUE_WORDS = frozenset(
    ("maison", "raison", "saigon", "reason", "reasons", "liaison", "seasoned", "stagioni", "saisir", "seaton",
     "samson", "sesson", "treason", "epitome", "season's", "mason", "saxon", "stafford", "capitol", "capitole")
)  # fmt: skip

CARDINALS: dict[str, int] = {}
ORDINALS: dict[str, int] = {}


def _count(into: dict[str, int], words: str, first: int = 1) -> None:
    for number, alternatives in enumerate(words.split(), first):
        for word in alternatives.split("/"):
            into.setdefault(word, number)


_count(
    CARDINALS,
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty",
)
_count(CARDINALS, "un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
_count(CARDINALS, "vingt", 20)
_count(CARDINALS, "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf")
_count(CARDINALS, "uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce")
_count(CARDINALS, "uno due tre quattro cinque sei sette otto nove dieci undici dodici")
_count(CARDINALS, "um/uma dois/duas tres quatro cinco seis sete oito nove dez")
_count(
    ORDINALS,
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth",
)
_count(
    ORDINALS,
    "premier/premiere deuxieme/second/seconde troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme "
    "onzieme douzieme treizieme quatorzieme quinzieme",
)
_count(
    ORDINALS,
    "erste/ersten zweite/zweiten dritte/dritten vierte/vierten funfte/funften sechste siebte/siebente achte neunte "
    "zehnte elfte zwolfte",
)
_count(
    ORDINALS,
    "primera/primer segunda/segundo tercera/tercer cuarta/cuarto quinta/quinto sexta septima octava novena decima",
)
_count(ORDINALS, "prima/primo seconda/secondo terza/terzo quarta/quarto quinta sesta settima ottava nona decima")
_count(ORDINALS, "primeira segunda terceira quarta quinta sexta setima oitava nona decima")

ROMAN = {
    word: number
    for number, word in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
         "xviii", "xix", "xx"),
        1,
    )
}  # fmt: skip
HAN = {character: number for number, character in enumerate("〇一二三四五六七八九十")}

# Words that join the parts of “episode 5 of season 2” or a name and its part.
JOINING = frozenset(
    ("of", "from", "in", "the", "de", "la", "du", "der", "von", "aus", "della", "di", "del", "da", "van", "and",
     "et", "und")
)  # fmt: skip
