"""The question that tells whether a model server truly answers: a small valid picture."""

import contextlib
import struct
import threading
import zlib
from collections.abc import Callable

# Longest wait for one answer, in seconds: a server whose workers are not up yet keeps the caller
# waiting.
_PATIENCE_SECONDS = 60.0


class Probe:
    """Sends a picture again and again from a thread of its own."""

    def __init__(self, send: Callable[[dict[str, str], bytes, float], int]) -> None:
        """Take a function of headers, body and seconds that returns an answer's status."""
        self._send = send
        self._thread: threading.Thread | None = None
        self._status: int | None = None

    def status(self) -> int | None:
        """Return the status of an answer that came meanwhile; ask unless a question is out."""
        if self._thread is not None and self._thread.is_alive():
            return None
        status, self._status = self._status, None
        if status is None or status >= 500:
            self._thread = threading.Thread(target=self._ask, daemon=True)
            self._thread.start()
        return status

    def _ask(self) -> None:
        with contextlib.suppress(OSError):
            self._status = self._send({"Content-Type": "image/png"}, tiny_png(), _PATIENCE_SECONDS)


def tiny_png(side: int = 32) -> bytes:
    """Return a grey RGB picture, the probe that any picture model can answer."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x80" * (3 * side)) * side
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
