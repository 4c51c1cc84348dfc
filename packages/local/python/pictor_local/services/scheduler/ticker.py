"""Invokes schedules when they are due, by the emulator's clock."""

import asyncio
import hashlib
import logging
from typing import Any

from ministack.core.responses import request_scope

from pictor_local.clock import clock
from pictor_local.services.scheduler.delivery import deliver
from pictor_local.services.scheduler.schedule import Schedule
from pictor_local.services.scheduler.schedules import Schedules

_logger = logging.getLogger(__name__)
_LOOK_SECONDS = 0.1


class Ticker:
    """Looks for due schedules for as long as the emulator runs."""

    def __init__(self, schedules: Schedules) -> None:
        self._schedules = schedules
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self) -> None:
        """Invoke what is due, for ever."""
        while True:
            try:
                self._look()
            except Exception:
                # One broken schedule must not stop the others.
                _logger.exception("scheduler")
            await asyncio.sleep(_LOOK_SECONDS)

    def _look(self) -> None:
        now = clock.now()
        for account, region, schedule in self._schedules.everywhere():
            due = schedule.next_due
            if due is None:
                self._complete(account, region, schedule)
            elif due <= now:
                # Of several times that a moved clock passes at once, the last is invoked.
                last = due
                while schedule.next_due is not None and schedule.next_due <= now:
                    last = schedule.next_due
                    schedule.plan(last)
                if schedule.is_enabled:
                    self._start(account, region, schedule, last)

    def _start(self, account: str, region: str, schedule: Schedule, due: float) -> None:
        with request_scope(account, region):
            # The task keeps the account and region that it is made in.
            task = asyncio.get_running_loop().create_task(_deliver(schedule, due))
        for tasks in (self._tasks, schedule.tasks):
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    def _complete(self, account: str, region: str, schedule: Schedule) -> None:
        wanted = schedule.body["ActionAfterCompletion"] == "DELETE" and schedule.is_enabled
        if wanted and not schedule.tasks:
            with request_scope(account, region):
                self._schedules.forget(schedule)


async def _deliver(schedule: Schedule, due: float) -> None:
    window = schedule.body["FlexibleTimeWindow"]
    seconds = 60 * window.get("MaximumWindowInMinutes", 0)
    await clock.sleep_until(due + _share(schedule.body["Arn"], due) * seconds)
    await deliver(schedule, due)


def _share(arn: str, due: float) -> float:
    """Return where in its window an invocation is: the same in every run, and spread evenly."""
    digest = hashlib.sha256(f"{arn} {due:.0f}".encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32
