"""Threads that wait for functions: with the caller's context, to the end, and used again."""

import asyncio
import contextvars
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from ministack.services import apigateway_v1, lambda_svc

from pictor_local.services.awslambda import threads

_account: contextvars.ContextVar[str] = contextvars.ContextVar("account")
Run = Callable[..., Awaitable[Any]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    for service in (lambda_svc, apigateway_v1):
        monkeypatch.setattr(service, "run_reentrant", service.run_reentrant)
    threads.install()
    installed: Run = lambda_svc.run_reentrant
    assert apigateway_v1.run_reentrant.func is installed.func  # type: ignore[attr-defined]
    return installed


def test_a_thread_is_used_again(run: Run) -> None:
    async def three() -> set[Any]:
        return {await run(threading.get_ident, thread_name="any") for _ in range(3)}

    assert len(asyncio.run(three())) == 1


def test_more_callers_at_once_than_any_usual_pool_has_threads(run: Run) -> None:
    everybody = threading.Barrier(200)

    async def all_at_once() -> None:
        await asyncio.gather(*(run(everybody.wait, 20) for _ in range(200)))

    asyncio.run(all_at_once())


def test_work_sees_the_context_of_its_caller(run: Run) -> None:
    async def caller(account: str) -> Any:
        _account.set(account)
        return await run(_account.get)

    async def both() -> list[Any]:
        return list(await asyncio.gather(caller("one"), caller("two")))

    assert asyncio.run(both()) == ["one", "two"]


def test_an_error_is_the_callers(run: Run) -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(run(lambda: 1 / 0))  # type: ignore[arg-type]


@pytest.mark.parametrize("fails", [False, True])
def test_a_cancelled_caller_goes_on_when_the_work_has_ended(run: Run, fails: bool) -> None:
    goes_on = threading.Event()
    ended: list[str] = []

    def work() -> None:
        goes_on.wait(20)
        ended.append("work")
        if fails:
            raise ValueError

    async def cancelled_twice() -> None:
        caller = asyncio.ensure_future(run(work))
        for _ in range(2):
            await asyncio.sleep(0.05)
            caller.cancel()
        await asyncio.sleep(0.05)
        assert not caller.done()
        goes_on.set()
        with pytest.raises(asyncio.CancelledError):
            await caller
        ended.append("caller")

    asyncio.run(cancelled_twice())
    assert ended == ["work", "caller"]
