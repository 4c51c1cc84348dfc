"""Executions: a name is started once, and an end from outside really ends what it does."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
from ministack.services import stepfunctions

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.services.stepfunctions import history
from pictor_local.services.stepfunctions.metrics import Metrics
from pictor_local.services.stepfunctions.run import Run, current, work_for


class Executions:
    """The executions at work."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._loop: asyncio.AbstractEventLoop | None = None
        self._runs: dict[tuple[str, str, str], Run] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def install(self) -> None:
        """Put them into the place of ministack's; called on the emulator's loop."""
        self._loop = asyncio.get_running_loop()
        stepfunctions.now_iso = history.now_iso
        stepfunctions._add_event = history.add_event
        stepfunctions._scaled_sleep = self.wait
        stepfunctions._sleep_until = self._wait_until
        stepfunctions._start_execution = self._starting(stepfunctions._start_execution)
        stepfunctions._stop_execution = self._ending(stepfunctions._stop_execution)
        stepfunctions._delete_state_machine = self._deleting(stepfunctions._delete_state_machine)
        stepfunctions._run_execution = self._running(stepfunctions._run_execution)
        stepfunctions._fail_execution = _unless_ended(stepfunctions._fail_execution)
        stepfunctions._emit_execution_status_event = self._counting(
            stepfunctions._emit_execution_status_event
        )

    def wait(self, seconds: float) -> None:
        """Wait by the emulator's clock, in a thread of an execution."""
        assert self._loop is not None
        run = current()
        if run is not None:
            run.wait(seconds)
        else:
            asyncio.run_coroutine_threadsafe(clock.sleep(seconds), self._loop).result()

    def running(self) -> list[str]:
        """Return the ARNs of executions at work, of all regions."""
        return [run.execution["executionArn"] for run in self._runs.values()]

    def _wait_until(self, moment: str) -> None:
        parsed = stepfunctions._parse_ts(moment)
        if parsed is not None:
            self.wait(max(0, parsed.timestamp() - clock.now()))

    def _starting(self, start: Callable[[Json], Any]) -> Callable[[Json], Any]:
        def start_execution(data: Json) -> Any:
            given = data.get("input", "{}")
            try:
                json.loads(given)
            except ValueError as error:
                return error_response_json(
                    "InvalidExecutionInput",
                    f"Invalid State Machine Execution Input: '{error}'",
                    400,
                )
            machine = stepfunctions._resolve_state_machine_arn(data.get("stateMachineArn", ""))
            arn = f"{(machine or '').replace(':stateMachine:', ':execution:')}:{data.get('name')}"
            known = stepfunctions._executions.get(arn)
            # A start that is delivered again is answered as the first was, while that runs.
            if known and known["status"] == "RUNNING" and known["input"] == given:
                return json_response({"executionArn": arn, "startDate": known["startDate"]})
            reply = start(data)
            if reply[0] == 200:
                started = stepfunctions._executions[json.loads(reply[2])["executionArn"]]
                history.log(started, started["events"][0])
            return reply

        return start_execution

    def _running(self, work: Callable[[str], None]) -> Callable[[str], None]:
        def run_execution(arn: str) -> None:
            assert self._loop is not None
            execution = stepfunctions._executions.get(arn)
            if execution is None:
                return
            key = (get_account_id(), get_region(), arn)
            role = execution["events"][0]["executionStartedEventDetails"]["roleArn"]
            run = Run(execution, role, self._loop)
            self._runs[key] = run
            try:
                if execution["status"] == "RUNNING":
                    self._limit(run)
                    work_for(run, lambda: work(arn))
            finally:
                self._runs.pop(key, None)

        return run_execution

    def _limit(self, run: Run) -> None:
        """End an execution when the time-out of its definition is over."""
        machine = stepfunctions._state_machines.get(run.execution["stateMachineArn"]) or {}
        seconds = json.loads(machine.get("definition", "{}")).get("TimeoutSeconds")
        if seconds is not None:
            asyncio.run_coroutine_threadsafe(self._time_out(run, seconds), run.loop)

    async def _time_out(self, run: Run, seconds: float) -> None:
        await clock.sleep(seconds)
        if run.execution["status"] != "RUNNING":
            return
        run.execution |= {
            "status": "TIMED_OUT",
            "stopDate": history.now_iso(),
            "error": "States.Timeout",
        }
        history.add_event(run.execution, "ExecutionTimedOut", {"executionTimedOutEventDetails": {}})
        stepfunctions._emit_execution_status_event(run.execution)
        run.ended.set()

    def _ending(self, stop: Callable[[Json], Any]) -> Callable[[Json], Any]:
        def stop_execution(data: Json) -> Any:
            reply = stop(data)
            self._end(data.get("executionArn", ""))
            return reply

        return stop_execution

    def _end(self, arn: str) -> None:
        run = self._runs.get((get_account_id(), get_region(), arn))
        if run is not None and run.execution["status"] != "RUNNING":
            run.loop.call_soon_threadsafe(run.ended.set)

    def _deleting(self, delete: Callable[[Json], Any]) -> Callable[[Json], Any]:
        def delete_state_machine(data: Json) -> Any:
            machine = data.get("stateMachineArn")
            for arn, one in list(stepfunctions._executions.items()):
                if one["stateMachineArn"] == machine and one["status"] == "RUNNING":
                    stepfunctions._stop_execution({"executionArn": arn})
            reply = delete(data)
            if reply[0] == 200:
                # With the machine AWS deletes its versions and aliases, which ministack keeps.
                for store in (
                    stepfunctions._state_machine_versions,
                    stepfunctions._state_machine_aliases,
                ):
                    for arn in [one for one in store if one.startswith(f"{machine}:")]:
                        store.pop(arn)
            return reply

        return delete_state_machine

    def _counting(self, emit: Callable[[Json], None]) -> Callable[[Json], None]:
        def emit_status(execution: Json) -> None:
            self._metrics.count(execution)
            emit(execution)

        return emit_status


def _unless_ended(fail: Callable[..., None]) -> Callable[..., None]:
    def fail_execution(execution: Json, error: str, cause: str) -> None:
        if execution["status"] == "RUNNING":
            fail(execution, error, cause)

    return fail_execution
