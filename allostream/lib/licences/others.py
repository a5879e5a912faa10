"""Licences of other houses under which films and recordings are found: by address, by SPDX identifier, by name.

Each text is one row. A row without version stands for the licence when its version is not said; it is last of its
code, so that the exact rows are tried first.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from allostream.lib.licences.licence import Licence, Terms

_FREE, _NAME, _SHARE = Terms(attribution=False), Terms(), Terms(share_alike=True)
_NONCOMMERCIAL = Terms(noncommercial=True)


@dataclass(frozen=True)
class Row:
    """A licence with the ways in which it is written: patterns of addresses and of folded names."""

    licence: Licence
    address: str
    said: str

    @cached_property
    def has_address(self) -> re.Pattern[str]:
        """Fits host and path of an address, in lower case, without `www.` and without the last slash."""
        return re.compile(self.address or r"(?!)")

    @cached_property
    def is_said(self) -> re.Pattern[str]:
        """Finds the name in a text that `words.plain` has prepared."""
        return re.compile(rf"\b(?:{self.said.replace(' ', '[ -]{1,3}')})\b" if self.said else r"(?!)")


def _row(code: str, version: str, spdx: str, name: str, uri: str, terms: Terms, address: str, said: str) -> Row:
    return Row(Licence("", code, version, "", uri, spdx, name, terms), address, said)


_GNU, _OGL = "https://www.gnu.org/licenses", "https://www.nationalarchives.gov.uk/doc"
_ETALAB = "https://www.etalab.gouv.fr"
_FDL_SAID = r"(?:gfdl|gnu fdl|(?:gnu )?free documentation licen[cs]e|licence de documentation libre(?: gnu)?)"
_FAL_SAID = (
    r"(?:licence art libre|free art licen[cs]e|lal|lizenz freie kunst|licencia (?:de )?arte libre|licenza arte libera)"
)
_OGL_SAID = r"(?:(?:uk )?open government licen[cs]e(?: uk)?|ogl(?: uk)?)"
_VERSION = r" (?:v|version )?"


def _gfdl(version: str) -> list[Row]:
    """What SPDX tells apart (later versions, invariant sections), and last the text without such a choice."""
    old = "" if version == "1.3" else "old-licenses/"
    page = rf"gnu\.org/(?:licen[cs]es|copyleft)/(?:old-licenses/)?fdl-{version}"
    said = f"{_FDL_SAID}{_VERSION}{version}"
    spelt = {"or-later": r"(?: \(?or (?:any )?later| ?\+)", "only": r" \(?only"}
    choices = [f"{sections}{later}" for sections in ("", "no-invariants-", "invariants-") for later in spelt]
    rows = [
        _row(
            "GFDL", f"{version}-{choice}", f"GFDL-{version}-{choice}", f"GFDL {version} ({choice.replace('-', ' ')})",
            f"https://spdx.org/licenses/GFDL-{version}-{choice}.html", _SHARE, "",
            said + spelt[choice] if choice in spelt else "",
        )
        for choice in choices
    ]  # fmt: skip
    uri = f"{_GNU}/{old}fdl-{version}.html"
    return [*rows, _row("GFDL", version, "", f"GFDL {version}", uri, _SHARE, page, said)]


def _ogl(version: str) -> Row:
    return _row(
        "OGL-UK", f"{version}.0", f"OGL-UK-{version}.0", f"OGL UK {version}.0",
        f"{_OGL}/open-government-licence/version/{version}/", _NAME,
        rf"nationalarchives\.gov\.uk/doc/open-government-licence/version/{version}",
        rf"{_OGL_SAID}{_VERSION}{version}(?:\.0)?",
    )  # fmt: skip


ROWS: tuple[Row, ...] = (
    _row(
        "FAL", "1.3", "LAL-1.3", "Licence Art Libre 1.3", "https://artlibre.org/licence/lal/en/", _SHARE,
        r"artlibre\.org(?:/licence/lal(?:/(?:en|de|es|it|pt|pl|ja))?)?(?:/?(?:index\.html)?)|copyleft\.org(?:/.*)?",
        rf"{_FAL_SAID}{_VERSION}1\.3",
    ),
    _row(
        "FAL", "1.2", "LAL-1.2", "Licence Art Libre 1.2", "https://artlibre.org/licence/lal/licence-art-libre-12/",
        _SHARE, r"artlibre\.org/licence/lal/licence-art-libre-12|artlibre\.org/licence\.php/lal.*",
        rf"{_FAL_SAID}{_VERSION}1\.2",
    ),
    _row("FAL", "", "", "Licence Art Libre", "", _SHARE, r"artlibre\.org/.*", _FAL_SAID),
    *_gfdl("1.3"), *_gfdl("1.2"), *_gfdl("1.1"),
    _row("GFDL", "", "", "GFDL", "", _SHARE, r"gnu\.org/(?:licen[cs]es|copyleft)/fdl", _FDL_SAID),
    _row(
        "ETALAB", "2.0", "etalab-2.0", "Licence Ouverte 2.0",
        f"{_ETALAB}/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf", _NAME,
        r"etalab\.gouv\.fr/.*licence[_-]ouverte-?v2.*|github\.com/etalab/licence-ouverte/.*lo\.md",
        rf"(?:(?:etalab )?(?:licence ouverte|open licen[cs]e)(?: etalab)?|etalab){_VERSION}2(?:\.0)?",
    ),
    _row(
        "ETALAB", "1.0", "", "Licence Ouverte 1.0", f"{_ETALAB}/wp-content/uploads/2014/05/Licence_Ouverte.pdf", _NAME,
        r"etalab\.gouv\.fr/wp-content/.*licence[_-]ouverte\.pdf",
        rf"(?:(?:etalab )?(?:licence ouverte|open licen[cs]e)(?: etalab)?|etalab){_VERSION}1(?:\.0)?",
    ),
    _row(
        "ETALAB", "", "", "Licence Ouverte", "", _NAME,
        r"etalab\.gouv\.fr/licence-ouverte.*|alliance\.numerique\.gouv\.fr/licence-ouverte.*",
        r"licence ouverte(?: (?:/ )?open licen[cs]e)?|licence etalab|etalab",
    ),
    _ogl("3"), _ogl("2"), _ogl("1"),
    _row(
        "NCGL-UK", "2.0", "NCGL-UK-2.0", "Non-Commercial Government Licence 2.0",
        f"{_OGL}/non-commercial-government-licence/version/2/", _NONCOMMERCIAL,
        r"nationalarchives\.gov\.uk/doc/non-commercial-government-licence.*",
        r"non commercial government licen[cs]e(?: (?:v|version )?2(?:\.0)?)?",
    ),
    _row(
        "OGL-CANADA", "2.0", "OGL-Canada-2.0", "Open Government Licence – Canada 2.0",
        "https://open.canada.ca/en/open-government-licence-canada", _NAME,
        r"open\.canada\.ca/(?:en|fr)/(?:open-government-licence-canada|licence-du-gouvernement-ouvert-canada)",
        r"open government licen[cs]e canada(?: 2\.0)?|ogl canada(?: 2\.0)?|licence du gouvernement ouvert canada",
    ),
    _row(
        "OGL-UK", "", "", "OGL UK", "", _NAME, r"nationalarchives\.gov\.uk/doc/open-government-licence.*", _OGL_SAID
    ),
    _row(
        "NLOD", "2.0", "NLOD-2.0", "NLOD 2.0", "https://data.norge.no/nlod/en/2.0", _NAME,
        r"data\.norge\.no/nlod/(?:en|no)/2\.0", r"nlod (?:v|version )?2(?:\.0)?",
    ),
    _row(
        "NLOD", "1.0", "NLOD-1.0", "NLOD 1.0", "https://data.norge.no/nlod/en/1.0", _NAME,
        r"data\.norge\.no/nlod/(?:en|no)/1\.0", r"nlod (?:v|version )?1(?:\.0)?",
    ),
    _row(
        "DL-DE-BY", "2.0", "DL-DE-BY-2.0", "Datenlizenz Deutschland – Namensnennung 2.0",
        "https://www.govdata.de/dl-de/by-2-0", _NAME, r"govdata\.de/dl-de/by-2-0",
        r"dl de by 2\.0|datenlizenz deutschland namensnennung (?:version )?2\.0",
    ),
    _row(
        "DL-DE-ZERO", "2.0", "DL-DE-ZERO-2.0", "Datenlizenz Deutschland – Zero 2.0",
        "https://www.govdata.de/dl-de/zero-2-0", _FREE, r"govdata\.de/dl-de/zero-2-0",
        r"dl de zero 2\.0|datenlizenz deutschland zero (?:version )?2\.0",
    ),
    _row(
        "PDDL", "1.0", "PDDL-1.0", "PDDL 1.0", "https://opendatacommons.org/licenses/pddl/1-0/", _FREE,
        r"opendatacommons\.org/licenses/pddl.*", r"pddl(?: 1\.0)?",
    ),
    _row(
        "ODC-BY", "1.0", "ODC-By-1.0", "ODC-By 1.0", "https://opendatacommons.org/licenses/by/1-0/", _NAME,
        r"opendatacommons\.org/licenses/by.*", r"odc by(?: 1\.0)?",
    ),
    _row(
        "ODBL", "1.0", "ODbL-1.0", "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", _SHARE,
        r"opendatacommons\.org/licenses/odbl.*", r"odbl(?: 1\.0)?",
    ),
    _row(
        "UNLICENSE", "", "Unlicense", "Unlicense", "https://unlicense.org/", _FREE, r"unlicense\.org.*", r"unlicense",
    ),
    _row("WTFPL", "", "WTFPL", "WTFPL", "http://www.wtfpl.net/about/", _FREE, r"wtfpl\.net.*", r"wtfpl"),
    _row("MIT", "", "MIT", "MIT License", "https://opensource.org/license/mit", _NAME,
         r"opensource\.org/licenses?/mit", r"mit licen[cs]e|expat licen[cs]e"),
)  # fmt: skip
BY_SPDX = {row.licence.spdx.lower(): row.licence for row in ROWS if row.licence.spdx}
# Identifiers that SPDX has given up: GFDL-1.2 left open whether later versions may be chosen, GFDL-1.2+ did not.
DEPRECATED = {
    f"gfdl-{row.licence.version}": row.licence for row in ROWS if row.licence.code == "GFDL" and not row.licence.spdx
} | {f"gfdl-{version}+": BY_SPDX[f"gfdl-{version}-or-later"] for version in ("1.1", "1.2", "1.3")}


def by_address(place: str) -> Licence | None:
    """The licence whose text stands at `place` (host and path, lower case, no `www.`, no last slash, no ending)."""
    return next((row.licence for row in ROWS if row.has_address.fullmatch(place)), None)
