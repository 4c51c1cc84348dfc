import hashlib
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import torch

from pictor_model.artefact import unpack
from pictor_model.build import build
from pictor_model.inputs import DIGITS
from pictor_model.layouts import LAYOUTS
from pictor_model.network import Description, network_of
from pictor_model.order import Order
from pictor_model.training import new_network
from pictor_model.weights import State
from pictor_model.workspace import ADAPTERS, contract_path
from pictor_serving.classifier import Classifier
from pictor_serving.contract import Contract
from pictor_serving.engines import Network
from pictor_serving.spec import Spec
from tests.pictures import png

# Two threads wait for each other ten times as long as they compute where a neighbour takes a core.
torch.set_num_threads(1)
os.environ["OMP_NUM_THREADS"] = "1"

LABELS = tuple("abcdefghij")
DESCRIPTION = Description("random", DIGITS, LABELS)


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract.read(contract_path())


@pytest.fixture(scope="session")
def state() -> State:
    """Random weights whose answers differ from picture to picture."""
    network = new_network(len(LABELS), seed=1)
    random = torch.Generator().manual_seed(1)
    state = network.state_dict()
    for name, tensor in state.items():
        if name.endswith("running_var"):
            tensor.copy_(torch.rand(tensor.shape, generator=random) + 0.5)
        elif name.endswith("bn3.weight"):
            tensor.fill_(0.2)
        elif name == "fc.weight":
            tensor.mul_(20)
    return dict(state)


@pytest.fixture(scope="session")
def network(state: State) -> Network:
    return network_of(state, "fp32", DESCRIPTION)


@pytest.fixture(scope="session")
def weights(network: Network) -> bytes:
    return network.weights


@pytest.fixture(scope="session")
def spec(network: Network) -> Spec:
    return network.spec


@pytest.fixture(scope="session")
def classifier(network: Network) -> Classifier:
    return Classifier(network, threads=1)


@pytest.fixture(scope="session")
def order(weights: bytes, tmp_path_factory: pytest.TempPathFactory) -> Order:
    """What is needed to build the release of the random weights."""
    place = tmp_path_factory.mktemp("order")
    (place / "weights.pth").write_bytes(weights)
    (place / "labels.txt").write_text("\n".join(LABELS), encoding="utf-8")
    (place / "scene.png").write_bytes(png())
    return Order(
        weights=str(place / "weights.pth"),
        sha256=hashlib.sha256(weights).hexdigest(),
        labels=place / "labels.txt",
        input=DIGITS,
        smoke=place / "scene.png",
        smoke_index=None,
        name="random",
    )


@dataclass(frozen=True)
class Release:
    """A built release."""

    directory: Path
    """Holds model.tar.gz, release.json and smoke.png."""
    model: Path
    """The artefact, unpacked."""

    @property
    def artefact(self) -> Path:
        return self.directory / "model.tar.gz"

    @property
    def smoke(self) -> Path:
        return self.directory / "smoke.png"

    @property
    def record(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.directory / "release.json").read_text())
        return document

    @property
    def weights_sha256(self) -> str:
        return str(self.record["weightsSha256"])


@pytest.fixture(scope="session")
def releases(order: Order, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    """A release a layout, of the same weights."""
    built = {}
    for layout in LAYOUTS:
        release = Release(tmp_path_factory.mktemp("release"), tmp_path_factory.mktemp("model"))
        build(replace(order, layout=layout), release.directory, silent)
        unpack(release.artefact, release.model)
        built[layout] = release
    return built


@pytest.fixture(scope="session")
def release(releases: dict[str, Release]) -> Release:
    """The one for TorchServe."""
    return releases["torchserve"]


@pytest.fixture(scope="session")
def adapters() -> list[Path]:
    """Files that join the core to servers."""
    return [path for path in ADAPTERS.glob("*/*") if path.is_file()]


def silent(*_: object, **__: object) -> None:
    """Reports nothing."""
