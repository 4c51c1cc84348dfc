"""A job of SageMaker's that a task waits for: created, followed to its end, or stopped."""

import asyncio
import contextlib
import json
import threading
from collections.abc import Callable
from typing import Any

from ministack.services import stepfunctions

from pictor_local.aws import Json
from pictor_local.services.sagemaker.jobs.job import ENDED, Job
from pictor_local.services.stepfunctions.calls import Calls, json_of
from pictor_local.services.stepfunctions.integration import Integration
from pictor_local.services.stepfunctions.run import Run

_LOOK_SECONDS = 0.05
# https://github.com/aws/aws-cdk/issues/26012
_TAG = {"Key": "MANAGED_BY_AWS", "Value": "STARTED_BY_STEP_FUNCTIONS"}


class SyncJob:
    """One job that one task waits for."""

    def __init__(
        self,
        integration: Integration,
        parameters: Json,
        run: Run,
        calls: Calls,
        find: Callable[[str], Job | None],
    ) -> None:
        """Take the task's call, its execution, how to call, and how to find the job by its name."""
        self._kind = str(integration.job)
        self._integration = integration
        self._run = run
        self._calls = calls
        self._find = find
        self._parameters = {**parameters, "Tags": [*parameters.get("Tags", []), _TAG]}
        self._name = str(parameters.get(f"{self._kind}Name", ""))
        self._created = False
        self._abandoned = False
        self._lock = threading.Lock()

    def create(self) -> Any:
        """Create the job and return AWS's answer; stop it at once if nobody waits for it any more.

        Raises:
            ministack's execution error: AWS refuses it.
        """
        answer = self._calls.call(self._integration, self._parameters, self._run.role_arn)
        with self._lock:
            self._created = True
            abandoned = self._abandoned
        if abandoned:
            self._stop()
        return answer

    def follow(self) -> Any:
        """Wait for the job's end and return its description.

        Raises:
            ministack's execution error: it failed or was stopped; the cause is its description.
        """
        self._run.first(self._end())
        described = self._ask("Describe")
        described.pop("ResponseMetadata")
        found = json_of(described, epoch=True)
        if found[f"{self._kind}Status"] != "Completed":
            raise stepfunctions._ExecutionError("States.TaskFailed", json.dumps(found))
        return found

    def abandon(self) -> None:
        """Stop the job: the task has timed out, or its execution was ended."""
        with self._lock:
            self._abandoned = True
            created = self._created
        if created:
            self._stop()

    def _stop(self) -> None:
        # AWS tries it once; a role that may not stop jobs leaves them running.
        with contextlib.suppress(stepfunctions._ExecutionError):
            self._ask("Stop")

    def _ask(self, verb: str) -> Json:
        operation, names = f"{verb}{self._kind}", {f"{self._kind}Name": self._name}
        return self._calls.ask(self._integration, operation, names, self._run.role_arn)

    async def _end(self) -> None:
        while (job := self._find(self._name)) is not None and job.status not in ENDED:
            await asyncio.sleep(_LOOK_SECONDS)
