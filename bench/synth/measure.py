"""Run a command; print a line of JSON with its wall seconds, CPU seconds of all its processes, and peak memory in MB."""

import json
import os
import sys
import time

started = time.perf_counter()
child = os.fork()
if child == 0:
    # Only the figures go to standard output.
    os.dup2(2, 1)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
print(
    json.dumps({
        "wall": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": kilobytes / 1000,
    })
)
sys.exit(os.waitstatus_to_exitcode(status))
