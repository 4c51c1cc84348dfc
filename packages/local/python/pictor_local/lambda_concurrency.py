"""The concurrency that an account may reserve for its functions: ministack counts none of it."""

import json
import re

from ministack.services import lambda_svc

from pictor_local.aws import AwsError, Handler, Json, Reply, Request, Shim
from pictor_local.quotas import LAMBDA_CONCURRENCY, Quotas

_SETTINGS = re.compile(r"/2016-08-19/account-settings/?")
_RESERVATION = re.compile(r"/2017-10-31/functions/([^/]+)/concurrency")
# What must be left to functions that reserve none. A young account may have fewer in all, and can
# then reserve none: https://github.com/awslabs/fhir-works-on-aws-deployment/issues/691
_UNRESERVED = 100


def install(quotas: Quotas) -> Shim:
    """Let versions share their function's reservation, and return the shim to put before Lambda."""
    reserved = lambda_svc._reserved_concurrency
    lambda_svc._reserved_concurrency = lambda function, config: reserved(
        # ministack hands over the record of the version, which has none.
        lambda_svc._functions.get(config.get("FunctionName")) or function,
        config,
    )

    async def keep_unreserved(request: Request, forward: Handler) -> Reply:
        limit = int(quotas.value(LAMBDA_CONCURRENCY) or 0)
        if request.method == "GET" and _SETTINGS.fullmatch(request.path):
            return _settings(await forward(request), limit)
        reservation = _RESERVATION.fullmatch(request.path)
        if request.method == "PUT" and reservation is not None:
            wanted = json.loads(request.body)["ReservedConcurrentExecutions"]
            _refuse_unless_left(limit - _reserved(but=reservation[1]) - wanted, limit)
        return await forward(request)

    return keep_unreserved


def _settings(reply: Reply, limit: int) -> Reply:
    status, headers, body = reply
    settings: Json = json.loads(body)
    settings["AccountLimit"] |= {
        "ConcurrentExecutions": limit,
        "UnreservedConcurrentExecutions": limit - _reserved(),
    }
    return status, headers, json.dumps(settings).encode()


def _reserved(but: str | None = None) -> int:
    return sum(
        function.get("concurrency") or 0
        for name, function in lambda_svc._functions.items()
        if name != but
    )


def _refuse_unless_left(left: int, limit: int) -> None:
    least = min(_UNRESERVED, limit)
    if left < least:
        raise AwsError(
            "InvalidParameterValueException",
            "Specified ReservedConcurrentExecutions for function decreases account's "
            f"UnreservedConcurrentExecution below its minimum value of [{least}].",
        )
