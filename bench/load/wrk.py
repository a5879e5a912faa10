"""wrk: one run against a list of addresses, and its figures."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

SCRIPT = Path(__file__).with_name("ask.lua")
THREADS, CONNECTIONS = 2, 16
MARK = "FIGURES "


class NoWrk(Exception):
    """The load generator is not installed."""


class BadRun(Exception):
    """Answers were refused or lost: figures of such a run mean nothing."""


class Silence(BadRun):
    """Nothing was answered in time, which may be no wonder while a cache is empty."""


class Figures(NamedTuple):
    """What one run found; times in milliseconds."""

    rate: float
    p50: float
    p99: float
    bytes_each: float
    """Of a whole answer, with its head, as it was sent."""
    wraps: int
    """How often the addresses ran out, so that the run began with the first again."""


def ensure_wrk() -> None:
    """Raises NoWrk."""
    if not shutil.which("wrk"):
        raise NoWrk


def figures_of(output: str) -> Figures:
    """The figures that our script tells at the end of a run. Raises BadRun.

    wrk's own table is not read: its latency lines have a column for the spread that is easily taken for a percentile,
    and it counts redirects as good answers.
    """
    told = [line.removeprefix(MARK) for line in output.splitlines() if line.startswith(MARK)]
    if not told:
        raise BadRun(f"wrk told no figures: {' '.join(output.split())[-300:]}")
    found = json.loads(told[-1])
    if found["refused"] or found["broken"]:
        raise BadRun(f"{found['refused']} answers were errors, {found['broken']} connections broke or timed out")
    if not found["requests"]:
        raise Silence("not one answer came")
    return Figures(
        rate=found["requests"] / (found["microseconds"] / 1_000_000),
        p50=found["p50"] / 1000,
        p99=found["p99"] / 1000,
        bytes_each=found["bytes"] / found["requests"],
        wraps=found["wraps"],
    )


def ask(port: int, paths: Path, seconds: int, country: str = "") -> Figures:
    """Ask for the addresses of a file for some seconds, with or without a chosen country. Raises BadRun."""
    load = ["-t", str(THREADS), "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "10s"]
    aim = ["-s", str(SCRIPT), f"http://127.0.0.1:{port}", "--", str(paths), f"localhost:{port}", country]
    done = subprocess.run(["wrk", *load, *aim], capture_output=True, text=True, check=False)
    return figures_of(done.stdout + done.stderr)
