"""Requests through a deployed REST API: its limits, permissions and failures."""

import asyncio
import contextvars
import json
import re
from collections.abc import Callable
from typing import Any

from ministack.services import apigateway_v1 as gateway
from ministack.services import lambda_svc

from pictor_local.aws import Json, arn
from pictor_local.clock import clock
from pictor_local.services.apigateway import deployments
from pictor_local.services.apigateway.observation import observed
from pictor_local.services.awslambda.concurrency import refused_at_once
from pictor_local.services.awslambda.limits import REQUEST_BYTES
from pictor_local.services.awslambda.permission import may_invoke

# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
_PAYLOAD_BYTES = 10 * 1024 * 1024
_DEFAULT_TIMEOUT_MS = 29_000
_request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id")


class _IntegrationError(Exception):
    """The function could not be invoked (500), or failed or answered badly (502).

    https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html
    """

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


def install() -> None:
    """Put the missing behaviour around ministack's own."""
    deployments.install()
    gateway._execute_in_scope = _identifying(_limiting_payload(gateway._execute_in_scope))
    gateway._invoke_lambda_proxy_v1 = _invoking(gateway._invoke_lambda_proxy_v1)
    gateway._call_lambda_raw = _checking_call(gateway._call_lambda_raw)
    gateway._lambda_proxy_response = _proxy_response
    gateway._gateway_error_response = _with_status(gateway._gateway_error_response)


def _identifying(execute: Callable[..., Any]) -> Callable[..., Any]:
    """Give the function's event, the answer's header and `$context.requestId` the same id."""

    async def execute_in_scope(request: Json, *rest: Any) -> Any:
        token = _request_id.set(request["request_id"])
        observed().request_id = request["request_id"]
        try:
            answer = await execute(request, *rest)
        finally:
            _request_id.reset(token)
            observed().resource = request["resource_path"] or None
        if isinstance(answer, tuple):
            answer[1]["x-amzn-requestid"] = request["request_id"]
        return answer

    return execute_in_scope


def _limiting_payload(execute: Callable[..., Any]) -> Callable[..., Any]:
    async def execute_in_scope(request: Json, api_id: str, stage_name: str, *rest: Any) -> Any:
        _method, _path, _headers, body, *_ = rest
        stage = gateway._stages_v1.get(api_id, {}).get(stage_name)
        if stage and len(body or b"") > _PAYLOAD_BYTES:
            request["stage"] = stage
            return _too_large()
        return await execute(request, api_id, stage_name, *rest)

    return execute_in_scope


def _invoking(invoke: Callable[..., Any]) -> Callable[..., Any]:
    async def invoke_lambda_proxy(
        integration: Json, api_id: str, stage_name: str, *rest: Any, **options: Any
    ) -> Any:
        _stage, resource, _path, method, *_ = rest
        options["binary_media_types"] = deployments.binary_media_types(gateway._rest_apis[api_id])
        if not _may_invoke(
            integration.get("uri", ""), api_id, stage_name, method, resource["path"]
        ):
            return _failure(500)
        seconds = int(integration.get("timeoutInMillis") or _DEFAULT_TIMEOUT_MS) / 1000
        # Not wait_for, which waits for the function: AWS lets it run on and answers without it.
        began = clock.monotonic()
        call = asyncio.ensure_future(invoke(integration, api_id, stage_name, *rest, **options))
        call.add_done_callback(lambda done: done.cancelled() or done.exception())
        done, _ = await asyncio.wait({call}, timeout=seconds)
        observed().integration_ms = (clock.monotonic() - began) * 1000
        if not done:
            return gateway._gw_error("INTEGRATION_TIMEOUT", "Endpoint request timed out")
        try:
            return call.result()
        except _TooLargeError:
            return _too_large()
        except _IntegrationError as failed:
            return _failure(failed.status)

    return invoke_lambda_proxy


class _TooLargeError(Exception):
    """The event is larger than an invocation may be."""


def _checking_call(call: Callable[..., Any]) -> Callable[..., Any]:
    async def call_lambda_raw(function_ref: str, event: Json, **place: Any) -> Any:
        event["requestContext"]["requestId"] = _request_id.get()
        refused = refused_at_once(function_ref, place)
        if refused is not None:
            return refused, None
        if len(json.dumps(event)) > REQUEST_BYTES:
            raise _TooLargeError
        return await call(function_ref, event, **place)

    return call_lambda_raw


def _proxy_response(result: Json) -> tuple[Any, None]:
    """Read a function's answer: anything but an object with a status code has failed."""
    # What Lambda's Invoke answered, whatever the function made of it.
    observed().integration_status = 429 if result.get("throttle") else 200
    if result.get("throttle"):
        raise _IntegrationError(500)
    answer = result.get("body")
    if isinstance(answer, str | bytes) and not result.get("error"):
        try:
            answer = json.loads(answer)
        except ValueError:
            answer = None
    if result.get("error") or not isinstance(answer, dict) or not _well_formed(answer):
        raise _IntegrationError(502)
    if len(json.dumps(answer)) > REQUEST_BYTES:
        raise _IntegrationError(502)
    observed().function_status = int(answer["statusCode"])
    return answer, None


def _well_formed(answer: Json) -> bool:
    if not re.fullmatch(r"[1-5]\d\d", str(answer.get("statusCode"))):
        return False
    headers, body = answer.get("headers"), answer.get("body")
    return (headers is None or isinstance(headers, dict)) and (
        body is None or isinstance(body, str)
    )


def _too_large() -> Any:
    return gateway._GatewayError(
        "REQUEST_TOO_LARGE", "Request Too Long", "RequestTooLargeException"
    )


def _failure(status: int) -> Any:
    error = gateway._GatewayError(
        "API_CONFIGURATION_ERROR", "Internal server error", "InternalServerErrorException"
    )
    error.status = status
    return error


def _with_status(render: Callable[[Any, Json], Any]) -> Callable[[Any, Json], Any]:
    def gateway_error_response(error: Any, request: Json) -> Any:
        observed().error_type, observed().error_message = error.response_type, error.message
        status, headers, body = render(error, request)
        # A customised response without a status of its own keeps the one that AWS gives the
        # failure.
        default = int(gateway._DEFAULT_GATEWAY_RESPONSE_STATUS_CODES.get(error.response_type, 0))
        wanted = getattr(error, "status", None)
        return (wanted if wanted is not None and status == default else status), headers, body

    return gateway_error_response


def _may_invoke(uri: str, api_id: str, stage: str, method: str, path: str) -> bool:
    """Tell whether the function's resource policy lets this method of this API invoke it."""
    reference = gateway._extract_lambda_ref_from_integration_uri(uri)
    function, _config, _name = lambda_svc._get_base_func_record_for_ref(reference)
    # ministack answers for a function that does not exist.
    return function is None or may_invoke(
        reference,
        "apigateway.amazonaws.com",
        arn("execute-api", f"{api_id}/{stage}/{method}{path}"),
    )
