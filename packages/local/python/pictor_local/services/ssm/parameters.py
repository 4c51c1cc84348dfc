"""What Parameter Store refuses of a parameter, and ministack keeps.

https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html (read 2026-11)
"""

import re

from ministack.services import ssm

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.services.call import Call

_NAME = re.compile(r"[a-zA-Z0-9_.\-/]+")
_LEVELS = 15
_NAMES_AT_ONCE = 10


_CHARACTERS = {"Standard": 4096, "Advanced": 8192}
"""How long a value may be, by tier."""


async def put(call: Call) -> Reply:
    """Refuse a parameter that AWS does not take."""
    body = call.params
    _check_name(body["Name"])
    known: Json = ssm._parameters.get(body["Name"]) or {}
    value = body.get("Value", "")
    if not value:
        raise _refused(
            "1 validation error detected: Value '' at 'value' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1."
        )
    _check_tier(body, known, value)
    pattern = body.get("AllowedPattern")
    if pattern and not re.search(pattern, value):
        raise AwsError(
            "ParameterPatternMismatchException",
            f"Parameter value, cannot be validated against allowedPattern: {pattern}",
        )
    return await call.forward()


async def get_several(call: Call) -> Reply:
    """Refuse more names than one request may have."""
    names = call.params["Names"]
    if not 1 <= len(names) <= _NAMES_AT_ONCE:
        raise _refused(
            f"1 validation error detected: Value '{names}' at 'names' failed to satisfy "
            f"constraint: Member must have length less than or equal to {_NAMES_AT_ONCE}."
        )
    return await call.forward()


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name.endswith("/") or "//" in name:
        raise _refused(
            "Parameter name must be a fully qualified name: only a mix of letters, numbers and the "
            "following 4 symbols .-_/ is allowed."
        )
    if "/" in name and not name.startswith("/"):
        raise _refused("Parameter name must be a fully qualified name.")
    if name.count("/") > _LEVELS:
        raise AwsError(
            "HierarchyLevelLimitExceededException",
            f"Parameter name is too long: a hierarchy has at most {_LEVELS} levels.",
        )


def _check_tier(body: Json, known: Json, value: str) -> None:
    wanted = body.get("Tier") or ssm._default_tier(body, value, known)
    if known.get("Tier") == "Advanced" and body.get("Tier") == "Standard":
        raise _refused(
            "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from "
            "the advanced-parameter tier to the standard-parameter tier."
        )
    most = _CHARACTERS.get(wanted, _CHARACTERS["Advanced"])
    if len(value) > most:
        raise _refused(
            f"{wanted} tier parameters support a maximum parameter value of {most} characters."
        )


def _refused(message: str) -> AwsError:
    return AwsError("ValidationException", message)
