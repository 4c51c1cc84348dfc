import hashlib
import json
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from pictor_model import workspace
from pictor_model.artefact import Artefact, pack
from pictor_model.build import smoke_index
from pictor_model.cli import main
from pictor_model.errors import BuildError
from pictor_model.offline import predict
from pictor_model.order import Order
from pictor_model.release import release_record
from pictor_model.schema import check
from pictor_model.weights import State, serialise
from pictor_serving.spec import Spec
from tests.conftest import LABELS, Release
from tests.pictures import jpeg


def release_of(directory: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((directory / "release.json").read_text())
    return document


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def arguments(order: Order, out: Path) -> list[str]:
    paths = {"weights": order.weights, "labels": order.labels, "smoke": order.smoke, "out": out}
    options = [text for name, path in paths.items() for text in (f"--{name}", str(path))]
    checked = [] if order.sha256 is None else ["--sha256", order.sha256]
    return ["build", *options, *checked, "--input", "32", "--name", order.name, "--json"]


def test_builds_the_same_bytes_in_another_process_and_directory(
    order: Order, release: Release, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere.bin"
    moved.write_bytes(Path(order.weights).read_bytes())
    options = arguments(replace(order, weights=str(moved)), tmp_path / "out")
    subprocess.run(
        [sys.executable, "-m", "pictor_model", *options],
        cwd=tmp_path,
        env={"PYTHONPATH": str(workspace.SERVING.parent), "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
    )
    assert sha256(tmp_path / "out" / "model.tar.gz") == sha256(release.artefact)
    assert release_of(tmp_path / "out") == release.record


def test_records_what_the_artefact_is(order: Order, release: Release) -> None:
    record = release.record
    artefact = release.artefact
    assert record["sha256"] == sha256(artefact)
    assert record["size"] == artefact.stat().st_size
    assert record["key"] == f"releases/{sha256(artefact)}/model.tar.gz"
    assert record["weightsSha256"] == sha256(release.model / "model.pth")
    assert record["labels"] == {
        "count": len(LABELS),
        "sha256": hashlib.sha256(b"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n").hexdigest(),
    }
    assert record["input"] == {"width": 32, "height": 32, "mean": [0.5] * 3, "std": [0.5] * 3}
    assert (release.directory / record["smoke"]["file"]).read_bytes() == order.smoke.read_bytes()
    assert "measured" not in record


def test_keeps_of_a_measurement_what_the_contract_has(spec: Spec) -> None:
    measured = {"accuracy": 0.97, "n": 450, "confusion": [], "on": "450 digits"}
    artefact = Artefact(Path("model.tar.gz"), "a" * 64, 1)
    record = release_record(artefact, "torchserve", spec, ("smoke.png", 0), measured)
    assert record["measured"] == {"accuracy": 0.97, "on": "450 digits"}


def test_packs_the_code_and_nothing_of_this_machine(release: Release) -> None:
    with tarfile.open(release.artefact) as archive:
        entries = archive.getmembers()
    names = [entry.name for entry in entries]
    assert names == sorted(names)
    assert {"model.pth", "model.json", "code/inference.py"} < set(names)
    assert "code/pictor_serving/contract.json" in names
    assert "code/requirements.txt" not in names
    assert not [name for name in names if "__pycache__" in name]
    stamps = {(e.mtime, e.uid, e.gid, e.uname, e.gname, e.mode) for e in entries}
    assert stamps == {(0, 0, 0, "", "", 0o644)}


def test_says_the_same_offline_from_the_artefact_alone(
    order: Order, release: Release, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(jpeg()[:300])
    artefact = release.artefact
    options = ["predict", "--artefact", str(artefact), "--top", "2", "--json"]
    assert main([*options, str(order.smoke), str(broken)]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    record = release.record
    assert first["predictions"][0]["index"] == record["smoke"]["index"]
    assert len(first["predictions"]) == 2
    identity = f"release={record['sha256']};weights={record['weightsSha256']}"
    assert first["attributes"] == identity
    assert (second["file"], second["status"]) == (str(broken), 422)


def test_runs_no_code_but_the_artefacts_own(tmp_path: Path) -> None:
    code = b"""if True:
        import json, sys
        ours = [path for path in sys.path if path.endswith("packages/model/src")]
        print(json.dumps({"file": sys.argv[-1], "path": ours}))
    """
    members = {"code/pictor_serving/__init__.py": b"", "code/pictor_serving/__main__.py": code}
    artefact = pack(members, tmp_path / "other.tar.gz")
    picture = tmp_path / "picture.png"
    picture.touch()
    assert predict(artefact.path, [picture], top=1) == [{"file": str(picture), "path": []}]


def test_refuses_a_release_that_does_not_know_its_smoke_picture() -> None:
    answer = {"status": 200, "predictions": [{"label": "c", "index": 2, "score": 0.9}]}
    assert smoke_index(answer, None) == smoke_index(answer, 2) == 2
    with pytest.raises(BuildError, match=r"must be of class 0, .* gives it class 2 \('c'\)"):
        smoke_index(answer, 0)
    with pytest.raises(BuildError, match="the smoke picture is refused: Too large"):
        smoke_index({"status": 413, "code": "too-many-bytes", "detail": "Too large."}, None)


def test_writes_weights_alike_whatever_they_are_views_of(state: State, weights: bytes) -> None:
    views = {
        name: torch.stack([tensor, tensor])[1] if tensor.dim() else tensor
        for name, tensor in state.items()
    }
    conv = views["conv1.weight"].contiguous(memory_format=torch.channels_last)
    assert serialise({**views, "conv1.weight": conv}) == weights


def test_refuses_to_crop_more_than_there_is(
    order: Order, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments(order, tmp_path), "--resize", "31"]) == 1
    assert capsys.readouterr().err == "resize must be at least the input's 32 x 32 pixels, got 31\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sha256": "F" * 64}, "release.sha256 must be text that matches"),
        ({"size": 0}, "release.size must be within 0 and"),
        ({"size": 1.5}, "release.size must be of type integer"),
        ({"size": True}, "release.size must be of type integer"),
        ({"format": "fp16"}, r"release.format must be one of \['fp32', 'int8'\], got 'fp16'"),
        ({"key": ""}, "release.key must be text that has at least 1"),
        ({"colour": "red"}, "release.colour is unknown, known are sha256"),
        ({"smoke": {"file": "a.png"}}, "release.smoke.index is missing"),
        ({"smoke": {"file": "a.png", "index": -1}}, "release.smoke.index must be within 0"),
        ({"measured": {"on": "x", "accuracy": 1.1}}, "release.measured.accuracy must be within"),
        ({"calibration": [{"target": 1}]}, r"release.calibration\[0\].rps is missing"),
        ({"calibration": {}}, "release.calibration must be of type array"),
        (
            {"input": {"width": 1, "height": 1, "mean": [0, 0], "std": [1, 1, 1]}},
            "release.input.mean must have 3 items, got 2",
        ),
    ],
)
def test_holds_a_record_to_the_contract(
    release: Release, change: dict[str, Any], message: str
) -> None:
    schema = json.loads(workspace.contract_path().read_text())["schemas"]["release"]
    record = release.record
    check(record, schema)
    with pytest.raises(BuildError, match=message):
        check({**record, **change}, schema)


def test_complains_in_one_line_without_a_stack_trace(
    order: Order, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = replace(order, weights=str(tmp_path / "absent.pth"))
    assert main(arguments(missing, tmp_path)) == 1
    captured = capsys.readouterr()
    assert captured.err == f"there is no weights file at '{missing.weights}'\n"
    assert json.loads(captured.out)["event"] == "error"


def test_ends_an_interrupted_command_as_shells_expect(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pictor_model.build.build", interrupt)
    assert main(arguments(order, tmp_path)) == 130
