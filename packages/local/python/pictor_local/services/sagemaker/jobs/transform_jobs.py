"""Batch transform jobs: what creates, lists and stops them, and their life."""

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.faults import Faults
from pictor_local.services.sagemaker.catalog import Catalog
from pictor_local.services.sagemaker.deployment import Deployer, DeploymentError
from pictor_local.services.sagemaker.jobs import checks
from pictor_local.services.sagemaker.jobs.job import NO_CAPACITY, Job, JobFailedError
from pictor_local.services.sagemaker.jobs.jobs import Jobs
from pictor_local.services.sagemaker.jobs.logs import JobLog
from pictor_local.services.sagemaker.jobs.transform_job import (
    LARGEST_PAYLOAD_MB,
    concurrent_of,
    describe,
    detail_of,
    environment_of,
    payload_mb_of,
    summarise,
)
from pictor_local.services.sagemaker.jobs.transform_run import TransformRun
from pictor_local.services.servicequotas.quotas import Quotas

_LOG_GROUP = "/aws/sagemaker/TransformJobs"
# What the local AWS does not do, by where a request asks for it: values that ask for nothing.
_UNSUPPORTED = {
    "TransformInput.SplitType": "None",
    "TransformInput.CompressionType": "None",
    "DataProcessing.InputFilter": "$",
    "DataProcessing.OutputFilter": "$",
    "DataProcessing.JoinSource": "None",
    "DataCaptureConfig.DestinationS3Uri": None,
}


class TransformJobs(Jobs[Job]):
    """The transform jobs of one emulator."""

    noun = "transform job"
    member = "TransformJob"

    def __init__(
        self,
        catalog: Catalog,
        deployer: Deployer,
        delays: Delays,
        faults: Faults,
        quotas: Quotas,
    ) -> None:
        super().__init__(catalog, delays, faults, quotas)
        self._deployer = deployer

    async def create(self, body: Json) -> Json:
        """Begin a job."""
        request = {name: value for name, value in body.items() if name != "Tags"}
        name = request["TransformJobName"]
        checks.check_name(self.records, name)
        model = self._catalog.models.get(request["ModelName"])
        await self._check(request, model)
        job = Job(
            self.noun,
            name,
            self.records.arn(name),
            request,
            model["ExecutionRoleArn"],
            self._faults.take_of_job("sagemaker", "CreateTransformJob"),
            changed=self._note,
        )
        checks.check_name(self.records, name)
        return self._begin(job, body.get("Tags", []), self._run(job, model))

    def missing(self, name: str) -> str:
        """Return AWS's message for a name that no job has."""
        return f"Could not find requested job with name: {name}"

    def description(self, job: Job) -> Json:
        """Return a job as DescribeTransformJob does."""
        return describe(job)

    def summary(self, job: Job) -> Json:
        """Return a job as ListTransformJobs does."""
        return summarise(job)

    def detail(self, job: Job, tags: list[Json]) -> Json:
        """Return the detail of a "SageMaker Transform Job State Change" event."""
        return detail_of(job, tags)

    async def _check(self, request: Json, model: Json) -> None:
        for path, nothing in _UNSUPPORTED.items():
            member, field = path.split(".")
            value = request.get(member, {}).get(field, nothing)
            if value != nothing:
                raise checks.refused(f"the local AWS has no {path}, got '{value}'")
        if "ModelDataSource" in model.get("PrimaryContainer", {}):
            # https://github.com/aws/sagemaker-python-sdk/issues/4777
            raise checks.refused(
                "SageMaker Batch currently doesn't support Model entity with container "
                "definitions which use ModelDataSource attribute."
            )
        if concurrent_of(request) * payload_mb_of(request) > LARGEST_PAYLOAD_MB:
            raise checks.refused(
                "MaxConcurrentTransforms * MaxPayloadInMB cannot exceed "
                f"{LARGEST_PAYLOAD_MB} MB, got {concurrent_of(request)} * {payload_mb_of(request)}"
            )
        resources = request["TransformResources"]
        checks.check_volume_key(resources)
        checks.check_quota(
            self._quotas, self.records.values(), "transform job", resources, "TransformResources"
        )
        source = request["TransformInput"]["DataSource"]["S3DataSource"]
        await checks.check_data(model["ExecutionRoleArn"], source)

    async def _run(self, job: Job, model: Json) -> None:
        holder = f"transform job {job.name}"
        log = JobLog(job.role_arn, _LOG_GROUP, f"{job.name}/i-{job.name[-8:]}")
        try:
            self._interfaces.attach(holder, model.get("VpcConfig"))
            await clock.sleep(self._delays["jobStarting"])
            if job.fault is not None and job.fault.kind == "job-capacity":
                raise JobFailedError(NO_CAPACITY)
            await self._serve(job, model, log)
        except DeploymentError as error:
            log.write([str(error)])
            raise JobFailedError("AlgorithmError: See job logs for more information") from error
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group
        finally:
            self._runner.start(self._interfaces.release(holder))

    async def _serve(self, job: Job, model: Json, log: JobLog) -> None:
        deployment = await self._deployer.deploy_for_job(
            job.name, model, environment_of(job.request)
        )
        job.started = clock.now()
        try:
            await TransformRun(job, deployment.server, log).run()
        finally:
            await self._deployer.discard(deployment)
            log.write_file(deployment.spec.log)
