"""Names of works and people in the forms that searching, sorting and addresses need."""

import re
import unicodedata
from functools import lru_cache

# Letters that NFKD leaves whole but that people type as two, or without their stroke.
SPELLED_OUT = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
        "ŋ": "n", "&": " and ", "+": " plus ",
    }
)  # fmt: skip
APOSTROPHES = re.compile(r"['’‘ʼ`´]")
NOT_WORD = re.compile(r"[\W_]+")
ASCII_WORD = re.compile("[a-z0-9]+")
ARTICLES = {
    "en": ("the ", "a ", "an "),
    "fr": ("le ", "la ", "les ", "l ", "un ", "une ", "des "),
    "de": ("der ", "die ", "das ", "ein ", "eine "),
    "es": ("el ", "la ", "los ", "las ", "un ", "una "),
    "it": ("il ", "lo ", "la ", "gli ", "le ", "l ", "un ", "una "),
}
LONGEST_SLUG = 80


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """The name as it is searched: lower case, no accents, no punctuation, single spaces."""
    if name.isascii():
        # The many names that have no letter to be taken apart.
        return " ".join(ASCII_WORD.findall(name.lower().replace("&", " and ").replace("+", " plus ")))
    text = name.casefold().translate(SPELLED_OUT)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return NOT_WORD.sub(" ", APOSTROPHES.sub(" ", text.casefold())).strip()


def sort_key(name: str, language: str = "") -> str:
    """The name as it is filed: folded, its leading article left out where the language has one."""
    text = folded(name)
    articles = ARTICLES.get(language[:2], ())
    if text.startswith(articles):
        for article in articles:
            if text.startswith(article) and len(text) > len(article):
                return text[len(article) :]
    return text


def slug(name: str) -> str:
    """The name as part of an address: Latin letters and figures joined by hyphens, or "" if it has none."""
    text = folded(name)
    if not text.isascii():
        text = " ".join(text.encode("ascii", "ignore").decode().split())
    words = text.replace(" ", "-")
    if len(words) <= LONGEST_SLUG:
        return words
    return words[:LONGEST_SLUG].rsplit("-", 1)[0]
