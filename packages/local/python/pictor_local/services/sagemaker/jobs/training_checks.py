"""What AWS refuses at once of a training job, and what the local AWS does not do."""

import re

from pictor_local.aws import Json
from pictor_local.services.sagemaker.execution_role import check_trust
from pictor_local.services.sagemaker.jobs import checks
from pictor_local.services.sagemaker.jobs.checks import refused

# https://github.com/aws/deep-learning-containers (repository names, read 2026-11)
_IMAGE = re.compile(r"/pytorch-training(-[a-z0-9]+)*[:@]")


async def check_training(request: Json) -> None:
    """Refuse a training job.

    Raises:
        AwsError: in the words of AWS, or of what the local AWS lacks.
    """
    check_trust(request["RoleArn"])
    _check_supported(request)
    checks.check_volume_key(request["ResourceConfig"])
    _check_times(request)
    for channel in request.get("InputDataConfig", []):
        await checks.check_data(request["RoleArn"], channel["DataSource"]["S3DataSource"])


def _check_times(request: Json) -> None:
    stopping = request["StoppingCondition"]
    runtime, wait = stopping["MaxRuntimeInSeconds"], stopping.get("MaxWaitTimeInSeconds")
    if request.get("EnableManagedSpotTraining"):
        if wait is None or wait < runtime:
            raise refused(
                "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to "
                "MaxRuntimeInSeconds"
            )
    elif wait is not None:
        raise refused(
            "MaxWaitTimeInSeconds must not be specified when EnableManagedSpotTraining is false"
        )


def _check_supported(request: Json) -> None:
    algorithm = request["AlgorithmSpecification"]
    image = algorithm.get("TrainingImage", "")
    if not _IMAGE.search(image):
        raise refused(f"the local AWS trains with images of pytorch-training, got '{image}'")
    modes = {algorithm["TrainingInputMode"]} | {
        one["InputMode"] for one in request.get("InputDataConfig", []) if "InputMode" in one
    }
    if modes - {"File", "FastFile"}:
        raise refused(f"the local AWS has the input modes File and FastFile, got {sorted(modes)}")
    for channel in request.get("InputDataConfig", []):
        if "S3DataSource" not in channel["DataSource"]:
            raise refused("the local AWS has data sources of S3 alone")
    resources = request.get("ResourceConfig", {})
    if resources.get("InstanceCount") != 1 or "InstanceType" not in resources:
        raise refused(
            "the local AWS trains on one instance of one type, got "
            f"{resources.get('InstanceCount')} of {resources.get('InstanceType')}"
        )
