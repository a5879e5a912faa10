"""Ports of loopback for servers that tests start."""

import os
import socket
from itertools import count

FIRST, EACH, MOST = 20_000, 500, 24  # below the ports that systems give to connections (32768 and up on Linux)
_handed_out = count()


def free_port() -> int:
    """A port on 127.0.0.1 that nobody has, by UDP or TCP, and that no other test of this run is given.

    A port that the system chooses is one that it may give to a connection of another test a moment later, before the
    server has taken it. So each process of the run has a range of its own, and goes through it.
    """
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % MOST
    ports = (FIRST + process * EACH + number % EACH for number in _handed_out)
    return next(port for port in ports if is_free(socket.SOCK_STREAM, port) and is_free(socket.SOCK_DGRAM, port))


def is_free(kind: socket.SocketKind, port: int) -> bool:
    """Whether a socket of this kind could listen there now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
