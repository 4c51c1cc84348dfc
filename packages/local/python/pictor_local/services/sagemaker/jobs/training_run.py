"""The work of a training job: attempts until one ends by itself, or its time is over."""

import asyncio
from pathlib import Path

from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.sagemaker.jobs.checkpoints import Checkpoints
from pictor_local.services.sagemaker.jobs.container import Container
from pictor_local.services.sagemaker.jobs.job import JobFailedError, JobStoppedError
from pictor_local.services.sagemaker.jobs.training_job import TrainingJob
from pictor_local.services.sagemaker.jobs.training_outputs import metrics_of, upload
from pictor_local.services.sagemaker.jobs.training_place import TrainingPlace

_LOOK_SECONDS = 0.1
_INTERRUPTED = "Interrupted"


class TrainingRun:
    """The attempts of one job."""

    def __init__(
        self, job: TrainingJob, root: Path, log: Path, training_python: Path, delays: Delays
    ) -> None:
        """Take the job, its directory and log, the toolkit's Python, and the delays."""
        self._job = job
        self._place = TrainingPlace(root)
        self._log = log
        self._training_python = training_python
        self._delays = delays
        self._checkpoints = Checkpoints(
            job.role_arn,
            job.request.get("CheckpointConfig"),
            job.request["OutputDataConfig"].get("KmsKeyId"),
        )

    async def run(self) -> None:
        """Train until the script ends.

        Raises:
            JobFailedError: it failed.
            JobStoppedError: it took longer than it may.
        """
        while True:
            ending = await self._attempt()
            if ending != _INTERRUPTED:
                break
            self._job.enter(_INTERRUPTED)
            await clock.sleep(self._delays["spotInterruption"])
            if self._over():
                ending = "MaxWaitTimeExceeded"
                break
            self._job.enter("Starting")
            await clock.sleep(self._delays["jobStarting"])
        await self._end(ending)

    async def _attempt(self) -> str:
        job, place = self._job, self._place
        job.enter("Downloading")
        place.prepare(job)
        await place.download(job)
        directory = place.checkpoints(job)
        await self._checkpoints.restore(directory)
        job.started = job.started or clock.now()
        job.enter("Training")
        began = clock.now()
        container = await self._start()
        try:
            ending = await self._watch(container, began, directory)
            if ending:
                await self._terminate(container, directory)
            return ending or str(container.code)
        except asyncio.CancelledError:
            await self._terminate(container, directory)
            await upload(job, place)
            raise
        finally:
            job.trained_seconds += clock.now() - began
            await asyncio.to_thread(container.kill)
            await self._checkpoints.save(directory)

    async def _start(self) -> Container:
        place, job = self._place, self._job
        starting = asyncio.ensure_future(
            asyncio.to_thread(
                Container,
                place.command(job),
                place.ml / "code",
                place.environment(job, self._training_python),
                self._log,
            )
        )
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            # Of a job that is stopped just now nobody else would end the container.
            (await starting).kill()
            raise

    async def _watch(self, container: Container, began: float, directory: Path) -> str:
        """Wait for the container's end; return why it must end before, or nothing."""
        job, fault = self._job, self._job.fault
        limit = job.request["StoppingCondition"]["MaxRuntimeInSeconds"]
        while container.code is None:
            asked = fault is not None and fault.kind == "job-interruption" and job.is_spot
            if asked and fault is not None and clock.now() >= began + fault.seconds:
                job.fault = None
                return _INTERRUPTED
            if job.interrupted:
                job.interrupted = False
                return _INTERRUPTED
            if job.trained_seconds + clock.now() - began >= limit:
                return "MaxRuntimeExceeded"
            if self._over():
                return "MaxWaitTimeExceeded"
            await self._checkpoints.save(directory)
            await asyncio.sleep(_LOOK_SECONDS)
        return ""

    def _over(self) -> bool:
        wait = self._job.request["StoppingCondition"].get("MaxWaitTimeInSeconds")
        return wait is not None and clock.now() >= self._job.created + wait

    async def _terminate(self, container: Container, directory: Path) -> None:
        container.terminate()
        until = clock.now() + self._delays["jobTermination"]
        while container.code is None and clock.now() < until:
            await self._checkpoints.save(directory)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _end(self, ending: str) -> None:
        job, place = self._job, self._place
        text = self._log.read_text(errors="replace") if self._log.exists() else ""
        job.metrics = metrics_of(job, text)
        if ending == "0":
            job.enter("Uploading")
        await upload(job, place)
        if ending in ("MaxRuntimeExceeded", "MaxWaitTimeExceeded"):
            job.enter(ending)
            raise JobStoppedError
        if ending != "0":
            raise JobFailedError(f"AlgorithmError: {place.failure()}, exit code: {ending}")
