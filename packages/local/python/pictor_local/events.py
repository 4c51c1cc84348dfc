"""One JSON line on stdout per noteworthy event, for the process that started the emulator."""

import contextlib
import json
import os
import threading
from typing import Any

_lock = threading.Lock()
_stream: int | None = None


def open_stream(log_descriptor: int) -> None:
    """Keep stdout for events alone: whatever else prints lands in the log."""
    global _stream
    _stream = os.dup(1)
    os.dup2(log_descriptor, 1)


def emit(event: str, **fields: Any) -> None:
    """Write one event; fields that are None are left out."""
    if _stream is None:
        return
    line = {"event": event, **{name: value for name, value in fields.items() if value is not None}}
    data = (json.dumps(line) + "\n").encode()
    # When the reader is gone, the end of stdin follows and ends the emulator.
    with _lock, contextlib.suppress(BrokenPipeError):
        os.write(_stream, data)
