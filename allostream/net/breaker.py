"""The circuit breaker of a host: after ten failures in a row it is left alone for half an hour. Pure.

        10 failures                 30 minutes
closed ─────────────► open (rests) ────────────► half open: one request
  ▲                     ▲                            │
  └──── it answers ─────┼────────────────────────────┤
                        └────────── it fails ────────┘
"""

from dataclasses import dataclass

from allostream.net.errors import BadReply, NetError, TimedOut, TooLarge, Unreachable

FAILURES = 10
REST = 1800.0


@dataclass(frozen=True, slots=True)
class Circuit:
    """Failures in a row, and until when the host rests, in seconds since 1970; 0 where it does not."""

    failures: int = 0
    rests_until: float = 0.0


WHOLE = Circuit()


def rest_left(circuit: Circuit, now: float) -> float:
    """How many seconds the host still rests."""
    return max(0.0, circuit.rests_until - now)


def is_half_open(circuit: Circuit, now: float) -> bool:
    """Whether the rest is over and nothing is known yet: then one request at a time may look."""
    return circuit.failures >= FAILURES and now >= circuit.rests_until


def after_failure(circuit: Circuit, now: float) -> Circuit:
    """One more failure. What was under way when the rest began does not make it longer."""
    failures = circuit.failures + 1
    if failures < FAILURES or now < circuit.rests_until:
        return Circuit(failures, circuit.rests_until)
    return Circuit(failures, now + REST)


def after_answer(circuit: Circuit, now: float) -> Circuit:
    """The host answered. One that came from before the rest does not end it."""
    return circuit if now < circuit.rests_until else WHOLE


def blames_host(outcome: int | NetError) -> bool:
    """Whether a status or an error counts as a failure of the host: it is down, broken, or asks us to slow down.

    An answer that we refuse, such as one too large, and an error of our own do not.
    """
    if isinstance(outcome, TimedOut):
        return not outcome.overloaded
    if isinstance(outcome, NetError):
        return isinstance(outcome, (BadReply, Unreachable))
    return outcome == 429 or 500 <= outcome <= 599


def after(circuit: Circuit, outcome: int | NetError, now: float) -> Circuit:
    """The circuit after a request that ended so. What tells nothing of the host leaves it as it was."""
    if blames_host(outcome):
        return after_failure(circuit, now)
    return after_answer(circuit, now) if isinstance(outcome, (int, TooLarge)) else circuit
