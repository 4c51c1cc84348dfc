"""UpdateRestApi: changes of a list's single entries."""

import json

from ministack.services import apigateway_v1 as gateway

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.services.call import Call

_LIST = "binaryMediaTypes"


async def update_rest_api(call: Call) -> Reply:
    """Add and remove binary media types; ministack makes the list a map, which no client reads."""
    body = json.loads(call.request.body or b"{}")
    operations: list[Json] = body.get("patchOperations", [])
    of_list = [operation for operation in operations if _is_of_list(operation)]
    if not of_list:
        return await call.forward()
    api = gateway._rest_apis.get(call.labels["restApiId"])
    if api is None:
        raise AwsError("NotFoundException", "Invalid API identifier specified", 404)
    for operation in of_list:
        api[_LIST] = _patched(api.get(_LIST) or [], operation)
    others = [operation for operation in operations if operation not in of_list]
    rest = json.dumps({**body, "patchOperations": others}).encode()
    return await call.forward(call.request.with_body(rest))


def _is_of_list(operation: Json) -> bool:
    return str(operation.get("path", "")).startswith(f"/{_LIST}/")


def _patched(types: list[str], operation: Json) -> list[str]:
    # A JSON pointer: https://www.rfc-editor.org/rfc/rfc6901#section-3
    name = operation["path"].split("/")[2].replace("~1", "/").replace("~0", "~")
    others = [known for known in types if known != name]
    match operation.get("op"):
        case "add":
            return [*others, name]
        case "remove":
            return others
        case "replace":
            return [*others, str(operation["value"])]
        case other:
            raise AwsError("BadRequestException", f"Invalid patch operation '{other}'")
