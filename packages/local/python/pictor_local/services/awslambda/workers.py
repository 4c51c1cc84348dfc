"""Lambda workers: they end with the emulator, see nothing of its environment, and leave a log."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime

# Runs before ministack's worker script. Its readline loop alone does not end a worker whose handler
# is at work, or has left a timer or a socket open, when the emulator is gone.
_PRELUDE = """
process.stdin.once("end", () => process.exit(0));
process.stdin.once("close", () => process.exit(0));
for (const name of Object.keys(process.env)) {
  if (/^(MINISTACK|MOTO|GATEWAY|BIND|IOT|SFTP|DOCKER|STATE|S3_DATA)_|^AUTH$/.test(name)) {
    delete process.env[name];
  }
}
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
"""


def install(log_dir: Path) -> None:
    """Put the prelude before ministack's Node worker, and copy what functions log to files."""
    lambda_runtime._NODEJS_WORKER_SCRIPT = _PRELUDE + lambda_runtime._NODEJS_WORKER_SCRIPT
    lambda_runtime.Worker.invoke = _logging(lambda_runtime.Worker.invoke, log_dir)


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
