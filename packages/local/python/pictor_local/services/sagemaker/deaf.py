"""Makes TCP ports deaf on which a process of ours listens: who connects gets no answer.

For TorchServe's gRPC, which cannot be turned off and asks nobody who he is.
"""

import ctypes
import os
import socket
import struct
import sys

import psutil

_PIDFD_GETFD = 438
_ATTACH_FILTER = 26
# One instruction of BPF: keep 0 bytes of whatever arrives. It drops the SYN, too.
_DROP = struct.pack("=HBBI", 0x06, 0, 0, 0)


def deafen(pid: int, ports: set[int]) -> set[int]:
    """Make those of the ports deaf that a process or its children listen on.

    Returns:
        Those on which they listen by now.

    Raises:
        OSError: this system cannot, or forbids it.
    """
    if sys.platform != "linux":
        raise OSError(f"only Linux can, this is {sys.platform}")
    found: set[int] = set()
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        for fd, port in _listening(process):
            if port in ports:
                _silence(process.pid, fd)
                found.add(port)
    return found


def _listening(process: psutil.Process) -> list[tuple[int, int]]:
    try:
        connections = process.net_connections("tcp")
    except psutil.Error:
        return []
    return [(c.fd, c.laddr.port) for c in connections if c.status == psutil.CONN_LISTEN]


def _silence(pid: int, fd: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    process = os.pidfd_open(pid)
    try:
        ours = library.syscall(ctypes.c_long(_PIDFD_GETFD), process, fd, 0)
        if ours < 0:
            code = ctypes.get_errno()
            raise OSError(code, f"pidfd_getfd: {os.strerror(code)}")
    finally:
        os.close(process)
    with socket.socket(fileno=ours) as shared:
        instruction = ctypes.create_string_buffer(_DROP, len(_DROP))
        program = struct.pack("@HP", 1, ctypes.addressof(instruction))
        shared.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)
