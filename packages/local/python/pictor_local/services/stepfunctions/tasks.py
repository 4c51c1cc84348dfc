"""Task states: a call as the machine's role, with its time-out, retries and events."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from ministack.core.responses import get_region
from ministack.services import stepfunctions

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.services.sagemaker.jobs.job import Job
from pictor_local.services.stepfunctions import history
from pictor_local.services.stepfunctions.calls import Calls
from pictor_local.services.stepfunctions.integration import Integration, integration_of
from pictor_local.services.stepfunctions.run import EndedError, Run, TimedOutError, current
from pictor_local.services.stepfunctions.sync_job import SyncJob

Find = Callable[[str], Job | None]


class Tasks:
    """Performs tasks."""

    def __init__(self, calls: Calls, jobs: Mapping[str, Find]) -> None:
        """Take how to call AWS, and how to find a job by its name, by the job's kind."""
        self._calls = calls
        self._jobs = jobs

    def install(self) -> None:
        """Put them into the place of ministack's, which keeps what no integration is known of."""
        left = stepfunctions._execute_task

        def execute_task(state: Json, given: Any, execution: Json, context: Json) -> Any:
            integration = integration_of(state.get("Resource", ""))
            run = current()
            if integration is None or run is None:
                return left(state, given, execution, context)
            return stepfunctions._with_retry_and_catch(
                state,
                given,
                context,
                lambda: self._attempt(integration, state, given, context, run),
            )

        stepfunctions._execute_task = execute_task

    def _attempt(
        self, integration: Integration, state: Json, given: Any, context: Json, run: Run
    ) -> Any:
        jsonata = stepfunctions._state_query_language(state, context) == "JSONata"
        if jsonata:
            parameters = stepfunctions._apply_jsonata_arguments(state, given, context)
        else:
            effective = stepfunctions._apply_input_path(state, given, context)
            parameters = stepfunctions._apply_parameters(state, effective, context)
        seconds = _timeout_of(state, given, context, jsonata=jsonata)
        task = _Task(integration, run.execution)
        task.scheduled(parameters, seconds)
        try:
            result = self._perform(integration, parameters, seconds, run, task)
            history.check_size(context["State"]["Name"], json.dumps(result))
        except TimedOutError as error:
            task.note("TaskTimedOut", error="States.Timeout")
            raise stepfunctions._ExecutionError("States.Timeout", "") from error
        except stepfunctions._ExecutionError as error:
            task.failed(error.error, error.cause)
            raise
        task.note("TaskSucceeded", output=json.dumps(result))
        return _output(state, given, context, result, jsonata=jsonata)

    def _perform(
        self, integration: Integration, parameters: Any, seconds: float | None, run: Run, task: Any
    ) -> Any:
        # Before the event: who moves the clock on after it moves this task on, too.
        until = None if seconds is None else clock.now() + seconds
        if integration.job is None:
            task.note("TaskStarted")
            return run.bounded(
                lambda: self._calls.call(integration, parameters, run.role_arn), until
            )
        find = self._jobs[integration.job]
        job = SyncJob(integration, parameters, run, self._calls, find)
        try:
            task.note("TaskStarted")
            answer = run.bounded(job.create, until)
            task.submitted(json.dumps(answer))
            return run.bounded(job.follow, until)
        except (TimedOutError, EndedError):
            job.abandon()
            raise


class _Task:
    """The events of one attempt at a task."""

    def __init__(self, integration: Integration, execution: Json) -> None:
        self._execution = execution
        self._names = {
            "resourceType": integration.resource_type,
            "resource": integration.resource,
        }
        self._waits = integration.job is not None
        self._submitted = False

    def scheduled(self, parameters: Any, seconds: float | None) -> None:
        """Note the beginning."""
        limit = {} if seconds is None else {"timeoutInSeconds": int(seconds)}
        self.note("TaskScheduled", region=get_region(), parameters=json.dumps(parameters), **limit)

    def submitted(self, output: str) -> None:
        """Note that the job exists."""
        self._submitted = True
        self.note("TaskSubmitted", output=output)

    def failed(self, error: str, cause: str) -> None:
        """Note an error: of the job, or of its creation."""
        kind = "TaskSubmitFailed" if self._waits and not self._submitted else "TaskFailed"
        self.note(kind, error=error, cause=cause)

    def note(self, kind: str, **details: Any) -> None:
        """Add an event."""
        name = f"{kind[0].lower()}{kind[1:]}EventDetails"
        history.add_event(self._execution, kind, {name: {**self._names, **details}})


def _timeout_of(state: Json, given: Any, context: Json, *, jsonata: bool) -> float | None:
    if "TimeoutSecondsPath" in state:
        return float(
            stepfunctions._resolve_path_or_ctx(state["TimeoutSecondsPath"], given, context)
        )
    value = state.get("TimeoutSeconds")
    if jsonata and isinstance(value, str):
        return float(
            stepfunctions._jsonata_state_field(state, "TimeoutSeconds", "number", given, context)
        )
    return None if value is None else float(value)


def _output(state: Json, given: Any, context: Json, result: Any, *, jsonata: bool) -> Any:
    following = stepfunctions._next_or_end(state)
    if jsonata:
        output = stepfunctions._apply_jsonata_output(
            state, given, context, result=result, default=result
        )
        stepfunctions._apply_state_assign(state, given, context, result=result)
        return output, following
    selected = stepfunctions._apply_result_selector(state, result)
    output = stepfunctions._apply_result_path(state, given, selected)
    return stepfunctions._apply_output_path(state, output, context), following
