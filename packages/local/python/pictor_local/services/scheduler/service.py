"""EventBridge Scheduler."""

from collections.abc import Coroutine, Iterable, Mapping
from typing import Any

from ministack.services import scheduler as stock

from pictor_local.aws import arn
from pictor_local.services.call import Call, Operation, of_params
from pictor_local.services.parts import Parts
from pictor_local.services.scheduler.schedule import DEFAULT_GROUP, group_arn
from pictor_local.services.scheduler.schedules import Schedules
from pictor_local.services.scheduler.ticker import Ticker
from pictor_local.services.service import Recognition, Service, Shim

_API = "https://docs.aws.amazon.com/scheduler/latest/APIReference"
_GUIDE = "https://docs.aws.amazon.com/scheduler/latest/UserGuide"


class EventBridgeScheduler(Service):
    """Schedules that invoke as their role, in the place of ministack's."""

    name = "scheduler"
    title = "EventBridge Scheduler"
    folder = "scheduler"
    base = "Pictor"
    rest_model = "scheduler"
    recognition = Recognition(scope="scheduler")
    # ministack has the namespace, and takes every schedule for one of the default group.
    iam_namespace = "scheduler"
    shims = (
        Shim(
            parts=("scheduler/schedule", "scheduler/schedules"),
            behaviour=(
                "CreateSchedule refuses a role that is not there or does not trust the service "
                "for the group's ARN, a wrong expression or time zone, and what AWS's model "
                "forbids; an update gives what it leaves out its default; a group is DELETING "
                "before it is gone"
            ),
            source=f"{_API}/API_CreateSchedule.html",
            test="test_scheduler",
            gap="test_schedule_takes_any_role",
        ),
        Shim(
            parts=("scheduler/expression",),
            behaviour=(
                "a rate counts from the start date, or from the creation at once; cron and at go "
                "by the wall clock of a time zone; an hour that spring skips is skipped, one that "
                "autumn repeats counts once"
            ),
            source=f"{_GUIDE}/schedule-types.html",
            test="test_schedule_expressions",
            gap="test_schedule_ignores_its_time_zone",
        ),
        Shim(
            parts=("scheduler/delivery", "scheduler/ticker"),
            behaviour=(
                "a target is invoked as the schedule's role, which must be allowed to; a failed "
                "invocation is repeated within the retry policy, then goes to the dead-letter queue"
            ),
            source=f"{_GUIDE}/configuring-schedule-dlq.html",
            test="test_scheduler",
            gap="test_schedule_invokes_without_permission",
        ),
    )
    differences = (
        "Targets are functions, queues and state machines; others, universal ones among them, are "
        "refused when the schedule is created.",
        "Of several times that a moved clock passes at once, only the last is invoked.",
        "The moment in a flexible window is the same in every run.",
        "The first retry waits 1 s, each further one twice as long up to 60 s; AWS does not "
        "document its waits.",
        "Customer managed keys are kept as a setting.",
        "The caller needs no `iam:PassRole`.",
        "There are no metrics in AWS/Scheduler.",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._schedules = Schedules(parts.delays)
        self._ticker = Ticker(self._schedules)

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return every operation that there is."""
        return of_params(self._schedules.operations)

    def iam_resource(self, call: Call) -> str:
        """Return the ARN of the schedule or group; `*` for a list."""
        params = call.params
        if "ResourceArn" in params:
            return str(params["ResourceArn"])
        if call.operation.startswith("List"):
            return "*"
        if call.operation.endswith("ScheduleGroup"):
            return group_arn(params["Name"])
        group = params.get("GroupName", DEFAULT_GROUP)
        return arn("scheduler", f"schedule/{group}/{params.get('Name', '')}")

    def install(self) -> None:
        """Keep ministack's own ticker from starting."""
        stock.start_scheduler = lambda: None

    def background(self) -> Iterable[Coroutine[Any, Any, None]]:
        """Return what invokes due schedules."""
        return [self._ticker.run()]

    def holds(self) -> Mapping[str, list[str]]:
        """Return schedules and groups."""
        return {
            "schedules": self._schedules.names(),
            "scheduleGroups": self._schedules.group_names(),
        }
