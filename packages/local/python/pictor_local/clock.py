"""The time that the emulated AWS goes by: real, until a test stops it or moves it on.

Token buckets, metrics and every delay go by this clock, so a test need not wait for them.
"""

import asyncio
import time
from types import ModuleType
from typing import Any


class Clock:
    """Seconds since the epoch, with a hand on it."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._stopped_at: float | None = None
        self._stopped_monotonic = 0.0
        self._sleepers: set[asyncio.Future[None]] = set()

    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        return time.time() + self._ahead if self._stopped_at is None else self._stopped_at

    def monotonic(self) -> float:
        """Return seconds for durations: they pass as this clock does, moved on or stopped."""
        if self._stopped_at is not None:
            return self._stopped_monotonic
        return time.monotonic() + self._ahead

    def at(self, real: float) -> float:
        """Return when it is by this clock at a real time, which other processes go by."""
        return real + self.now() - time.time()

    @property
    def stopped(self) -> bool:
        """Whether time passes only when it is moved on."""
        return self._stopped_at is not None

    def stop(self) -> None:
        """Let no time pass by itself."""
        # In this order: what comes after does not see itself stopped yet.
        self._stopped_monotonic = self.monotonic()
        self._stopped_at = self.now()
        self._wake()

    def advance(self, seconds: float) -> None:
        """Move on, stopped or not."""
        if self._stopped_at is None:
            self._ahead += seconds
        else:
            self._stopped_at += seconds
            self._stopped_monotonic += seconds
        self._wake()

    def run(self) -> None:
        """Let time pass again, from where it was moved to."""
        if self._stopped_at is not None:
            self._ahead = self._stopped_at - time.time()
            self._stopped_at = None
        self._wake()

    async def sleep(self, seconds: float) -> None:
        """Wait until so much time has passed by this clock."""
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, moment: float) -> None:
        """Wait until a time by this clock; one that has passed is not waited for."""
        while (left := moment - self.now()) > 0:
            await self._turned(left)

    async def _turned(self, seconds: float) -> None:
        """Wait until somebody sets the clock; on a running one at most so many seconds."""
        loop = asyncio.get_running_loop()
        woken: asyncio.Future[None] = loop.create_future()
        timer = None if self.stopped else loop.call_later(seconds, _finish, woken)
        self._sleepers.add(woken)
        try:
            await woken
        finally:
            self._sleepers.discard(woken)
            if timer is not None:
                timer.cancel()

    def _wake(self) -> None:
        # Sleepers wake at once: a test that moves the clock and then asks must find the work done.
        for sleeper in self._sleepers:
            _finish(sleeper)


def _finish(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)


clock = Clock()
"""The emulator's only clock."""


class _ClockedTime(ModuleType):
    """The module `time` whose `time()` is the emulator's."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def time(self) -> float:
        return clock.now()


def drive(module: Any) -> None:
    """Let a module of ministack's go by this clock."""
    module.time = _ClockedTime("time")
