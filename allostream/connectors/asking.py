"""How connectors ask an outside service: one address, one answer, with the waits and refusals of the service."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from allostream.connectors.rows import SourceProblem
from allostream.lib import clock
from allostream.net.asking import Ask, Asker, Limits, Pace, Purpose, Reply
from allostream.net.errors import NetError
from allostream.net.retrying import retry_after

AGAIN = {408, 429, 500, 502, 503, 504}
GONE = {404, 410}
MOST_TRIES, LONGEST_WAIT = 5, 600.0
# A series with ten thousand episodes comes in one answer.
LIMITS = Limits(seconds=120, size=64 * 1024 * 1024)


@dataclass(frozen=True)
class Service:
    """A service on the web, and who asks it: the door to the network, or a test with recordings."""

    name: str
    ask: Asker
    pace: Pace | None = None
    sleep: Callable[[float], None] = field(default=time.sleep)

    def answer(self, url: str) -> Reply | None:
        """The answer to an address; None where the service says that there is nothing.

        Waits as long as the service asks where it is busy (RFC 9110, section 10.2.3), else longer each time. Raises
        SourceProblem, which says what can be done.
        """
        for attempt in range(MOST_TRIES):
            try:
                reply = self.ask(Ask(url, purpose=Purpose.API, limits=LIMITS, pace=self.pace))
            except NetError as error:
                raise SourceProblem(f"{self.name} cannot be asked: {error}") from error
            if reply.status == 200:
                return reply
            if reply.status in GONE:
                return None
            if reply.status not in AGAIN:
                raise SourceProblem(f"{self.name} answered {url} with status {reply.status}: {_words(reply)}")
            seconds = wait(reply, attempt)
            if seconds > LONGEST_WAIT:
                # Whoever goes on asking is shut out for a day.
                raise SourceProblem(f"{self.name} asks to be left alone for {seconds:,.0f} seconds: come back later.")
            self.sleep(seconds)
        raise SourceProblem(f"{self.name} is busy (status {reply.status}). The same command later goes on from there.")

    def read(self, url: str, shape: Any) -> Any:
        """The answer to an address in JSON, in a shape; None where there is nothing. Raises SourceProblem."""
        reply = self.answer(url)
        return None if reply is None else self.decoded(url, reply, shape)

    def decoded(self, url: str, reply: Reply, shape: Any) -> Any:
        """The body of a reply in a shape. Raises SourceProblem naming service, address and what is wrong."""
        try:
            return msgspec.json.decode(reply.body, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SourceProblem(f"{self.name} answered {url} in a form that is not known: {error}.") from error


def wait(reply: Reply, attempt: int) -> float:
    """How long to wait before asking again, in seconds."""
    said = retry_after(reply.headers.get("retry-after", ""), clock.now())
    return 2.0**attempt if said is None else said


def _words(reply: Reply) -> str:
    return " ".join(reply.body[:300].decode("utf-8", "replace").split()) or "it says nothing else."
