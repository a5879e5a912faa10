"""A portion of links: taken, looked at all at once without the database, written down."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from msgspec import structs

from allostream.checks import actions, queries
from allostream.checks.portion_rules import Outcomes, as_a_whole
from allostream.checks.probes import look_at
from allostream.checks.rules import Finding
from allostream.checks.targets import Target
from allostream.lib import clock
from allostream.net.asking import Ask, Reply
from allostream.net.door import ROAD, Door, Road

PORTION = 400
AT_ONCE = 256  # requests under way; each host has its own, smaller number
# How long a question waits for its turn at a host. A portion is done in little more, so that a worker can be stopped.
PATIENCE = 75
ALL_AGAIN = timedelta(hours=6)


def check_due(limit: int = PORTION, road: Road = ROAD, latest: Outcomes | None = None) -> int:
    """Look at the next links that are due and write down what was seen; returns how many were taken. `latest` remembers
    looks from one portion to the next.

    Raises NotSetUp where the operator has not said who asks: then nothing is asked, and all are due again when the
    lease ends.
    """
    targets = actions.take(limit)
    if targets:
        actions.record(look(targets, road), latest=latest)
    return len(targets)


def look(targets: Sequence[Target], road: Road = ROAD) -> dict[int, Finding]:
    """What a look at each target sees, by its id; nothing is written. Raises NotSetUp."""

    async def look_at_all() -> dict[int, Finding]:
        async with Door(road, at_once=AT_ONCE) as door:

            async def ask(question: Ask) -> Reply:
                return await door.ask(structs.replace(question, patience=PATIENCE))

            return await look_at(targets, ask)

    hosts = {target.link_id: urlsplit(target.url).netloc for target in targets}
    return as_a_whole(asyncio.run(look_at_all()), hosts)


class Checker:
    """What the worker's loop knows between two steps: how far it has enrolled links, how the latest looks came out."""

    def __init__(self) -> None:
        self._latest = Outcomes()
        self._enrolled, self._since = 0, clock.now()

    def step(self) -> bool:
        """Enrol the next links and look at the next that are due; whether there may be more to do at once.

        Nothing is asked where the operator has not said who asks (ALLOSTREAM_BOT_SITE, ALLOSTREAM_BOT_CONTACT), or
        does not want links looked at (ALLOSTREAM_LINK_CHECKS).
        """
        if not queries.asks():
            return False
        is_more = self._enrol()
        return check_due(latest=self._latest) > 0 or is_more

    def _enrol(self) -> bool:
        """Enrol the next links, or those that are new, and go through all again every few hours: rows of transactions
        that took long come behind later ones.
        """
        before, now = self._enrolled, clock.now()
        if now - self._since >= ALL_AGAIN:
            before, self._since = 0, now
        self._enrolled = actions.enrol(before)
        return self._enrolled > before
