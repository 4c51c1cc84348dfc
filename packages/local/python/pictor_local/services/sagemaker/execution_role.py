"""What SageMaker may do as a role: assumed first, then it reads and writes S3.

Checked whether or not IAM is enforced for callers: it costs nothing, and a role that may not read
its model is found here instead of in an account.
"""

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_region
from ministack.services import s3

from pictor_local.aws import AwsError, Json
from pictor_local.services.iam import service_role
from pictor_local.services.sagemaker import storage
from pictor_local.services.sagemaker.storage import StoredObject

_SERVICE = "sagemaker.amazonaws.com"


def check_trust(role_arn: str) -> None:
    """Refuse a role that is missing or does not trust SageMaker.

    Raises:
        AwsError: in the words of AWS.
    """
    if not service_role.trusts(role_arn, _SERVICE):
        raise AwsError(
            "ValidationException",
            f"Could not assume role {role_arn}. Please ensure that the role exists and allows "
            f"principal '{_SERVICE}' to assume the role.",
        )


def check_read(role_arn: str, uri: str, wanted: StoredObject) -> None:
    """Refuse a role that may not read an object, or decrypt with the key that encrypts it.

    Raises:
        AwsError: in the words of AWS.
    """
    if not may_read(role_arn, wanted):
        raise AwsError(
            "ValidationException",
            f'Could not access model data at {uri}. Please ensure that the role "{role_arn}" '
            'exists and that its trust relationship policy allows the action "sts:AssumeRole" for '
            f'the service principal "{_SERVICE}". Also ensure that the role has "s3:GetObject" '
            f"permissions and that the object is located in {get_region()}.",
        )


def may_read(role_arn: str, wanted: StoredObject) -> bool:
    """Return whether a role may read an object, and decrypt it."""
    return _may(role_arn, "s3:GetObject", wanted.bucket, wanted.arn) and (
        wanted.key_arn is None or _may_use_key(role_arn, "kms:Decrypt", wanted.key_arn, wanted)
    )


def may_write(role_arn: str, wanted: StoredObject, keys: Json | None = None) -> bool:
    """Return whether a role may write an object, and encrypt it; `keys` are condition keys."""
    return _may(role_arn, "s3:PutObject", wanted.bucket, wanted.arn, keys) and (
        wanted.key_arn is None
        or _may_use_key(role_arn, "kms:GenerateDataKey", wanted.key_arn, wanted)
    )


def may_list(role_arn: str, bucket: str, prefix: str) -> bool:
    """Return whether a role may list a prefix of a bucket."""
    keys = {"s3:prefix": prefix}
    return _may(role_arn, "s3:ListBucket", bucket, storage.bucket_arn(bucket), keys)


def _may(role_arn: str, action: str, bucket: str, resource: str, keys: Json | None = None) -> bool:
    context = service_role.context(role_arn, action, resource, keys or {})
    policy = s3._bucket_policies.get(bucket)
    denied = evaluator.evaluate_resource_policy(policy, context).decision == "Deny"
    return service_role.allows(role_arn, action, resource, keys) and not denied


def _may_use_key(role_arn: str, action: str, key_arn: str, wanted: StoredObject) -> bool:
    keys = {
        "kms:viaservice": f"s3.{get_region()}.amazonaws.com",
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
        "kms:encryptioncontext:aws:s3:arn": wanted.bucket_arn if wanted.bucket_key else wanted.arn,
    }
    return service_role.allows(role_arn, action, key_arn, keys)
