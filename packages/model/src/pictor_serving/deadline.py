"""Requests whose caller leaves before an answer can reach it are refused, not served.

Servers queue by number, not by time: behind a burst a worker would spend all its time on pictures
that nobody waits for any more. See docs/adr/0030-late-requests-are-refused.md
"""

import re
import time
from collections.abc import Callable

ANSWER_SECONDS = 0.25
"""Kept of a caller's time for the prediction and the way back."""

_IDLE_SECONDS = 0.05
"""A worker with a queue has its next request within a few milliseconds."""


class Deadlines:
    """One worker's view of how long requests wait for it."""

    def __init__(
        self,
        now: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the clocks: seconds since the epoch, and one that nobody sets."""
        self._now = now
        self._steady = steady
        self._last_done = float("-inf")

    def missed(self, deadline_ms: str | None) -> bool:
        """Tell whether it is too late to serve a request.

        A worker that was idle serves it whatever the deadline says: nothing waited for it, so the
        caller's clock and this one disagree.

        Args:
            deadline_ms: when the caller leaves, in milliseconds since the epoch; None or anything
                that is not a number never passes.
        """
        idle = self._steady() - self._last_done > _IDLE_SECONDS
        if idle or deadline_ms is None or re.fullmatch(r"[0-9]{1,15}", deadline_ms) is None:
            return False
        return self._now() + ANSWER_SECONDS > int(deadline_ms) / 1000

    def done(self) -> None:
        """Note that the worker is free again."""
        self._last_done = self._steady()
