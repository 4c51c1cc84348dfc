import csv
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import torch
from torch import nn

from pictor_model.artefact import unpack
from pictor_model.cli import main as command
from pictor_model.inputs import DIGITS
from pictor_model.offline import predict
from pictor_model.train.folder import read_folder
from pictor_model.train.settings import CONTRACT
from pictor_model.train.split import split
from pictor_model.training import new_network
from pictor_model.weights import State, serialise
from pictor_serving.contract import Contract
from tests.small_training import Job, small, write_images


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """ResNet50 trained for a step, all layers."""
    job = Job(tmp_path_factory.mktemp("resnet50"))
    write_images(job.images, each=6, shades={"dark": 50, "bright": 200})
    assert job.run("--epochs=1", new=new_network) == 0
    return job


def metrics_of(job: Job) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((job.data / "metrics.json").read_text())
    return document


def test_writes_what_the_artefact_builder_takes(
    trained: Job, tmp_path: Path, contract: Contract
) -> None:
    metrics = metrics_of(trained)
    options = [
        str(trained.model / word) if (trained.model / word).is_file() else word
        for word in metrics["build"]
    ]
    release = tmp_path / "release"
    assert command(["build", *options, "--out", str(release)]) == 0
    record = json.loads((release / "release.json").read_text())
    assert record["measured"]["accuracy"] == metrics["accuracy"]
    assert record["weightsSha256"] == metrics["weightsSha256"]
    folder = read_folder(trained.images, DIGITS, contract, 0)
    images = split(folder.examples, 0.2).held_out
    answers = predict(release / "model.tar.gz", [each.path for each in images], top=1)
    # The network as it was measured while training, and the artefact as it is served, agree.
    best = [answer["predictions"][0]["index"] for answer in answers]
    pairs = Counter(zip((each.target for each in images), best, strict=True))
    confusion = csv.reader((trained.data / "confusion.csv").read_text().splitlines()[1:])
    assert [[int(count) for count in row[1:]] for row in confusion] == [
        [pairs[(right, answer)] for answer in (0, 1)] for right in (0, 1)
    ]
    unpack(release / "model.tar.gz", tmp_path / "artefact")
    assert json.loads((tmp_path / "artefact" / "model.json").read_text())["labels"] == [
        "bright",
        "dark",
    ]


def test_reports_accuracy_curve_and_confusion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = Job(tmp_path)
    write_images(job.images)
    assert job.run() == 0
    told, metrics = capsys.readouterr().out, metrics_of(job)
    assert f"there is no '{job.checkpoints}': a job without CheckpointConfig begins anew" in told
    for definition in CONTRACT["metricDefinitions"]:
        values = [float(each) for each in re.findall(definition["Regex"], told)]
        assert len(values) == 4
    accuracies = re.findall(CONTRACT["metricDefinitions"][1]["Regex"], told)
    assert float(accuracies[-1]) == metrics["accuracy"]
    assert [epoch["held_out_accuracy"] for epoch in metrics["epochs"]] == [
        pytest.approx(float(each), abs=1e-4) for each in accuracies
    ]
    right = sum(each["right"] for each in metrics["classes"])
    assert right / metrics["heldOut"] == metrics["accuracy"]
    assert (metrics["training"], metrics["heldOut"], metrics["skipped"]) == (32, 8, 0)
    table = (job.data / "confusion.csv").read_text().splitlines()
    assert table[0] == "right class,bright,dark"
    counts = [[int(each) for each in line.split(",")[1:]] for line in table[1:]]
    assert [sum(row) for row in counts] == [4, 4]
    assert [counts[0][0], counts[1][1]] == [each["right"] for each in metrics["classes"]]
    ElementTree.fromstring((job.data / "learning-curve.svg").read_text())
    assert (job.data / "confusion.md").read_text().startswith("| right class | bright | dark |")
    weights = (job.model / "weights.pth").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == metrics["weightsSha256"]
    names = {path.name for path in (*job.model.iterdir(), *job.data.iterdir())}
    patterns = [*CONTRACT["outputs"]["model"], *CONTRACT["outputs"]["data"]]
    assert len(names) == len(patterns)
    assert all(any(Path(name).match(pattern) for pattern in patterns) for name in names)


@pytest.mark.parametrize("place", ["weights", "training"])
def test_trains_only_the_last_layer_of_given_weights(
    place: str, tmp_path: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    job = Job(tmp_path)
    write_images(job.images, each=4)
    channel = job.base / "input" / "data" / place
    channel.mkdir(exist_ok=True)
    # Ten classes as another wrote it, with the prefix of DataParallel.
    before = serialise({f"module.{name}": tensor for name, tensor in state.items()})
    (channel / "weights.pth").write_bytes(before)
    arguments = [
        "--layers=head",
        "--epochs=2",
        f"--weights-sha256={hashlib.sha256(before).hexdigest()}",
    ]
    assert job.run(*arguments, new=new_network) == 0
    after = job.weights()
    changed = [
        name for name in after if name in state and not torch.equal(after[name], state[name])
    ]
    assert sorted(changed) == ["fc.bias", "fc.weight"]
    assert after["fc.weight"].shape == (2, 2048)
    assert metrics_of(job)["startSha256"] == hashlib.sha256(before).hexdigest()
    assert "left out of all names: the prefix 'module.'" in capsys.readouterr().out
    assert job.run("--layers=head", f"--weights-sha256={'0' * 64}") == 1
    assert "the weights file has sha256" in job.failure.read_text()


def test_refuses_starting_weights_of_another_network(tmp_path: Path) -> None:
    job = Job(tmp_path)
    write_images(job.images, each=2)
    (job.base / "input" / "data" / "weights").mkdir()
    torch.save(nn.Linear(2, 2).state_dict(), job.base / "input" / "data" / "weights" / "linear.pth")
    assert job.run("--layers=head", new=new_network) == 1
    assert "the weights" in job.failure.read_text()


def test_stops_where_the_loss_is_not_finite(tmp_path: Path) -> None:
    job = Job(tmp_path)
    write_images(job.images)

    def diverging(classes: int, seed: int) -> nn.Module:
        network = small()(classes, seed)
        nn.init.constant_(network.get_submodule("fc").get_parameter("bias"), float("nan"))
        return network

    assert job.run(new=diverging) == 1
    message = job.failure.read_text()
    assert message.startswith(
        "the loss is nan in step 1 of epoch 1, so training has diverged: lower"
    )
    assert not job.model.exists()
