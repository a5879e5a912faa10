"""Real servers of the site, each a process with pages of its own, that listen on files instead of ports."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 30


class FileConnection(http.client.HTTPConnection):
    """A connection to a server that listens on a file."""

    def __init__(self, file):
        super().__init__("localhost", timeout=20)
        self.file = file

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.file))


@dataclass(frozen=True)
class Answer:
    """A page, how many answers its process had taken from kept pages, and when it was asked for and had arrived."""

    status: int
    body: str
    hits: int
    asked: float
    arrived: float


class Server:
    """One process of the site. May be asked by one thread at a time; `again` gives a further connection to it."""

    def __init__(self, file, process=None):
        self.file, self.process = file, process
        self.connection = FileConnection(file)

    def again(self):
        return Server(self.file)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def get(self, path, host="localhost", **headers):
        asked = time.monotonic()
        self.connection.request("GET", path, headers={"Host": host, **headers})
        answer = self.connection.getresponse()
        body = answer.read().decode()
        return Answer(answer.status, body, int(answer.headers["X-Hits"]), asked, time.monotonic())

    def stop(self):
        self.connection.close()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


def start_server(file, environment):
    """Start a server; it may not be ready yet."""
    sizes = ["--workers", "1", "--blocking-threads", "1", "--log-level", "error"]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--uds", str(file), "--no-ws", *sizes]
    process = subprocess.Popen(
        [*command, "tests.jobs.served:application"], cwd=ROOT, env=environment, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    return Server(file, process)


def wait_for(server):
    """Return when the server answers. Fails with its last words when it ended or takes too long."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            assert server.get("/healthz").status == 200
            return
        except (OSError, http.client.HTTPException):
            server.connection.close()
            time.sleep(0.05)
    os.killpg(server.process.pid, signal.SIGKILL)
    raise AssertionError("the server did not start:\n" + server.process.communicate()[0])
