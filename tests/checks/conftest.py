"""Hosts that answer on a unix socket, as in tests of the door."""

from tests.net.conftest import book, names, road, said_who_asks, serve, servers, time

__all__ = ["book", "names", "road", "said_who_asks", "serve", "servers", "time"]
