"""The connections that uvicorn serves, so that one can be reset."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Iterator

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Connections that the kernel holds until they are accepted. It drops those beyond them, and their
# clients try again after 1, 2, 4 and more seconds.
BACKLOG = 4096
_NO_LINGER = struct.pack("ii", 1, 0)


class Connections:
    """All that are open."""

    def __init__(self, config: uvicorn.Config) -> None:
        self._server = _Uvicorn(config)

    async def serve(self, listener: socket.socket, stop: asyncio.Event) -> None:
        """Accept connections until told to stop, then end them."""
        ending = asyncio.ensure_future(self._end(stop))
        await self._server.serve([listener])
        ending.cancel()

    def reset(self, client: tuple[str, int]) -> None:
        """End a connection with a reset, as a broken network does."""
        for connection in list(self._server.server_state.connections):
            if isinstance(connection, HttpToolsProtocol) and connection.client == client:
                _reset(connection.transport)

    async def _end(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._server.should_exit = True


class _Uvicorn(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to who starts the server."""
        yield


def _reset(transport: asyncio.Transport) -> None:
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()
