"""Service Quotas, which ministack 1.5.33 lacks: what a young account may have of SageMaker.

Nothing is counted against a quota. A higher one is granted at once, where AWS takes hours or days.
"""

import functools
import json
from typing import Any

import botocore.session
from ministack.core.responses import AccountRegionScopedDict

from pictor_local.aws import AwsError, Json, Reply, Request, arn, json_reply

TARGET_PREFIX = "ServiceQuotasV20190624."
_SERVERLESS = "Maximum total concurrency that can be allocated across all serverless endpoints"
# Young accounts have few of each type, some none, and are told so only by Service Quotas:
# https://docs.aws.amazon.com/general/latest/gr/sagemaker.html (2026-11)
_INSTANCES = 8.0
_SERVERLESS_CONCURRENCY = 10.0
_PAGE = 100


class ServiceQuotas:
    """The operations that `pictor preflight` and its remedies call."""

    def __init__(self) -> None:
        self._raised: Any = AccountRegionScopedDict()
        """Values that were asked for, by quota code."""

    async def handle(self, request: Request) -> Reply:
        """Answer one request."""
        body = json.loads(request.body or b"{}")
        operations = {
            "ListServiceQuotas": self._list,
            "RequestServiceQuotaIncrease": self._raise,
        }
        operation = operations.get(request.action)
        if operation is None:
            raise AwsError("UnknownOperationException", f"{request.action} is not emulated")
        if body["ServiceCode"] != "sagemaker":
            raise AwsError(
                "NoSuchResourceException",
                f"the local AWS has quotas of sagemaker, not of '{body['ServiceCode']}'",
            )
        return json_reply(operation(body))

    def _list(self, body: Json) -> Json:
        start = int(body.get("NextToken") or 0)
        end = start + min(body.get("MaxResults", _PAGE), _PAGE)
        quotas = _quotas()
        page = [self._quota(code, name, value) for code, name, value in quotas[start:end]]
        return {"Quotas": page, **({"NextToken": str(end)} if end < len(quotas) else {})}

    def _raise(self, body: Json) -> Json:
        found = next((one for one in _quotas() if one[0] == body["QuotaCode"]), None)
        if found is None:
            raise AwsError("NoSuchResourceException", f"no quota '{body['QuotaCode']}'")
        if body["DesiredValue"] <= self._quota(*found)["Value"]:
            raise AwsError(
                "InvalidResourceStateException", "the desired value must be above the present one"
            )
        self._raised[found[0]] = body["DesiredValue"]
        asked = {"QuotaCode": found[0], "DesiredValue": body["DesiredValue"], "Status": "APPROVED"}
        return {"RequestedQuota": asked}

    def _quota(self, code: str, name: str, value: float) -> Json:
        return {
            "ServiceCode": "sagemaker",
            "ServiceName": "Amazon SageMaker",
            "QuotaArn": arn("servicequotas", f"sagemaker/{code}"),
            "QuotaCode": code,
            "QuotaName": name,
            "Value": self._raised.get(code, value),
            "Unit": "None",
            "Adjustable": True,
            "GlobalQuota": False,
        }


@functools.cache
def _quotas() -> list[tuple[str, str, float]]:
    """Return code, name and value of each quota; the codes are ours, AWS's are as arbitrary."""
    model = botocore.session.get_session().get_service_model("sagemaker")
    types: list[str] = model.shape_for("ProductionVariantInstanceType").enum
    named = [(f"{kind} for endpoint usage", _INSTANCES) for kind in types]
    named.append((_SERVERLESS, _SERVERLESS_CONCURRENCY))
    return [(f"L-{index:08X}", name, value) for index, (name, value) in enumerate(named)]
