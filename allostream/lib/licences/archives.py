"""The licence fields of collections: Wikimedia Commons, the Internet Archive, Europeana."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from allostream.lib.licences.mentions import distinct
from allostream.lib.licences.plain import without_markup
from allostream.lib.licences.reading import Confidence, Kind, Reading, Reason, claimed, nothing, stated
from allostream.lib.licences.texts import read_text
from allostream.lib.licences.uris import read_uri

# Tags of Wikimedia Commons for works in the public domain: PD-old-auto-expired, PD-US-not renewed, PD-Japan-film.
_TAG = re.compile(r"(?:PD|Not-PD)-[A-Za-z0-9][\w ()-]*|CC-PD-Mark|PDMark-\w+|CC-Zero|Anonymous-EU", re.IGNORECASE)
_DOUBT = re.compile(r"not-pd-us-uraa|copyvio|deletion requests?|copyright violation", re.IGNORECASE)
_TRUE = frozenset({"true", "1", "yes"})
_ARCHIVE_FREE = frozenset({"not_in_copyright", "public domain", "publicdomain", "pd", "no_known_copyright"})
_ARCHIVE_HELD = frozenset({"in_copyright", "in copyright", "copyright", "protected"})


def read_commons(extmetadata: Mapping[str, Any]) -> Reading:
    """The licence of a file of Wikimedia Commons, from the `extmetadata` of its `imageinfo`.

    `LicenseUrl` is the most exact, then the short name, the internal code and the terms of use; they have to agree.
    A file in the public domain is a claim of its community for the United States and the country of origin, with the
    tag it carries as detail. `Restrictions` (trade marks, personality) come along and change no licence.
    """
    values = {key: _text(value) for key, value in extmetadata.items()}
    found = _of_commons(values)
    restrictions = tuple(part.strip() for part in values.get("Restrictions", "").split("|") if part.strip())
    return replace(found, restrictions=restrictions) if restrictions else found


def _text(value: Any) -> str:
    """The text of a field, which comes as such or in a dictionary with its source."""
    value = value.get("value", "") if isinstance(value, Mapping) else value
    return " ".join(without_markup(str(value if value is not None else "")).split())


def _of_commons(values: Mapping[str, str]) -> Reading:
    if values.get("NonFree", "").lower() in _TRUE:
        return stated("InC", Reason.COPYRIGHT_ASSERTED, "NonFree")
    code = values.get("License", "").lower()
    fields = [values.get(name, "") for name in ("LicenseUrl", "LicenseShortName", "UsageTerms")]
    readings = [read_text(field) for field in (*fields, code.replace("_", "-")) if field]
    found = _joined(readings)
    tags = _tags(values)
    if _DOUBT.search(values.get("Categories", "")) or any(tag.lower().startswith("not-pd") for tag in tags):
        return claimed(Reason.CONTRADICTED, " ".join(tags), Confidence.LOW)
    is_free = code.startswith("pd") or values.get("Copyrighted", "").lower() == "false"
    if found.kind in (Kind.CLAIM, Kind.NOTHING) and found.reason is not Reason.SEVERAL and (tags or is_free):
        detail = " ".join(tags)
        return replace(found, detail=detail) if found.licence else claimed(Reason.PUBLIC_DOMAIN_SAID, detail)
    return found


def _tags(values: Mapping[str, str]) -> list[str]:
    """The public-domain tags among short name, internal code and categories, in the order found."""
    places = [values.get("LicenseShortName", ""), values.get("License", ""), *values.get("Categories", "").split("|")]
    return list(dict.fromkeys(place.strip() for place in places if _TAG.fullmatch(place.strip())))


def read_internet_archive(metadata: Mapping[str, Any]) -> Reading:
    """The licence of an item of the Internet Archive, from the `metadata` of its record.

    `licenseurl` and `rights` are written by the uploader and may be lists; `possible-copyright-status` comes from
    whoever catalogued a scan. Fields that contradict each other leave nothing to rely on.
    """
    readings = [read_uri(value) for value in _list(metadata.get("licenseurl"))]
    readings += [read_text(value) for value in _list(metadata.get("rights"))]
    readings += [_catalogued(value) for value in _list(metadata.get("possible-copyright-status"))]
    return _joined(readings)


def _list(value: Any) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [text for text in (_text(v) for v in values) if text]


def _catalogued(value: str) -> Reading:
    if value.lower() in _ARCHIVE_FREE:
        return claimed(Reason.PUBLIC_DOMAIN_SAID, value)
    return stated("InC", Reason.COPYRIGHT_ASSERTED, value) if value.lower() in _ARCHIVE_HELD else read_text(value)


def read_europeana(value: Any) -> Reading:
    """The statement or licence of `edm:rights`, an address or a list of them."""
    return _joined([read_uri(text) for text in _list(value)])


def _joined(readings: Iterable[Reading]) -> Reading:
    """What several fields say together: the most exact of what agrees, or that they contradict each other."""
    said = [reading for reading in readings if reading.kind is not Kind.NOTHING or reading.named]
    if not said:
        return nothing(Reason.EMPTY)
    grants = [reading for reading in said if reading.kind is Kind.LICENCE or reading.reason is Reason.SEVERAL]
    if grants:
        return _granted(grants, [reading for reading in said if reading not in grants])
    claims = [reading for reading in said if reading.kind is Kind.CLAIM]
    held = [reading for reading in said if reading.kind is Kind.STATEMENT and not reading.is_mere_claim]
    if claims and held:
        return replace(claims[0], reason=Reason.CONTRADICTED, confidence=Confidence.LOW)
    # A mark with an address says more than the bare words.
    return next((reading for reading in claims if reading.licence), (claims or said)[0])


def _granted(grants: list[Reading], others: list[Reading]) -> Reading:
    licences = distinct(tuple(grants)) + [one for reading in grants for one in reading.named]
    if len(set(licences)) != 1:
        return nothing(Reason.SEVERAL, named=tuple(dict.fromkeys(licences)))
    found = min((r for r in grants if r.licence == licences[0]), key=lambda r: list(Confidence).index(r.confidence))
    worst = next((r.reason for r in grants if r.confidence is Confidence.LOW), None)
    if worst is None and any(_speaks_against(found, other) for other in others):
        worst = Reason.CONTRADICTED
    return replace(found, reason=worst, confidence=Confidence.LOW) if worst else found


def _speaks_against(found: Reading, other: Reading) -> bool:
    """Whether another field denies the licence. That a work is in copyright does not: its holder has licensed it."""
    if other.kind is Kind.CLAIM:
        is_given_up = found.licence is not None and found.licence.code in ("CC0", "PDDL", "UNLICENSE")
        return not is_given_up and other.reason is not Reason.LICENCE_UNKNOWN
    in_copyright = other.reason is Reason.COPYRIGHT_ASSERTED or other.statement in ("CNE", "UND")
    return not in_copyright and not (other.reason is Reason.STATED and other.statement == "InC")
