"""How long AWS takes where a real one makes one wait: a table, each row changeable at the start.

The defaults are short, so that a walk through the product is quick; a test that needs AWS's own
figures, or none at all, sets them with `--delay name=seconds` or over the control routes.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Delay:
    """One wait, in seconds."""

    name: str
    default: float
    aws: str
    """What AWS takes, in words."""


_TABLE = (
    Delay("endpointCreating", 2.0, "minutes: an instance is started, the image is pulled"),
    Delay("endpointUpdating", 2.0, "minutes, as for a new endpoint"),
    Delay("endpointBaking", 1.0, "WaitIntervalInSeconds, after each step of an update"),
    Delay("endpointTermination", 0.5, "TerminationWaitInSeconds, before old instances go"),
    Delay("endpointRollingBack", 0.5, "minutes"),
    Delay("endpointSystemUpdating", 2.0, "minutes"),
    Delay("endpointDeleting", 0.5, "up to a minute"),
    Delay("serverRestart", 0.5, "seconds until a dead container is started again"),
    Delay("serverlessColdStart", 8.0, "seconds to a minute, by image and model"),
    Delay("serverlessIdle", 300.0, "some minutes without a request, not documented"),
    Delay("networkInterfaces", 3.0, "minutes until the interfaces of a deleted endpoint are gone"),
    Delay("jobStarting", 1.0, "minutes: instances are started, the image is pulled"),
    Delay("jobStopping", 0.5, "up to two minutes until a stopped job has ended"),
    Delay("jobTermination", 10.0, "two minutes between SIGTERM and SIGKILL for a training job"),
    Delay("spotInterruption", 1.0, "minutes or hours until an interrupted job has instances again"),
    # While an interface is in use, the provider waits for it for three minutes at least.
    Delay("functionInterfaces", 0.0, "up to 35 minutes until those of a deleted function are free"),
    Delay("functionRetry", 1.0, "a minute until a failed event is tried again, then two"),
    Delay("stateChangeEvents", 0.2, "seconds until EventBridge has a state change of SageMaker"),
    Delay("scheduleGroupDeleting", 0.5, "seconds until a deleted group and its schedules are gone"),
    Delay("iam", 0.5, "some seconds until a changed role or policy is seen"),
    Delay("metrics", 60.0, "about a minute after the minute that a datapoint is of"),
)


class Delays:
    """The delays of one emulator, by name."""

    def __init__(self, changed: Mapping[str, float] | None = None) -> None:
        self._seconds = {delay.name: delay.default for delay in _TABLE}
        for name, seconds in (changed or {}).items():
            self.change(name, seconds)

    def __getitem__(self, name: str) -> float:
        return self._seconds[name]

    def change(self, name: str, seconds: float) -> None:
        """Set one delay.

        Raises:
            ValueError: there is none of this name, or it is negative.
        """
        if name not in self._seconds:
            raise ValueError(f"no delay '{name}', there are {', '.join(self._seconds)}")
        if seconds < 0:
            raise ValueError(f"delay {name} is {seconds:g} s, must be 0 or more")
        self._seconds[name] = seconds

    def all(self) -> dict[str, float]:
        """Return every delay in seconds."""
        return dict(self._seconds)


def parse(text: str) -> tuple[str, float]:
    """Read `name=seconds` from a command line."""
    name, _, seconds = text.partition("=")
    try:
        value = float(seconds)
        Delays({name: value})
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' must be name=seconds: {error}") from error
    return name, value
