"""How connectors of link sources ask: one address, one answer in JSON, and what trouble means for the walk."""

import hashlib
from typing import Any
from urllib.parse import urlencode

import msgspec

from allostream.connectors.candidates import SourceTrouble, Told
from allostream.net.asking import Ask, Asker, Limits, Pace, Purpose, Reply
from allostream.net.errors import Busy, NetError

GONE = frozenset({404, 410})
# What a host answers where it means “not now”; everything else with 4xx stays so (RFC 9110, section 15.5).
LATER = frozenset({408, 425, 429})
LIMITS = Limits(seconds=60, size=16 * 1024 * 1024)
TRIES = 5


def address(base: str, **parameters: Any) -> str:
    """An address with these parameters, without those that are empty; a list gives `name[]` for each of its values."""
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        if isinstance(value, (list, tuple)):
            pairs += [(f"{name}[]", str(one)) for one in value]
        elif value not in ("", None):
            pairs.append((name, str(value).lower() if isinstance(value, bool) else str(value)))
    return f"{base}?{urlencode(pairs)}" if pairs else base


def answer(
    url: str, ask: Asker, *, name: str, pace: Pace, limits: Limits = LIMITS, headers: Any = None,
    purpose: Purpose = Purpose.API, tries: int = TRIES,
) -> Reply:  # fmt: skip
    """The reply to an address, with status 200, 404 or 410. Raises SourceTrouble, which names no key of ours.

    `purpose`: of pages robots.txt is asked first.
    """
    try:
        reply = ask(Ask(url, purpose=purpose, pace=pace, limits=limits, tries=tries, headers=headers or {}))
    except Busy as error:
        raise SourceTrouble(f"{name} is asked too much: {error.kind}", seconds=error.seconds) from error
    except NetError as error:
        raise SourceTrouble(f"{name} cannot be asked: {error.kind}", permanent=error.permanent) from error
    if reply.status != 200 and reply.status not in GONE:
        permanent = 400 <= reply.status < 500 and reply.status not in LATER
        raise SourceTrouble(f"{name} answered with status {reply.status}", permanent=permanent)
    return reply


def told(url: str, ask: Asker, *, name: str, pace: Pace, limits: Limits = LIMITS, headers: Any = None) -> Told:
    """The JSON at an address with its hash; an empty reply where the host says that there is nothing.

    Raises SourceTrouble, also for a reply that is no JSON.
    """
    reply = answer(url, ask, name=name, pace=pace, limits=limits, headers=headers)
    if reply.status in GONE:
        return Told({}, url)
    try:
        return Told(msgspec.json.decode(reply.body), url, hashlib.sha256(reply.body).hexdigest())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceTrouble(f"{name} answered with something that is no JSON") from error
