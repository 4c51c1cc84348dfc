import hashlib
import json
import os
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator
from tests.gateway import Api, invocation_uri
from tests.resources import make_function

FUNCTION = """
exports.handler = async (event) => {
  const mode = (event.queryStringParameters || {}).mode;
  if (mode === "throw") throw new Error("secret of the function");
  if (mode === "exit") process.exit(3);
  if (mode === "text") return "just text";
  if (mode === "slow") await new Promise((resolve) => setTimeout(resolve, 5000));
  if (mode === "large") return { statusCode: 200, body: "x".repeat(6300000) };
  const body = Buffer.from(event.body || "", event.isBase64Encoded ? "base64" : "utf8");
  const sha256 = require("crypto").createHash("sha256").update(body).digest("hex");
  const { requestId } = event.requestContext;
  const answer = { sha256, base64: event.isBase64Encoded, mode, requestId };
  const headers = { "content-type": "application/json" };
  return { statusCode: 200, headers, body: JSON.stringify(answer) };
};
"""
PROBLEM = "application/problem+json"


def document(timeout_ms: int = 29_000) -> dict[str, Any]:
    answer = {
        "responseTemplates": {
            "application/json": '{"title":$context.error.messageString,"id":"$context.requestId"}'
        },
        "responseParameters": {"gatewayresponse.header.Content-Type": f"'{PROBLEM}'"},
    }
    operation = {
        "security": [{"key": []}],
        "parameters": [{"name": "top", "in": "query", "required": True}],
        "x-amazon-apigateway-request-validator": "parameters",
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": invocation_uri("predict"),
            "timeoutInMillis": timeout_ms,
        },
    }
    return {
        "openapi": "3.0.1",
        "info": {"title": "described", "version": "1"},
        "paths": {"/predictions": {"post": operation}},
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "name": "x-api-key", "in": "header"}}
        },
        "x-amazon-apigateway-binary-media-types": ["image/png"],
        "x-amazon-apigateway-request-validators": {
            "parameters": {"validateRequestParameters": True, "validateRequestBody": False}
        },
        "x-amazon-apigateway-gateway-responses": {
            "DEFAULT_4XX": answer,
            "DEFAULT_5XX": answer,
            "THROTTLED": {
                **answer,
                "statusCode": "429",
                "responseParameters": {"gatewayresponse.header.Retry-After": "'1'"},
            },
        },
    }


@pytest.fixture(scope="module", autouse=True)
def _function(emulator: Emulator) -> None:
    make_function(emulator.client, "predict", FUNCTION)


@pytest.fixture(scope="module")
def api(emulator: Emulator) -> Api:
    made = Api(emulator.client, emulator.url, "imperative", "predict")
    made.permit()
    made.deploy()
    return made


@pytest.fixture(scope="module")
def described(emulator: Emulator) -> Api:
    made = Api(emulator.client, emulator.url, "before", "predict")
    put(emulator, made, document(timeout_ms=2000))
    made.permit()
    made.deploy()
    return made


@pytest.fixture(scope="module")
def key(described: Api) -> str:
    return described.key("client")


def put(emulator: Emulator, api: Api, body: dict[str, Any]) -> Any:
    gateway = emulator.client("apigateway")
    return gateway.put_rest_api(restApiId=api.id, mode="overwrite", body=json.dumps(body).encode())


def test_document_replaces_what_the_api_was(emulator: Emulator, described: Api) -> None:
    gateway = emulator.client("apigateway")
    api = gateway.get_rest_api(restApiId=described.id)
    assert (api["name"], api["binaryMediaTypes"]) == ("described", ["image/png"])
    resources = gateway.get_resources(restApiId=described.id)["items"]
    (resource,) = [one for one in resources if one["path"] == "/predictions"]
    method = gateway.get_method(
        restApiId=described.id, resourceId=resource["id"], httpMethod="POST"
    )
    assert method["apiKeyRequired"]
    assert method["requestParameters"] == {"method.request.querystring.top": True}
    assert method["methodIntegration"]["timeoutInMillis"] == 2000
    (validator,) = gateway.get_request_validators(restApiId=described.id)["items"]
    assert method["requestValidatorId"] == validator["id"]
    assert validator["validateRequestParameters"]
    throttled = gateway.get_gateway_response(restApiId=described.id, responseType="THROTTLED")
    assert throttled["responseParameters"] == {"gatewayresponse.header.Retry-After": "'1'"}


def test_binary_media_types_are_added_and_removed(emulator: Emulator) -> None:
    gateway = emulator.client("apigateway")
    api = gateway.create_rest_api(name="binary", binaryMediaTypes=["image/png"])["id"]
    changed = gateway.update_rest_api(
        restApiId=api,
        patchOperations=[
            {"op": "add", "path": "/binaryMediaTypes/*~1*"},
            {"op": "add", "path": "/binaryMediaTypes/*~1*"},
            {"op": "remove", "path": "/binaryMediaTypes/image~1png"},
            {"op": "replace", "path": "/description", "value": "changed"},
        ],
    )
    assert (changed["binaryMediaTypes"], changed["description"]) == (["*/*"], "changed")
    assert gateway.get_rest_api(restApiId=api)["binaryMediaTypes"] == ["*/*"]


