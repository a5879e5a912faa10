"""SPDX identifiers and expressions, in any case, with the ones that SPDX has given up."""

import re

from allostream.lib.licences.creative_commons import CURRENT, WITHOUT_NAME, creative_commons, exists
from allostream.lib.licences.licence import Licence
from allostream.lib.licences.others import BY_SPDX, DEPRECATED
from allostream.lib.licences.reading import Reading, Reason, licensed, nothing

LONGEST = 300
_JOINED = re.compile(r"\s+(?:OR|AND|WITH)\s+|[()]", re.IGNORECASE)
_OPERATOR = re.compile(r"\s(?:OR|AND|WITH)\s", re.IGNORECASE)
_PARTS = "|".join(sorted((*CURRENT, *WITHOUT_NAME), key=len, reverse=True))
_COMMONS = re.compile(rf"CC-({_PARTS})-(\d\.\d)(?:-([A-Z]{{2,8}}))?", re.IGNORECASE)
_LABELS = {"cc0-1.0": "CC0", "cc-pdm-1.0": "PDM", "cc-pddc": "PDDC"}


def read_spdx(text: str) -> Reading | None:
    """A licence named by its SPDX identifier, or what an expression of several says; None where it is neither.

    `OR` leaves a choice, `AND` asks for both, `WITH` changes the text: none of the three is one licence.
    """
    text = text.strip()[:LONGEST]
    if not _OPERATOR.search(text):
        licence = by_spdx(text.strip("()"))
        return licensed(licence) if licence else None
    parts = [part.strip() for part in _JOINED.split(text) if part.strip()]
    found = [by_spdx(part) for part in parts]
    if not found or found[0] is None:
        return None
    named = tuple(dict.fromkeys(licence for licence in found if licence))
    return nothing(Reason.SEVERAL, detail=text, named=named)


def by_spdx(text: str) -> Licence | None:
    """The licence of an identifier: those of the list, and ports of Creative Commons written in the same manner."""
    lower = text.strip().lower()
    if lower in _LABELS:
        return creative_commons(_LABELS[lower])
    match = _COMMONS.fullmatch(lower)
    if match is None:
        return BY_SPDX.get(lower) or DEPRECATED.get(lower)
    code, version, port = match[1].upper(), match[2], match[3] or ""
    return creative_commons(code, version, port) if exists(code, version, port) else None
