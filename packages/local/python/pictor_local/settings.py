"""What the emulator is told on its command line."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pictor_local import delays


@dataclass(frozen=True)
class Settings:
    """One emulator: whose account it plays, and where it may write."""

    account_id: str
    """The only account there is; twelve digits."""
    region: str
    """Region of callers that do not sign for one."""
    run_dir: Path
    """Everything that is written goes below this directory."""
    node_bin: Path
    """Directory that holds the `node` that runs Lambda functions."""
    serving_python: Path
    """Python that has the SageMaker PyTorch toolkit."""
    training_python: Path | None
    """Python that has the SageMaker training toolkit, or will; None: no training job runs."""
    delay: dict[str, float]
    """Delays that are not the default, in seconds by name."""
    port: int
    """TCP port on 127.0.0.1; 0 takes a free one."""
    auth: bool
    """Whether IAM policies are enforced."""

    @property
    def log_dir(self) -> Path:
        """Directory of every log file."""
        return self.run_dir / "logs"

    @property
    def token_file(self) -> Path:
        """File that holds the run's token, for the caller's own user only."""
        return self.run_dir / "control-token"

    @property
    def credentials_file(self) -> Path:
        """File that holds the run's key and secret, for the caller's own user only."""
        return self.run_dir / "credentials.json"

    @property
    def temp_dir(self) -> Path:
        """Directory of temporary files of this process and of Lambda workers."""
        return self.run_dir / "tmp"


def _account_id(value: str) -> str:
    if not re.fullmatch(r"\d{12}", value):
        raise argparse.ArgumentTypeError(f"account id is '{value}', must be twelve digits")
    return value


def _node_bin(value: str) -> Path:
    if not (Path(value) / "node").exists():
        raise argparse.ArgumentTypeError(f"there is no 'node' in '{value}'")
    return Path(value).absolute()


def _python(value: str) -> Path:
    if not Path(value).exists():
        raise argparse.ArgumentTypeError(f"there is no '{value}'")
    # Not resolved: a virtual environment's python is a link, and its place says which environment
    # it is.
    return Path(value).absolute()


def parse(arguments: Sequence[str]) -> Settings:
    """Read the command line; a wrong one ends the process with code 2 and a line that says why."""
    parser = argparse.ArgumentParser(prog="pictor_local", description="a local AWS on 127.0.0.1")
    parser.add_argument("--account-id", type=_account_id, required=True, help="twelve digits")
    parser.add_argument("--region", required=True)
    parser.add_argument("--run-dir", type=lambda value: Path(value).absolute(), required=True)
    parser.add_argument(
        "--node-bin", type=_node_bin, required=True, help="directory that holds node 22"
    )
    parser.add_argument("--serving-python", type=_python, required=True)
    # Few need it, and it may be made while the emulator runs: a job looks whether it is there.
    parser.add_argument("--training-python", type=lambda value: Path(value).absolute())
    parser.add_argument(
        "--delay", type=delays.parse, action="append", default=[], help="name=seconds, repeatable"
    )
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--auth", action="store_true", help="enforce IAM policies")
    chosen = vars(parser.parse_args(arguments))
    return Settings(**{**chosen, "delay": dict(chosen["delay"])})
