"""SIGTERM: SageMaker sends it two minutes before it ends a job or takes a spot instance away."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

EXIT_CODE = 128 + signal.SIGTERM
"""What shells say of a process that SIGTERM ended: the job is not finished."""


class StoppedError(Exception):
    """The run was asked to stop, and its checkpoint is written."""


class StopRequest:
    """Whether SIGTERM has come; a step in progress is finished first."""

    def __init__(self) -> None:
        self.came = False

    def check(self) -> None:
        """Raises StoppedError once SIGTERM has come."""
        if self.came:
            raise StoppedError

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Notes SIGTERM instead of ending the process."""

        def note(_: int, __: FrameType | None) -> None:
            self.came = True

        before = signal.signal(signal.SIGTERM, note)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)
