"""Lambda workers: they end with the emulator, see nothing of its environment, and leave a log."""

import json
import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime

# Ends what an invocation logs. A log has no such line of its own: it is text.
_END = "\0end of the invocation"
# A worker that died writes no end. What its log still holds comes well before.
_LONGEST_WAIT_SECONDS = 0.25

# Runs before ministack's worker script. Its readline loop alone does not end a worker whose handler
# is at work, or has left a timer or a socket open, when the emulator is gone.
# ministack keeps standard output for answers, and takes what is logged from standard error. Node
# writes to a pipe before it goes on, so the end comes after all that an invocation logged.
# https://nodejs.org/api/process.html#a-note-on-process-io
_PRELUDE = """
const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = (line) => {
  if (!line.startsWith('{"status":"ready"')) process.stderr.write(END + "\\n");
  return answer(line);
};
process.stdin.once("end", () => process.exit(0));
process.stdin.once("close", () => process.exit(0));
for (const name of Object.keys(process.env)) {
  if (/^(MINISTACK|MOTO|GATEWAY|BIND|IOT|SFTP|DOCKER|STATE|S3_DATA)_|^AUTH$/.test(name)) {
    delete process.env[name];
  }
}
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
""".replace("END", json.dumps(_END))


def install(log_dir: Path) -> None:
    """Put the prelude before ministack's Node worker, and copy what functions log to files."""
    lambda_runtime._NODEJS_WORKER_SCRIPT = _PRELUDE + lambda_runtime._NODEJS_WORKER_SCRIPT
    lambda_runtime.Worker.invoke = _logging(lambda_runtime.Worker.invoke, log_dir)
    lambda_runtime.Worker._drain_stderr_bounded = _until_its_end(
        lambda_runtime.Worker._drain_stderr_bounded
    )


def stop() -> None:
    """End every worker."""
    lambda_runtime.reset()


def _logging(invoke: Callable[..., Any], log_dir: Path) -> Callable[..., Any]:
    def logged(worker: Any, event: Any, request_id: str, **options: Any) -> Any:
        result = invoke(worker, event, request_id, **options)
        lines = [result.get("log") or "", result.get("error") or "", result.get("trace") or ""]
        text = "\n".join(line for line in lines if line)
        if text:
            with (log_dir / f"{worker.func_name}.log").open("a") as log:
                log.write(f"{request_id}\n{text}\n")
        return result

    return logged


def _until_its_end(drain: Callable[..., str]) -> Callable[..., str]:
    """Read what an invocation logged; ministack asks every millisecond, until nothing came for 5.

    A function's process is free for the next invocation so much earlier.
    """

    def drain_stderr_bounded(worker: Any, **options: Any) -> str:
        if not worker.config.get("Runtime", "").startswith("nodejs"):
            return drain(worker, **options)
        lines: list[str] = []
        until = time.monotonic() + _LONGEST_WAIT_SECONDS
        while True:
            try:
                line = worker._stderr_queue.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            text = line.removesuffix(_END)
            if text or text == line:
                lines.append(text)
            if text != line:
                break
        return "\n".join(lines)

    return drain_stderr_bounded
