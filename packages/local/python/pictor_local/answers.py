"""Sends the head of an answer together with its body, where the body is there at once.

The provider's HTTP client closes a connection on which a head arrives alone while it is still
noting that its own request was written, which a busy machine makes likely. It then sends the
request again, and a create is done twice. AWS's front ends send small answers whole.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class WholeAnswers(HttpToolsProtocol):
    """uvicorn's protocol, which writes head and body one after the other."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Write to a connection once in each turn of the event loop."""
        super().connection_made(_OnceATurn(transport, self.loop))  # type: ignore[arg-type]


class _OnceATurn:
    """A transport that collects what is written in one turn of the event loop."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._collected: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._collected:
            self._loop.call_soon(self._write)
        self._collected.append(data)

    def close(self) -> None:
        self._write()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def _write(self) -> None:
        if self._collected:
            data = b"".join(self._collected)
            self._collected.clear()
            self._transport.write(data)
