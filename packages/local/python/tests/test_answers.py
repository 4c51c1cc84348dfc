"""An answer leaves in one piece where it is small: what a client may see of it at first."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from hypercorn.config import Config
from hypercorn.events import Event, RawData
from hypercorn.protocol.events import Body, EndBody, Response
from hypercorn.protocol.h11 import H11Protocol

from pictor_local import answers

_REQUEST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"


def _sent(monkeypatch: pytest.MonkeyPatch, *parts: bytes) -> list[bytes]:
    """Return what goes to the socket, send by send, for an answer with a body of such parts."""
    monkeypatch.setattr(H11Protocol, "_send_h11_event", H11Protocol._send_h11_event)
    answers.install()
    sent: list[bytes] = []

    async def send(event: Event) -> None:
        if isinstance(event, RawData):
            sent.append(event.data)

    async def answer() -> None:
        context: Any = SimpleNamespace(event_class=asyncio.Event)
        nobody: Any = None
        protocol = H11Protocol(
            nobody, Config(), context, nobody, nobody, False, nobody, nobody, send
        )
        protocol.connection.receive_data(_REQUEST)
        protocol.connection.next_event()
        length = str(sum(map(len, parts))).encode()
        await protocol.stream_send(
            Response(stream_id=1, status_code=200, headers=[(b"content-length", length)])
        )
        for part in parts:
            await protocol.stream_send(Body(stream_id=1, data=part))
        await protocol.stream_send(EndBody(stream_id=1))

    asyncio.run(answer())
    return sent


def test_head_and_body_are_one_send(monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = _sent(monkeypatch, b'{"Tags": []}')
    assert whole.startswith(b"HTTP/1.1 200")
    assert whole.endswith(b'\r\n\r\n{"Tags": []}')


def test_answer_without_a_body_is_sent_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = _sent(monkeypatch)
    assert whole.endswith(b"\r\n\r\n")


def test_further_parts_are_sent_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = _sent(monkeypatch, b"one", b"two")
    assert first.endswith(b"\r\n\r\none")
    assert second == b"two"
