"""How many requests are under way at once, first come first served.

The semaphore of asyncio looks at everybody whom it has woken and who has not run yet each time it wakes one more: with
hundreds of places that is hundreds of looks a request.
"""

import asyncio
from collections import deque
from types import TracebackType


class Slots:
    """So many places, each to be had as `async with slots:`."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        if self._free:  # nobody waits then: a place that gets free is given to whoever does
            self._free -= 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except BaseException:
            if place.done() and not place.cancelled():  # given at the very moment at which whoever waited was ended
                self._give()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give()

    def _give(self) -> None:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                return
        self._free += 1
