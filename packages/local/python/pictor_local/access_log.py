"""One line for each request, when its answer has been sent."""

import time
from pathlib import Path
from typing import Any

_LINE_BUFFERED = 1


class AccessLog:
    """The ASGI application around all others."""

    def __init__(self, inner: Any, file: Path) -> None:
        self._inner = inner
        self._lines = file.open("a", buffering=_LINE_BUFFERED)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hand a request on, and write its line."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        began = time.monotonic()
        start: Any = {}

        async def noting(message: Any) -> None:
            nonlocal start
            await send(message)
            if message["type"] == "http.response.start":
                start = message
            elif not message.get("more_body", False):
                self._lines.write(_line(scope, start, time.monotonic() - began))

        await self._inner(scope, receive, noting)


def _line(scope: Any, start: Any, seconds: float) -> str:
    """Return time, status, request, operation, length, duration, client and attempt.

    The request has the path alone, as it was sent: a query may hold a signature or a key. The last
    two tell which connection a client used and whether it sends a request again.
    """
    asked, answered = scope["headers"], start["headers"]
    host, port = scope["client"]
    return (
        f"{time.strftime('[%d/%b/%Y:%H:%M:%S %z]')} {start['status']} "
        f"{scope['method']} {scope['raw_path'].decode('latin-1')} {_value(asked, b'x-amz-target')} "
        f"{_value(answered, b'content-length')} {seconds:.6f}s {host}:{port} "
        f"{_value(asked, b'amz-sdk-request')}\n"
    )


def _value(headers: Any, name: bytes) -> str:
    value: bytes = next((value for each, value in headers if each.lower() == name), b"-")
    return value.decode("latin-1")
