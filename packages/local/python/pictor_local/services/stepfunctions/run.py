"""One execution at work: its waits go by the emulator's clock, and its end stops what it does."""

import asyncio
import contextvars
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from pictor_local.aws import Json
from pictor_local.clock import clock

T = TypeVar("T")
_run: contextvars.ContextVar["Run | None"] = contextvars.ContextVar("run", default=None)


class EndedError(SystemExit):
    """The execution was ended from outside.

    No exception that the interpreter could take for an error of a state, and one that ends a
    thread silently.
    """


class TimedOutError(Exception):
    """A task took longer than its time-out."""


@dataclass(eq=False)
class Run:
    """One execution at work, or one that was ended from outside."""

    execution: Json
    role_arn: str
    loop: asyncio.AbstractEventLoop
    """Where the emulator runs; executions run in threads."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def wait(self, seconds: float) -> None:
        """Wait by the emulator's clock.

        Raises:
            EndedError: the execution was ended meanwhile.
        """
        self.first(clock.sleep(seconds))

    def bounded(self, work: Callable[[], T], until: float | None) -> T:
        """Do something in a thread of its own and return its result.

        Raises:
            TimedOutError: it ends later than `until` by the emulator's clock; it goes on, unheeded.
            EndedError: the execution was ended meanwhile; it goes on, unheeded.
        """
        outcome: Future[T] = Future()

        def working() -> None:
            try:
                outcome.set_result(work())
            except BaseException as error:
                outcome.set_exception(error)

        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(working,), daemon=True).start()
        if not self.first(_ends(outcome, until)):
            raise TimedOutError
        return outcome.result()

    def first(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for something on the loop, unless the execution is ended first.

        Raises:
            EndedError: it was.
        """
        done, result = asyncio.run_coroutine_threadsafe(self._first(work), self.loop).result()
        if not done:
            # Not on the loop, which a SystemExit would end.
            raise EndedError
        return cast(T, result)

    async def _first(self, work: Coroutine[Any, Any, T]) -> tuple[bool, T | None]:
        wanted: asyncio.Future[Any] = asyncio.ensure_future(work)
        ended: asyncio.Future[Any] = asyncio.ensure_future(self.ended.wait())
        try:
            await asyncio.wait({wanted, ended}, return_when=asyncio.FIRST_COMPLETED)
            return (False, None) if self.ended.is_set() else (True, await wanted)
        finally:
            wanted.cancel()
            ended.cancel()


async def _ends(outcome: Future[Any], until: float | None) -> bool:
    """Wait for an outcome, at most until a time by the clock; return whether there is one."""
    known: asyncio.Future[Any] = asyncio.ensure_future(_known(outcome))
    if until is None:
        await known
        return True
    over: asyncio.Future[Any] = asyncio.ensure_future(clock.sleep_until(until))
    try:
        await asyncio.wait({known, over}, return_when=asyncio.FIRST_COMPLETED)
        return outcome.done()
    finally:
        known.cancel()
        over.cancel()


async def _known(outcome: Future[Any]) -> None:
    """Wait until there is an outcome, without its error."""
    loop = asyncio.get_running_loop()
    there = asyncio.Event()
    outcome.add_done_callback(lambda _: loop.call_soon_threadsafe(there.set))
    await there.wait()


def current() -> Run | None:
    """Return the execution that this thread works for; None for one that nobody can end."""
    return _run.get()


def work_for(run: Run, work: Callable[[], None]) -> None:
    """Do the work of an execution in this thread."""
    token = _run.set(run)
    try:
        work()
    except EndedError:
        pass
    finally:
        _run.reset(token)
