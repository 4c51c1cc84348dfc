"""AWS's own command line, as `pictor env` lets a user call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.emulator import REGION, Emulator


def aws(
    emulator: Emulator, home: Path, *arguments: str, secret: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one command with the run's credentials and with no configuration of the user's."""
    key, own_secret = emulator.credentials
    return subprocess.run(
        [sys.executable, "-m", "awscli", *arguments],
        env={
            "HOME": str(home),
            "AWS_ENDPOINT_URL": emulator.url,
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": secret or own_secret,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_cli_stores_a_file_and_reads_it_back(closed: Emulator, tmp_path: Path) -> None:
    stored, read = tmp_path / "stored", tmp_path / "read"
    # Above 8 MB the CLI uploads in parts.
    stored.write_bytes(b"0123456789" * 900_000)
    made = aws(closed, tmp_path, "s3", "mb", "s3://by-the-cli")
    assert (made.returncode, made.stderr) == (0, "")
    for source, target in (
        (str(stored), "s3://by-the-cli/a/file"),
        ("s3://by-the-cli/a/file", str(read)),
    ):
        copied = aws(closed, tmp_path, "s3", "cp", "--only-show-errors", source, target)
        assert (copied.returncode, copied.stderr) == (0, "")
    assert read.read_bytes() == stored.read_bytes()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (("sts", "get-caller-identity"), "Account"),
        (("iam", "list-roles"), "Roles"),
        (("sagemaker", "list-endpoints"), "Endpoints"),
        (("apigateway", "get-rest-apis"), "items"),
        (("cloudwatch", "describe-alarms"), "MetricAlarms"),
        (("stepfunctions", "list-state-machines"), "stateMachines"),
    ],
)
def test_cli_is_answered_in_each_protocol(
    closed: Emulator, tmp_path: Path, command: tuple[str, ...], answer: str
) -> None:
    done = aws(closed, tmp_path, *command, "--output", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert answer in json.loads(done.stdout)


def test_cli_with_a_guessed_secret_is_refused(closed: Emulator, tmp_path: Path) -> None:
    done = aws(closed, tmp_path, "sts", "get-caller-identity", secret="guessed")
    assert done.returncode != 0
    assert "SignatureDoesNotMatch" in done.stderr
