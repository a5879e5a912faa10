"""Which voices are of the same person, as far as the salts that are kept can tell."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from allostream.audit.rules import Actor
from allostream.community.models import Salt
from allostream.community.voter_rules import SALTS_KEPT, voter_hashes
from allostream.lib import clock

# Who gives a voice or has a wish, for the audit: it keeps that somebody did, also of people who are signed in.
READER = Actor.system("reader")


def of_account(public_id: str) -> str:
    """What tells somebody with an account from others, wherever they speak."""
    return f"account {public_id}"


@dataclass(frozen=True, slots=True)
class Marks:
    """The hashes of one person on one thing: of today, and of every day since the voice counts once."""

    today: str
    all: Sequence[str]


def marks_of(who: str, about: str, since: date) -> Marks:
    """The marks of somebody's voice on something, within a time that began on a day. One query, three on the first
    voice of a day. `who` is whatever tells people apart; it is not kept."""
    today = clock.now().date()
    salts = dict(Salt.objects.filter(day__gte=since).values_list("day", "value"))
    if today not in salts:
        salts[today] = Salt.objects.get_or_create(day=today, defaults={"value": secrets.token_hex(32)})[0].value
    secret = hashlib.sha256(b"allostream.voices\0" + settings.SECRET_KEY.encode()).digest()
    days = sorted(salts, reverse=True)
    hashes = voter_hashes(secret, [salts[day] for day in days], about, who)
    return Marks(hashes[days.index(today)], hashes)


def forget_salts() -> int:
    """Delete the salts that no voice needs any more; returns how many. From then on its hashes belong to nobody."""
    return Salt.objects.filter(day__lt=clock.now().date() - SALTS_KEPT).delete()[0]
