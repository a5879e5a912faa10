"""Names become addresses here, and here addresses that are not public are refused.

The connection goes to the very addresses that were checked: no name is looked up a second time, so that a name
server cannot give a public address for the check and a private one for the connection (DNS rebinding).
"""

import socket

from aiohttp.abc import AbstractResolver, ResolveResult

from allostream.net.addresses import is_public
from allostream.net.errors import Refused, Unreachable


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
            raise Unreachable(host, "The name is not known, or the name server does not answer.") from error
        if not found:
            raise Unreachable(host, "The name has no address.")
        for answer in found:
            if not is_public(answer["host"]):
                raise Refused(host, f"The name leads to {answer['host']}, which is not a public address.")
        return found

    async def close(self) -> None:
        await self._inner.close()
