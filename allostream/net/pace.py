"""The pace of a host as a bucket of turns. Pure: the time is given.

A bucket holds up to `burst` turns and fills at `per_second`. Turns are taken ahead: who comes when it is empty is told
how long to wait, and the next one waits longer.
"""

from dataclasses import replace

from msgspec import Struct

from allostream.net.asking import Pace

LONGEST_CRAWL_DELAY = 60.0  # a longer one would mean that a few hundred links of a host take days to check


class Bucket(Struct, frozen=True):  # one is made for each request
    """How many turns there were at a moment (seconds since 1970); negative where turns were taken ahead."""

    turns: float
    at: float


def full(pace: Pace, now: float) -> Bucket:
    """The bucket of a host that was not asked before."""
    return Bucket(float(pace.burst), now)


def wait(bucket: Bucket, pace: Pace, now: float) -> float:
    """How many seconds the next turn is away."""
    return max(0.0, (1 - _filled(bucket, pace, now)) / pace.per_second)


def taken(bucket: Bucket, pace: Pace, now: float) -> Bucket:
    """The bucket after the next turn was taken."""
    return Bucket(_filled(bucket, pace, now) - 1, max(now, bucket.at))


def rested(bucket: Bucket, pace: Pace, now: float, seconds: float) -> Bucket:
    """The bucket of a host that asked for a rest: the next turn is at least that far away."""
    return Bucket(min(_filled(bucket, pace, now), 1 - seconds * pace.per_second), max(now, bucket.at))


def with_crawl_delay(pace: Pace, seconds: float) -> Pace:
    """The pace for a host whose robots.txt asks for pauses between requests."""
    if seconds <= 0:
        return pace
    asked = 1 / min(seconds, LONGEST_CRAWL_DELAY)
    return replace(pace, per_second=min(pace.per_second, asked), burst=1, at_once=1)


def _filled(bucket: Bucket, pace: Pace, now: float) -> float:
    return min(float(pace.burst), bucket.turns + max(0.0, now - bucket.at) * pace.per_second)
