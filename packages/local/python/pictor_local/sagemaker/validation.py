"""What AWS refuses at once when a model or an endpoint configuration is created."""

import json
from typing import Any

from ministack.services import iam

from pictor_local.aws import AwsError, Json
from pictor_local.sagemaker.artefact import model_data_of, object_exists

_SERVICE = "sagemaker.amazonaws.com"


async def check_model(model: Json) -> None:
    """Check what CreateModel checks: the role can be assumed, and the model data is there."""
    _check_role(model.get("ExecutionRoleArn", ""))
    container = model.get("PrimaryContainer")
    uri = model_data_of(container) if container else None
    if uri is not None and not await object_exists(uri):
        raise AwsError("ValidationException", f"Could not find model data at {uri}.")


def _check_role(role_arn: str) -> None:
    role = iam._roles.get(role_arn.rsplit("/", 1)[-1])
    if role is None or not _trusts_sagemaker(role.get("AssumeRolePolicyDocument")):
        raise AwsError(
            "ValidationException",
            f"Could not assume role {role_arn}. Please ensure that the role exists and allows principal "
            f"'{_SERVICE}' to assume the role.",
        )


def _trusts_sagemaker(document: Any) -> bool:
    policy = json.loads(document) if isinstance(document, str) else document or {}
    statements = policy.get("Statement", [])
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal")
        services = principal.get("Service", []) if isinstance(principal, dict) else []
        if statement.get("Effect") == "Allow" and _SERVICE in ([services] if isinstance(services, str) else services):
            return True
    return False


def check_endpoint_config(config: Json, models: dict[str, Json]) -> None:
    """Check the limits of serverless variants.

    See https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html (feature exclusions).
    """
    variants = config["ProductionVariants"]
    serverless = [variant for variant in variants if "ServerlessConfig" in variant]
    if not serverless:
        return
    if len(variants) > 1:
        raise AwsError("ValidationException", "Serverless endpoints support only one production variant.")
    if config.get("KmsKeyId"):
        raise AwsError("ValidationException", "KmsKeyId is not supported for serverless endpoints.")
    if config.get("DataCaptureConfig"):
        raise AwsError("ValidationException", "DataCaptureConfig is not supported for serverless endpoints.")
    model = models[serverless[0]["ModelName"]]
    if model.get("VpcConfig"):
        raise AwsError("ValidationException", "VpcConfig is not supported for serverless endpoints.")
    if model.get("EnableNetworkIsolation"):
        raise AwsError("ValidationException", "Network isolation is not supported for serverless endpoints.")
