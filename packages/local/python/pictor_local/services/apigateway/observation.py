"""Each request to a deployed API: its metrics, and its line in the stage's access log."""

import contextvars
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import apigateway_v1 as gateway

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.services.cloudwatch.metrics.publisher import Publisher
from pictor_local.services.logs import events as logs

_NAMESPACE = "AWS/ApiGateway"
_VARIABLE = re.compile(r"\$context\.([\w.]+)")


@dataclass
class Observed:
    """What is learnt of a request on its way."""

    request_id: str = "-"
    resource: str | None = None
    integration_ms: float | None = None
    integration_status: int | None = None
    """What Lambda answered to the invocation."""
    function_status: int | None = None
    """The status code that the function's own code returned."""
    error_type: str | None = None
    error_message: str | None = None


_observed: contextvars.ContextVar[Observed] = contextvars.ContextVar("observed")


def observed() -> Observed:
    """Return what is known of the request at work."""
    return _observed.get(Observed())


def install(publisher: Publisher) -> None:
    """Watch every request from the outside; the data plane adds what it learns."""
    gateway._handle_execute_in_scope = _watching(gateway._handle_execute_in_scope, publisher)


def _watching(handle: Callable[..., Any], publisher: Publisher) -> Callable[..., Any]:
    async def handle_execute_in_scope(api_id: str, stage_name: str, *rest: Any) -> Any:
        stage = gateway._stages_v1.get(api_id, {}).get(stage_name)
        if stage is None:
            return await handle(api_id, stage_name, *rest)
        seen = Observed()
        token = _observed.set(seen)
        began = clock.monotonic()
        try:
            reply = await handle(api_id, stage_name, *rest)
        finally:
            _observed.reset(token)
        latency = (clock.monotonic() - began) * 1000
        method, path, headers, *_ = rest
        place = {"api": api_id, "stage": stage_name, "method": method, "path": path}
        _measure(publisher, seen, place, stage, reply[0], latency)
        _log(seen, place, stage, headers, reply, latency)
        return reply

    return handle_execute_in_scope


def _measure(
    publisher: Publisher, seen: Observed, place: Json, stage: Json, status: int, latency: float
) -> None:
    values = {
        "Count": 1,
        "4XXError": int(400 <= status < 500),
        "5XXError": int(status >= 500),
        "Latency": latency,
    }
    if seen.integration_ms is not None:
        values["IntegrationLatency"] = seen.integration_ms
    name = gateway._rest_apis[place["api"]]["name"].encode("ascii", "ignore").decode()
    dimensions = {"ApiName": name or place["api"], "Stage": place["stage"]}
    if seen.resource and _detailed(stage, seen.resource, place["method"]):
        dimensions |= {"Resource": seen.resource, "Method": place["method"]}
    publisher.emit(_NAMESPACE, values, dimensions)


def _detailed(stage: Json, resource: str, method: str) -> bool:
    settings = stage.get("methodSettings") or {}
    for key in (f"{resource}/{method}", f"{resource.lstrip('/')}/{method}", "*/*"):
        if "metricsEnabled" in settings.get(key, {}):
            return bool(settings[key]["metricsEnabled"])
    return False


def _log(
    seen: Observed, place: Json, stage: Json, headers: Json, reply: Any, latency: float
) -> None:
    settings = stage.get("accessLogSettings") or {}
    destination = settings.get("destinationArn", "")
    if ":log-group:" not in destination:
        return
    group = destination.partition(":log-group:")[2].removesuffix(":*")
    now = datetime.fromtimestamp(clock.now(), UTC)
    known = {
        "accountId": get_account_id(),
        "apiId": place["api"],
        "error.message": seen.error_message,
        "error.messageString": f'"{seen.error_message}"' if seen.error_message else None,
        "error.responseType": seen.error_type,
        "extendedRequestId": seen.request_id,
        "httpMethod": place["method"],
        "identity.sourceIp": "127.0.0.1",
        "identity.userAgent": headers.get("user-agent"),
        "integration.integrationStatus": seen.integration_status,
        "integration.latency": _whole(seen.integration_ms),
        "integration.status": seen.function_status,
        "integrationLatency": _whole(seen.integration_ms),
        "integrationStatus": seen.integration_status,
        "path": f"/{place['stage']}{place['path']}",
        "protocol": "HTTP/1.1",
        "requestId": seen.request_id,
        "requestTime": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": int(now.timestamp() * 1000),
        "resourcePath": seen.resource,
        "responseLatency": _whole(latency),
        "responseLength": len(reply[2] or b""),
        "stage": place["stage"],
        "status": reply[0],
    }
    line = _VARIABLE.sub(
        lambda match: str(known[match[1]]) if known.get(match[1]) is not None else "-",
        settings.get("format", ""),
    )
    logs.write(group, f"{place['api']}_{place['stage']}", line)


def _whole(milliseconds: float | None) -> int | None:
    return None if milliseconds is None else round(milliseconds)
