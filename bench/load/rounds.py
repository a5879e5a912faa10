"""The measuring: rounds in which every row has its turn, so that a noisy minute spoils no single row."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.load import wrk
from bench.load.server import HELLO, SITE, Server, running

COUNTRIES = ("FR", "US")
HOT, AWAKENING = 500, 50
# How often all addresses must be asked for in a second of warming, and how many seconds that may take.
WARM, MOST_WARMING = 4, 60
# Pages of which there are fewer than can be asked for in a run: uncached is measured with the cache switched off.
FEW = ("home", "browse")
CACHE_OFF = {"ALLOSTREAM_PAGE_CACHE_MB": "0"}


@dataclass
class Row:
    """A line of the table, and what each round found for it."""

    page: str
    state: str
    country: str
    server: str
    runs: list[wrk.Figures] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    was_cold: bool = False

    def result(self, costs: Mapping[str, Any]) -> dict[str, Any]:
        """Medians of the rounds, beside what the page costs without a server."""
        found: Mapping[str, Any] = costs.get(self.page, {}).get(self.country, {})
        own = {name: found.get(name) for name in ("raw", "gzip", "br")}
        own["queries"] = found.get("queries_again" if self.state == "cached" else "queries")
        middle = {name: statistics.median(getattr(run, name) for run in self.runs) for name in ("rate", "p50", "p99")}
        return {
            "page": self.page, "state": self.state, "country": self.country, **middle, **own,
            "megabytes": max(self.megabytes), "rates": [run.rate for run in self.runs],
            "was_cold": self.was_cold,
            # Without a cache it does not matter.
            "asked_again": self.server != "bare" and any(run.wraps for run in self.runs),
        }  # fmt: skip


def rows_of(pages: Sequence[str]) -> list[Row]:
    """The rows: two baselines, then each page uncached and cached for each country."""
    rows = [Row("hello", "", "", "hello"), Row("static file", "", "", "kept")]
    for page in pages:
        for country in COUNTRIES:
            rows.append(Row(page, "uncached", country, "bare" if page in FEW else "kept"))
            rows.append(Row(page, "cached", country, "kept"))
    return rows


@dataclass
class Measurement:
    """What a run needs: the sample, the environment of the site, how long, and a folder for lists of addresses."""

    sample: Mapping[str, Any]
    environment: Mapping[str, str]
    folder: Path
    seconds: int
    rounds: int
    pages: Sequence[str]
    tell: Callable[[str], None]

    def measure(self) -> list[dict[str, Any]]:
        """All rounds. Raises wrk.BadRun and server.NotStarted."""
        rows = rows_of(self.pages)
        with ExitStack() as stack:
            servers = {
                "hello": stack.enter_context(running(HELLO, self.environment, "/")),
                "kept": stack.enter_context(running(SITE, self.environment, "/healthz")),
                "bare": stack.enter_context(running(SITE, {**self.environment, **CACHE_OFF}, "/healthz")),
            }
            self._awaken(servers["kept"], servers["bare"])
            for number in range(self.rounds):
                for row in rows:
                    self._turn(row, servers[row.server], number)
        return [row.result(self.sample["costs"]) for row in rows]

    def _awaken(self, *servers: Server) -> None:
        """Let every process make some pages of each kind: the first ones pay for imports and templates."""
        paths = self.folder / "addresses"
        for page in self.pages:
            paths.write_text("\n".join(self.sample["addresses"][page][:AWAKENING]) + "\n")
            for server in servers:
                with suppress(wrk.Silence):
                    wrk.ask(server.port, paths, 1)

    def _turn(self, row: Row, server: Server, number: int) -> None:
        paths = self.folder / "addresses"
        paths.write_text("\n".join(self._paths(row, number)) + "\n")
        self._check(server, row)
        if row.state != "uncached":
            row.was_cold |= not self._warm(server, paths, row.country)
        found = wrk.ask(server.port, paths, self.seconds, row.country)
        row.runs.append(found)
        row.megabytes.append(server.megabytes())
        self.tell(
            f"round {number + 1}, {row.page} {row.state} {row.country}: {found.rate:,.0f}/s, p99 {found.p99:.1f} ms"
        )

    def _warm(self, server: Server, paths: Path, country: str) -> bool:
        """Ask until every process keeps every address: until all were asked for several times within a second.

        Returns whether that came about in time.
        """
        for _ in range(MOST_WARMING):
            with suppress(wrk.Silence):
                if wrk.ask(server.port, paths, 1, country).wraps >= WARM:
                    return True
        return False

    def _paths(self, row: Row, number: int) -> Sequence[str]:
        """The addresses for a turn: the same hot set each time, or a part of all that no other round asks for."""
        if row.page == "hello":
            return ["/"]
        if row.page == "static file":
            return [part["address"] for part in self.sample["first_load"]["home"] if part["kind"] == "css"][:1]
        every: Sequence[str] = self.sample["addresses"][row.page]
        if row.state == "cached":
            return every[:HOT]
        if row.page in FEW:
            return every
        rest = every[HOT:] or every
        share = max(1, len(rest) // self.rounds)
        return rest[number * share : (number + 1) * share]

    def _check(self, server: Server, row: Row) -> None:
        """An error page or a redirect would be fast too: one page of the hot set is looked at. Raises wrk.BadRun."""
        path = self._paths(row, 0)[0] if row.state != "uncached" else self._first_hot(row)
        headers = {"Accept-Encoding": "identity", "Accept-Language": "en"}
        status, _headers, body = server.get(
            path, headers | ({"Cookie": f"country={row.country}"} if row.country else {})
        )
        if status != 200 or (row.state and b"</html>" not in body):
            raise wrk.BadRun(f"{path} answers {status} with {len(body)} bytes")

    def _first_hot(self, row: Row) -> str:
        return str(self.sample["addresses"][row.page][0])
