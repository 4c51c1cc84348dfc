"""What a public API needs: other methods, preflights, an alias, a logged web ACL."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, REGION, Emulator
from tests.gateway import Api, invocation_uri
from tests.resources import make_function

FUNCTION = """
exports.handler = async (event) => ({ statusCode: 200, body: event.httpMethod + event.resource });
"""
ALIAS = "predict:live"


def preflight(**integration: Any) -> dict[str, Any]:
    """Return a mock operation that answers 204 with a header."""
    return {
        "responses": {"204": {"description": "", "headers": {"Allow": {}}}},
        "security": [],
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": '{"statusCode":204}'},
            "responses": {
                "default": {
                    "statusCode": "204",
                    "responseParameters": {"method.response.header.Allow": "'POST'"},
                }
            },
            **integration,
        },
    }


def document() -> dict[str, Any]:
    function = {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": invocation_uri(ALIAS),
    }
    operation = {"responses": {}, "x-amazon-apigateway-integration": function}
    return {
        "openapi": "3.0.1",
        "info": {"title": "public", "version": "1"},
        "paths": {
            "/predictions": {
                "x-amazon-apigateway-any-method": operation,
                "options": preflight(contentHandling="CONVERT_TO_TEXT"),
            },
            "/bytes": {"options": preflight()},
        },
        "x-amazon-apigateway-binary-media-types": ["*/*"],
    }


@pytest.fixture(scope="module")
def api(emulator: Emulator) -> Api:
    make_function(emulator.client, "predict", FUNCTION, Publish=True)
    functions = emulator.client("lambda")
    functions.create_alias(FunctionName="predict", Name="live", FunctionVersion="1")
    made = Api(emulator.client, emulator.url, "public", ALIAS)
    emulator.client("apigateway").put_rest_api(
        restApiId=made.id, mode="overwrite", body=json.dumps(document()).encode()
    )
    made.deploy()
    return made


def call(emulator: Emulator, api: Api, method: str, path: str) -> tuple[int, Any, str]:
    url = f"{emulator.url}/_aws/execute-api/{api.id}/v1{path}"
    request = urllib.request.Request(url, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, reply.headers, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_alias_is_invoked_by_whom_its_own_policy_allows(emulator: Emulator, api: Api) -> None:
    assert call(emulator, api, "POST", "/predictions")[0] == 500
    functions = emulator.client("lambda")
    permission = {
        "FunctionName": "predict",
        "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api.id}/v1/*/*",
    }
    functions.add_permission(**permission, StatementId="api", Qualifier="live")
    assert call(emulator, api, "POST", "/predictions")[0] == 200


def test_any_method_takes_what_no_other_does(emulator: Emulator, api: Api) -> None:
    for method in ("POST", "DELETE", "PATCH"):
        assert call(emulator, api, method, "/predictions")[2] == f"{method}/predictions"


def test_preflight_is_answered_with_its_headers_and_no_body(emulator: Emulator, api: Api) -> None:
    status, headers, text = call(emulator, api, "OPTIONS", "/predictions")
    assert (status, headers["allow"], text) == (204, "POST", "")


def test_mock_that_is_not_told_to_read_text_fails(emulator: Emulator, api: Api) -> None:
    assert call(emulator, api, "OPTIONS", "/bytes")[0] == 500


def test_web_acl_is_logged_until_it_goes(emulator: Emulator) -> None:
    waf = emulator.client("wafv2")
    visible = {
        "SampledRequestsEnabled": False,
        "CloudWatchMetricsEnabled": True,
        "MetricName": "acl",
    }
    acl = waf.create_web_acl(
        Name="acl", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=visible
    )["Summary"]
    prefix = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:"

    def log(group: str, arn: str = acl["ARN"]) -> Any:
        configuration = {
            "ResourceArn": arn,
            "LogDestinationConfigs": [prefix + group],
            "RedactedFields": [{"SingleHeader": {"Name": "x-api-key"}}],
        }
        return waf.put_logging_configuration(LoggingConfiguration=configuration)

    with pytest.raises(ClientError, match="LOG_DESTINATION"):
        log("other")
    with pytest.raises(ClientError, match="WAFNonexistentItemException"):
        log("aws-waf-logs-a", acl["ARN"] + "0")
    log("aws-waf-logs-a")
    kept = waf.get_logging_configuration(ResourceArn=acl["ARN"])["LoggingConfiguration"]
    assert kept["RedactedFields"] == [{"SingleHeader": {"Name": "x-api-key"}}]
    waf.delete_web_acl(Name="acl", Scope="REGIONAL", Id=acl["Id"], LockToken=acl["LockToken"])
    with pytest.raises(ClientError, match="WAFNonexistentItemException"):
        waf.get_logging_configuration(ResourceArn=acl["ARN"])
