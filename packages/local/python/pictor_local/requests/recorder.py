"""Keeps what was asked of the emulator, raw: understanding it costs time that a caller would wait.

S3 objects and pictures are payloads of their operations, not parameters, and are not kept.
"""

import collections
import re
from dataclasses import dataclass
from typing import Any

_KEPT_REQUESTS = 20_000
# The largest request with parameters is CreateFunction with its zip.
_KEPT_BYTES = 4 * 1024 * 1024
# An S3 request without a query is for a bucket or an object: a small document, or a payload.
_KEPT_OBJECT_BYTES = 64 * 1024
_INVOCATION = re.compile(r"/endpoints/[^/]+/(async-)?invocations")


@dataclass(frozen=True)
class Recorded:
    """One signed request and the status of its answer."""

    method: str
    raw_path: str
    query: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes | None
    """None where it was a payload, or too large to keep."""
    status: int


class Recorder:
    """The last requests of a run, and how many are forgotten."""

    def __init__(self) -> None:
        self._kept: collections.deque[Recorded] = collections.deque(maxlen=_KEPT_REQUESTS)
        self.forgotten = 0
        """Requests that had to make room; a check of a whole run wants none."""

    def add(self, recorded: Recorded) -> None:
        """Keep a request, without a body that is too large."""
        if len(self._kept) == _KEPT_REQUESTS:
            self.forgotten += 1
        self._kept.append(recorded)

    def all(self) -> list[Recorded]:
        """Return what is kept, oldest first."""
        return list(self._kept)


def record(scope: Any, body: bytes, status: int) -> Recorded:
    """Return what of a request is kept."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
    query = scope["query_string"].decode("latin-1")
    raw_path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    return Recorded(
        scope["method"],
        raw_path,
        query,
        headers,
        body if len(body) <= _limit(headers, raw_path, query) else None,
        status,
    )


def _limit(headers: dict[str, str], path: str, query: str) -> int:
    if _INVOCATION.fullmatch(path):
        return 0
    of_s3 = "/s3/aws4_request" in headers.get("authorization", "")
    return _KEPT_OBJECT_BYTES if of_s3 and not query else _KEPT_BYTES
