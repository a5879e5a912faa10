"""French as it is printed: its spaces, its apostrophe, its quotation marks."""

import re

from babel.messages.pofile import read_po
from django.conf import settings

WRONG = {
    "a plain space before a high sign": re.compile(r"[\w»%)] [;:!?»]"),
    "no space before a high sign": re.compile(r"[\wà-ÿ»)][;:!?](?=\s|$)"),
    "a plain space after an opening quotation mark": re.compile(r"« "),
    "a typewriter's apostrophe": re.compile(r"\w'\w"),
    "English quotation marks": re.compile(r"[“”]"),
    "a capital without its accent": re.compile(r"\b(Etats|A propos|Episode|Etat|Ecran|A vérifier|A suivre)\b"),
    "a word that promises": re.compile(r"100 ?%|\blégal\b|\bOups\b"),
}
TAG = re.compile(r"<[^>]+>")


def sentences() -> list[str]:
    path = settings.LOCALE_PATHS[0] / "fr" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        strings = [message.string for message in read_po(file, locale="fr") if message.id]
    forms = [form for string in strings for form in (string if isinstance(string, tuple) else (string,))]
    return [TAG.sub("", form) for form in forms]


def test_french_sentences_are_set_as_french_is() -> None:
    told = sentences()
    assert len(told) > 300
    assert {(name, text) for text in told for name, pattern in WRONG.items() if pattern.search(text)} == set()


def test_the_signs_of_bad_setting_are_found() -> None:
    bad = ["Où ? Ici : là", "Pays: France", "« Voir", "l'affiche", "“Voir”", "Episode 1", "100 % légal"]
    assert [any(pattern.search(text) for pattern in WRONG.values()) for text in bad] == [True] * len(bad)
