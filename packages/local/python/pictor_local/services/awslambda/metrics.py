"""AWS/Lambda: counted at the one point that every invocation passes."""

from collections.abc import Callable
from typing import Any

from ministack.services import lambda_svc

from pictor_local.clock import clock
from pictor_local.services.cloudwatch.metrics.publisher import Publisher

_NAMESPACE = "AWS/Lambda"


def install(publisher: Publisher) -> None:
    """Emit for every invocation, in the place of ministack's own few metrics."""
    lambda_svc._emit_lambda_metrics = lambda *_, **__: None
    lambda_svc._acquire_execution_slot = _counting_throttles(
        lambda_svc._acquire_execution_slot, publisher
    )
    lambda_svc._execute_function_dispatch = _counting(
        lambda_svc._execute_function_dispatch, publisher
    )


def _counting_throttles(acquire: Callable[..., Any], publisher: Publisher) -> Callable[..., Any]:
    def acquire_execution_slot(func: Any, config: Any) -> Any:
        slot, limit = acquire(func, config)
        if slot is None:
            publisher.emit(_NAMESPACE, {"Throttles": 1}, _dimensions(config))
        return slot, limit

    return acquire_execution_slot


def _counting(dispatch: Callable[..., Any], publisher: Publisher) -> Callable[..., Any]:
    def execute_function_dispatch(func: Any, config: Any, *rest: Any) -> Any:
        began = clock.monotonic()
        in_flight = lambda_svc._inflight.get(lambda_svc._inflight_key(config), 1)
        failed = True
        try:
            result = dispatch(func, config, *rest)
            failed = bool(isinstance(result, dict) and result.get("error"))
            return result
        finally:
            publisher.emit(
                _NAMESPACE,
                {
                    "Invocations": 1,
                    "Errors": int(failed),
                    "Throttles": 0,
                    "Duration": (clock.monotonic() - began) * 1000,
                    "ConcurrentExecutions": in_flight,
                },
                _dimensions(config),
            )

    return execute_function_dispatch


def _dimensions(config: Any) -> dict[str, str]:
    name = config.get("FunctionName", "unknown")
    version = config.get("Version", "$LATEST")
    resource = name if version == "$LATEST" else f"{name}:{version}"
    return {"FunctionName": name, "Resource": resource}
