"""Values of patch operations: the API has them as text, whatever type the member has.

https://docs.aws.amazon.com/apigateway/latest/api/API_PatchOperation.html
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import botocore.session
from ministack.services import apigateway_v1 as gateway

from pictor_local.aws import AwsError, Json


def install() -> None:
    """Let ministack's patches store values of their member's type instead of text."""
    gateway._apply_patch = typed(gateway._apply_patch)


def typed(apply: Callable[[Json, list[Json]], Json]) -> Callable[[Json, list[Json]], Json]:
    """Give a function that applies patches the values that their members have."""

    def apply_patch(resource: Json, operations: list[Json]) -> Json:
        return apply(resource, [_typed(operation) for operation in operations])

    return apply_patch


def _typed(operation: Json) -> Json:
    value = operation.get("value")
    if not isinstance(value, str):
        return operation
    member = str(operation.get("path", "")).rsplit("/", 1)[-1]
    parse = _PARSERS.get(_types().get(member, ""))
    if parse is None:
        return operation
    try:
        return {**operation, "value": parse(value)}
    except ValueError as error:
        message = f"Invalid value '{value}' of {operation['path']}"
        raise AwsError("BadRequestException", message, 400) from error


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


_PARSERS: dict[str, Callable[[str], Any]] = {
    "boolean": _boolean,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
}


@cache
def _types() -> dict[str, str]:
    """Return the type of each member that has the same one in all of API Gateway's shapes."""
    model = botocore.session.get_session().get_service_model("apigateway")
    shapes = [model.shape_for(name) for name in model.shape_names]
    found: dict[str, set[str]] = {}
    for shape in shapes:
        for name, member in getattr(shape, "members", {}).items():
            found.setdefault(name, set()).add(member.type_name)
    return {name: types.pop() for name, types in found.items() if len(types) == 1}
