"""Between the socket and ministack: checks signatures, records AWS requests, injects faults."""

import asyncio
from typing import Any

from moto.core.request import determine_request_protocol

from pictor_local import callers, enforcement
from pictor_local.clock import clock
from pictor_local.connections import Connections
from pictor_local.doors import UNSIGNED, Doors, is_api_call, is_signed, refuse
from pictor_local.faults import Fault, Faults, failure
from pictor_local.requests.interpretation import (
    NotUnderstoodError,
    operation_model,
    service_of,
    understand,
)
from pictor_local.requests.recorder import Recorded, Recorder, record


class Wire:
    """The ASGI application around ministack's."""

    def __init__(
        self,
        inner: Any,
        doors: Doors,
        recorder: Recorder,
        faults: Faults,
        connections: Connections,
    ) -> None:
        self._connections = connections
        self._inner = inner
        self._doors = doors
        self._recorder = recorder
        self._faults = faults

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hand a request on; an AWS request must be signed, is recorded and may meet a fault."""
        if is_api_call(scope):
            await self._inner(scope, receive, send)
            return
        if not is_signed(scope):
            await refuse(send, *UNSIGNED)
            return
        messages, body = await _read(receive)
        refused = self._doors.wrongly_signed(scope, body)
        if refused is not None:
            await refuse(send, *refused)
            return
        status = 0

        async def noting(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            request = record(scope, body, 0)
            enforcement.begin(request.headers.get("authorization", ""))
            fault = self._fault(request) if self._faults else None
            if fault is not None and fault.kind == "death":
                await self._carry_out_and_kill(scope, _replaying(messages, receive))
            elif fault is not None and fault.kind == "unheard":
                await self._carry_out(scope, _replaying(messages, receive))
                await _no_answer(receive)
            elif fault is None or not await self._let_loose(fault, request, scope, receive, noting):
                await self._inner(scope, _replaying(messages, receive), noting)
        finally:
            self._recorder.add(record(scope, body, status))

    async def _carry_out(self, scope: Any, receive: Any) -> None:
        """Do what a request asks, and answer nothing."""

        async def unheard(_message: Any) -> None:
            pass

        await self._inner(scope, receive, unheard)

    async def _carry_out_and_kill(self, scope: Any, receive: Any) -> None:
        """Do what a request asks, and kill the function that sent it: it never has the answer."""
        await self._carry_out(scope, receive)
        await asyncio.to_thread(callers.kill, scope["client"][1])
        self._connections.reset(scope["client"])

    async def _let_loose(
        self, fault: Fault, request: Recorded, scope: Any, receive: Any, send: Any
    ) -> bool:
        """Do what a fault does; return whether that was all."""
        if fault.kind == "latency":
            await clock.sleep(fault.seconds)
            return False
        if fault.kind == "hang":
            await _no_answer(receive)
        elif fault.kind == "reset":
            self._connections.reset(scope["client"])
        else:
            await _answer(fault, request, send)
        return True

    def _fault(self, request: Recorded) -> Fault | None:
        try:
            service = service_of(request)
            operation = understand(request).operation
        except NotUnderstoodError:
            return None
        return self._faults.take(service, operation)


async def _read(receive: Any) -> tuple[list[Any], bytes]:
    messages = []
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request" or not message.get("more_body", False):
            return messages, b"".join(one.get("body", b"") for one in messages)


def _replaying(messages: list[Any], receive: Any) -> Any:
    async def replay() -> Any:
        return messages.pop(0) if messages else await receive()

    return replay


async def _no_answer(receive: Any) -> None:
    """Wait until the caller has closed its connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(fault: Fault, request: Recorded, send: Any) -> None:
    service = operation_model(service_of(request), understand(request).operation).service_model
    protocol = determine_request_protocol(service, request.headers.get("content-type"))
    status, fields, body = failure(fault, protocol)
    raw = [(name.encode(), str(value).encode()) for name, value in fields.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
