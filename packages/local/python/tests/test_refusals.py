"""What each state of an endpoint refuses, and which of them take requests."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest
from ministack.core.responses import request_scope

from pictor_local.aws import AwsError
from pictor_local.delays import Delays
from pictor_local.services.application_autoscaling.operations import ScalableTargets
from pictor_local.services.sagemaker.catalog import Catalog
from pictor_local.services.sagemaker.endpoint import Endpoint
from pictor_local.services.sagemaker.endpoints import Endpoints
from pictor_local.services.sagemaker.runtime import Runtime

BUSY = "Cannot update in-progress endpoint"
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html (2026-11):
# of a failed endpoint only the deletion is left.
STATES = {
    "Creating": (BUSY, BUSY, False),
    "Updating": (BUSY, BUSY, True),
    "SystemUpdating": (BUSY, BUSY, True),
    "RollingBack": (BUSY, BUSY, True),
    "InService": (None, None, True),
    "OutOfService": (None, None, False),
    "UpdateRollbackFailed": (None, None, True),
    "Failed": ("in status Failed", None, False),
    "Deleting": ("in status Deleting", None, False),
}
# What comes after the look at the state, which then was no obstacle.
LATER = "Could not find endpoint configuration"


def said(ask: Callable[[], Any]) -> str | None:
    try:
        ask()
    except AwsError as error:
        return str(error)
    return None


async def answers(status: str) -> tuple[str | None, str | None, str | None, bool]:
    """Return what update, scaling and deletion say, and whether an invocation finds it."""
    catalog = Catalog()
    nobody: Any = None
    endpoints = Endpoints(catalog, nobody, Delays({"endpointDeleting": 0}), ScalableTargets())
    with request_scope("111122223333", "eu-central-1"):
        endpoint = Endpoint("e", "arn", "gone", status=status)
        deployment = cast(Any, "deployment")
        endpoint.traffic.shift(deployment, 1)
        endpoint.traffic.settle()
        endpoints.records.add("e", endpoint)
        update = said(lambda: endpoints.update({"EndpointName": "e", "EndpointConfigName": "c"}))
        wanted = {"EndpointName": "e", "DesiredWeightsAndCapacities": []}
        scale = said(lambda: endpoints.scale(wanted))
        invoked = said(lambda: Runtime(endpoints, nobody)._serving("e"))
        endpoint.traffic.drop(deployment)
        delete = said(lambda: endpoints.delete("e"))
    await asyncio.sleep(0.1)
    return update, scale, delete, invoked is None


@pytest.mark.parametrize("status", STATES)
def test_state_refuses_what_aws_refuses_in_it(status: str) -> None:
    changing, deleting, serving = STATES[status]
    update, scale, delete, invoked = asyncio.run(answers(status))
    for found in (update, scale):
        assert (changing or LATER) in str(found)
    assert (deleting in str(delete)) if deleting else delete is None
    assert invoked is serving
