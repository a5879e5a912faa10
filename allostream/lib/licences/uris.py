"""Addresses of licences and of rights statements, in the ways in which people and programs write them."""

import re
from urllib.parse import unquote

from allostream.lib.licences.creative_commons import (
    ALL_PORTS,
    CURRENT,
    GENERIC,
    PORTS,
    WITHOUT_NAME,
    creative_commons,
    exists,
)
from allostream.lib.licences.others import by_address
from allostream.lib.licences.reading import Confidence, Reading, Reason, claimed, licensed, nothing, stated
from allostream.lib.licences.spdx import by_spdx, read_spdx
from allostream.lib.licences.statements import BY_LOWER, EUROPEANA

LONGEST = 2000
_SCHEME = re.compile(r"(?:(?:https?|hxxps?):?)?/{0,3}", re.IGNORECASE)
_WRAPPED = " \t\r\n<>[](){}\"'“”‘’«»,;.!"
_HOST = re.compile(r"(?:www\d?\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})\.?(?::\d+)?(?:/|$)")
_ENDING = re.compile(r"\.(?:html?|txt|rdf|jsonld|json|ttl|php)$")
_CC_HOSTS = frozenset(
    {
        "creativecommons.org", "creativecommons.com", "creativecommon.org", "creative-commons.org",
        "i.creativecommons.org", "mirrors.creativecommons.org", "licensebuttons.net", "creativecomons.org",
    }
)  # fmt: skip
_CC_FOLDERS = frozenset({"licenses", "licences", "license", "licence", "l", "p", "publicdomain", "public-domain"})
_CC_ZERO = frozenset({"zero", "cc0", "zero-assert", "zero-waive", "cczero"})
# Pages about the two public-domain tools; each of them exists in one version only.
_CC_PAGES = {
    "about/cc0": "CC0", "about/pdm": "PDM", "choose/zero": "CC0", "choose/mark": "PDM",
    "share-your-work/public-domain/cc0": "CC0", "share-your-work/public-domain/pdm": "PDM",
    "public-domain/cc0": "CC0", "public-domain/pdm": "PDM",
}  # fmt: skip
_VERSION = re.compile(r"[1-9](?:\.\d)?")
_PART = frozenset({"by", "nc", "nd", "sa"})
_HOST_TERMS = {
    "youtube.com/t/terms": "YouTube", "youtube.com/static": "YouTube", "vimeo.com/terms": "Vimeo",
    "dailymotion.com/legal/terms": "Dailymotion", "legal.dailymotion.com": "Dailymotion",
    "youtube.com/intl/en/about/policies": "YouTube",
}  # fmt: skip
_US_WORKS = frozenset({"copyright.shtml", "government-works", "government-copyright"})
# What YouTube links its own Creative Commons option to.
_HOST_COMMONS = frozenset({"youtube.com/t/creative_commons", "support.google.com/youtube/answer/2797468"})


def read_uri(text: str) -> Reading:
    """The licence or statement that an address or an SPDX identifier names.

    Case, scheme, `www`, last slash, query, fragment, language and the page behind it (deed, legal code, RDF, badge)
    make no difference. Text that is neither an address of that kind nor an identifier is NOTHING.
    """
    text = text[:LONGEST].strip(_WRAPPED)
    if not text:
        return nothing(Reason.EMPTY)
    named = read_spdx(text)
    if named is not None:
        return named
    return _read_place(_place(text))


def _place(text: str) -> str:
    """Host and path in lower case, without `www.`, query, fragment and last slash; "" for what is no address."""
    lower = unquote(text).lower().replace("\\", "/").strip(_WRAPPED)
    lower = _SCHEME.sub("", lower, count=1)
    if lower.startswith("web.archive.org/web/"):
        lower = _SCHEME.sub("", lower.split("/", 3)[-1], count=1)
    lower = re.sub(r"[‐‑‒–—_]", "-", lower) if "creativecommon" in lower else lower
    if not _HOST.match(lower):
        return ""
    lower = re.sub(r"^www\d?\.", "", re.split(r"[?#\s]", lower, maxsplit=1)[0])
    return re.sub(r"/{2,}", "/", lower).rstrip("/.")


def _read_place(place: str) -> Reading:
    host, _, path = place.partition("/")
    if host in _CC_HOSTS:
        return _read_commons(path)
    if host == "rightsstatements.org":
        return _read_statement(path)
    if host in ("europeana.eu", "data.europeana.eu") and path.startswith("rights/"):
        code = EUROPEANA.get(path.split("/")[1], "")
        return stated(code) if code else nothing(Reason.NOT_UNDERSTOOD, detail=place)
    if host == "web.resource.org" and path == "cc/publicdomain":
        return licensed(creative_commons("PDDC"))
    return _read_other(place, path)


