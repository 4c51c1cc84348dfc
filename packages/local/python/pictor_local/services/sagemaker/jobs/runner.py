"""Runs jobs: each is a task that ends in one of AWS's three ways."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.sagemaker.jobs.job import Job, JobFailedError, JobStoppedError

_logger = logging.getLogger(__name__)
INTERNAL = "InternalServerError: We encountered an internal error. Please try again."


class Runner:
    """The jobs at work."""

    def __init__(self, delays: Delays) -> None:
        self._delays = delays
        self._tasks: set[asyncio.Task[Any]] = set()

    def run(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        """Begin to run a job."""
        job.task = self.start(work)
        self.start(self._follow(job, job.task))

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a task in the account and region of the current request."""
        # asyncio keeps only weak references to tasks.
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _follow(self, job: Job, task: asyncio.Task[Any]) -> None:
        await asyncio.wait([task])
        if task.cancelled():
            await clock.sleep(self._delays["jobStopping"])
            job.become("Stopped")
            return
        error = task.exception()
        if error is None:
            job.become("Completed")
        elif isinstance(error, JobStoppedError):
            job.become("Stopped")
        elif isinstance(error, JobFailedError):
            job.become("Failed", str(error))
        else:
            _logger.error("%s %s", job.noun, job.name, exc_info=error)
            job.become("Failed", f"{INTERNAL} The local AWS failed, see its emulator.log.")
