"""Asynchronous invocations: queued, repeated as AWS repeats them, and dropped when they are old.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html (read 2026-11)
"""

import contextvars
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from ministack.services import lambda_svc

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.delays import Delays

_logger = logging.getLogger(__name__)
_RETRIES = 2
_AGE_SECONDS = 21_600
_FIRST_WAIT_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 300.0
_LOOK_SECONDS = 0.05


def install(delays: Delays) -> None:
    """Let every event that is queued for a function go this way."""
    lambda_svc.invoke_async_with_retry = _queueing(delays)


def _queueing(delays: Delays) -> Callable[[Json, Json], None]:
    def invoke_async_with_retry(function: Json, event: Json) -> None:
        context = contextvars.copy_context()
        run = (Event(function, event, delays).run,)
        threading.Thread(target=context.run, args=run, daemon=True).start()

    return invoke_async_with_retry


class Event:
    """One event on its way to a function."""

    def __init__(self, function: Json, event: Json, delays: Delays) -> None:
        self._function = function
        self._config: Json = function.get("config") or function
        self._event = event
        self._delays = delays
        self._queued = clock.now()
        settings = _settings(function, self._config)
        self._retries = int(settings.get("MaximumRetryAttempts", _RETRIES))
        self._age = float(settings.get("MaximumEventAgeInSeconds", _AGE_SECONDS))
        destination = (settings.get("DestinationConfig") or {}).get("OnFailure") or {}
        letters = self._config.get("DeadLetterConfig") or {}
        self._on_failure = destination.get("Destination") or letters.get("TargetArn")

    def run(self) -> None:
        """Invoke the function until it succeeds, or the event is given up."""
        account, region = lambda_svc._account_region_from_function_config(self._config)
        lambda_svc._request_account_id.set(account)
        lambda_svc._request_region.set(region)
        failures = throttled = 0
        while True:
            result = lambda_svc._execute_function(self._function, self._event)
            if not result.get("error"):
                return
            # A throttled event is repeated until it is too old, whatever the retries are.
            if result.get("throttle"):
                wait = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2**throttled)
                throttled += 1
            else:
                failures += 1
                wait = self._delays["functionRetry"] * failures
            if failures > self._retries or not self._waits(wait):
                self._drop(result)
                return

    def _waits(self, seconds: float) -> bool:
        """Wait for the next attempt; return whether the event is still young enough for it."""
        due = clock.now() + seconds
        if due - self._queued > self._age:
            return False
        while clock.now() < due:
            time.sleep(_LOOK_SECONDS)
        return clock.now() - self._queued <= self._age

    def _drop(self, result: Json) -> None:
        name = self._config.get("FunctionName", "unknown")
        _logger.warning("an event of function %s is dropped: %s", name, result.get("body"))
        if self._on_failure:
            lambda_svc._route_async_failure(self._on_failure, name, self._event, result)


def _settings(function: Json, config: Json) -> Any:
    """Return the event invoke configuration of the function, version or alias that is invoked."""
    qualifier = ":".join(str(config.get("FunctionArn", "")).split(":")[7:]) or None
    return lambda_svc._event_invoke_config(function, qualifier) or {}
