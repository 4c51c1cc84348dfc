"""Python environments that few tests, benches and users need: installed by the first that does.

`python -m tests.environments NAME` installs one and prints its Python.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

_ENVIRONMENTS = Path(__file__).resolve().parents[1] / "environments"
_LOCK = "requirements.lock"


def environment_python(name: str, alone: str | None = None) -> Path:
    """Python of an environment whose lock is `environments/<name>/requirements.lock`.

    Args:
        name: directory of the lock.
        alone: the Python to make an environment of that has what its lock names and nothing else;
            None: one of this Python, which finds what the lock leaves out, such as torch, in the
            environment that runs.
    """
    python = python_of(name)
    venv = python.parents[1]
    stamp = venv / ".installed"
    wanted = (_ENVIRONMENTS / name / _LOCK).read_text()
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(venv, ignore_errors=True)
    subprocess.run([alone or sys.executable, "-m", "venv", venv], check=True)
    install(name, _LOCK)
    if alone is None:
        packages = Path(sysconfig.get_path("purelib", vars={"base": str(venv)}))
        (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    stamp.write_text(wanted)
    return python


def python_of(name: str) -> Path:
    """Where an environment has its Python, installed or not."""
    return _ENVIRONMENTS / name / ".venv" / "bin" / "python"


def install(name: str, lock: str) -> None:
    """Installs what a lock names, and nothing that it does not, into an environment."""
    directory = _ENVIRONMENTS / name
    # A lock names every package, so nothing is left for pip to resolve.
    python = str(directory / ".venv" / "bin" / "python")
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    pip = [python, "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(directory / lock)]
    subprocess.run(pip, check=True, env=environment)


if __name__ == "__main__":
    print(environment_python(sys.argv[1]))
