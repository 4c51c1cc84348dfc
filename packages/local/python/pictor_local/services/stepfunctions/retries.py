"""Retry and Catch of a state: how long it waits, and which errors no state may handle."""

import random
from collections.abc import Callable
from typing import Any

from ministack.services import stepfunctions

from pictor_local.aws import Json

_INTERVAL_SECONDS = 1
_BACKOFF = 2.0
# https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (2026-11)
_NOT_AMONG_ALL = ("States.DataLimitExceeded", "States.Runtime")
Attempt = Callable[[], Any]


def delay_of(retrier: Json, count: int) -> float:
    """Return how many seconds a retrier waits after so many retries."""
    interval = retrier.get("IntervalSeconds", _INTERVAL_SECONDS)
    delay = float(interval * retrier.get("BackoffRate", _BACKOFF) ** count)
    delay = min(delay, retrier.get("MaxDelaySeconds", delay))
    return random.uniform(0, delay) if retrier.get("JitterStrategy") == "FULL" else delay


def matches(names: list[str], error: str) -> bool:
    """Return whether a retrier or catcher with these names handles an error."""
    if error in names:
        return True
    if error in _NOT_AMONG_ALL:
        return False
    return "States.ALL" in names or ("States.TaskFailed" in names and error != "States.Timeout")


def with_retry_and_catch(
    state: Json, given: Any, context: Json, attempt: Attempt, again: Callable[[], None]
) -> Any:
    """Attempt a state's work until it succeeds, is caught, or fails.

    Args:
        state: the state's definition.
        given: its input.
        context: the context object.
        attempt: does the work once.
        again: called before each retry.

    Raises:
        ministack's execution error: the last attempt's, which nothing handles.
    """
    own = context["State"]
    counts: dict[int, int] = {}
    while True:
        # Branches share the context and leave their own state in it.
        context["State"] = {**own, "RetryCount": sum(counts.values())}
        try:
            return attempt()
        except stepfunctions._ExecutionError as error:
            found, index = stepfunctions._find_matching_retrier(
                state.get("Retry", []), error.error, counts
            )
            if found is not None:
                counts[index] = counts.get(index, 0) + 1
                stepfunctions._scaled_sleep(delay_of(found, counts[index] - 1))
                again()
                continue
            catcher = stepfunctions._find_matching_catcher(state.get("Catch", []), error.error)
            if catcher is None:
                raise
            language = stepfunctions._state_query_language(state, context)
            output = stepfunctions._apply_catcher(
                catcher, given, context, language, {"Error": error.error, "Cause": error.cause}
            )
            return output, catcher["Next"]


def install(again: Callable[[], None]) -> None:
    """Put them into the place of ministack's.

    Args:
        again: called before each retry.
    """

    def handle(state: Json, given: Any, context: Json, attempt: Attempt) -> Any:
        return with_retry_and_catch(state, given, context, attempt, again)

    stepfunctions._error_matches = matches
    stepfunctions._with_retry_and_catch = handle
