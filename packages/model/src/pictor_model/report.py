"""Progress, for people or for programs."""

import json
import sys
from collections.abc import Callable
from typing import Any

Report = Callable[..., None]
"""Called with an event's name, its text for people, and its fields for programs."""


def reporter(as_json: bool) -> Report:
    """Writes one line an event to standard output: text, or JSON `{"event", "text", ...fields}`."""

    def report(event: str, text: str, **fields: Any) -> None:
        text = printable(text)
        print(json.dumps({"event": event, "text": text, **fields}) if as_json else text, flush=True)

    return report


def complain(message: str, as_json: bool) -> None:
    """Writes an error: text to standard error, with JSON wanted also an event `error`."""
    message = printable(message)
    if as_json:
        print(json.dumps({"event": "error", "message": message}), flush=True)
    print(message, file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """The text with its control characters escaped: a file's names may command a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)
