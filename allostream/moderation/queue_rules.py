"""In which order moderators look at what waits. No Django, no clock, no network.

Every sign has a risk, and every risk a time within which somebody should look. What waits is ordered by the moment at
which that time is over: so what may do harm comes first, and nothing waits for ever behind it. Of one account's things
each stands a while behind the one before, so that a flood stands behind everybody else. Published in
docs/moderation.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class Risk(IntEnum):
    """How bad it is when nobody looks."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    URGENT = 3


WITHIN: Mapping[Risk, timedelta] = {
    Risk.LOW: timedelta(days=7),
    Risk.NORMAL: timedelta(days=3),
    Risk.HIGH: timedelta(hours=24),
    Risk.URGENT: timedelta(hours=4),
}
STEP = timedelta(hours=2)  # between two things of one account
FURTHEST = 84  # steps: a week; what stands behind them stands together
CLAIM = timedelta(minutes=30)
FLOOD_FROM = 10  # things of one new account
FLOOD_OF_UPLOADER_FROM = 20  # things of new accounts that lead to one uploader
ASLEEP = timedelta(days=180)
SUDDEN = 5  # things within a day


class Sign(StrEnum):
    """What speaks for looking sooner, or later."""

    MALWARE = "malware"
    AGE = "age"
    RIGHTS = "rights"
    UPLOADER = "uploader"  # said not to be allowed
    ON_PAGES = "on-pages"  # it is shown while it waits
    SEVERAL = "several"  # several people say so
    COPY_SIGNS = "copy-signs"
    MAY_BE_OWN = "may-be-own"
    PAID = "paid"
    NEW_ACCOUNT = "new-account"
    SLEEPER = "sleeper"
    FLOOD = "flood"
    RING = "ring"
    FEEDER = "feeder"
    OBJECTED = "objected"
    OVERDUE = "overdue"
    AGAINST = "against"  # people do not agree
    GUARDED = "guarded"  # it is protected
    KNOWN = "known"  # of somebody whose contributions were upheld
    DEMAND = "demand"  # many links hang on it


RISKS: Mapping[Sign, Risk] = {
    Sign.MALWARE: Risk.URGENT,
    Sign.AGE: Risk.URGENT,
    Sign.RIGHTS: Risk.HIGH,
    Sign.UPLOADER: Risk.HIGH,
    Sign.COPY_SIGNS: Risk.NORMAL,
    Sign.SEVERAL: Risk.HIGH,
    Sign.MAY_BE_OWN: Risk.NORMAL,
    Sign.PAID: Risk.NORMAL,
    Sign.SLEEPER: Risk.HIGH,
    Sign.FLOOD: Risk.HIGH,
    Sign.RING: Risk.NORMAL,
    Sign.FEEDER: Risk.NORMAL,
    Sign.OBJECTED: Risk.HIGH,
    Sign.OVERDUE: Risk.HIGH,
    Sign.AGAINST: Risk.NORMAL,
    Sign.GUARDED: Risk.NORMAL,
    Sign.KNOWN: Risk.NORMAL,
    Sign.DEMAND: Risk.NORMAL,
}
WORSE_ON_PAGES = frozenset({Sign.RIGHTS, Sign.UPLOADER, Sign.COPY_SIGNS})


def risk_of(signs: Collection[Sign]) -> Risk:
    """The highest risk of the signs; what may break the law and is on pages while it waits is urgent."""
    if Sign.ON_PAGES in signs and WORSE_ON_PAGES & set(signs):
        return Risk.URGENT
    return max((RISKS.get(sign, Risk.LOW) for sign in signs), default=Risk.LOW)


def due_at(opened_at: datetime, risk: Risk, before: int = 0) -> datetime:
    """When somebody should have looked, `before`: how many things of the same account wait already."""
    return opened_at + WITHIN[risk] + min(before, FURTHEST) * STEP


@dataclass(frozen=True, slots=True)
class Account:
    """What of an account decides how its things wait."""

    is_new: bool
    last_before: timedelta | None = None  # between the last thing of before and the first of today


def is_sleeper(account: Account, today: int) -> bool:
    """Whether an account that was quiet for long is suddenly busy: it may have changed hands."""
    return account.last_before is not None and account.last_before >= ASLEEP and today >= SUDDEN


def floods(waiting: Mapping[str, Sequence[str]], at_least: int) -> dict[str, Sequence[str]]:
    """Of things by whose they are, those that stand behind one item."""
    return {whose: things for whose, things in waiting.items() if whose and len(things) >= at_least}
