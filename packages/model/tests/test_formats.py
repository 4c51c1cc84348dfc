"""Artefacts of every format, layout and compression, and what is refused."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from pictor_model.artefact import sha256_of
from pictor_model.build import build
from pictor_model.errors import BuildError
from pictor_model.fast import AGREEMENT_BOUND
from pictor_model.offline import predict
from pictor_model.order import Order
from pictor_model.weights import State, serialise
from pictor_serving.spec import Spec
from pictor_serving.threads import physical_cores, threads_of
from tests.conftest import LABELS, Release, silent
from tests.pictures import png, scene


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred pictures, no two alike."""
    place = tmp_path_factory.mktemp("calibration")
    for number in range(100):
        turned = scene(40 + number, 50).rotate(3.6 * number)
        (place / f"{number}.png").write_bytes(png(turned))
    return place


@pytest.fixture(scope="module")
def decided(state: State, order: Order, tmp_path_factory: pytest.TempPathFactory) -> Order:
    """Weights that are sure of one class, as a trained network is; random ones are of none."""
    bias = torch.zeros(len(LABELS))
    bias[4] = 50
    weights = serialise({**state, "fc.bias": bias})
    file = tmp_path_factory.mktemp("decided") / "weights.pth"
    file.write_bytes(weights)
    return replace(order, weights=str(file), sha256=hashlib.sha256(weights).hexdigest())


def test_builds_int8_that_says_what_was_measured_of_it(
    decided: Order, calibration: Path, tmp_path: Path
) -> None:
    held_out = tmp_path / "held-out"
    for index, name in ((4, "right"), (4, "too"), (4, "again"), (2, "wrong")):
        (held_out / str(index)).mkdir(parents=True, exist_ok=True)
        (held_out / str(index) / f"{name}.png").write_bytes(png())
    steps: list[str] = []
    order = replace(decided, format="int8", calibration=calibration, held_out=held_out)
    artefact, record = build(order, tmp_path / "out", lambda event, *_, **__: steps.append(event))
    assert (record["format"], record["measured"]["agreement"]) == ("int8", 1)
    assert record["measured"]["accuracy"] == 0.75
    assert record["measured"]["on"].startswith("4 held-out pictures, 20")
    assert list(dict.fromkeys(steps)) == [
        *("calibrating", "comparing", "measuring", "packing", "trying")
    ]
    [answer] = predict(artefact.path, [order.smoke], top=1)
    assert answer["predictions"][0]["index"] == 4
    assert answer["attributes"].endswith(record["weightsSha256"])
    assert record["weightsSha256"] != order.sha256
    assert artefact.size < 35_000_000


def test_refuses_int8_that_answers_otherwise_than_fp32(
    order: Order, calibration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pictor_model.fast.agreement", lambda *_: AGREEMENT_BOUND - 0.001)
    with pytest.raises(BuildError, match=r"98.9% of 66 held-out pictures .* at least 99%"):
        build(replace(order, format="int8", calibration=calibration), tmp_path / "out", silent)
    assert not (tmp_path / "out").exists()


def test_refuses_too_few_pictures_to_calibrate_with(order: Order, tmp_path: Path) -> None:
    (tmp_path / "one.png").write_bytes(png())
    with pytest.raises(BuildError, match=r"must hold at least 100 pictures .*, not 1"):
        build(replace(order, format="int8", calibration=tmp_path), tmp_path / "out", silent)


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"sha256": None}, ["--sha256 is missing"]),
        ({"format": "int8"}, ["--format int8 needs --calibration"]),
        ({"calibration": Path()}, ["--calibration is for --format int8 only"]),
        (
            {"format": "int8", "measured": Path(), "held_out": Path(), "sha256": ""},
            ["--sha256", "needs --calibration", "measured in fp32", "say the same"],
        ),
    ],
)
def test_refuses_an_order_that_contradicts_itself_with_all_reasons_at_once(
    order: Order, tmp_path: Path, changes: dict[str, Any], messages: list[str]
) -> None:
    with pytest.raises(BuildError) as caught:
        build(replace(order, **changes), tmp_path, silent)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(messages)
    assert all(message in line for message, line in zip(messages, lines, strict=True))


def files_of(directory: Path) -> set[str]:
    found = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix() for path in found}


def test_writes_plain_files_whose_list_is_the_release(
    order: Order, release: Release, tmp_path: Path
) -> None:
    artefact, record = build(replace(order, compression="none"), tmp_path, silent)
    assert record["compression"] == "none"
    assert record["key"] == f"releases/{record['sha256']}/"
    files, packed = files_of(artefact.path), files_of(release.model)
    assert files == {name for name in packed if "__pycache__" not in name}
    lines = [
        f"{hashlib.sha256((artefact.path / name).read_bytes()).hexdigest()}  {name}\n"
        for name in sorted(files)
    ]
    assert record["sha256"] == hashlib.sha256("".join(lines).encode()).hexdigest()
    assert record["size"] == sum((artefact.path / name).stat().st_size for name in files)
    (artefact.path / "model.json").write_text("{}")
    assert sha256_of(artefact.path) != record["sha256"]


def test_lays_an_artefact_out_for_its_container(releases: dict[str, Release]) -> None:
    ray = releases["ray-serve"]
    assert (ray.record["layout"], ray.record["container"]) == ("ray-serve", "ray-serve-1.4-cpu")
    names = {path.name for path in ray.model.iterdir()}
    assert {"config.yaml", "deployment.py", "model.json", "model.pth", "pictor_serving"} <= names
    # The container would install what a code/requirements.txt names, at each start.
    assert "code" not in names
    assert ray.weights_sha256 == releases["torchserve"].weights_sha256


def test_states_its_format_beside_the_weights(release: Release) -> None:
    spec = Spec.read(release.model / "model.json")
    assert (spec.format, len(spec.logits)) == ("fp32", len(LABELS))
    assert json.loads((release.model / "model.json").read_text())["weightsSha256"]


@pytest.mark.parametrize(
    ("variables", "threads"),
    [
        ({}, 1),
        ({"SAGEMAKER_MODEL_SERVER_WORKERS": "1"}, 8),
        ({"SAGEMAKER_MODEL_SERVER_WORKERS": "3"}, 2),
        ({"SAGEMAKER_MODEL_SERVER_WORKERS": "16"}, 1),
        ({"SAGEMAKER_MODEL_SERVER_WORKERS": "1", "OMP_NUM_THREADS": "4"}, 4),
    ],
)
def test_shares_physical_cores_among_workers(variables: dict[str, str], threads: int) -> None:
    assert threads_of(variables, cores=8) == threads


def test_counts_two_threads_of_a_core_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for cpu, siblings in ((0, "0,2"), (1, "1,3"), (2, "0,2"), (3, "1,3")):
        file = tmp_path / f"cpu{cpu}" / "topology" / "thread_siblings_list"
        file.parent.mkdir(parents=True)
        file.write_text(f"{siblings}\n")
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    assert physical_cores(tmp_path) == 2
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 2}, raising=False)
    assert physical_cores(tmp_path) == 1
