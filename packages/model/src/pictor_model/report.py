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
        print(json.dumps({"event": event, "text": text, **fields}) if as_json else text, flush=True)

    return report


def complain(message: str, as_json: bool) -> None:
    """Writes an error: text to standard error, with JSON wanted also an event `error`."""
    if as_json:
        print(json.dumps({"event": "error", "message": message}), flush=True)
    print(message, file=sys.stderr, flush=True)
