"""A training job: its secondary status, and how AWS describes it."""

from dataclasses import dataclass, field

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.services.sagemaker.jobs.job import ENDED, Job

_MESSAGES = {
    "Starting": "Preparing the instances for training",
    "Downloading": "Downloading input data",
    "Training": "Training image download completed. Training in progress.",
    "Interrupted": "Training job interrupted",
    "Uploading": "Uploading generated training model",
    "Stopping": "Stopping the training job",
    "Completed": "Training job completed",
    "Failed": "Training job failed",
    "Stopped": "Training job stopped",
    "MaxRuntimeExceeded": "Training job runtime exceeded MaxRuntimeInSeconds provided",
    "MaxWaitTimeExceeded": "Training job waited longer than MaxWaitTimeInSeconds",
}
# AWS promises "up to 90%" and bills by the market; here every spot job costs the same share.
SPOT_SHARE = 0.3
_TIMES = ("CreationTime", "LastModifiedTime", "TrainingStartTime", "TrainingEndTime")


@dataclass(eq=False)
class TrainingJob(Job):
    """One training job as it is now."""

    secondary: str = "Starting"
    transitions: list[Json] = field(default_factory=list)
    trained_seconds: float = 0.0
    """How long its container ran, in all."""
    metrics: list[Json] = field(default_factory=list)
    artefact: str | None = None
    """S3 URI of model.tar.gz."""
    interrupted: bool = False
    """Whether somebody asks for an interruption just now."""

    @property
    def is_spot(self) -> bool:
        """Whether it runs on spot instances."""
        return bool(self.request.get("EnableManagedSpotTraining"))

    def become(self, status: str, reason: str | None = None) -> None:
        """Change the status, and the secondary one with it unless that is more exact."""
        if status != "InProgress" and self.secondary not in (
            "MaxRuntimeExceeded",
            "MaxWaitTimeExceeded",
        ):
            self._note(status)
        elif not self.transitions:
            self._note(self.secondary)
        super().become(status, reason)
        if status in ENDED:
            self.transitions[-1]["EndTime"] = clock.now()

    def enter(self, secondary: str) -> None:
        """Change the secondary status alone."""
        self._note(secondary)
        self.modified = clock.now()
        self.changed(self)

    def _note(self, secondary: str) -> None:
        self.secondary = secondary
        if self.transitions:
            self.transitions[-1]["EndTime"] = clock.now()
        self.transitions.append(
            {
                "Status": secondary,
                "StartTime": clock.now(),
                "StatusMessage": _MESSAGES.get(secondary, secondary),
            }
        )


def describe(job: TrainingJob) -> Json:
    """Return a job as DescribeTrainingJob does."""
    trained = max(1, round(job.trained_seconds))
    times: Json = {}
    if job.started:
        billed = trained * SPOT_SHARE if job.is_spot else trained
        times = {"TrainingStartTime": job.started}
        if job.ended:
            times |= {
                "TrainingEndTime": job.ended,
                "TrainingTimeInSeconds": trained,
                "BillableTimeInSeconds": max(1, round(billed)),
            }
    request = {name: value for name, value in job.request.items() if name != "Environment"}
    return {
        "EnableNetworkIsolation": False,
        "EnableInterContainerTrafficEncryption": False,
        "EnableManagedSpotTraining": False,
        **request,
        "Environment": job.request.get("Environment", {}),
        "TrainingJobArn": job.arn,
        "TrainingJobStatus": job.status,
        "SecondaryStatus": job.secondary,
        "SecondaryStatusTransitions": job.transitions,
        "ModelArtifacts": {"S3ModelArtifacts": job.artefact or ""},
        "CreationTime": job.created,
        "LastModifiedTime": job.modified,
        **times,
        **({"FailureReason": job.failure_reason} if job.failure_reason else {}),
        **({"FinalMetricDataList": job.metrics} if job.metrics else {}),
    }


def summarise(job: TrainingJob) -> Json:
    """Return a job as ListTrainingJobs does."""
    return {
        "TrainingJobName": job.name,
        "TrainingJobArn": job.arn,
        "TrainingJobStatus": job.status,
        "SecondaryStatus": job.secondary,
        "CreationTime": job.created,
        "LastModifiedTime": job.modified,
        **({"TrainingEndTime": job.ended} if job.ended else {}),
    }


def detail_of(job: TrainingJob, tags: list[Json]) -> Json:
    """Return the detail of a "SageMaker Training Job State Change" event.

    https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
    """
    described = describe(job)
    for name in _TIMES:
        if name in described:
            described[name] = int(described[name] * 1000)
    described["SecondaryStatusTransitions"] = [
        {name: int(value * 1000) if name.endswith("Time") else value for name, value in one.items()}
        for one in job.transitions
    ]
    return {**described, "Tags": {tag["Key"]: tag["Value"] for tag in tags}}
