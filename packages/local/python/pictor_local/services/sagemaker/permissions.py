"""What calling SageMaker takes besides the action itself.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html (2026-11)
"""

from collections.abc import Iterator

from pictor_local.aws import Json, arn
from pictor_local.services.application_autoscaling.operations import ScalableTargets
from pictor_local.services.application_autoscaling.permissions import keys_of
from pictor_local.services.service import Permission

# Operations that need their endpoint and the configuration that they give it.
_WITH_CONFIGURATION = ("CreateEndpoint", "UpdateEndpoint")

# Operations that give SageMaker a role, and the member that names it.
_PASSES = {"CreateModel": "ExecutionRoleArn", "CreateTrainingJob": "RoleArn"}


def further(
    operation: str, params: Json, resource: str, targets: ScalableTargets
) -> Iterator[Permission]:
    """Return the further permissions of a call on a resource."""
    if operation in _WITH_CONFIGURATION:
        config = str(params["EndpointConfigName"]).lower()
        yield Permission(f"sagemaker:{operation}", arn("sagemaker", f"endpoint-config/{config}"))
    if operation.startswith("Create") and params.get("Tags"):
        yield Permission("sagemaker:AddTags", resource)
    role = params.get(_PASSES.get(operation, ""))
    if role is not None:
        yield Permission("iam:PassRole", role, {"iam:PassedToService": "sagemaker.amazonaws.com"})
    if operation == "DeleteEndpoint":
        for target in targets.targets_of_endpoint(params["EndpointName"]):
            yield Permission(
                "application-autoscaling:DeregisterScalableTarget",
                target["ScalableTargetARN"],
                keys_of(target, targets.tags.get(target["ScalableTargetARN"])),
            )
