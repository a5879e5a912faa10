"""Why two descriptions are taken for one work or not, in the words of the reader."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext

from allostream.catalogue.identity_queries import Side
from allostream.catalogue.identity_rules import Ground, Reason
from allostream.lib import countries, languages
from allostream.web.formats import joined, length, typeset
from allostream.web.wording import form, identifier

MOST_SHOWN = 8


def ground_words(ground: Ground, language: str) -> str:
    """The sentence of a sign; every reason has one."""
    spoken = IN_WORDS.get(ground.reason)
    values = {
        name: spoken(str(value), language) if spoken and name in ("given", "there", "country") else value
        for name, value in ground.values.items()
    }
    return SENTENCES[ground.reason]() % values


SENTENCES: dict[Reason, Callable[[], str]] = {
    Reason.SAME_ID: lambda: gettext("both have the identifier %(scheme)s:%(value)s"),
    Reason.OTHER_ID: lambda: gettext("in %(scheme)s one is %(given)s, the other %(there)s"),
    Reason.TWO_TITLES: lambda: gettext("its identifiers lead to several titles"),
    Reason.TWO_ALIKE: lambda: gettext("%(count)s titles fit, and which of them is not clear"),
    Reason.SAME_NAME: lambda: gettext("both are called “%(name)s”"),
    Reason.SAME_NAMES: lambda: gettext("they share %(count)s names"),
    Reason.LIKE_NAME: lambda: gettext("“%(given)s” is another way of writing “%(there)s”"),
    Reason.OTHER_NAME: lambda: gettext("one is called “%(given)s”, the other “%(there)s”"),
    Reason.OTHER_SPELLING: lambda: gettext("one is written “%(given)s”, the other “%(there)s”"),
    Reason.ALIAS: lambda: gettext("“%(name)s” is only a further name of one of them"),
    Reason.NAMESAKES: lambda: gettext("further titles of that name: %(count)s"),
    Reason.SAME_YEAR: lambda: gettext("both are of %(year)s"),
    Reason.NEAR_YEAR: lambda: gettext("one is of %(given)s, the other of %(there)s"),
    Reason.OTHER_YEAR: lambda: gettext("one is of %(given)s, the other of %(there)s"),
    Reason.SAME_DAY: lambda: gettext("both came out on the same day, %(day)s"),
    Reason.SAME_DIRECTOR: lambda: gettext("both were directed by %(names)s"),
    Reason.OTHER_DIRECTOR: lambda: gettext("one was directed by %(given)s, the other by %(there)s"),
    Reason.SAME_CAST: lambda: gettext("%(names)s played in both"),
    Reason.OTHER_CAST: lambda: gettext("nobody is known to have played in both"),
    Reason.SAME_LENGTH: lambda: gettext("they are of one length: %(given)s and %(there)s"),
    Reason.OTHER_LENGTH: lambda: gettext("one lasts %(given)s, the other %(there)s"),
    Reason.SAME_COUNTRY: lambda: gettext("both come from one country: %(country)s"),
    Reason.OTHER_COUNTRY: lambda: gettext("one comes from: %(given)s; the other from: %(there)s"),
    Reason.OTHER_LANGUAGE: lambda: gettext("they are in different languages: %(given)s and %(there)s"),
    Reason.OTHER_KIND: lambda: gettext("they are of different kinds: %(given)s and %(there)s"),
    Reason.OTHER_FORM: lambda: gettext("they are of different forms: %(given)s and %(there)s"),
    Reason.OTHER_PART: lambda: gettext("one is part %(given)s, the other part %(there)s"),
}


def _kind(code: str) -> str:
    return {"film": gettext("film"), "series": gettext("series")}.get(code, code)


IN_WORDS: dict[Reason, Callable[[str, str], str]] = {
    Reason.SAME_COUNTRY: countries.name,
    Reason.OTHER_COUNTRY: countries.name,
    Reason.OTHER_LANGUAGE: languages.name,
    Reason.SAME_LENGTH: lambda minutes, _: length(int(minutes)),
    Reason.OTHER_LENGTH: lambda minutes, _: length(int(minutes)),
    Reason.OTHER_KIND: lambda code, _: _kind(code),
    Reason.OTHER_FORM: lambda code, _: form(code),
}


def grounds_words(grounds: Iterable[Ground], language: str) -> tuple[list[str], list[str]]:
    """What speaks for one work, and what against it."""
    told = list(grounds)
    for_it = [ground_words(one, language) for one in told if one.weight > 0]
    return for_it, [ground_words(one, language) for one in told if one.weight <= 0]


def compared_rows(made: Side, like: Side, language: str) -> list[tuple[str, str, str]]:
    """Two titles side by side: label, what the one says, what the other; rows of which neither says anything are not
    there."""
    rows = [
        (label, told(made, language), told(like, language))
        for label, told in (
            (gettext("Kind"), lambda side, _: form(side.described.form) or _kind(side.kind)),
            (gettext("Names"), _names),
            (gettext("Year"), lambda side, _: str(side.described.year or "")),
            (gettext("First release"), lambda side, _: str(side.described.released or "")),
            (gettext("Length"), _length),
            (gettext("Countries"), _countries),
            (gettext("Languages"), _languages),
            (gettext("People"), _people),
            (gettext("Identifiers"), _identifiers),
        )
    ]  # fmt: skip
    return [row for row in rows if row[1] or row[2]]


def _names(side: Side, _language: str) -> str:
    return _listed([typeset(name.text) for name in side.described.names])


def _length(side: Side, _language: str) -> str:
    return length(side.described.runtime_min) if side.described.runtime_min else ""


def _countries(side: Side, language: str) -> str:
    return joined([countries.name(code, language) for code in side.described.countries], language)


def _languages(side: Side, language: str) -> str:
    return joined([languages.name(code, language) for code in side.described.languages], language)


def _people(side: Side, _language: str) -> str:
    return _listed([maker.name for maker in side.described.makers])


def _identifiers(side: Side, _language: str) -> str:
    known: list[dict[str, Any]] = [
        identifier(scheme, value) for scheme, values in side.described.identifiers.items() for value in values
    ]
    return _listed([f"{one['label']} {one['value']}" for one in known])


def _listed(words: Sequence[str]) -> str:
    different = list(dict.fromkeys(words))
    more = " …" if len(different) > MOST_SHOWN else ""
    return " · ".join(different[:MOST_SHOWN]) + more
