"""Names become addresses here, and here addresses that are not public are refused.

The connection goes to the very addresses that were checked: no name is looked up a second time, so that a name
server cannot give a public address for the check and a private one for the connection (DNS rebinding).
"""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult

from allostream.net.addresses import is_public
from allostream.net.errors import NoSuchName, Refused, Unreachable

# The system's resolver blocks, for half a minute where a name server is silent: others must not wait behind it.
AT_ONCE = 64
NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class SystemNames(AbstractResolver):
    """Asks the system, in threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        ask = partial(
            socket.getaddrinfo, host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
        )
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return [
            ResolveResult(
                hostname=host, host=str(address[0]), port=port, family=kind, proto=proto,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, proto, _, address in found
        ]  # fmt: skip

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class PublicResolver(AbstractResolver):
    """Asks another resolver, and lets an answer through only when all its addresses are public."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        try:
            found = await self._inner.resolve(host, port, family)
        except OSError as error:
            if isinstance(error, socket.gaierror) and error.errno in NO_SUCH_NAME:
                raise NoSuchName(host, "The name is not known.") from error
            raise Unreachable(host, "The name server does not answer.") from error
        except UnicodeError as error:  # a label that is too long or empty
            raise NoSuchName(host, "The name cannot be one.") from error
        if not found:
            raise NoSuchName(host, "The name has no address.")
        for answer in found:
            if not is_public(answer["host"]):
                raise Refused(host, f"The name leads to {answer['host']}, which is not a public address.")
        return found

    async def close(self) -> None:
        await self._inner.close()
