"""Reads values out of replies whose shape nobody promises: a field may be a text, a list, a number, or missing.

Nothing here raises: what cannot be read is unknown.
"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

MAPPING: Mapping[str, Any] = {}
ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
YES = frozenset({"true", "1", "yes", "y"})
NO = frozenset({"false", "0", "no", "n"})
LONGEST_TEXT = 5000
LONGEST_LIST = 2000


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one; of a list its first object."""
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, Mapping)), None)
    return value if isinstance(value, Mapping) else MAPPING


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list, of the values of an object of objects, or the one object."""
    if isinstance(value, Mapping):
        inner = list(value.values())
        value = inner if inner and all(isinstance(part, Mapping) for part in inner) else [value]
    if isinstance(value, list):
        yield from (part for part in value[:LONGEST_LIST] if isinstance(part, Mapping))


def within(value: Any, *path: str) -> Any:
    """What stands at a path of keys; None when any step is missing."""
    for key in path:
        value = mapping(value).get(key)
    return value


def texts(value: Any) -> tuple[str, ...]:
    """All texts of a field that is a text, a number, or a list of them."""
    parts = value[:LONGEST_LIST] if isinstance(value, list) else [value]
    return tuple(text for text in map(_one, parts) if text)


def text(value: Any) -> str:
    """The first text of a field, "" when it has none."""
    return next(iter(texts(value)), "")


def _one(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).replace("\0", "").strip()[:LONGEST_TEXT]


def flag(value: Any) -> bool | None:
    """Yes or no of a field that is a boolean or a word for one; None when it tells neither."""
    if isinstance(value, bool):
        return value
    word = text(value).lower()
    return True if word in YES else False if word in NO else None


def number(value: Any) -> float | None:
    """A positive, finite number; None for anything else."""
    try:
        found = float(text(value))
    except ValueError:
        return None
    return found if math.isfinite(found) and found > 0 else None


def seconds(value: Any) -> float | None:
    """A length in seconds, from `5160`, `1:26:00` or `PT1H26M` (ISO 8601); None when it cannot be read."""
    written = text(value)
    if written.startswith("P"):
        return _iso_seconds(written)
    parts = written.split(":")
    if not 2 <= len(parts) <= 3:
        return number(written)
    try:
        total = sum(float(part) * 60**power for power, part in enumerate(reversed(parts)))
    except ValueError:
        return None
    return total if math.isfinite(total) and total > 0 else None


def _iso_seconds(written: str) -> float | None:
    found = ISO_DURATION.fullmatch(written)
    if not found:
        return None
    days, hours, minutes, rest = (float(part or 0) for part in found.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + rest or None


def moment(value: Any) -> datetime | None:
    """A time in UTC, from ISO 8601, `2010-01-02 03:04:05`, a date, or seconds since 1970; None when unreadable."""
    written = text(value)
    try:
        if written.isdecimal() and len(written) >= 9:
            return datetime.fromtimestamp(int(written), UTC)
        found = datetime.fromisoformat(written)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def countries(value: Any) -> tuple[str, ...]:
    """Codes of countries (ISO 3166-1), in capitals, each once."""
    codes = (code.upper() for code in texts(value))
    return tuple(dict.fromkeys(code for code in codes if len(code) == 2 and code.isascii() and code.isalpha()))