def test_document_with_an_unknown_validator_is_refused(emulator: Emulator, described: Api) -> None:
    wrong = document()
    wrong["x-amazon-apigateway-request-validators"] = {}
    with pytest.raises(ClientError, match="request validator 'parameters'"):
        put(emulator, described, wrong)
    put(emulator, described, document(timeout_ms=2000))


def test_picture_arrives_byte_for_byte(described: Api, key: str) -> None:
    picture = os.urandom(300_000)
    status, headers, text = described.post(
        picture, "/predictions?top=5", content_type="image/png", x_api_key=key
    )
    assert status == 200
    assert json.loads(text)["requestId"] == headers["x-amzn-requestid"]
    assert json.loads(text)["base64"] is True
    assert json.loads(text)["sha256"] == hashlib.sha256(picture).hexdigest()


def test_request_needs_a_known_key(described: Api, key: str) -> None:
    status, headers, text = described.post(b"", "/predictions?top=5", x_api_key="wrong")
    assert (status, headers["content-type"]) == (403, PROBLEM)
    assert json.loads(text)["title"] == "Forbidden"
    assert json.loads(text)["id"] == headers["x-amzn-requestid"]


def test_request_needs_its_required_parameter(described: Api, key: str) -> None:
    status, _, text = described.post(b"", x_api_key=key)
    assert status == 400
    assert "Missing required request parameters: [top]" in text


@pytest.mark.parametrize("mode", ["throw", "exit", "text", "large"])
def test_failed_function_is_answered_by_the_gateway_response(
    described: Api, key: str, mode: str
) -> None:
    status, headers, text = described.post(b"", f"/predictions?top=5&mode={mode}", x_api_key=key)
    assert (status, headers["content-type"]) == (502, PROBLEM)
    assert headers["x-amzn-errortype"] == "InternalServerErrorException"
    assert json.loads(text)["title"] == "Internal server error"
    assert "secret" not in text


def test_slow_function_is_cut_off_by_the_integration(described: Api, key: str) -> None:
    began = time.monotonic()
    status, headers, text = described.post(b"", "/predictions?top=5&mode=slow", x_api_key=key)
    assert time.monotonic() - began < 4
    assert (status, headers["content-type"]) == (504, PROBLEM)
    assert json.loads(text)["title"] == "Endpoint request timed out"


@pytest.mark.parametrize("size", [10 * 1024 * 1024 + 1, 5_000_000])
def test_body_that_is_too_large_never_reaches_the_function(
    described: Api, key: str, size: int
) -> None:
    status, headers, text = described.post(
        bytes(size), "/predictions?top=5", content_type="image/png", x_api_key=key
    )
    assert (status, headers["content-type"]) == (413, PROBLEM)
    assert json.loads(text)["title"] == "Request Too Long"


def test_usage_plan_without_limits_has_none(emulator: Emulator) -> None:
    gateway = emulator.client("apigateway")
    plan = gateway.create_usage_plan(name="limitless")
    found = gateway.get_usage_plan(usagePlanId=plan["id"])
    assert "quota" not in found
    assert "throttle" not in found


def test_api_that_may_not_invoke_its_function_cannot(emulator: Emulator) -> None:
    api = Api(emulator.client, emulator.url, "unpermitted", "predict")
    api.deploy()
    status, _, text = api.post()
    assert (status, json.loads(text)) == (500, {"message": "Internal server error"})
    api.permit("*/GET/predictions")
    assert api.post()[0] == 500
    emulator.client("lambda").remove_permission(FunctionName="predict", StatementId=f"api-{api.id}")
    api.permit()
    assert api.post()[0] == 200


def test_change_is_served_only_when_deployed(api: Api) -> None:
    api.add("later")
    status, _, text = api.post(path="/later")
    assert (status, json.loads(text)) == (403, {"message": "Missing Authentication Token"})
    api.deploy()
    # Reached, and refused only because the permission names another path.
    assert api.post(path="/later")[0] == 500


def test_deployment_that_a_stage_serves_cannot_be_deleted(emulator: Emulator, api: Api) -> None:
    gateway = emulator.client("apigateway")
    deployment = api.deploy("other")
    with pytest.raises(ClientError, match="Active stages pointing to this deployment"):
        gateway.delete_deployment(restApiId=api.id, deploymentId=deployment)
    assert api.post(stage="other")[0] == 200
    gateway.delete_stage(restApiId=api.id, stageName="other")
    gateway.delete_deployment(restApiId=api.id, deploymentId=deployment)
    status, _, text = api.post(stage="other")
    assert (status, json.loads(text)) == (403, {"message": "Forbidden"})
