import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from pictor_model.artefact import file_sha256, unpack
from pictor_model.cli import main as command
from tests.small_training import Job, write_images


@pytest.fixture
def source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert command(["train-source", "--out", str(tmp_path), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    file = tmp_path / "sourcedir.tar.gz"
    assert written["source"] == str(file)
    assert written["sha256"] == file_sha256(file)
    assert written["training"]["entryPoint"] == "train.py"
    return file


def test_packs_the_same_bytes_each_time(source: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.tar.gz"
    subprocess.run(
        [sys.executable, "-m", "pictor_model", "train-source", "--out", str(again)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
    )
    assert again.read_bytes() == source.read_bytes()


def test_packs_nothing_that_the_toolkit_would_install(source: Path) -> None:
    with tarfile.open(source) as archive:
        names = archive.getnames()
    assert {"train.py", "pictor_model/train/contract.json", "pictor_serving/contract.json"} < {
        *names
    }
    # The toolkit hands a directory with setup.py, and a requirements.txt, to pip.
    assert not {"setup.py", "requirements.txt"} & {*names}
    assert {Path(name).suffix for name in names} == {".py", ".json"}


def test_starts_alone_with_what_the_training_image_has(source: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    unpack(source, code)
    job = Job(tmp_path / "job")
    write_images(job.images, shades={"grey": 128})
    # Packages of ours that AWS's training image has not, and those that are not for training.
    absent = ("onnx", "onnxruntime", "safetensors", "sklearn", "boto3")
    hide = f"import sys; sys.modules.update(dict.fromkeys({absent!r})); "
    start = "import runpy; sys.path.insert(0, ''); runpy.run_path('train.py', run_name='__main__')"
    finished = subprocess.run(
        [sys.executable, "-c", hide + "sys.argv = ['train.py', '--epochs', '1']; " + start],
        cwd=code,
        env={"PATH": os.environ["PATH"], "SAGEMAKER_BASE_DIR": str(job.base)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 1, finished.stderr
    assert "of at least 2 classes, but has only 'grey'" in job.failure.read_text()


def test_refuses_a_missing_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["train-source", "--out", str(tmp_path / "absent" / "a.tar.gz")]) == 1
    assert f"there is no directory at '{tmp_path / 'absent'}'" in capsys.readouterr().err
