"""Countries as they stand behind the version of a licence: "3.0 Deutschland", "2.0 UK: England & Wales", "3.0 US"."""

import re
from functools import cache

from babel import Locale

from allostream.lib.licences.creative_commons import ALL_PORTS
from allostream.lib.licences.plain import folded

LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl")
# Countries whose own name for themselves is the title's language in the official names of licences.
_OWN = {
    "hr": "hrvatska", "ro": "romania", "rs": "srbija", "pl": "polska", "cz": "cesko", "ee": "eesti", "no": "norge",
    "az": "azerbaycan", "gr": "ελλαδα", "tw": "台灣", "cn": "中国大陆", "jp": "日本", "kr": "대한민국", "eg": "مصر",
    "fi": "suomi", "se": "sverige", "dk": "danmark", "hu": "magyarorszag",
}  # fmt: skip
_OTHER = {
    "uk england and wales": "uk", "uk england & wales": "uk", "uk: england & wales": "uk",
    "uk: england and wales": "uk",
    "england & wales": "uk", "england and wales": "uk", "england": "uk", "united kingdom": "uk", "gb": "uk",
    "uk: scotland": "scotland", "uk scotland": "scotland", "scotland": "scotland", "igo": "igo", "usa": "us",
    "united states of america": "us", "intergovernmental organisations": "igo",
    "intergovernmental organizations": "igo",
    "china mainland": "cn", "mainland china": "cn", "czech republic": "cz", "macedonia": "mk", "the netherlands": "nl",
}  # fmt: skip
_NAME_ENDS = re.compile(r"\W|$")
# A code of two letters may be a small word of the sentence ("3.0 de Ana"), so nothing but an end may follow it.
_CODE = re.compile(r"([a-z]{2})(?=$|\s*[,;:.)\]|/]|\s+\(?(?:licen|lizenz|https?:))")
_BEFORE = re.compile(r"^[\s(,/:-]*(?:(?:unported|international|generic|license|licence)[\s(,/:-]*)?")


@cache
def _names() -> dict[str, str]:
    names = {**_OTHER, **{own: port for port, own in _OWN.items()}}
    for language in LANGUAGES:
        territories = Locale(language).territories
        names |= {folded(territories[p.upper()]): p for p in ALL_PORTS if p.upper() in territories and p != "uk"}
        names[folded(territories["GB"])] = "uk"
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0])))


def is_place(text: str) -> bool:
    """Whether plain text is the name of a country for which licences were adapted, and no more."""
    return text in _names()


def port_after(text: str) -> str:
    """The port that plain text begins with, or ""."""
    text = _BEFORE.sub("", text, count=1)
    for name, port in _names().items():
        if text.startswith(name) and _NAME_ENDS.match(text[len(name) :]):
            return port
    found = _CODE.match(text)
    return found[1] if found and (found[1] in ALL_PORTS) else ""
