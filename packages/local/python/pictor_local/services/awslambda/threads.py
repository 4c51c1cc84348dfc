"""Threads that wait for functions are used again.

ministack starts one for each invocation. The event loop then waits until the new thread runs, so a
burst of invocations holds up all other requests.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from ministack.services import apigateway_v1, lambda_svc

# No limit, as functions may invoke others that need a thread too. What waits is limited by the
# concurrency that functions reserve.
_MOST = 100_000


def install() -> None:
    """Replace what Lambda and API Gateway call functions with."""
    pool = ThreadPoolExecutor(_MOST, thread_name_prefix="function")
    for service in (lambda_svc, apigateway_v1):
        service.run_reentrant = partial(_run, pool)


async def _run(pool: ThreadPoolExecutor, work: Callable[..., Any], *args: Any, **_: Any) -> Any:
    """Run in a thread, with the caller's context; to the end, even if the caller is cancelled."""
    context = contextvars.copy_context()
    running = asyncio.get_running_loop().run_in_executor(pool, partial(context.run, work, *args))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        # Nobody else may change what the thread still changes.
        while not running.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({running})
        # Read, or asyncio reports it as one that nobody knows of.
        running.exception()
        raise
