"""Between the socket and ministack: records AWS requests and lets faults at them."""

import asyncio
import socket
import struct
from typing import Any

from hypercorn.asyncio.tcp_server import TCPServer
from moto.core.request import determine_request_protocol

from pictor_local.clock import clock
from pictor_local.faults import Fault, Faults, failure
from pictor_local.requests.interpretation import (
    NotUnderstoodError,
    operation_model,
    service_of,
    understand,
)
from pictor_local.requests.recorder import Recorded, Recorder, is_signed, record

_NO_LINGER = struct.pack("ii", 1, 0)


class Wire:
    """The ASGI application around ministack's."""

    def __init__(self, inner: Any, recorder: Recorder, faults: Faults) -> None:
        self._inner = inner
        self._recorder = recorder
        self._faults = faults

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hand a request on; an AWS request is recorded and may meet a fault."""
        if scope["type"] != "http" or not is_signed(scope):
            await self._inner(scope, receive, send)
            return
        messages, body = await _read(receive)
        status = 0

        async def noting(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            request = record(scope, body, 0)
            fault = self._fault(request) if self._faults else None
            if fault is None or not await _let_loose(fault, request, scope, receive, noting):
                await self._inner(scope, _replaying(messages, receive), noting)
        finally:
            self._recorder.add(record(scope, body, status))

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


async def _let_loose(fault: Fault, request: Recorded, scope: Any, receive: Any, send: Any) -> bool:
    """Do what a fault does; return whether that was all."""
    if fault.kind == "latency":
        await clock.sleep(fault.seconds)
        return False
    if fault.kind == "hang":
        while (await receive())["type"] != "http.disconnect":
            pass
    elif fault.kind == "reset":
        connections.reset(scope["client"])
    else:
        await _answer(fault, request, send)
    return True


async def _answer(fault: Fault, request: Recorded, send: Any) -> None:
    service = operation_model(fault.service, understand(request).operation).service_model
    protocol = determine_request_protocol(service, request.headers.get("content-type"))
    status, fields, body = failure(fault, protocol)
    raw = [(name.encode(), str(value).encode()) for name, value in fields.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


class _Connections:
    """Open connections by the caller's address, so that one can be reset."""

    def __init__(self) -> None:
        self._writers: dict[tuple[str, int], asyncio.StreamWriter] = {}

    def install(self) -> None:
        run = TCPServer.run

        async def noting(server: Any) -> None:
            peer = server.writer.get_extra_info("peername")
            self._writers[peer[:2]] = server.writer
            try:
                await run(server)
            finally:
                self._writers.pop(peer[:2], None)

        TCPServer.run = noting  # type: ignore[method-assign, assignment]

    def reset(self, client: tuple[str, int]) -> None:
        """End a connection with a reset, as a broken network does."""
        writer = self._writers[tuple(client[:2])]  # type: ignore[index]
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        writer.transport.abort()


connections = _Connections()
