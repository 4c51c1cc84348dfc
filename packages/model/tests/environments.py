"""Python environments that only some tests need: installed by the first that does."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

_ENVIRONMENTS = Path(__file__).resolve().parents[1] / "environments"


def environment_python(name: str) -> Path:
    """Python of an environment whose lock is `environments/<name>/requirements.lock`.

    What the lock leaves out, such as torch, it finds in the environment that runs the tests.
    """
    lock = _ENVIRONMENTS / name / "requirements.lock"
    venv = _ENVIRONMENTS / name / ".venv"
    python, stamp = venv / "bin" / "python", venv / ".installed"
    wanted = lock.read_text()
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(venv, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    # The lock names every package, so nothing is left for pip to resolve.
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(lock)]
    subprocess.run(install, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(venv)}))
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    stamp.write_text(wanted)
    return python
