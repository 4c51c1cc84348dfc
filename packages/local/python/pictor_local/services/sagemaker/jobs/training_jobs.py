"""Training jobs: what creates, lists and stops them, and their life."""

import asyncio
import itertools
import shutil
from pathlib import Path

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.faults import Faults
from pictor_local.services.sagemaker.catalog import Catalog
from pictor_local.services.sagemaker.jobs import checks
from pictor_local.services.sagemaker.jobs.container import kill_all
from pictor_local.services.sagemaker.jobs.job import NO_CAPACITY, JobFailedError
from pictor_local.services.sagemaker.jobs.jobs import Jobs
from pictor_local.services.sagemaker.jobs.logs import JobLog
from pictor_local.services.sagemaker.jobs.runner import INTERNAL
from pictor_local.services.sagemaker.jobs.training_checks import check_training
from pictor_local.services.sagemaker.jobs.training_job import (
    TrainingJob,
    describe,
    detail_of,
    summarise,
)
from pictor_local.services.sagemaker.jobs.training_run import TrainingRun
from pictor_local.services.servicequotas.quotas import Quotas
from pictor_local.settings import Settings

_LOG_GROUP = "/aws/sagemaker/TrainingJobs"


class TrainingJobs(Jobs[TrainingJob]):
    """The training jobs of one emulator."""

    noun = "training job"
    member = "TrainingJob"

    def __init__(
        self,
        catalog: Catalog,
        settings: Settings,
        delays: Delays,
        faults: Faults,
        quotas: Quotas,
    ) -> None:
        super().__init__(catalog, delays, faults, quotas)
        self._settings = settings
        self._numbers = itertools.count(1)

    async def create(self, body: Json) -> Json:
        """Begin a job."""
        request = {name: value for name, value in body.items() if name != "Tags"}
        name = request["TrainingJobName"]
        checks.check_name(self.records, name)
        await check_training(request)
        spot = bool(request.get("EnableManagedSpotTraining"))
        checks.check_quota(
            self._quotas,
            [job for job in self.records.values() if job.is_spot == spot],
            "spot training job" if spot else "training job",
            request["ResourceConfig"],
            "ResourceConfig",
        )
        checks.check_name(self.records, name)
        job = TrainingJob(
            self.noun,
            name,
            self.records.arn(name),
            request,
            request["RoleArn"],
            self._faults.take_of_job("sagemaker", "CreateTrainingJob"),
            changed=self._note,
        )
        return self._begin(job, body.get("Tags", []), self._run(job))

    def missing(self, name: str) -> str:
        """Return AWS's message for a name that no job has: it does not repeat the name."""
        del name
        return "Requested resource not found."

    def description(self, job: TrainingJob) -> Json:
        """Return a job as DescribeTrainingJob does."""
        return describe(job)

    def summary(self, job: TrainingJob) -> Json:
        """Return a job as ListTrainingJobs does."""
        return summarise(job)

    def detail(self, job: TrainingJob, tags: list[Json]) -> Json:
        """Return the detail of a "SageMaker Training Job State Change" event."""
        return detail_of(job, tags)

    def happen(self, name: str, event: str) -> Json:
        """Interrupt a job's spot instance, which in AWS nobody asks for.

        Raises:
            ValueError: there is no such event, or no such job trains on spot.
        """
        job: TrainingJob | None = self.records.find(name)
        if event != "interruption":
            raise ValueError(f"no event '{event}', there is interruption")
        if job is None or not job.is_spot or job.secondary != "Training":
            raise ValueError(f"training job '{name}' does not train on a spot instance now")
        job.interrupted = True
        return summarise(job)

    def stop_all(self) -> None:
        """End every container."""
        kill_all()

    async def _run(self, job: TrainingJob) -> None:
        holder = f"training job {job.name}"
        number = next(self._numbers)
        root = self._settings.run_dir / "jobs" / f"{job.name}-{number}"
        file = self._settings.log_dir / "jobs" / f"{job.name}.log"
        log = JobLog(job.role_arn, _LOG_GROUP, f"{job.name}/algo-1")
        try:
            self._interfaces.attach(holder, job.request.get("VpcConfig"))
            await clock.sleep(self._delays["jobStarting"])
            await self._meet_fault(job)
            python = self._training_python()
            await TrainingRun(job, root, file, python, self._delays).run()
        finally:
            log.write_file(file)
            shutil.rmtree(root, ignore_errors=True)
            self._runner.start(self._interfaces.release(holder))

    def _training_python(self) -> Path:
        python = self._settings.training_python
        if python is None:
            raise JobFailedError(
                "the local AWS has no training toolkit: start it with --training-python"
            )
        if not python.exists():
            raise JobFailedError(
                f"the local AWS has no training toolkit, there is no '{python}': run "
                "'npm run setup -- --training' in the clone, then train again"
            )
        return python

    async def _meet_fault(self, job: TrainingJob) -> None:
        kind = job.fault.kind if job.fault else None
        if kind == "job-capacity":
            raise JobFailedError(NO_CAPACITY)
        if kind == "job-failure":
            raise JobFailedError(INTERNAL)
        if kind == "job-hang":
            await asyncio.Event().wait()
