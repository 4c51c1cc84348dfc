"""Asks a running emulator about itself, and changes it with the run's token."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.emulator import Emulator


def look(emulator: Emulator, path: str) -> Any:
    """Return what a route below `/_pictor/` answers."""
    request = urllib.request.Request(
        f"{emulator.url}/_pictor/{path}", headers={"x-pictor-token": emulator.token}
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def change(emulator: Emulator, path: str, method: str = "POST", **body: Any) -> Any:
    """Change the emulator with its token and return the answer."""
    status, answer = attempt(emulator, path, method, {"x-pictor-token": emulator.token}, **body)
    assert status == 200, answer
    return answer


@contextmanager
def stopped_clock(emulator: Emulator) -> Iterator[None]:
    """Let no time pass by itself, so that a state lasts until it was looked at."""
    change(emulator, "clock", stop=True)
    try:
        yield
    finally:
        change(emulator, "clock", run=True)


def attempt(
    emulator: Emulator, path: str, method: str, headers: dict[str, str], **body: Any
) -> tuple[int, Any]:
    """Return status and answer of a change, however it ends."""
    request = urllib.request.Request(
        f"{emulator.url}/_pictor/{path}", json.dumps(body).encode(), headers, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
