"""The licences of Creative Commons that exist: codes, versions, ports, their addresses and SPDX identifiers.

After the register of legal tools that Creative Commons publishes, and version 3.28 of the SPDX licence list.
"""

from functools import cache

from allostream.lib.licences.licence import Licence, Sharing, Terms

FAMILY = "CC"
HOME = "https://creativecommons.org"
CURRENT = ("BY", "BY-NC", "BY-NC-ND", "BY-NC-SA", "BY-ND", "BY-SA")
# Version 1.0 could leave out the attribution; few people wanted that, and it was given up in 2004.
WITHOUT_NAME = ("NC", "NC-SA", "ND", "ND-NC", "SA")
SAMPLING = ("SAMPLING", "SAMPLING+", "NC-SAMPLING+")
DEDICATIONS = ("CC0", "PDM", "PDDC")
# Versions that were published for no country in particular.
GENERIC = {
    **dict.fromkeys(CURRENT, ("1.0", "2.0", "2.5", "3.0", "4.0")),
    **dict.fromkeys((*WITHOUT_NAME, *SAMPLING), ("1.0",)),
    "DEVNATIONS": ("2.0",),
}


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EARLY, _JAPAN = frozenset({"fi", "nl"}), frozenset({"jp"})
PORTS = {
    **dict.fromkeys(((code, "1.0") for code in CURRENT), frozenset({"fi", "il", "nl"})),
    **dict.fromkeys(
        ((code, "2.0") for code in CURRENT),
        _codes("at au be br ca cl de es fr hr it jp kr nl pl tw uk za"),
    ),
    **dict.fromkeys(((code, "2.1") for code in CURRENT), frozenset({"au", "ca", "es", "jp"})),
    **dict.fromkeys(
        ((code, "2.5") for code in CURRENT),
        _codes("ar au bg br ca ch cn co dk es hr hu il in it mk mt mx my nl pe pl pt scotland se si tw za"),
    ),
    **dict.fromkeys(
        ((code, "3.0") for code in CURRENT),
        _codes(
            "am at au az br ca ch cl cn cr cz de ec ee eg es fr ge gr gt hk hr ie igo it lu nl no nz ph pl pr pt ro rs "
            "sg th tw ug us ve vn za"
        ),
    ),
    **dict.fromkeys(((code, "1.0") for code in WITHOUT_NAME), _EARLY),
    **dict.fromkeys(((code, "2.0") for code in WITHOUT_NAME), _JAPAN),
    ("SAMPLING", "1.0"): frozenset({"br", "tw"}),
    ("SAMPLING+", "1.0"): frozenset({"br", "de", "tw"}),
    ("NC-SAMPLING+", "1.0"): frozenset({"tw"}),
}
ALL_PORTS = frozenset().union(*PORTS.values())
# SPDX lists every unported text of the six current licences, and these few others.
SPDX_PORTED = _codes(
    "CC-BY-2.5-AU CC-BY-3.0-AT CC-BY-3.0-AU CC-BY-3.0-DE CC-BY-3.0-IGO CC-BY-3.0-NL CC-BY-3.0-US CC-BY-NC-3.0-DE "
    "CC-BY-NC-ND-3.0-DE CC-BY-NC-ND-3.0-IGO CC-BY-NC-SA-2.0-DE CC-BY-NC-SA-2.0-FR CC-BY-NC-SA-2.0-UK "
    "CC-BY-NC-SA-3.0-DE CC-BY-NC-SA-3.0-IGO CC-BY-ND-3.0-DE CC-BY-SA-2.0-UK CC-BY-SA-2.1-JP CC-BY-SA-3.0-AT "
    "CC-BY-SA-3.0-DE CC-BY-SA-3.0-IGO"
)
_ZERO = Licence(
    FAMILY, "CC0", "1.0", "", f"{HOME}/publicdomain/zero/1.0/", "CC0-1.0", "CC0 1.0", Terms(attribution=False)
)
_LABEL = Terms(attribution=False, sharing=Sharing.NOBODY)
_MARK = Licence(
    FAMILY, "PDM", "1.0", "", f"{HOME}/publicdomain/mark/1.0/", "CC-PDM-1.0", "Public Domain Mark 1.0", _LABEL
)
# Two things in one: a waiver by the holder, or anybody's word that a work is free; one cannot see which was meant.
_CERTIFICATION = Licence(
    FAMILY,
    "PDDC",
    "1.0",
    "us",
    f"{HOME}/publicdomain/certification/1.0/us/",
    "CC-PDDC",
    "Public Domain Dedication and Certification",
    _LABEL,
    is_retired=True,
)


def exists(code: str, version: str, port: str = "") -> bool:
    """Whether Creative Commons published this text."""
    return port in PORTS.get((code, version), ()) if port else version in GENERIC.get(code, ())


@cache
def creative_commons(code: str, version: str = "", port: str = "") -> Licence:
    """The licence of that code; without version it has no address, because nobody can say which text applies.

    The caller makes sure that the text exists (`exists`); CC0, the mark and the old certification have one version.
    """
    if code in DEDICATIONS:
        return {"CC0": _ZERO, "PDM": _MARK, "PDDC": _CERTIFICATION}[code]
    port = port if version else ""
    spdx = _spdx(code, version, port)
    name = " ".join(part for part in ("CC", code, version, port.upper()) if part)
    is_retired = code not in CURRENT
    return Licence(FAMILY, code, version, port, _uri(code, version, port), spdx, name, _terms(code), is_retired)


def _terms(code: str) -> Terms:
    parts = set(code.split("-"))
    if code == "DEVNATIONS":
        return Terms(sharing=Sharing.SOME)
    if code in SAMPLING:
        # Plain Sampling lets people take pieces only; the two others let them pass on the whole, but not for money.
        whole = Sharing.SOME if code == "SAMPLING" else Sharing.EVERYBODY
        return Terms(noncommercial=code != "SAMPLING", no_derivatives=False, sharing=whole)
    return Terms("BY" in parts, "SA" in parts, "NC" in parts, "ND" in parts)


def _uri(code: str, version: str, port: str) -> str:
    """The canonical address. In version 1.0 the parts of one licence stand in another order."""
    if not version:
        return ""
    path = "by-nd-nc" if (code, version) == ("BY-NC-ND", "1.0") else code.lower()
    return f"{HOME}/licenses/{path}/{version}/{port}/" if port else f"{HOME}/licenses/{path}/{version}/"


def _spdx(code: str, version: str, port: str) -> str:
    known = code in CURRENT or code == "SA"
    if port:
        spdx = f"CC-{code}-{version}-{port.upper()}"
        return spdx if spdx in SPDX_PORTED else ""
    return f"CC-{code}-{version}" if known and version else ""
