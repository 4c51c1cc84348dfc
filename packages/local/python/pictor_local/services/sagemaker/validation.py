"""What AWS refuses at once when a model or an endpoint configuration is created."""

from pictor_local.aws import AwsError, Json
from pictor_local.services.sagemaker.artefact import locate, model_data_of
from pictor_local.services.sagemaker.execution_role import check_read, check_trust


async def check_model(model: Json) -> None:
    """Check that the model data is there and that the model's role may read it.

    Raises:
        AwsError: it is not, or it may not.
    """
    role_arn = model.get("ExecutionRoleArn", "")
    check_trust(role_arn)
    uri = model_data_of(model.get("PrimaryContainer", {}))
    if uri is None:
        return
    objects = await locate(uri)
    if not objects:
        raise AwsError("ValidationException", f"Could not find model data at {uri}.")
    for found in objects:
        check_read(role_arn, uri, found)


def check_endpoint_config(config: Json, models: dict[str, Json]) -> None:
    """Check the limits of serverless variants.

    https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html (feature exclusions)
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
    (ModelDataSource, read 2026-11-23)
    """
    variants = config["ProductionVariants"]
    serverless = [variant for variant in variants if "ServerlessConfig" in variant]
    if not serverless:
        return
    model = models[serverless[0]["ModelName"]]
    excluded = {
        "More than one production variant": len(variants) > 1,
        "KmsKeyId": config.get("KmsKeyId"),
        "DataCaptureConfig": config.get("DataCaptureConfig"),
        "VpcConfig": model.get("VpcConfig"),
        "Network isolation": model.get("EnableNetworkIsolation"),
        "ModelDataSource": model.get("PrimaryContainer", {}).get("ModelDataSource"),
    }
    for feature, used in excluded.items():
        if used:
            raise AwsError(
                "ValidationException", f"{feature} is not supported for serverless endpoints."
            )


def check_update(old: Json, new: Json, scaled: list[str]) -> None:
    """Refuse what AWS refuses of an update at once.

    Args:
        old: the configuration that serves.
        new: the one to move to.
        scaled: variants that are registered as scalable targets.

    Raises:
        AwsError: a scaled variant would go or change its instance type, or instances would become
            serverless (https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-update.html).
    """
    wanted = {variant["VariantName"]: variant for variant in new["ProductionVariants"]}
    present = {variant["VariantName"]: variant for variant in old["ProductionVariants"]}
    changed = [
        name
        for name in scaled
        if name in present
        and present[name].get("InstanceType") != wanted.get(name, {}).get("InstanceType")
    ]
    if changed:
        raise AwsError(
            "ValidationException",
            f'The variant(s) "{", ".join(changed)}" must be deregistered as scalable targets with '
            "AWS Auto Scaling before they can be removed or have their instance type updated.",
        )
    if not _serverless(old) and _serverless(new):
        raise AwsError(
            "ValidationException",
            "Updating a real-time endpoint to a serverless endpoint is not supported.",
        )


def _serverless(config: Json) -> bool:
    return any("ServerlessConfig" in variant for variant in config["ProductionVariants"])
