"""Forms of a name in which words can be found: identifiers glue them, file names join them with dots.

`DVDRipXviD`, `br-rip.x-264`, `Sparrows1926720p` and `RocketshipX-mTrailer` are one language with different blanks.
"""

import re
import unicodedata
from collections.abc import Iterable

LOWER_UPPER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
LETTER_DIGIT = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
BLANKS = re.compile(r"[^a-z0-9]+")


def forms(text: str) -> tuple[str, str]:
    """The text in words of small letters and digits, blanks around: as it is written, and with `CamelCase` parted.

    Both are needed: `DVDrip` is one word only in the first, `MoonTrailer` two only in the second.
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _words(plain), _words(LOWER_UPPER.sub(" ", plain))


def _words(text: str) -> str:
    parted = LETTER_DIGIT.sub(" ", text.casefold())
    return f" {BLANKS.sub(' ', parted).strip()} "


def without_names(form: str, names: Iterable[str]) -> str:
    """A form with the work's own name taken out once: “The Long, Long Trailer” is no trailer, its trailer is one.

    The longest name goes first, so that an alias inside the name does not leave half of it.
    """
    wanted = {written.strip() for name in names for written in forms(name)} - {""}
    for name in sorted(wanted, key=len, reverse=True):
        for found in (f" {name} ", name.replace(" ", "")):
            if found in form:
                return form.replace(found, "  ", 1)
    return form


def has_name(form: str, names: Iterable[str]) -> bool:
    """Whether one of the work's names stands in a form."""
    return without_names(form, names) != form
