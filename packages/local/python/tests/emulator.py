"""Starts a local AWS as a process of its own, and asks it over the wire."""

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import psutil
from botocore.config import Config

ACCOUNT = "111122223333"
REGION = "eu-central-1"
PYTHON = Path(__file__).parents[1]
ROOT = PYTHON.parents[2]
SERVING_PYTHON = ROOT / "packages/model/.venv/bin/python"
NODE_BIN = ROOT / "node_modules/.bin"
_CONFIG = Config(
    retries={"total_max_attempts": 1}, read_timeout=90, s3={"addressing_style": "path"}
)


def client(url: str, service: str, key: str = "test", secret: str = "test", **options: Any) -> Any:
    """Return a boto3 client of the AWS at a URL; options are botocore's Config."""
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=_CONFIG.merge(Config(**options)),
    )


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """Return the condition's first true value."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError(f"no {what} within {seconds:g} s")


class Emulator:
    """One running emulator."""

    def __init__(self, run_dir: Path, *arguments: str) -> None:
        self.run_dir = run_dir
        run_dir.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pictor_local", "--account-id", ACCOUNT]
        command += ["--region", REGION, "--run-dir", str(run_dir), "--node-bin", str(NODE_BIN)]
        command += ["--serving-python", str(SERVING_PYTHON), "--delay", "endpointCreating=0.5"]
        command += ["--delay", "endpointUpdating=0.5", "--delay", "iam=0"]
        self.process = subprocess.Popen(
            [*command, *arguments],
            env={"PYTHONPATH": str(PYTHON), "SECRET": "of the caller", "PATH": "/usr/bin:/bin"},
            cwd=run_dir.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []
        self._ready: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._follow, daemon=True).start()
        ready = self._ready.get(timeout=120)
        assert ready is not None, self.process.stderr and self.process.stderr.read()
        self.ready = ready
        self.url: str = self.ready["url"]

    def _follow(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            event = json.loads(line)
            if event["event"] == "ready":
                self._ready.put(event)
        self._ready.put(None)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Everything it has said so far."""
        return [json.loads(line) for line in self.lines]

    @property
    def credentials(self) -> tuple[str, str]:
        """Key and secret of this run."""
        stored = json.loads((self.run_dir / "credentials.json").read_text())
        return stored["access_key_id"], stored["secret_access_key"]

    @property
    def token(self) -> str:
        """Token of the routes below `/_pictor/`."""
        return (self.run_dir / "control-token").read_text()

    def client(self, service: str, **options: Any) -> Any:
        """Return a boto3 client with the run's credentials."""
        return client(self.url, service, *self.credentials, **options)

    def running(self) -> dict[int, str]:
        """Return the command line of every process that it has started, however deep, by pid."""
        commands = {}
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                commands[process.pid] = " ".join(process.cmdline())
        return commands

    def stop(self) -> None:
        """End it as the supervisor does, by its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)
