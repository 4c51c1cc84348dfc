"""What AWS refuses at once of a job: its name, its instances, its data."""

import re

from ministack.core.responses import get_region

from pictor_local.aws import AwsError, Json
from pictor_local.services.sagemaker import storage
from pictor_local.services.sagemaker.catalog import Records
from pictor_local.services.sagemaker.execution_role import may_list, may_read
from pictor_local.services.sagemaker.jobs.job import ENDED, Job
from pictor_local.services.servicequotas.quotas import Quotas, of_service

# Families whose instances have NVMe storage of their own, which no key of KMS encrypts.
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformResources.html (2026-11)
_LOCAL_STORAGE = re.compile(r"ml\.(\w+d[a-z]*|g5|g6|g6e|p4d|p4de|p5|p5e|trn1|trn1n|trn2)\.")


def refused(message: str) -> AwsError:
    """Return a refusal in the form of SageMaker's."""
    return AwsError("ValidationException", message)


def check_name(records: Records, name: str) -> None:
    """Refuse a name that a job has or had: names of jobs are never free again."""
    if records.find(name) is not None:
        raise AwsError(
            "ResourceInUse",
            "Job name must be unique within an AWS account and region, and a job with this name "
            f"already exists ({records.arn(name)})",
        )


def check_volume_key(resources: Json) -> None:
    """Refuse a key for volumes of instances that bring their own storage."""
    kind = resources["InstanceType"]
    if resources.get("VolumeKmsKeyId") and _LOCAL_STORAGE.match(kind):
        raise refused(f"VolumeKmsKeyId is not supported for the instance type {kind}.")


def check_quota(quotas: Quotas, jobs: list[Job], use: str, resources: Json, member: str) -> None:
    """Refuse more instances of a type than the account may use at a time.

    Args:
        quotas: what the account may have.
        jobs: jobs of the same kind.
        use: what the quota is for, for example `transform job`.
        resources: the request's resources, with `InstanceType` and `InstanceCount`.
        member: where other jobs have theirs.
    """
    kind, wanted = resources["InstanceType"], resources["InstanceCount"]
    name = f"{kind} for {use} usage"
    used = sum(
        job.request[member]["InstanceCount"]
        for job in jobs
        if job.status not in ENDED and job.request[member]["InstanceType"] == kind
    )
    quota = next(one for one in of_service("sagemaker") if one.name == name)
    limit = quotas.value(quota) or 0
    if used + wanted > limit:
        raise AwsError(
            "ResourceLimitExceeded",
            f"The account-level service limit '{name}' is {limit:.0f} Instances, with current "
            f"utilization of {used} Instances and a request delta of {wanted} Instances. Please "
            "use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas "
            "is not available, contact AWS support to request an increase for this quota.",
        )


async def check_data(role_arn: str, source: Json) -> None:
    """Refuse an S3 data source with no object, or that the role may not list or read."""
    uri = source["S3Uri"]
    bucket, key = storage.split(uri, "S3Uri")
    if source["S3DataType"] == "ManifestFile":
        found = await storage.find(bucket, key)
        seen = found is not None and may_read(role_arn, found)
    else:
        seen = may_list(role_arn, bucket, key) and bool(await storage.keys(bucket, key))
    if not seen:
        raise refused(
            f'No S3 objects found under S3 URL "{uri}" given in input data source. Please ensure '
            f"that the bucket exists in the selected region ({get_region()}), that objects exist "
            f'under that S3 prefix, and that the role "{role_arn}" has "s3:ListBucket" permissions '
            f'on bucket "{bucket}".'
        )
