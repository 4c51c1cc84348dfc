"""Every protocol's requests are found to be the operations that they are."""

import re

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from pictor_local.aws import Request
from pictor_local.services.call import Finder
from pictor_local.services.service import Recognition

SIGNED = "AWS4-HMAC-SHA256 Credential=AKIA/20261101/eu-west-1/{}/aws4_request, Signature=0"


@pytest.mark.parametrize(
    ("service", "method", "path", "operation", "labels"),
    [
        ("apigateway", "PUT", "/restapis/abc", "PutRestApi", {"restApiId": "abc"}),
        ("apigateway", "GET", "/usageplans", "GetUsagePlans", {}),
        ("lambda", "POST", "/2015-03-31/functions/a%3Ab/invocations", "Invoke", "a:b"),
        ("sagemaker-runtime", "POST", "/endpoints/e/invocations", "InvokeEndpoint", "e"),
        ("scheduler", "GET", "/tags/arn:aws:scheduler:a/b", "ListTagsForResource", "arn"),
        ("lambda", "GET", "/nothing/of/lambda", "", {}),
    ],
)
def test_rest_path_names_its_operation(
    service: str, method: str, path: str, operation: str, labels: object
) -> None:
    call = Finder(service).find(Request(method, path, {}, b""))
    assert call.operation == operation
    if isinstance(labels, dict):
        assert call.labels == labels
    else:
        assert str(labels) in next(iter(call.labels.values()))


@pytest.mark.parametrize("service", ["apigateway", "lambda", "scheduler", "sagemaker-runtime"])
def test_every_operation_is_found_by_the_path_that_aws_gives_it(service: str) -> None:
    model = ServiceModel(Loader().load_service_model(service, "service-2"), service)
    finder = Finder(service)
    for name in model.operation_names:
        http = model.operation_model(name).http
        path = http["requestUri"].partition("?")[0].replace("{", "a").replace("+}", "b")
        found = finder.find(Request(http["method"], path.replace("}", "b"), {}, b"")).operation
        same_path = {
            other
            for other in model.operation_names
            if model.operation_model(other).http["requestUri"].partition("?")[0]
            == http["requestUri"].partition("?")[0]
        }
        assert found in same_path, name


def test_members_come_from_path_query_and_body() -> None:
    query = {"ScheduleGroup": ["g"], "MaxResults": ["5"]}
    call = Finder("scheduler").find(Request("GET", "/schedules", {}, b"", query))
    assert call.params == {"GroupName": "g", "MaxResults": 5}
    call = Finder("scheduler").find(Request("POST", "/schedules/s", {}, b'{"State": "ENABLED"}'))
    assert call.params == {"Name": "s", "State": "ENABLED"}


def test_json_and_query_protocols_name_their_operation() -> None:
    target = {"x-amz-target": "SageMaker.CreateModel"}
    assert Finder(None).find(Request("POST", "/", target, b"{}")).operation == "CreateModel"
    form = Finder(None).find(Request("POST", "/", {}, b"Action=CreateRole&RoleName=a%2Fb"))
    assert (form.operation, form.params["RoleName"], form.is_form) == ("CreateRole", "a/b", True)


def test_picture_that_looks_like_a_form_is_none() -> None:
    body = b"\xff\xd8Action=DeleteEndpoint"
    call = Finder("sagemaker-runtime").find(Request("POST", "/endpoints/e/invocations", {}, body))
    assert (call.operation, call.is_form) == ("InvokeEndpoint", False)


def test_service_is_recognised_by_target_or_by_scope_and_path() -> None:
    by_target = Recognition(target_prefix="SageMaker.")
    assert by_target.matches("/", {"x-amz-target": "SageMaker.ListModels"})
    assert not by_target.matches("/", {"x-amz-target": "SageMakerOther.ListModels"})
    both = Recognition(scope="scheduler", path=re.compile("/tags/.*"))
    signed = {"authorization": SIGNED.format("scheduler")}
    assert both.matches("/tags/a", signed)
    assert not both.matches("/schedules/a", signed)
    assert not both.matches("/tags/a", {"authorization": SIGNED.format("lambda")})
    assert not both.matches("/tags/a", {})
    assert not Recognition().matches("/", signed)
