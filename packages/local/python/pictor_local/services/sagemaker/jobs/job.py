"""One job: its state, and what ends it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pictor_local.aws import AwsError, Json
from pictor_local.clock import clock
from pictor_local.faults import Fault

# FailureReason in AWS's API model: at most 1024 characters.
_REASON_LENGTH = 1024
ENDED = frozenset({"Completed", "Failed", "Stopped"})


NO_CAPACITY = (
    "CapacityError: Unable to provision requested ML compute capacity. Please retry using a "
    "different ML instance type."
)


class JobFailedError(Exception):
    """Why a job failed, in the words of its FailureReason."""


class JobStoppedError(Exception):
    """The job was ended at a limit of its own."""


@dataclass(eq=False)
class Job:
    """One job as it is now."""

    noun: str
    """How AWS's messages call it, for example `transform job`."""
    name: str
    arn: str
    request: Json
    """The request that created it, without its tags."""
    role_arn: str
    """The role that the job reads and writes as."""
    fault: Fault | None = None
    """What a test lets happen to it."""
    status: str = "InProgress"
    failure_reason: str | None = None
    created: float = field(default_factory=clock.now)
    modified: float = field(default_factory=clock.now)
    started: float | None = None
    """When its instances were there."""
    ended: float | None = None
    task: asyncio.Task[Any] | None = None
    changed: Callable[["Job"], None] = lambda _: None
    """Called after each change of the status."""

    def become(self, status: str, reason: str | None = None) -> None:
        """Change the status and report the change."""
        self.status = status
        self.failure_reason = reason[:_REASON_LENGTH] if reason else None
        self.modified = clock.now()
        if status in ENDED:
            self.ended = clock.now()
        self.changed(self)

    def stop(self) -> None:
        """Begin to end it before its time.

        Raises:
            AwsError: it has ended already, or is ending.
        """
        if self.status != "InProgress":
            raise AwsError(
                "ValidationException",
                f"The request was rejected because the {self.noun} is in status {self.status}.",
            )
        self.become("Stopping")
        if self.task is not None:
            self.task.cancel()
