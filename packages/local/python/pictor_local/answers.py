"""Sends the head of an answer together with the first bytes of its body, or at its end.

The provider's HTTP client closes a connection on which a head arrives alone while it is still
noting that its own request was written, which a busy machine makes likely. It then sends the
request again, and a create is done twice. AWS's front ends send small answers whole.
"""

from typing import Any

import h11
from hypercorn.events import RawData
from hypercorn.protocol.h11 import H11Protocol


def install() -> None:
    """Hold each head back until something of its body, or its end, is sent."""
    H11Protocol._send_h11_event = _send_whole  # type: ignore[method-assign]


async def _send_whole(self: Any, event: Any) -> None:
    try:
        data = self.connection.send(event)
    except h11.LocalProtocolError:
        if self.connection.their_state != h11.ERROR:
            raise
        return
    held = getattr(self, "_held_head", b"")
    if isinstance(event, h11.Response):
        self._held_head = data
        return
    self._held_head = b""
    if held or data:
        await self.send(RawData(data=held + data))
