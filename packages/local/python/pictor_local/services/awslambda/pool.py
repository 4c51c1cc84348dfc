"""A bounded number of processes work on a function's invocations; the others wait their turn.

AWS gives each invocation an execution environment of its own. So many processes would take this
machine's memory and none of them would be faster. Reservations count what waits here, too.
"""

import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

# A process mostly waits for what its function calls, so some a core keep the cores busy.
_PROCESSES_PER_CORE = 4
_FEWEST, _MOST = 8, 32
# So long without an end of any invocation, and one more process is started: those at work wait for
# something that hangs, or for an invocation that waits behind them.
_STALLED_SECONDS = 1.0
# Processes in all, as a multiple of the usual number.
_WHEN_STALLED = 3

_here = threading.local()


@dataclass(frozen=True)
class Size:
    """How many processes work on one function."""

    usual: int
    most: int
    """Where those at work do not get on."""

    @classmethod
    def of_machine(cls) -> "Size":
        """Return the size that fits this machine's cores."""
        usual = min(max(_PROCESSES_PER_CORE * (os.cpu_count() or 1), _FEWEST), _MOST)
        return cls(usual, usual * _WHEN_STALLED)


class Turns:
    """The places of one function, taken in the order of arrival."""

    def __init__(self, size: Size, stalled_seconds: float = _STALLED_SECONDS) -> None:
        self._size = size
        self._stalled_seconds = stalled_seconds
        self._lock = threading.Lock()
        self._busy = 0
        self._waiting: deque[threading.Event] = deque()
        self._moved = time.monotonic()

    def take(self, limit_seconds: float) -> bool:
        """Wait for a place; False if none came in time."""
        with self._lock:
            if self._busy < self._size.usual and not self._waiting:
                self._busy += 1
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        until = time.monotonic() + limit_seconds
        while not turn.wait(min(self._stalled_seconds, max(0.0, until - time.monotonic()))):
            if time.monotonic() >= until:
                return self._leave(turn)
            self._help_on()
        return True

    def give_back(self) -> None:
        """Leave a place to whoever waits longest."""
        with self._lock:
            self._moved = time.monotonic()
            if self._waiting and self._busy <= self._size.usual:
                self._waiting.popleft().set()
            else:
                self._busy -= 1

    def _leave(self, turn: threading.Event) -> bool:
        with self._lock:
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False

    def _help_on(self) -> None:
        with self._lock:
            now = time.monotonic()
            stalled = now - self._moved >= self._stalled_seconds
            if stalled and self._waiting and self._busy < self._size.most:
                self._moved = now
                self._busy += 1
                self._waiting.popleft().set()


class Pool:
    """The places of all functions."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._turns: dict[str, Turns] = {}

    @contextmanager
    def place(self, function: str, limit_seconds: float) -> Iterator[float | None]:
        """Hold one of a function's places; yield the seconds waited for it, None without one."""
        with self._lock:
            turns = self._turns.setdefault(function, Turns(self._size))
        began = time.monotonic()
        if not turns.take(limit_seconds):
            yield None
            return
        try:
            yield time.monotonic() - began
        finally:
            turns.give_back()


def install(size: Size | None = None) -> None:
    """Let invocations wait for a process."""
    pool = Pool(size or Size.of_machine())
    lambda_svc._execute_function_warm = _in_turn(lambda_svc._execute_function_warm, pool)
    lambda_runtime.Worker.invoke = _within_its_time(lambda_runtime.Worker.invoke)


def _in_turn(execute: Callable[..., Any], pool: Pool) -> Callable[..., Any]:
    def execute_function_warm(function: Any, event: Any, request_id: str) -> Any:
        config = function.get("config") or function
        limit_seconds = float(config.get("Timeout", 3))
        with pool.place(lambda_svc._inflight_key(config), limit_seconds) as waited:
            if waited is None:
                return lambda_svc._throttle_response(
                    "ConcurrentInvocationLimitExceeded",
                    f"Rate Exceeded: no process was free within {limit_seconds:g} seconds",
                )
            _here.waited = waited
            return execute(function, event, request_id)

    return execute_function_warm


def _within_its_time(invoke: Callable[..., Any]) -> Callable[..., Any]:
    """Let an invocation's time begin when it arrived, in whole seconds, as time-outs are."""

    def invoke_within(worker: Any, event: Any, request_id: str, **options: Any) -> Any:
        config = worker.config
        left = config.get("Timeout", 3) - math.floor(getattr(_here, "waited", 0.0))
        worker.config = {**config, "Timeout": max(1, left)}
        try:
            return invoke(worker, event, request_id, **options)
        finally:
            worker.config = config

    return invoke_within
