"""What counts as a violation of AWS's models, on models small enough to see."""

from typing import Any

import botocore.session
import pytest
from botocore.model import DenormalizedStructureBuilder, ServiceModel

from pictor_local.requests.exceptions import EXEMPTIONS
from pictor_local.requests.interpretation import operation_model
from pictor_local.requests.rules import matches, readable, violations


def found(shape: Any, value: Any) -> list[tuple[str, str]]:
    return [(one.field, one.rule) for one in violations(shape, value)]


CREATE_ENDPOINT_CONFIG = operation_model("sagemaker", "CreateEndpointConfig").input_shape
VARIANT = {"VariantName": "v", "ModelName": "m", "InitialInstanceCount": 1}


def config(**changed: Any) -> dict[str, Any]:
    return {
        "EndpointConfigName": "c",
        "ProductionVariants": [{**VARIANT, "InstanceType": "ml.m5.xlarge", **changed}],
    }


def test_valid_request_violates_nothing() -> None:
    assert found(CREATE_ENDPOINT_CONFIG, config()) == []


@pytest.mark.parametrize(
    ("changed", "field", "rule"),
    [
        ({"InitialInstanceCount": "1"}, "InitialInstanceCount", "type"),
        ({"InitialInstanceCount": True}, "InitialInstanceCount", "type"),
        ({"VariantName": None}, "VariantName", "required"),
        ({"InstanceType": "ml.m5.huge"}, "InstanceType", "enum"),
        ({"VariantName": "not_a_name"}, "VariantName", "pattern"),
        ({"VariantName": "v" * 64}, "VariantName", "length"),
        ({"VolumeSizeInGB": 513}, "VolumeSizeInGB", "range"),
        ({"Colour": "red"}, "Colour", "unknown"),
    ],
)
def test_each_rule_of_the_model_is_checked(changed: dict[str, Any], field: str, rule: str) -> None:
    assert (f"ProductionVariants[].{field}", rule) in found(
        CREATE_ENDPOINT_CONFIG, config(**changed)
    )


def test_list_without_an_item_breaks_its_least_length() -> None:
    empty = {"EndpointConfigName": "c", "ProductionVariants": []}
    assert found(CREATE_ENDPOINT_CONFIG, empty) == [("ProductionVariants", "length")]


def test_keys_and_values_of_a_map_are_checked() -> None:
    shape = operation_model("sagemaker", "CreateModel").input_shape
    container = {"Image": "i", "Environment": {"1 key": "x" * 2000}}
    body = {"ModelName": "m", "ExecutionRoleArn": "a", "PrimaryContainer": container}
    rules = {rule for field, rule in found(shape, body) if field.endswith("Environment{}")}
    assert rules == {"pattern", "length"}


def test_whole_value_must_be_like_the_pattern() -> None:
    assert matches("[a-z]+", "abc")
    assert not matches("[a-z]+", "abc1")
    assert matches(r"[\p{L}\p{N}_.:/=+\-@]*", "Größe=1")
    assert matches(r"\p{ASCII}*", "image/png")
    assert not matches(r"\p{ASCII}*", "Bild/größe")


@pytest.mark.parametrize(
    "service",
    [
        *("apigateway", "application-autoscaling", "budgets", "cloudwatch", "dynamodb", "ec2"),
        *("events", "iam", "kms", "lambda", "logs", "s3", "s3control", "sagemaker", "scheduler"),
        *("sagemaker-runtime", "sns", "sqs", "ssm", "stepfunctions", "sts", "wafv2", "xray"),
    ],
)
def test_every_pattern_of_the_services_that_are_used_can_be_read(service: str) -> None:
    loader = botocore.session.get_session().get_component("data_loader")
    shapes = loader.load_service_model(service, "service-2")["shapes"]
    patterns = {shape["pattern"] for shape in shapes.values() if "pattern" in shape}
    assert [pattern for pattern in patterns if not readable(pattern)] == []


def test_exemption_names_one_field_with_its_reason_and_proof() -> None:
    for one in EXEMPTIONS:
        model: ServiceModel = operation_model(one.service, one.operation).service_model
        assert one.operation in model.operation_names
        assert "*" not in one.field
        assert one.reason
        assert one.proof.startswith("https://")


def test_member_of_a_structure_that_is_none_is_absent() -> None:
    shape = DenormalizedStructureBuilder().with_members({"A": {"type": "integer"}}).build_model()
    assert found(shape, {"A": None}) == []
