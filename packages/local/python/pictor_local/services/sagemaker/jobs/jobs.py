"""Jobs of one kind: what begins, finds, describes, lists and stops them."""

from abc import ABC, abstractmethod
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

from pictor_local.aws import Json
from pictor_local.delays import Delays
from pictor_local.faults import Faults
from pictor_local.services.sagemaker.catalog import Catalog, Records
from pictor_local.services.sagemaker.interfaces import Interfaces
from pictor_local.services.sagemaker.jobs import checks
from pictor_local.services.sagemaker.jobs.job import ENDED, Job
from pictor_local.services.sagemaker.jobs.listing import list_jobs
from pictor_local.services.sagemaker.jobs.runner import Runner
from pictor_local.services.sagemaker.late_events import LateEvents
from pictor_local.services.servicequotas.quotas import Quotas

_J = TypeVar("_J", bound=Job)


class Jobs(ABC, Generic[_J]):
    """The jobs of one kind of one emulator."""

    noun: str
    """How AWS's messages call a job, for example `transform job`."""
    member: str
    """Begins the names of members, for example `TransformJob`."""

    def __init__(self, catalog: Catalog, delays: Delays, faults: Faults, quotas: Quotas) -> None:
        self.records = Records(self.noun, self.noun.replace(" ", "-"))
        self._catalog = catalog
        self._delays = delays
        self._faults = faults
        self._quotas = quotas
        self._runner = Runner(delays)
        self._interfaces = Interfaces(delays)
        self._events = LateEvents(
            f"SageMaker {self.noun.title()} State Change", delays, self._runner.start
        )

    def find(self, body: Json) -> _J:
        """Return the job that a request names."""
        name = body[f"{self.member}Name"]
        job: _J | None = self.records.find(name)
        if job is None:
            raise checks.refused(self.missing(name))
        return job

    def describe(self, body: Json) -> Json:
        """Return a job as it is now."""
        return self.description(self.find(body))

    def stop(self, body: Json) -> Json:
        """Begin to stop a job."""
        self.find(body).stop()
        return {}

    def summaries(self, body: Json) -> Json:
        """Return the jobs, newest first."""
        jobs = [self.summary(job) for job in self.records.values()]
        return list_jobs(jobs, body, self.member)

    def running(self) -> list[str]:
        """Return the names of jobs of all regions that have not ended."""
        return self.records.everywhere(lambda job: job.status not in ENDED)

    def _begin(self, job: _J, tags: list[Json], work: Coroutine[Any, Any, None]) -> Json:
        self.records.add(job.name, job)
        self._catalog.tag(job.arn, tags)
        job.become("InProgress")
        self._runner.run(job, work)
        return {f"{self.member}Arn": job.arn}

    def _note(self, job: Job) -> None:
        found: Any = self.records.find(job.name)
        self._events.send(job.arn, self.detail(found, self._catalog.tags_of(job.arn)))

    @abstractmethod
    def missing(self, name: str) -> str:
        """Return AWS's message for a name that no job has."""

    @abstractmethod
    def description(self, job: _J) -> Json:
        """Return a job as its Describe operation does."""

    @abstractmethod
    def summary(self, job: _J) -> Json:
        """Return a job as its List operation does."""

    @abstractmethod
    def detail(self, job: _J, tags: list[Json]) -> Json:
        """Return the detail of an event about a job."""
