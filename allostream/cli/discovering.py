"""Words for what discovery finds: the table of outcomes, the state of walks, files of candidates taken in."""

import gzip
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from allostream.catalogue.models import Source
from allostream.connectors.candidates import Candidate, Found
from allostream.connectors.link_lists import BadRow, found_in
from allostream.discovery import actions
from allostream.discovery.queries import Tally, WalkRow
from allostream.discovery.rules import State
from allostream.rights.origin.signs import Code

BATCH = 200
TELLS_EVERY = 5.0  # seconds
STATES = {
    State.LIVE: "live", State.REVIEW: "await review", State.WAITING: "wait", State.HELD: "held",
    State.REFUSED: "refused", State.GONE: "gone",
}  # fmt: skip
RIP = frozenset({Code.SCENE_RELEASE.value, Code.RIP_NAMED.value})


def reason_in_words(reason: str) -> str:
    """A code for people: hyphens and underscores are blanks, and names of releases are what they are known as."""
    return "rip wording" if reason in RIP else reason.replace("-", " ").replace("_", " ")


def sentence(tallies: Sequence[Tally]) -> str:
    """“1,204 candidates: 312 live, 511 await review, 381 refused: rip wording 122, …”"""
    by_state: Counter[State] = Counter()
    refused: Counter[str] = Counter()
    for one in tallies:
        by_state[one.state] += one.number
        if one.state is State.REFUSED:
            refused[reason_in_words(one.reason)] += one.number
    parts = [f"{by_state[state]:,} {word}" for state, word in STATES.items() if by_state[state]]
    why = ", ".join(f"{reason} {number:,}" for reason, number in refused.most_common())
    text = f"{sum(by_state.values()):,} candidates" + (": " + ", ".join(parts) if parts else "")
    return f"{text} (refused: {why})." if why else f"{text}."


def table(tallies: Sequence[Tally]) -> Iterator[str]:
    """A line for each source, then one for each state and reason, the most common first."""
    sources: dict[str, list[Tally]] = {}
    for one in tallies:
        sources.setdefault(one.source, []).append(one)
    for found in sources.values():
        yield f"{found[0].name}: {sentence(found)}"
        for one in found:
            yield f"  {STATES[one.state]:14}{one.reason:26}{one.number:>10,}"


def tallied(counted: Counter[tuple[str, str]], source: Source) -> list[Tally]:
    """Counts as rows of the table."""
    order = list(State)
    rows = [Tally(source.slug, source.name, State(state), reason, n) for (state, reason), n in counted.items()]
    return sorted(rows, key=lambda one: (order.index(one.state), -one.number, one.reason))


def walk_lines(walks: Sequence[WalkRow]) -> Iterator[str]:
    """A line for each walk: how far it is, when it goes on, and what is wrong."""
    for walk in walks:
        total = f" of {walk.total:,}" if walk.total is not None else ""
        when = f"next {walk.due_at:%Y-%m-%d %H:%M}" if walk.due_at else "rests"
        every = f", every {walk.every_hours} h" if walk.every_hours else ""
        state = "HELD" if walk.is_held else when
        wish = f"{walk.public_id} {walk.source} {walk.kind} {walk.what}".rstrip()
        yield f"{wish}: {walk.seen:,}{total} seen, {state}{every}"
        if walk.last_error:
            yield f"  {walk.last_error}"


@dataclass
class Reading:
    """A file of candidates on its way in."""

    source: Source
    tell: Callable[[str], object]
    trial: bool = False
    limit: int | None = None
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: int = 0
    bad: int = 0

    def run(self, path: Path) -> None:
        """Take the file in, some lines at a time; what was read stays however the rest ends."""
        batch: list[Found] = []
        told = time.monotonic()
        for candidate in self._candidates(path):
            batch.append(Found(candidate))
            if len(batch) == BATCH:
                self._take_in(batch)
                batch = []
                if time.monotonic() - told > TELLS_EVERY:
                    told = time.monotonic()
                    self.tell(f"{self.lines:,} lines, {self.counted.total():,} candidates …")
        self._take_in(batch)

    def _candidates(self, path: Path) -> Iterator[Candidate]:
        with opened(path) as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                if self.limit is not None and self.lines >= self.limit:
                    return
                self.lines += 1
                try:
                    yield from found_in(line)
                except BadRow as error:
                    self.bad += 1
                    self.tell(f"line {number}: {error}")

    def _take_in(self, batch: list[Found]) -> None:
        if batch:
            self.counted += actions.take_in_found(self.source, batch, trial=self.trial, by=actions.FINDER)


def opened(path: Path) -> IO[bytes]:
    """A file, unpacked where its name ends in .gz."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]  # read alike
