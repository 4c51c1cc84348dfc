"""The process of this emulator that a request comes from, by the port that it sends from."""

import contextlib
import os
import signal

import psutil


def kill(port: int) -> bool:
    """Kill the child that sends from a port, as a crash would; return whether there is one."""
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            connections = child.net_connections("tcp")
            if any(one.laddr.port == port for one in connections):
                os.kill(child.pid, signal.SIGKILL)
                return True
    return False
