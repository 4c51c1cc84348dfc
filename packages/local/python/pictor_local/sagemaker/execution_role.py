"""What SageMaker may do as a model's role: assumed first, then it reads the model data.

Checked whether or not IAM is enforced for callers: it costs nothing, and a role that may not read
its model is found here instead of in an account.
"""

import json
from typing import Any

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import s3

from pictor_local import iam_propagation
from pictor_local.aws import AwsError, Json
from pictor_local.sagemaker.artefact import StoredObject

_SERVICE = "sagemaker.amazonaws.com"


def check_trust(role_arn: str) -> None:
    """Refuse a role that is missing or does not trust SageMaker.

    Raises:
        AwsError: in the words of AWS.
    """
    trust = iam_propagation.trust_of(_name(role_arn))
    if trust is None or not _trusts(trust, role_arn):
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
    allowed = _allows(role_arn, "s3:GetObject", wanted.arn, {}) and not _bucket_denies(
        role_arn, wanted
    )
    if allowed and wanted.key_arn is not None:
        keys = {
            "kms:viaservice": f"s3.{get_region()}.amazonaws.com",
            # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
            "kms:encryptioncontext:aws:s3:arn": (
                wanted.bucket_arn if wanted.bucket_key else wanted.arn
            ),
        }
        allowed = _allows(role_arn, "kms:Decrypt", wanted.key_arn, keys)
    if not allowed:
        raise AwsError(
            "ValidationException",
            f'Could not access model data at {uri}. Please ensure that the role "{role_arn}" '
            'exists and that its trust relationship policy allows the action "sts:AssumeRole" for '
            f'the service principal "{_SERVICE}". Also ensure that the role has "s3:GetObject" '
            f"permissions and that the object is located in {get_region()}.",
        )


def _name(role_arn: str) -> str:
    return role_arn.rsplit("/", 1)[-1]


def _context(role_arn: str, action: str, resource: str, keys: Json) -> Any:
    return evaluator.EvalContext(
        principal_arn=role_arn,
        principal_type="AssumedRole",
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=get_region(),
        secure_transport=True,
        service_context=keys,
    )


def _trusts(document: Any, role_arn: str) -> bool:
    policy = json.loads(document) if isinstance(document, str) else document or {}
    statements = policy.get("Statement", [])
    source = {"aws:sourceaccount": get_account_id()}
    context = _context(role_arn, "sts:AssumeRole", role_arn, source)
    return any(
        statement.get("Effect") == "Allow"
        and evaluator._service_principal_matches(statement.get("Principal", {}), _SERVICE)
        and evaluator._conditions_met(statement.get("Condition", {}), context)
        for statement in (statements if isinstance(statements, list) else [statements])
    )


def _allows(role_arn: str, action: str, resource: str, keys: Json) -> bool:
    policies = evaluator._gather_role_policies(_name(role_arn), get_account_id())
    result = evaluator.evaluate(_context(role_arn, action, resource, keys), policies)
    return bool(result.decision == "Allow")


def _bucket_denies(role_arn: str, wanted: StoredObject) -> bool:
    context = _context(role_arn, "s3:GetObject", wanted.arn, {})
    policy = s3._bucket_policies.get(wanted.bucket)
    return bool(evaluator.evaluate_resource_policy(policy, context).decision == "Deny")
