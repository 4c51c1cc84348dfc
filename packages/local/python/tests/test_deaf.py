"""Ports of a child that answer nobody, though it listens on them."""

import socket
import subprocess
import sys

import pytest

from pictor_local.services.sagemaker.deaf import deafen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can")

LISTENER = """
import socket
kept = []
while True:
    input()
    kept.append(socket.create_server(("127.0.0.1", 0)))
    print(kept[-1].getsockname()[1], flush=True)
"""


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except TimeoutError:
        return False
    return True


def test_ports_that_are_opened_one_after_the_other_are_all_deaf_and_others_are_not() -> None:
    with subprocess.Popen(
        [sys.executable, "-I", "-c", LISTENER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        ports = []
        for _ in range(3):
            child.stdin.write("\n")
            child.stdin.flush()
            ports.append(int(child.stdout.readline()))
            # As a server is looked at again and again while it starts.
            named = set(ports[:2]) | {1}
            assert deafen(child.pid, named) == set(ports[:2])
        assert [answers(port) for port in ports] == [False, False, True]
        child.kill()
