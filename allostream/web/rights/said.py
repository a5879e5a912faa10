"""A sentence of the rules in the reader's language: from its key and values to words."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language, gettext, gettext_noop

from allostream.lib import countries
from allostream.rights.engine.answers import Answer, Sentence, Status
from allostream.web.formats import day
from allostream.web.places import within
from allostream.web.rights.doubts import DOUBTS, IN_SHORT, STEPS
from allostream.web.rights.ways import WAYS
from allostream.web.spoken import needs

Value = str | int | date
REMEMBERED = 4096
# For a key that has no words of its own here, which is a mistake that pages must survive.
GENERAL: Mapping[Status, str] = {
    Status.PD: gettext_noop("In the public domain."),
    Status.OPEN_LICENCE: gettext_noop("Published by its makers under an open licence."),
    Status.LICENSED: gettext_noop("Shown with the permission of its holder."),
    Status.PROTECTED: gettext_noop("Protected."),
    Status.UNCLEAR: gettext_noop("Not settled."),
}
# What lies over the bare film, as part of a sentence.
LAYERS: Mapping[str, str] = {
    "character": gettext_noop("the rights in its characters"),
    "trademark": gettext_noop("trade marks in it"),
    "restored_version": gettext_noop("the rights in a restored version"),
    "new_score": gettext_noop("a new score"),
    "coloured": gettext_noop("a colouring"),
    "narrated": gettext_noop("a new narration"),
    "new_titles": gettext_noop("new titles or translations"),
    "dubbed": gettext_noop("a dubbing"),
    "live_score": gettext_noop("the rights in the music written for its first showing"),
    "third_party_footage": gettext_noop("the rights in pictures taken from others"),
    "music": gettext_noop("the rights in its music"),
}
# Who counts as an author, as part of a sentence.
ROLES: Mapping[str, str] = {
    "principal_director": gettext_noop("principal director"),
    "co_director": gettext_noop("co-director"),
    "screenplay": gettext_noop("author of the screenplay"),
    "dialogue": gettext_noop("author of the dialogue"),
    "composer": gettext_noop("composer"),
    "producer": gettext_noop("producer"),
    "underlying_author": gettext_noop("author of the work it is based on"),
    "title_writer": gettext_noop("author of the intertitles"),
}
CODES: Mapping[str, Mapping[str, str]] = {"role": ROLES, "layer": LAYERS}


def say(sentence: Sentence, language: str | None = None) -> str:
    """A sentence of the rules in the active language; "" for a key that has no words."""
    return _say(sentence.key, sentence.values, language or get_language() or "en")


def why(sentence: Sentence, language: str | None = None) -> str:
    """The same for a place that says already how the work stands, and where: only why; "" for a key without words."""
    return _say(sentence.key, sentence.values, language or get_language() or "en", with_frame=False)


def answer_sentence(answer: Answer) -> str:
    """The sentence of an answer, never empty."""
    return say(answer.sentence) or gettext(GENERAL[answer.status])


@lru_cache(maxsize=REMEMBERED)
def _say(key: str, values: tuple[tuple[str, Value], ...], language: str, *, with_frame: bool = True) -> str:
    """In the active language, which is only given to be remembered by."""
    given = dict(values)
    family, _, code = key.partition(".")
    if code in ("two-doubts", "many-doubts"):
        several = _several(given)
        return _unsettled(given, language, several) if with_frame else several
    text = DOUBTS.get(code, "") if family in ("doubt", "unclear") else WAYS.get(key) or STEPS.get(key, "")
    words = _words(given, language)
    if not text or not needs(text) <= words.keys():
        return ""
    said = gettext(text) % words
    return _unsettled(given, language, said) if family == "unclear" and with_frame else said


def _unsettled(given: Mapping[str, Value], language: str, why: str) -> str:
    """That a right could not be established, and why: what is not settled is not played."""
    country = str(given.get("country", ""))
    if not country:
        return why
    return gettext("We could not establish whether it is free %(in_country)s, so it is not played there. %(why)s") % {
        "in_country": within(country, language), "why": why,
    }  # fmt: skip


def _several(given: Mapping[str, Value]) -> str:
    values = {
        "first": doubt_in_short(str(given.get("first", ""))), "second": doubt_in_short(str(given.get("second", ""))),
        "count": given.get("count", 2),
    }  # fmt: skip
    if "count" in given:
        return gettext("There are %(count)s doubts, among them %(first)s, and %(second)s.") % values
    return gettext("Two doubts are one too many: %(first)s, and %(second)s.") % values


def doubt_in_short(code: str) -> str:
    """A doubt in a few words, as part of a sentence of the active language."""
    return gettext(IN_SHORT.get(code, gettext_noop("a point that is not settled")))


def _words(given: Mapping[str, Value], language: str) -> dict[str, str]:
    """The values as they stand in sentences: days written out, countries by name and as places, codes in words."""
    words = {name: day(value, language) if isinstance(value, date) else str(value) for name, value in given.items()}
    for name in ("country", "origin"):
        code = words.get(name, "")
        if code:
            words[name], words[f"in_{name}"] = countries.name(code, language), within(code, language)
    part = ROLES.get(words.get("name", ""))
    if part:  # nobody is known for it
        words["name"] = gettext("somebody unnamed (%(role)s)") % {"role": gettext(part)}
    for name, known in CODES.items():
        if name in words:
            words[name] = gettext(known.get(words[name], words[name]))
    return words
