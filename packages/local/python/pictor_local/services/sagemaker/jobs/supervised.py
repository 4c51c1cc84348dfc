"""Runs a command as a container would, and ends it with all its descendants when stdin ends.

`python supervised.py COMMAND [ARGUMENT ...]` hands SIGTERM on to the command and ends with its exit
code, 128 and its signal's number if a signal killed it.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading

import psutil

_SET_CHILD_SUBREAPER = 36


def end_descendants() -> None:
    """Kill every descendant, whatever group or session it is in."""
    while descendants := psutil.Process().children(recursive=True):
        for one in descendants:
            try:
                one.kill()
            except psutil.Error:
                continue
        psutil.wait_procs(descendants, timeout=1)


def end_with_stdin(pipe: int) -> None:
    """Wait for the end of the pipe, then end everything."""
    while os.read(pipe, 1):
        pass
    end_descendants()
    os._exit(128 + signal.SIGKILL)


if __name__ == "__main__":
    if sys.platform == "linux":
        # Otherwise orphans of the command would become children of init.
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    stdin = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    command = subprocess.Popen(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_: command.send_signal(signal.SIGTERM))
    threading.Thread(target=end_with_stdin, args=(stdin,), daemon=True).start()
    code = command.wait()
    end_descendants()
    os._exit(code if code >= 0 else 128 - code)
