"""What each address of the made-up hosts answers. Server and bench make the same plan from the same seed."""

import random
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """How an address answers."""

    FINE = "fine"
    SLOW = "slow"
    LED_ON = "led-on"
    TO_FRONT = "to-front"
    SOFT = "soft-404"
    GONE = "gone"
    FAULT = "fault"
    WALL = "wall"
    ABROAD = "abroad"
    ACCOUNT = "account"
    BIG = "big"
    HANGS = "hangs"
    RESETS = "resets"
    FILM = "film"
    NO_FILM = "no-film"


# Of a thousand addresses, and what a look should see there.
SHARES = {
    Way.FINE: (620, "works"), Way.SLOW: (40, "works"), Way.LED_ON: (60, "works"), Way.TO_FRONT: (15, "missing"),
    Way.SOFT: (60, "missing"), Way.GONE: (60, "missing"), Way.FAULT: (15, "trouble"), Way.WALL: (15, "kept-out"),
    Way.ABROAD: (15, "not-here"), Way.ACCOUNT: (10, "account"), Way.BIG: (20, "works"), Way.HANGS: (5, "trouble"),
    Way.RESETS: (15, "trouble"), Way.FILM: (40, "works"), Way.NO_FILM: (10, "odd"),
}  # fmt: skip
HOSTS = 200
PORT = 8099
AT_HOST, AT_ONCE = 8, 600  # requests in flight
SECONDS = 5.0  # in which everything answers that answers at all


@dataclass(frozen=True, slots=True)
class Place:
    """One address: its host's number, its path with the milliseconds before the answer, what a look should see."""

    host: int
    path: str
    way: Way
    truth: str

    @property
    def is_file(self) -> bool:
        return self.way in {Way.FILM, Way.NO_FILM}


def plan(count: int, seed: int) -> list[Place]:
    """So many addresses over the hosts; a few hosts have many, as in the world."""
    chance = random.Random(seed)  # noqa: S311  (made-up hosts)
    weights = [1 / (number + 8) ** 0.6 for number in range(HOSTS)]
    hosts = chance.choices(range(HOSTS), weights, k=count)
    ways = chance.choices(list(SHARES), [share for share, _ in SHARES.values()], k=count)
    return [_place(number, host, way, chance) for number, (host, way) in enumerate(zip(hosts, ways, strict=True))]


def _place(number: int, host: int, way: Way, chance: random.Random) -> Place:
    seconds = chance.uniform(1.5, 3.5) if way is Way.SLOW else chance.uniform(0.001, 0.3)
    path = f"/watch/{way.value}/{round(seconds * 1000)}/{number}"
    return Place(host, path, way, SHARES[way][1])
