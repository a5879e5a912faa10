"""What a portion of looks says as a whole, which none of them can say alone. Pure: no Django, no clock, no network.

Where (almost) nobody answered, it is our own network that is down; where everything that worked at a host is gone at
once, it is the host that has changed, or what it thinks of us. Neither makes a link dead.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from allostream.checks.rules import Finding, Seen

SEVERAL = 3  # hosts that have to be asked before their silence says something of us
ALMOST_NONE = 0.1  # of them: with no more answers our network is down
MOST = 0.5  # of them: with more answers, and from two at least, a name that is not known is the host's
TWO = 2
AGAIN = 900.0  # seconds after which it is worth asking again
NO_NAME = "no-such-name"
# Nobody was reached, or nobody whom the name should lead to.
SILENT = frozenset({NO_NAME, "unreachable", "timed-out", "robots-unknown", "refused"})

ENOUGH = 10  # links that worked, of one host, before their being gone says something of the host
WHOLE = 0.9  # of them
REMEMBERED = 30
FORGOTTEN = timedelta(days=7)


def as_a_whole(found: Mapping[int, Finding], hosts: Mapping[int, str]) -> dict[int, Finding]:
    """The findings, read together; `hosts` tells for each link whom it leads to.

    Where our network is down, nobody was asked. A name that is not known counts as missed where most others answered.
    """
    silent = {hosts[link] for link, finding in found.items() if _is_silent(finding)}
    answered = {hosts[link] for link, finding in found.items() if not _is_silent(finding) and _is_asked(finding)}
    asked = silent | answered
    if len(asked) >= SEVERAL and len(answered) <= ALMOST_NONE * len(asked):
        down = Finding(Seen.NOT_ASKED, "no-network", again=AGAIN)
        return {link: down if _is_silent(finding) else finding for link, finding in found.items()}
    if len(answered) >= TWO and len(answered) > MOST * len(asked):
        gone = Finding(Seen.MISSING, NO_NAME)
        return {link: gone if finding.reason == NO_NAME else finding for link, finding in found.items()}
    return dict(found)


def _is_silent(finding: Finding) -> bool:
    return finding.reason in SILENT and _is_asked(finding)


def _is_asked(finding: Finding) -> bool:
    return finding.seen is not Seen.NOT_ASKED


class Outcomes:
    """How the latest looks at links that had worked came out, host by host."""

    def __init__(self) -> None:
        self._of: defaultdict[int, deque[tuple[datetime, bool]]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    def add(self, host: int, at: datetime, seen: Seen) -> None:
        """Remember a look at a link that worked when it was looked at before."""
        if seen not in {Seen.NOT_ASKED, Seen.TROUBLE, Seen.KEPT_OUT}:
            self._of[host].append((at, seen is Seen.MISSING))

    def gone_as_a_whole(self, hosts: Iterable[int], at: datetime) -> set[int]:
        """The hosts at which (almost) everything that worked is missed now."""
        latest = {host: [missed for when, missed in self._of[host] if at - when < FORGOTTEN] for host in set(hosts)}
        return {host for host, some in latest.items() if len(some) >= ENOUGH and sum(some) >= WHOLE * len(some)}
