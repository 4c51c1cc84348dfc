"""Step Functions."""

from collections.abc import Mapping, Sequence

from pictor_local.aws import arn
from pictor_local.services.call import Call, Operation
from pictor_local.services.parts import Parts
from pictor_local.services.service import Permission, Service, Shim
from pictor_local.services.stepfunctions import machines, retries
from pictor_local.services.stepfunctions.calls import Calls
from pictor_local.services.stepfunctions.executions import Executions
from pictor_local.services.stepfunctions.metrics import Metrics
from pictor_local.services.stepfunctions.sessions import Sessions
from pictor_local.services.stepfunctions.tasks import Tasks
from pictor_local.services.stepfunctions.transitions import Transitions

_RESOURCES = ("resourceArn", "stateMachineArn", "executionArn", "activityArn")


class StepFunctions(Service):
    """State machines of ministack, mended: its interpreter, and calls of our own."""

    name = "states"
    title = "Step Functions"
    folder = "stepfunctions"
    iam_namespace = "states"
    shims = (
        Shim(
            parts=("stepfunctions/machines", "stepfunctions/definition"),
            behaviour=(
                "a definition is linted; a role must trust the service, may create the rule by "
                "which `.sync` learns of an end, and may deliver logs; tracing is kept"
            ),
            source="https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html",
            test="test_state_machines",
            gap="test_any_definition_and_role_make_a_state_machine",
        ),
        Shim(
            parts=(
                "stepfunctions/tasks",
                "stepfunctions/integration",
                "stepfunctions/calls",
                "stepfunctions/sessions",
                "stepfunctions/sync_job",
                "iam/role_session",
            ),
            behaviour=(
                "a task calls AWS over the wire as the machine's role, with the errors of AWS's "
                "SDKs for Java; `.sync` follows a job of SageMaker's, and stops it with its task"
            ),
            source="https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html",
            test="test_state_machine_jobs",
            gap="test_job_is_not_waited_for",
        ),
        Shim(
            parts=("stepfunctions/executions", "stepfunctions/run", "stepfunctions/retries"),
            behaviour=(
                "waits, time-outs and retries go by the emulator's clock; an execution ends at "
                "its own time-out; stopping it stops its work; a start that is delivered again "
                "starts nothing"
            ),
            source="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html",
            test="test_executions",
            gap="test_execution_has_no_time_out_and_starts_twice",
        ),
        Shim(
            parts=(
                "stepfunctions/history",
                "stepfunctions/metrics",
                "stepfunctions/transitions",
            ),
            behaviour=(
                "events have AWS's fields and go to the log group as its level says; a state hands "
                "on 256 KiB at most; executions and throttled transitions are counted"
            ),
            source="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
            test="test_executions",
            gap="test_execution_has_no_time_out_and_starts_twice",
        ),
    )
    differences = (
        "Integrations are `lambda:invoke`, `sns:publish`, `sqs:sendMessage`, `events:putEvents`, "
        "`sagemaker` and every `aws-sdk`; others, task tokens, activities and a function's ARN as "
        "a resource are ministack's, without permissions. Of `.sync` there are transform and "
        "training jobs.",
        "A distributed map reads its items without permissions and writes no results; branches of "
        "Parallel and items of Map go on when one fails, and leave only the events of their tasks.",
        "The error of a call is modelled after the SDKs' classes; AWS documents few of them.",
        "Every execution of a role shares one session, named `StepFunctions`.",
        "There is no redrive, no express history, and no limit of 25,000 events.",
        "Transitions are throttled by a fault alone, and only of a machine's own states and of "
        "retries, not of the states in a Map or Parallel.",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        metrics = Metrics(parts.publisher)
        self._executions = Executions(metrics)
        self._transitions = Transitions(parts.faults, metrics)
        jobs = {
            "TransformJob": parts.transform_jobs.records.find,
            "TrainingJob": parts.training_jobs.records.find,
        }
        self._tasks = Tasks(Calls(Sessions()), jobs)

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that ministack answers differently."""
        return {
            "CreateStateMachine": machines.create,
            "UpdateStateMachine": machines.update,
            "ValidateStateMachineDefinition": machines.validate,
        }

    def iam_resource(self, call: Call) -> str:
        """Return the ARN of what the request names; `*` for a list."""
        params = call.params
        named = next((str(params[name]) for name in _RESOURCES if name in params), None)
        if named is not None:
            return named
        if call.operation == "CreateStateMachine":
            return arn("states", f"stateMachine:{params.get('name', '')}")
        return "*"

    def permissions(self, call: Call) -> Sequence[Permission]:
        """Return what the caller must be allowed: to give a role, and to tag."""
        resource = self.iam_resource(call)
        found = [Permission(self.iam_action(call), resource)]
        params = call.params
        if call.operation in ("CreateStateMachine", "UpdateStateMachine") and "roleArn" in params:
            to = {"iam:PassedToService": machines.PRINCIPAL}
            found.append(Permission("iam:PassRole", params["roleArn"], to))
        if call.operation == "CreateStateMachine" and params.get("tags"):
            found.append(Permission("states:TagResource", resource))
        return found

    def install(self) -> None:
        """Let executions go by the emulator's clock and call as their role."""
        retries.install(self._transitions.make)
        self._executions.install()
        self._transitions.install()
        self._tasks.install()

    def holds(self) -> Mapping[str, list[str]]:
        """Return executions at work; ministack's stores hold the others."""
        return {"runningExecutions": self._executions.running()}
