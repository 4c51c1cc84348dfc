"""Connections as the kernel sees them, and what is written of their requests."""

import os
import re
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.emulator import Emulator, wait_for

# Linux: struct tcp_info, tcpi_data_segs_in.
_DATA_SEGMENTS_IN = (152, "I")
HEALTH = b"GET /_pictor/health HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """Accept no connection meanwhile."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def connect(emulator: Emulator) -> socket.socket:
    return socket.create_connection(("127.0.0.1", emulator.ready["port"]), timeout=20)


def ask(client: socket.socket, emulator: Emulator) -> bytes:
    client.sendall(HEALTH % emulator.ready["port"])
    answer = b""
    while b"}" not in answer:
        answer += client.recv(4096)
    return answer


def test_connections_of_a_burst_wait_to_be_accepted(emulator: Emulator) -> None:
    with ExitStack() as opened:
        with stopped(emulator.process.pid):
            clients = [opened.enter_context(connect(emulator)) for _ in range(1000)]
        assert all(ask(client, emulator).startswith(b"HTTP/1.1 200 OK\r\n") for client in clients)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's count is Linux's")
def test_head_and_body_of_a_small_answer_are_one_segment(emulator: Emulator) -> None:
    with connect(emulator) as client:
        ask(client, emulator)
        offset, form = _DATA_SEGMENTS_IN
        info = client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
        assert struct.unpack_from(form, info, offset) == (1,)


def test_a_line_tells_all_of_a_request_but_its_query(emulator: Emulator) -> None:
    with connect(emulator) as client:
        port = client.getsockname()[1]
        client.sendall(
            b"GET /_pictor/nothing%%0A?secret=abc HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
            b"X-Amz-Target: Service.Operation\r\nAmz-Sdk-Request: attempt=2\r\n\r\n"
            % emulator.ready["port"]
        )
        client.recv(4096)
    log = emulator.run_dir / "logs/access.log"
    line = re.compile(
        r"\[.+\] \d{3} GET /_pictor/nothing%0A Service\.Operation - \d\.\d{6}s "
        rf"127\.0\.0\.1:{port} attempt=2"
    )
    wait_for(lambda: any(map(line.fullmatch, log.read_text().splitlines())), 5, "line of a request")
    assert "secret" not in log.read_text()
