"""Rotations of a key on demand, which ministack lacks.

https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html
https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html (read 2026-11)
"""

from ministack.services import kms

from pictor_local.aws import AwsError, Json
from pictor_local.clock import clock

_MOST = 25
"""On-demand rotations of one key, for ever."""
_ROTATIONS = "_rotations"


def rotate_on_demand(params: Json) -> Json:
    """Give a key new material at once; what the old material encrypted stays readable."""
    key = _key(params)
    if key.get("KeyState") == "Disabled":
        raise AwsError("DisabledException", f"{key['Arn']} is disabled.")
    if key.get("KeyState") != "Enabled":
        raise AwsError("KMSInvalidStateException", f"{key['Arn']} is pending deletion.")
    if key.get("KeySpec") != "SYMMETRIC_DEFAULT":
        raise AwsError("UnsupportedOperationException", f"{key['Arn']} is not symmetric.")
    rotations = key.setdefault(_ROTATIONS, [])
    if len(rotations) >= _MOST:
        raise AwsError("LimitExceededException", f"{key['Arn']} was rotated {_MOST} times.")
    rotations.append({"RotationDate": clock.now(), "RotationType": "ON_DEMAND"})
    return {"KeyId": key["KeyId"]}


def list_rotations(params: Json) -> Json:
    """List what was rotated, the oldest first."""
    key = _key(params)
    rotations = [{"KeyId": key["KeyId"], **one} for one in key.get(_ROTATIONS, [])]
    return {"Rotations": rotations, "Truncated": False}


def _key(params: Json) -> Json:
    given = params["KeyId"]
    # As for every operation that changes a key: an alias is refused.
    if given.startswith("alias/") or ":alias/" in given:
        raise AwsError("NotFoundException", f"Invalid keyId '{given}'")
    key: Json | None = kms._resolve_key(given)
    if key is None:
        raise AwsError("NotFoundException", f"Key '{given}' does not exist")
    return key
