"""Years in a reader's words: whether they tell when a title came out or are part of its name. No Django, no clock."""

import re

FIRST_FILM = 1870
AHEAD = 3  # films are announced that many years before they come out
_YEAR = re.compile(r"(?<![\w.,#-])((?:18[7-9]|19\d|20\d)\d)(?:\s?[-/]\s?(?:(?:19|20)?\d\d)?)?(?![\w])")
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]?")
# After these a year is part of a name: “Summer of ’42”, “New Faces of 1952”, “La Bataille de 1914”.
_BELONGS = re.compile(r"\b(?:of|in|from|de|d'|en|du|since|before|after|anno|year|annee|jahr|ano|and|et|to|a|the)\s*$")


def with_year(text: str, shadow: str, today_year: int, *, has_more: bool = False) -> list[tuple[str, int | None]]:
    """What the words may mean, likeliest first: the name, and the year that is told beside it.

    `shadow` is the text as cleaning.shadow gives it; `has_more` says that there is a name besides, in quotes. Time is
    in proportion to the text.
    """
    for group in reversed(list(_BRACKETS.finditer(shadow))):
        found = _YEAR.search(group[0])
        if found and _is_year(found, today_year) and not _BELONGS.search(group[0][: found.start()]):
            name = _without(text, group.start(), group.end())
            return [(name, int(found[1])), (text, None)] if name or has_more else [(text, None)]
    years = [found for found in _YEAR.finditer(shadow) if _is_year(found, today_year)]
    if not years:
        return [(text, None)]
    last = years[-1]
    name = _without(text, last.start(), last.end())
    if not has_more and not any(character.isalnum() for character in name):
        return [(text, None)]
    told, literal = (name, int(last[1])), (text, None)
    belongs = (not has_more and not shadow[: last.start()].strip(" -:,")) or _BELONGS.search(shadow[: last.start()])
    return [literal, told] if belongs else [told, literal]


def _is_year(found: re.Match[str], today_year: int) -> bool:
    return FIRST_FILM <= int(found[1]) <= today_year + AHEAD


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip(' -–—:,(')} {text[end:].lstrip(' -–—:,)')}".strip()


def without_brackets(text: str) -> str:
    """The text without what is said in brackets at its end or middle; "" when nothing is left or nothing was there."""
    bare = _BRACKETS.sub(" ", text)
    return " ".join(bare.split()) if bare != text else ""
