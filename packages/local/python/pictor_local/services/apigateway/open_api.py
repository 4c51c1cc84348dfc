"""PutRestApi: an API from an OpenAPI document, with all that ministack's own importer drops."""

import json
from typing import Any

import yaml
from ministack.services import apigateway_v1 as gateway

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.services.call import Call

_INTEGRATION_FIELDS = (
    "requestTemplates",
    "requestParameters",
    "timeoutInMillis",
    "credentials",
    "contentHandling",
)
_ANY_METHOD = "x-amazon-apigateway-any-method"
_PARAMETER_PLACES = {"query": "querystring", "header": "header", "path": "path"}


def put_rest_api(call: Call) -> Reply:
    """Answer PutRestApi."""
    api_id = call.labels["restApiId"]
    api = gateway._rest_apis.get(api_id)
    if api is None:
        raise AwsError("NotFoundException", "Invalid API identifier specified", 404)
    document = yaml.safe_load(call.request.body)
    if not isinstance(document, dict):
        raise AwsError("BadRequestException", "Unable to parse API definition")
    if call.request.query.get("mode", ["merge"])[0] == "overwrite":
        _clear(api_id)
    _import_settings(api, document)
    _import_paths(api_id, document, _import_validators(api_id, document))
    for response_type, response in document.get(
        "x-amazon-apigateway-gateway-responses", {}
    ).items():
        _check(gateway._put_gateway_response(api_id, response_type, response))
    reply: Reply = gateway._v1_response(gateway._rest_api_view(api), 200)
    return reply


def _clear(api_id: str) -> None:
    resources = gateway._resources[api_id]
    for resource_id in [key for key, resource in resources.items() if resource.get("parentId")]:
        del resources[resource_id]
    for root in resources.values():
        root["resourceMethods"].clear()
    gateway._gateway_responses[api_id] = {}
    gateway._request_validators[api_id] = {}


def _import_settings(api: Json, document: Json) -> None:
    info = document.get("info", {})
    if info.get("title"):
        api["name"] = str(info["title"])
    if info.get("description"):
        api["description"] = str(info["description"])
    if "x-amazon-apigateway-binary-media-types" in document:
        api["binaryMediaTypes"] = document["x-amazon-apigateway-binary-media-types"]
    if "x-amazon-apigateway-minimum-compression-size" in document:
        api["minimumCompressionSize"] = document["x-amazon-apigateway-minimum-compression-size"]
    if "x-amazon-apigateway-policy" in document:
        api["policy"] = json.dumps(document["x-amazon-apigateway-policy"])


def _import_validators(api_id: str, document: Json) -> dict[str, str]:
    """Create the document's request validators and return their ids by name."""
    ids = {}
    for name, validator in document.get("x-amazon-apigateway-request-validators", {}).items():
        body = _check(gateway._create_request_validator(api_id, {"name": name, **validator}))
        ids[name] = str(json.loads(body)["id"])
    return ids


def _import_paths(api_id: str, document: Json, validators: dict[str, str]) -> None:
    schemes = gateway._import_security_schemes(api_id, document)
    default_validator = document.get("x-amazon-apigateway-request-validator")
    for path, item in document.get("paths", {}).items():
        gateway._import_path_item(api_id, path, item, schemes, document.get("security"))
        resource = next(one for one in gateway._resources[api_id].values() if one["path"] == path)
        if _ANY_METHOD in item:
            gateway._import_operation(
                api_id, resource["id"], "ANY", item[_ANY_METHOD], schemes, document.get("security")
            )
        for verb, operation in item.items():
            name = "ANY" if verb == _ANY_METHOD else verb.upper()
            method = resource["resourceMethods"].get(name)
            if method is None:
                continue
            validator = operation.get("x-amazon-apigateway-request-validator", default_validator)
            if validator is not None:
                method["requestValidatorId"] = _known_validator(validators, validator)
            method["requestParameters"] = _parameters(
                [*item.get("parameters", []), *operation.get("parameters", [])], document
            )
            _complete_integration(method, operation.get("x-amazon-apigateway-integration", {}))


def _known_validator(validators: dict[str, str], name: str) -> str:
    if name not in validators:
        raise AwsError("BadRequestException", f"Unable to find request validator '{name}'")
    return validators[name]


def _parameters(parameters: list[Json], document: Json) -> dict[str, bool]:
    found = {}
    for parameter in parameters:
        resolved = _resolve(parameter, document)
        place = _PARAMETER_PLACES.get(resolved.get("in", ""))
        if place is not None:
            found[f"method.request.{place}.{resolved['name']}"] = bool(resolved.get("required"))
    return found


def _resolve(node: Json, document: Json) -> Json:
    reference = node.get("$ref")
    if reference is None:
        return node
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found.get(part, {})
    resolved: Json = found
    return resolved


def _complete_integration(method: Json, source: Json) -> None:
    integration = method.get("methodIntegration")
    if not integration:
        return
    integration |= {name: source[name] for name in _INTEGRATION_FIELDS if name in source}
    if "passthroughBehavior" in source:
        integration["passthroughBehavior"] = source["passthroughBehavior"].upper()
    integration["integrationResponses"] = {
        str(response["statusCode"]): {
            **response,
            "statusCode": str(response["statusCode"]),
            "selectionPattern": "" if pattern == "default" else pattern,
        }
        for pattern, response in source.get("responses", {}).items()
    }


def _check(reply: Reply) -> bytes:
    status, _, body = reply
    if status >= 400:
        raise AwsError(
            "BadRequestException", json.loads(body).get("message", "invalid API definition"), status
        )
    return bytes(body)
