"""One voice for each person, without knowing who: keyed hashes that nobody can compare once their time is over.

A voice is kept with a hash of whoever gave it. Its key is a secret of the site and a random salt of the day; the salts
are deleted when the week or month is over in which voices count once, and from then on no key can make the hash again
(regulation (EU) 2016/679, article 5(1)(c) and (e)). What the voice is about is hashed too, so that voices of one person
on several things cannot be laid side by side. No Django, no clock, no network.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, timedelta

SHORTEST_SECRET = 16
# A week and a month are the longest in which a voice counts once.
SALTS_KEPT = timedelta(days=32)


def voter_hash(secret: bytes, salt: str, about: str, who: str) -> str:
    """The hash of one person's voice on one thing on the day of the salt. Raises ValueError for a short secret."""
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"The secret has {len(secret)} bytes: give at least {SHORTEST_SECRET}.")
    text = "\0".join(("allostream.voice", salt, about, who))
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def voter_hashes(secret: bytes, salts: Iterable[str], about: str, who: str) -> list[str]:
    """The same under each salt: those that an earlier voice of the same person may have."""
    return [voter_hash(secret, salt, about, who) for salt in salts]


def week_of(day: date) -> date:
    """The Monday of a day's week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)
