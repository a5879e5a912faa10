"""The site as operators run it (docs/operating.md), on a port of its own, and how much memory its processes take."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = "allostream.config.wsgi:application"
HELLO = "bench.load.hello:application"
OPTIONS = ("--interface", "wsgi", "--blocking-threads", "1", "--respawn-failed-workers")
START_LIMIT, STOP_LIMIT = 60, 10
CORES = len(os.sched_getaffinity(0))


class NotStarted(Exception):
    """The server did not answer; the text says what it printed."""


def free_port() -> int:
    """A port of the loopback that nobody listens on.

    Servers that share ports (SO_REUSEPORT) can hold one that still can be bound: so it is asked as well.
    """
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)):
                return port


class Server:
    """A running server and its worker processes."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    def workers(self) -> list[int]:
        """The ids of the processes that answer: the children of the one that was started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split() if "resource_tracker" not in _command(int(pid))]

    def megabytes(self) -> float:
        """Resident memory of a worker, shared pages in fair parts (PSS): the mean of all workers."""
        sizes = [_proportional_kilobytes(pid) for pid in self.workers()]
        return sum(sizes) / len(sizes) / 1024

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers (names in lower case) and body of an answer, as it was sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}", **headers})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def _proportional_kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextlib.contextmanager
def running(application: str, environment: Mapping[str, str], ready: str) -> Iterator[Server]:
    """A server with one worker a core, from its first good answer on. Raises NotStarted."""
    port = free_port()
    command = [sys.executable, "-m", "granian", *OPTIONS, "--workers", str(CORES), "--log-level", "warning"]
    where = ["--host", "127.0.0.1", "--port", str(port), application]
    process = subprocess.Popen(
        [*command, *where], cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT)}, start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    server = Server(process, port)
    try:
        _wait(server, ready)
        yield server
    finally:
        _stop(process)


def _wait(server: Server, ready: str) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if server.get(ready, {})[0] == 200 and len(server.workers()) >= CORES:
                return
        time.sleep(0.1)
    _stop(server.process)
    said = server.process.stdout.read() if server.process.stdout else ""
    raise NotStarted(said.strip()[-1000:] or f"no good answer to {ready} within {START_LIMIT} seconds")


def _stop(process: subprocess.Popen[str]) -> None:
    """End the server and all that it started: they are a group of their own."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_LIMIT)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
