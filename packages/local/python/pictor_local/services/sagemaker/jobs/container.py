"""The process of a training job: SageMaker's container, below a directory of its own."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

_SUPERVISED = Path(__file__).with_name("supervised.py")
_running: set["Container"] = set()


class Container:
    """A running command with its descendants."""

    def __init__(
        self, command: list[str], directory: Path, environment: dict[str, str], log: Path
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(_SUPERVISED), *command],
                cwd=directory,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.pid = self._process.pid
        _running.add(self)

    @property
    def code(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.poll()

    def terminate(self) -> None:
        """Ask it to end, as SageMaker does before it kills a container."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it with all its descendants."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()
        _running.discard(self)


def kill_all() -> None:
    """End every container."""
    for container in list(_running):
        container.kill()
