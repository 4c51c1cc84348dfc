"""A command that may write below one directory and nowhere else."""

import subprocess
import sys
from pathlib import Path

import pytest

from pictor_local.services.sagemaker import confined

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has Landlock")

WAYS = {
    "write": "open('there', 'w')",
    "append": "open('there', 'a')",
    "truncate": "os.truncate('there', 0)",
    "remove": "os.remove('there')",
    "rename": "os.rename('there', 'moved')",
    "link": "os.link('there', 'linked')",
    "symbolic link": "os.symlink('there', 'symbolic')",
    "make": "open('new', 'x')",
    "make a directory": "os.mkdir('directory')",
    "remove a directory": "os.rmdir('empty')",
    "make a socket": "socket.socket(socket.AF_UNIX).bind('socket')",
    "make a pipe": "os.mkfifo('pipe')",
}


def run(only: Path, code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", confined.__file__, str(only), sys.executable, "-I", "-c"]
    return subprocess.run(
        [*command, f"import os, socket, subprocess, sys\n{code}"],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for directory in (tmp_path, tmp_path / "only"):
        (directory / "empty").mkdir(parents=True)
        (directory / "there").write_text("as it was")
    return tmp_path


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_write_is_refused_elsewhere_and_works_below(place: Path, way: str) -> None:
    before = sorted(place.iterdir())
    refused = run(place / "only", WAYS[way], place)
    assert "PermissionError" in refused.stderr
    assert sorted(place.iterdir()) == before
    assert (place / "there").read_text() == "as it was"
    assert run(place / "only", WAYS[way], place / "only").returncode == 0


def test_what_it_starts_is_held_too_and_may_discard_its_output(place: Path) -> None:
    child = "open('/dev/null', 'w').write('x'); open('new', 'w')"
    ended = run(place / "only", f"subprocess.run([sys.executable, '-c', {child!r}])", place)
    assert "PermissionError: [Errno 13] Permission denied: 'new'" in ended.stderr


def test_without_landlock_it_runs_and_says_what_is_not_held(tmp_path: Path) -> None:
    script = tmp_path / "confined.py"
    # A number that no system call has is what an old kernel makes of Landlock's.
    source = Path(confined.__file__).read_text()
    script.write_text(source.replace("= 444, 445, 446", "= 100_000, 445, 446"))
    ended = subprocess.run(
        [sys.executable, "-I", script, tmp_path, "/bin/echo", "ran"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said, ran = ended.stdout.splitlines()
    assert said.startswith("not held to its /tmp, as AWS holds a serverless container: ")
    assert "Function not implemented" in said
    assert ran == "ran"