def _read_other(place: str, path: str) -> Reading:
    bare = _ENDING.sub("", place)
    if bare.startswith("spdx.org/licenses/"):
        licence = by_spdx(bare.removeprefix("spdx.org/licenses/"))
    else:
        licence = by_address(bare) or by_address(place)
    if licence:
        return licensed(licence)
    if place in _HOST_COMMONS:
        return licensed(creative_commons("BY"), detail="YouTube")
    if place.startswith("usa.gov/") and place.removeprefix("usa.gov/") in _US_WORKS:
        return claimed(Reason.GOVERNMENT_WORK, "US")
    if place == "flickr.com/commons/usage":
        return stated("NKC")
    terms = next((name for start, name in _HOST_TERMS.items() if place.startswith(start)), "")
    return stated("", Reason.HOST_TERMS, terms) if terms else nothing(Reason.NOT_UNDERSTOOD, detail=place)


def _read_statement(path: str) -> Reading:
    """`vocab/InC/1.0`, `page/InC/1.0`, `data/InC/1.0.ttl`; the version is the only one there is."""
    parts = _ENDING.sub("", path).split("/")
    if len(parts) > 1 and len(parts[0]) == 2:
        parts = parts[1:]  # some programs put the language first
    known = len(parts) > 1 and parts[0] in ("vocab", "page", "data")
    code = BY_LOWER.get(parts[1].replace("_", "-"), "") if known else ""
    return stated(code) if code else nothing(Reason.NOT_UNDERSTOOD, detail=f"rightsstatements.org/{path}")


def _read_commons(path: str) -> Reading:
    if path in _CC_PAGES:
        return licensed(creative_commons(_CC_PAGES[path]))
    folder, *parts = path.split("/")
    if folder not in _CC_FOLDERS or not parts:
        return claimed(Reason.LICENCE_UNKNOWN, "Creative Commons", Confidence.LOW)
    name, rest = parts[0], parts[1:]
    label = _label(name)
    if label:
        return licensed(creative_commons(label))
    code = commons_code(name)
    if not code:
        reason = Reason.NO_SUCH_LICENCE if _PART.issuperset(name.split("-")) else Reason.NOT_UNDERSTOOD
        return nothing(reason, detail=name)
    version = rest[0] if rest and _VERSION.fullmatch(rest[0]) else ""
    port = rest[1] if version and len(rest) > 1 else ""
    return commons_reading(code, version, port)


def _label(name: str) -> str:
    if name in _CC_ZERO:
        return "CC0"
    if name == "mark":
        return "PDM"
    return "PDDC" if name in ("publicdomain", "certification", "public-domain") else ""


def commons_code(name: str) -> str:
    """The code of the parts of a licence in whatever order (`nc-by-sa` → BY-NC-SA), or "" if no licence joins them."""
    name = name.strip("-").removeprefix("cc-")
    name = name.replace("%2b", "+").replace("samplingplus", "sampling+").replace("sampling-plus", "sampling+")
    wanted = frozenset(name.split("-"))
    every = (*CURRENT, *WITHOUT_NAME, "SAMPLING", "SAMPLING+", "NC-SAMPLING+", "DEVNATIONS")
    return next((code for code in every if frozenset(code.lower().split("-")) == wanted), "")


def commons_reading(code: str, version: str = "", port: str = "") -> Reading:
    """A licence of Creative Commons with the version and port that were written, if such a text was published.

    A version that leaves no choice may be given by its first figure (3 for 3.0). What stands where a port could stand
    and is none (`deed.fr`, `legalcode`) counts as no port; version 4.0 has none at all.
    """
    version = _full(code, version)
    port = {"gb": "uk", "en-scotland": "scotland"}.get(port, port)
    if not version:
        return licensed(creative_commons(code))
    if port in PORTS.get((code, version), ()):
        return licensed(creative_commons(code, version, port))
    is_port = port in ALL_PORTS or re.fullmatch(r"[a-z]{2}", port)
    if not exists(code, version):
        some = any(version == known for (other, known) in PORTS if other == code)
        reason = Reason.NO_SUCH_PORT if some else Reason.NO_SUCH_VERSION
        return licensed(creative_commons(code), reason, detail=version)
    if is_port and version != "4.0":
        return licensed(creative_commons(code, version), Reason.NO_SUCH_PORT, detail=port)
    return licensed(creative_commons(code, version))


def _full(code: str, version: str) -> str:
    """The version that a single figure means: 1, 3 and 4 had one edition each, 2 had three."""
    if "." in version or not version:
        return version
    known = [full for full in GENERIC.get(code, ()) if full.startswith(f"{version}.")]
    return known[0] if len(known) == 1 else version if not known else ""
