"""Sends SageMaker's events to EventBridge: a moment later, and some of them twice.

https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html (2026-11)
"""

import itertools
import json
import re
from collections.abc import Callable, Coroutine
from typing import Any

from ministack.services import eventbridge

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.delays import Delays

# AWS documents only that it may send several events for one change, so this sends some twice.
_TWICE_EVERY = 3


class LateEvents:
    """Sends events of one kind."""

    def __init__(
        self,
        detail_type: str,
        delays: Delays,
        start: Callable[[Coroutine[Any, Any, None]], Any],
    ) -> None:
        """Take AWS's name of the events, the delays, and a function that starts a task."""
        self._detail_type = detail_type
        self._delays = delays
        self._start = start
        self._numbers = itertools.count(1)

    def send(self, arn: str, detail: Json) -> None:
        """Begin to send an event about a resource."""
        copies = 2 if next(self._numbers) % _TWICE_EVERY == 0 else 1
        event = {
            "Source": "aws.sagemaker",
            "DetailType": self._detail_type,
            "Resources": [arn],
            "Detail": json.dumps(detail),
        }
        self._start(self._send(event, copies))

    async def _send(self, event: Json, copies: int) -> None:
        for _ in range(copies):
            await clock.sleep(self._delays["stateChangeEvents"])
            eventbridge._ensure_default_bus()
            eventbridge._put_events({"Entries": [event]}, allow_aws_source=True)


def snake(status: str) -> str:
    """Return a status as events of endpoints have it: `InService` is `IN_SERVICE`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", status).upper()
