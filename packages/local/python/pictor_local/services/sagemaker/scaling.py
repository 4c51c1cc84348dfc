"""UpdateEndpointWeightsAndCapacities, which is also how Application Auto Scaling scales."""

from collections.abc import Coroutine
from typing import Any

from pictor_local.aws import AwsError, Json
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.sagemaker.catalog import Catalog
from pictor_local.services.sagemaker.endpoint import Endpoint
from pictor_local.services.sagemaker.validation import check_model


class Scaling:
    """Changes the weights and instance counts of an endpoint's variants."""

    def __init__(self, catalog: Catalog, delays: Delays) -> None:
        self._catalog = catalog
        self._delays = delays

    def begin(self, endpoint: Endpoint, desired: list[Json]) -> Coroutine[Any, Any, None]:
        """Refuse or begin a change; the rest of it is what is returned.

        Raises:
            AwsError: another change is under way, or the configuration or a variant is missing.
        """
        endpoint.refuse_unless_updatable()
        config = self._catalog.configs.get(endpoint.config_name)
        known = {variant["VariantName"]: variant for variant in endpoint.variants}
        for one in desired:
            if one["VariantName"] not in known:
                raise AwsError(
                    "ValidationException",
                    f'The variant name(s) "{one["VariantName"]}" is/are not present within '
                    f'endpoint configuration "{endpoint.config_name}".',
                )
            _want(known[one["VariantName"]], one)
        endpoint.become("Updating")
        return self._finish(endpoint, config)

    async def _finish(self, endpoint: Endpoint, config: Json) -> None:
        await clock.sleep(self._delays["endpointUpdating"])
        try:
            if any(_grows(variant) for variant in endpoint.variants):
                # A new instance fetches the model as the first one did.
                for variant in config["ProductionVariants"]:
                    await check_model(self._catalog.models.get(variant["ModelName"]))
        except AwsError as error:
            endpoint.become("RollingBack", str(error))
            await clock.sleep(self._delays["endpointRollingBack"])
            for variant in endpoint.variants:
                _give_up(variant)
            endpoint.settle(str(error))
            return
        for variant in endpoint.variants:
            _reach(variant)
        endpoint.settle()


_KINDS = ("InstanceCount", "Weight", "ServerlessConfig")


def _want(variant: Json, desired: Json) -> None:
    for kind in _KINDS:
        if f"Desired{kind}" in desired:
            variant[f"Desired{kind}"] = desired[f"Desired{kind}"]
    if "ServerlessUpdateConfig" in desired:
        changed = desired["ServerlessUpdateConfig"]
        variant["DesiredServerlessConfig"] = {**variant["CurrentServerlessConfig"], **changed}


def _grows(variant: Json) -> bool:
    return bool(variant.get("DesiredInstanceCount", 0) > variant.get("CurrentInstanceCount", 0))


def _reach(variant: Json) -> None:
    for kind in _KINDS:
        if f"Desired{kind}" in variant:
            variant[f"Current{kind}"] = variant[f"Desired{kind}"]


def _give_up(variant: Json) -> None:
    for kind in _KINDS:
        if f"Current{kind}" in variant:
            variant[f"Desired{kind}"] = variant[f"Current{kind}"]
