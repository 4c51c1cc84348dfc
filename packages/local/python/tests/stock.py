"""ministack as it is published, in a process of its own."""

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from tests.emulator import NODE_BIN, client, wait_for


class Stock:
    """ministack as it is published."""

    def __init__(self, directory: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        environment = {
            "PATH": f"{NODE_BIN}:/usr/bin:/bin",
            "HOME": str(directory),
            "TMPDIR": str(directory),
            "GATEWAY_PORT": str(port),
            "MINISTACK_ACCOUNT_ID": "111122223333",
            "STATE_DIR": str(directory),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
        }
        command = [sys.executable, "-m", "hypercorn", "ministack.app:app", "--bind"]
        self._log = (directory / "stock.log").open("wb")
        self._process = subprocess.Popen(
            [*command, f"127.0.0.1:{port}"], env=environment, stdout=self._log, stderr=self._log
        )
        wait_for(self._listens, 30, "stock ministack")

    def _listens(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=1):
                return True
        except OSError:
            return False

    def client(self, service: str) -> Any:
        """Return a boto3 client."""
        return client(self.url, service)

    def stop(self) -> None:
        """End it with its workers."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(20)
        self._log.close()
