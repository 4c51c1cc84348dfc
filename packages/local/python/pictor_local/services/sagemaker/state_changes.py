"""Tells EventBridge of each state that an endpoint comes to: late, and sometimes twice.

https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
("SageMaker endpoint state change"; read 2026-11)
"""

from collections.abc import Callable, Coroutine
from typing import Any

from pictor_local.delays import Delays
from pictor_local.services.sagemaker.catalog import Catalog
from pictor_local.services.sagemaker.endpoint import Endpoint
from pictor_local.services.sagemaker.late_events import LateEvents, snake

_VARIANT_FIELDS = ("VariantName", "DesiredWeight", "CurrentWeight", "DesiredInstanceCount")


class StateChanges:
    """Sends the events of all endpoints."""

    def __init__(
        self, catalog: Catalog, delays: Delays, start: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        """Take the tags, the delays, and a function that starts a task."""
        self._catalog = catalog
        self._events = LateEvents("SageMaker Endpoint State Change", delays, start)

    def note(self, endpoint: Endpoint) -> None:
        """Send what an endpoint is now."""
        detail = {
            "EndpointName": endpoint.name,
            "EndpointArn": endpoint.arn,
            "EndpointConfigName": endpoint.config_name,
            "ProductionVariants": [
                {name: one[name] for name in _VARIANT_FIELDS if name in one}
                for one in endpoint.variants
            ],
            "EndpointStatus": snake(endpoint.status),
            "CreationTime": int(endpoint.created * 1000),
            "LastModifiedTime": int(endpoint.modified * 1000),
            "Tags": {one["Key"]: one["Value"] for one in self._catalog.tags_of(endpoint.arn)},
        }
        if endpoint.failure_reason is not None:
            detail["FailureReason"] = endpoint.failure_reason
        self._events.send(endpoint.arn, detail)
