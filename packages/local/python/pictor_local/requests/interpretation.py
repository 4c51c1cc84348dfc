"""From a raw request to service, operation and parameters, in every protocol that AWS speaks."""

import functools
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import botocore.session
from botocore.model import OperationModel, ServiceModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router

from pictor_local.aws import Json
from pictor_local.requests.recorder import Recorded

# What a credential scope names where botocore's service is called otherwise.
_SERVICES = {
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "tagging": "resourcegroupstaggingapi",
    "email": "sesv2",
}
_SCOPE = re.compile(r"Credential=[^/]+/\d{8}/[^/]+/(?P<service>[^/]+)/aws4_request")
# Paths by which services that sign with one name are told apart.
_PATHS = (
    (
        "sagemaker",
        re.compile(r"/endpoints/[^/]+/(invocations|async-invocations)"),
        "sagemaker-runtime",
    ),
    ("s3", re.compile(r"/v20180820/"), "s3control"),
    ("apigateway", re.compile(r"/v2/"), "apigatewayv2"),
)


PAYLOAD = b"(payload)"
"""Stands for bytes that are the whole body of a request."""


@dataclass(frozen=True)
class Call:
    """One understood request."""

    service: str
    """botocore's name of it, for example `sagemaker-runtime`."""
    operation: str
    params: Json
    status: int
    unknown: list[str] = field(default_factory=list)
    """Members of a JSON body that the operation does not have."""


class NotUnderstoodError(Exception):
    """A request is none of AWS's operations; the message says which it was."""


def service_of(request: Recorded) -> str:
    """Return botocore's name of the service that a request is signed for.

    Raises:
        NotUnderstoodError: its signature names none.
    """
    signature = request.headers.get("authorization") or request.query.replace("%2F", "/")
    scope = _SCOPE.search(signature)
    if scope is None:
        raise NotUnderstoodError(f"{request.method} {request.raw_path}: no credential scope")
    signed = scope["service"]
    for name, pattern, service in _PATHS:
        if signed == name and pattern.match(request.raw_path):
            return service
    return _SERVICES.get(signed, signed)


def understand(request: Recorded) -> Call:
    """Return the operation that a request is for, with its parameters.

    Raises:
        NotUnderstoodError: no operation of the service looks like it.
    """
    service = service_of(request)
    try:
        operation, parsed = _match(service, request)
        protocol = determine_request_protocol(
            operation.service_model, request.headers.get("content-type")
        )
        params = PROTOCOL_PARSERS[protocol](operation).parse(parsed)
        payload = _payload(operation)
        if payload and (request.body is None or request.body):
            params[payload] = PAYLOAD
    except Exception as error:
        # moto reports a request that it cannot read in as many ways as there are protocols.
        what = f"{service}: {request.method} {request.raw_path}"
        raise NotUnderstoodError(f"{what}: {type(error).__name__} {error}") from error
    unknown: list[str] = []
    if protocol == "json" and request.body:
        shape = operation_model(service, operation.name).input_shape
        unknown = list(_unknown(shape, json.loads(request.body), ""))
    return Call(service, operation.name, params, request.status, unknown)


def _match(service: str, request: Recorded) -> tuple[Any, Any]:
    url = f"http://{request.headers.get('host', 'localhost')}{request.raw_path}"
    body = request.body or b""
    wire = Request.from_primitives(
        request.method, f"{url}?{request.query}" if request.query else url, request.headers, body
    )
    operation, labels = get_service_router(service).match(wire)
    values: Any = wire.values
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        values = _flat(body)
    return operation, {
        # An object's framing is none of our business.
        "body": b"" if _payload(operation) else body,
        "headers": wire.headers,
        "method": request.method,
        "url_params": labels,
        "url_path": request.raw_path,
        "values": values,
    }


def _payload(operation: Any) -> str | None:
    """Return the member whose bytes are the whole body: an object, a picture, a document."""
    shape = operation.input_shape
    name: str | None = shape.serialization.get("payload") if shape else None
    return name if name and shape.members[name].type_name == "blob" else None


def _flat(body: bytes) -> dict[str, str]:
    form = parse_qs(body.decode(), keep_blank_values=True)
    return {name: values[0] for name, values in form.items()}


def _unknown(shape: Any, value: Any, path: str) -> Any:
    if shape is None or value is None:
        return
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, member in value.items():
            here = f"{path}.{name}" if path else name
            if name in shape.members:
                yield from _unknown(shape.members[name], member, here)
            elif name != "__type":
                yield here
    elif shape.type_name == "list" and isinstance(value, list):
        for index, member in enumerate(value):
            yield from _unknown(shape.member, member, f"{path}[{index}]")
    elif shape.type_name == "map" and isinstance(value, dict):
        for name, member in value.items():
            yield from _unknown(shape.value, member, f"{path}.{name}")


@functools.cache
def operation_model(service: str, operation: str) -> OperationModel:
    """Return botocore's own model of an operation, without what moto adds to it."""
    return _service_model(service).operation_model(operation)


@functools.cache
def _service_model(service: str) -> ServiceModel:
    loader = botocore.session.get_session().get_component("data_loader")
    return ServiceModel(loader.load_service_model(service, "service-2"), service)
