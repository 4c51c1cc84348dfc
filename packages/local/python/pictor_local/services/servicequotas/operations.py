"""Service Quotas, which ministack 1.5.33 lacks: what an account may have, and how it gets more.

A higher quota is granted at once, where AWS takes hours or days.
"""

from collections.abc import Callable

from pictor_local.aws import AwsError, Json, arn
from pictor_local.services.servicequotas.quotas import Quota, Quotas, of_service

_PAGE = 100
_NAMES = {"sagemaker": "Amazon SageMaker", "lambda": "AWS Lambda"}
Value = Callable[[Quota], float | None]


class Operations:
    """The operations that `pictor preflight` and its remedies call, and those beside them."""

    def __init__(self, quotas: Quotas) -> None:
        self._quotas = quotas

        self.operations: dict[str, Callable[[Json], Json]] = {
            "ListServiceQuotas": lambda body: self._page(body, quotas.value),
            "ListAWSDefaultServiceQuotas": lambda body: self._page(body, _default),
            "GetServiceQuota": lambda body: {"Quota": _describe(self._find(body), quotas.value)},
            "GetAWSDefaultServiceQuota": lambda body: {
                "Quota": _describe(self._find(body), _default)
            },
            "RequestServiceQuotaIncrease": self._raise,
        }

    def _raise(self, body: Json) -> Json:
        quota, wanted = self._find(body), float(body["DesiredValue"])
        if wanted <= (self._quotas.value(quota) or 0):
            # In AWS's own words: https://github.com/cloud-custodian/cloud-custodian/pull/8939
            raise AwsError(
                "IllegalArgumentException",
                "You must provide a quota value greater than the current quota value",
            )
        self._quotas.grant(quota, wanted)
        asked = {"QuotaCode": quota.code, "DesiredValue": wanted, "Status": "APPROVED"}
        return {"RequestedQuota": {"ServiceCode": quota.service, **asked}}

    def _page(self, body: Json, value: Value) -> Json:
        quotas = self._listed(body)
        start = int(body.get("NextToken") or 0)
        end = start + min(body.get("MaxResults", _PAGE), _PAGE)
        page = [_describe(quota, value) for quota in quotas[start:end]]
        return {"Quotas": page, **({"NextToken": str(end)} if end < len(quotas) else {})}

    def _find(self, body: Json) -> Quota:
        found = next((one for one in self._listed(body) if one.code == body["QuotaCode"]), None)
        if found is None:
            raise AwsError("NoSuchResourceException", f"no quota '{body['QuotaCode']}'")
        return found

    def _listed(self, body: Json) -> list[Quota]:
        quotas = of_service(body["ServiceCode"])
        if not quotas:
            known = " and ".join(_NAMES)
            raise AwsError(
                "NoSuchResourceException",
                f"the local AWS has quotas of {known}, not of '{body['ServiceCode']}'",
            )
        return [quota for quota in quotas if self._quotas.value(quota) is not None]


def _default(quota: Quota) -> float:
    return quota.default


def _describe(quota: Quota, value: Value) -> Json:
    return {
        "ServiceCode": quota.service,
        "ServiceName": _NAMES[quota.service],
        "QuotaArn": arn("servicequotas", f"{quota.service}/{quota.code}"),
        "QuotaCode": quota.code,
        "QuotaName": quota.name,
        "Value": value(quota),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
    }
