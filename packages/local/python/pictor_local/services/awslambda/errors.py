"""What the caller of a function that failed gets: the error's own type, its message and its trace.

https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html (read 2026-11)
"""

import re
import threading
from collections.abc import Callable
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from pictor_local.aws import Json

_FIRST_LINE = re.compile(r"([A-Za-z_$][\w$.]*)(?::|$)", re.MULTILINE)
_here = threading.local()


def install() -> None:
    """Put AWS's shape in the place of ministack's, which has one type for all errors."""
    lambda_runtime.Worker.invoke = _remembering(lambda_runtime.Worker.invoke)
    lambda_svc._execute_function_warm = _shaping(lambda_svc._execute_function_warm)


def _remembering(invoke: Callable[..., Any]) -> Callable[..., Any]:
    def remembered(worker: Any, event: Any, request_id: str, **options: Any) -> Any:
        result = invoke(worker, event, request_id, **options)
        _here.trace = result.get("trace") or ""
        return result

    return remembered


def _shaping(execute: Callable[..., Any]) -> Callable[..., Any]:
    def execute_function_warm(function: Any, event: Any, request_id: str) -> Any:
        _here.trace = ""
        result = execute(function, event, request_id)
        if result.get("error") and not result.get("throttle"):
            result["body"] = shape(result["body"], _here.trace, request_id)
        return result

    return execute_function_warm


def shape(body: Json, trace: str, request_id: str) -> Json:
    """Return an error in AWS's shape."""
    message = body["errorMessage"]
    if body["errorType"] == "Sandbox.Timedout":
        return {**body, "errorMessage": f"RequestId: {request_id} Error: {message}"}
    kind = _FIRST_LINE.match(trace)
    if kind is None:
        return body
    return {"errorType": kind[1], "errorMessage": message, "trace": trace.splitlines()}
