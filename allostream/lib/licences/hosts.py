"""The licence fields of video hosts: each has a few values of its own, and none of them names a version."""

import re
from collections.abc import Mapping
from typing import Any

from allostream.lib.licences.creative_commons import creative_commons
from allostream.lib.licences.reading import Confidence, Kind, Reading, Reason, claimed, licensed, nothing, stated
from allostream.lib.licences.texts import read_text

# What PeerTube starts with. 8 and 9 came late; older servers use them for what their plug-ins add.
PEERTUBE = {1: "BY", 2: "BY-SA", 3: "BY-ND", 4: "BY-NC", 5: "BY-NC-SA", 6: "BY-NC-ND"}
_GIVEN_UP, _MARKED, _HELD = 7, 8, 9
_VIMEO = {"by": "BY", "by-sa": "BY-SA", "by-nd": "BY-ND", "by-nc": "BY-NC", "by-nc-sa": "BY-NC-SA",
          "by-nc-nd": "BY-NC-ND", "cc0": "CC0"}  # fmt: skip
_DEDICATION = re.compile(r"public domain(?: dedication)?|domaine public", re.IGNORECASE)
_COPYRIGHT = re.compile(r"copyright|all rights reserved|tous droits réservés", re.IGNORECASE)


def read_peertube(number: object, label: object, instance_list: Mapping[Any, Any] | None = None) -> Reading:
    """The licence of a video on PeerTube, from its `licence.id`, its `licence.label` and the host's own list.

    `instance_list` is the answer of /api/v1/videos/licences: numbers (as text) and labels. Plug-ins change it, so all
    that is given must agree: the label with the list, and both with what the number means everywhere unless the list
    gives it another meaning. The version stands in no number, at most in a label.
    """
    key, said = _number(number), str(label or "").strip()
    if key is None:
        return nothing(Reason.EMPTY) if said.lower() in ("", "unknown") else nothing(Reason.LISTS_DISAGREE, said)
    usual = _usual(key)
    if instance_list is not None:
        listed = str(instance_list.get(str(key), instance_list.get(key, "")) or "").strip()
        if not listed or (said and listed.casefold() != said.casefold()):
            return nothing(Reason.LISTS_DISAGREE, f"{key}: {said} / {listed}")
        return _labelled(listed)
    if not said:
        return usual
    meant = _labelled(said)
    return meant if _agree(meant, usual) else nothing(Reason.LISTS_DISAGREE, f"{key}: {said}")


def _number(number: object) -> int | None:
    text = str(number).strip() if number is not None and not isinstance(number, bool) else ""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) and int(text) > 0 else None


def _usual(key: int) -> Reading:
    """What a number means on a server that nobody has changed."""
    if key in PEERTUBE:
        return licensed(creative_commons(PEERTUBE[key]))
    usual = {
        _GIVEN_UP: claimed(Reason.DEDICATION_SAID), _MARKED: licensed(creative_commons("PDM")),
        _HELD: stated("InC", Reason.COPYRIGHT_ASSERTED),
    }  # fmt: skip
    return usual.get(key, nothing(Reason.NOT_UNDERSTOOD, str(key)))


def _labelled(label: str) -> Reading:
    """What a label says. In other languages PeerTube's seventh is plain "public domain": it is no more than a claim."""
    if _DEDICATION.fullmatch(label):
        return claimed(Reason.DEDICATION_SAID, label)
    return stated("InC", Reason.COPYRIGHT_ASSERTED) if _COPYRIGHT.fullmatch(label) else read_text(label)


def _agree(meant: Reading, usual: Reading) -> bool:
    """Whether a label can stand for what its number usually means; the label may be more exact."""
    if meant.licence and usual.licence:
        return meant.licence.code == usual.licence.code
    if usual.reason is Reason.NOT_UNDERSTOOD:
        return True
    is_zero = meant.licence is not None and meant.licence.code == "CC0"
    return meant.kind is usual.kind or (is_zero and usual.reason is Reason.DEDICATION_SAID)


def read_youtube(value: object) -> Reading:
    """The licence of `status.license`: `creativeCommon` is CC BY as YouTube states it, `youtube` its own terms."""
    said = str(value or "").strip()
    if said.lower() in ("creativecommon", "creative_common", "creativecommons"):
        return licensed(creative_commons("BY"), detail="YouTube")
    if said.lower() == "youtube":
        return stated("", Reason.HOST_TERMS, "YouTube")
    return read_text(said) if said else nothing(Reason.EMPTY)


def read_vimeo(value: object) -> Reading:
    """The licence of `license`; without one, Vimeo's terms apply."""
    said = str(value or "").strip().lower()
    if not said:
        return stated("", Reason.HOST_TERMS, "Vimeo")
    return licensed(creative_commons(_VIMEO[said]), detail="Vimeo") if said in _VIMEO else read_text(said)


def read_dailymotion(video: Mapping[str, Any] | None = None) -> Reading:
    """Dailymotion has no field for a licence; what an uploader wrote into the description counts as his words only."""
    said = read_text(str((video or {}).get("description") or ""))
    if said.kind is Kind.LICENCE:
        return Reading(said.kind, said.reason, said.licence, confidence=Confidence.LOW, detail="description")
    return nothing(Reason.HOST_HAS_NO_FIELD)
