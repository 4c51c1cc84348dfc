"""How Application Auto Scaling sees and changes the capacity of a variant."""

import re

from pictor_local.aws import AwsError, Json
from pictor_local.services.sagemaker.endpoints import Endpoints

_RESOURCE = re.compile(r"endpoint/([^/]+)/variant/([^/]+)")
# A burstable instance gives no steady measure to scale by:
# https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
_BURSTABLE = re.compile(r"ml\.t\d")


class VariantScaler:
    """The variants of the endpoints, by their resource ids."""

    def __init__(self, endpoints: Endpoints) -> None:
        self._endpoints = endpoints

    def count(self, resource_id: str) -> int:
        """Return the instance count of a variant, or its provisioned concurrency.

        Raises:
            AwsError: there is no such variant.
        """
        variant = self._variant(resource_id)
        serverless = variant.get("CurrentServerlessConfig", {})
        return int(
            variant.get("CurrentInstanceCount") or serverless.get("ProvisionedConcurrency", 0)
        )

    def scale(self, resource_id: str, count: int) -> None:
        """Begin to change instances or provisioned concurrency, unless the endpoint is busy."""
        endpoint, name = _RESOURCE.fullmatch(resource_id).groups()  # type: ignore[union-attr]
        desired: Json = {"VariantName": name}
        if "CurrentServerlessConfig" in self._variant(resource_id):
            desired["ServerlessUpdateConfig"] = {"ProvisionedConcurrency": count}
        else:
            desired["DesiredInstanceCount"] = count
        if self._endpoints.records.get(endpoint).status == "InService":
            self._endpoints.scale(
                {"EndpointName": endpoint, "DesiredWeightsAndCapacities": [desired]}
            )

    def _variant(self, resource_id: str) -> Json:
        match = _RESOURCE.fullmatch(resource_id)
        endpoint = match and self._endpoints.records.find(match[1])
        variants = endpoint.variants if endpoint else []
        for variant in variants:
            if match and variant["VariantName"] == match[2]:
                if _BURSTABLE.match(self._endpoints.instance_type(match[1], match[2])):
                    raise AwsError(
                        "ValidationException",
                        f"ResourceId {resource_id} has a burstable instance type, "
                        "which cannot be scaled",
                    )
                found: Json = variant
                return found
        raise AwsError(
            "ValidationException", f"ResourceId not found: {resource_id}. No such variant exists."
        )
