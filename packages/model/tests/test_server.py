"""The adapter inside the real toolkit and TorchServe, over HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pictor_model.build import Order
from pictor_model.workspace import TORCHSERVE_ADAPTER
from pictor_serving.contract import Contract
from tests.conftest import LABELS
from tests.pictures import jpeg, png, png_header
from tests.toolkit import Response, Toolkit, toolkit

RELEASE = "ab" * 32


@pytest.fixture(scope="module")
def server(
    model_dir: Path,
    contract: Contract,
    weights_sha256: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Toolkit]:
    variables = {
        contract.release_variable: RELEASE,
        contract.weights_variable: weights_sha256,
    }
    with toolkit(model_dir, tmp_path_factory.mktemp("server"), variables) as server:
        # Before this line a request would wait in TorchServe's queue, which is fine too.
        server.wait_for_log("Torch worker started")
        yield server


@pytest.fixture(scope="module")
def weights_sha256(release: Path) -> str:
    digest: str = json.loads((release / "release.json").read_text())["weightsSha256"]
    return digest


def assert_identity(response: Response, contract: Contract, weights_sha256: str) -> None:
    identity = f"release={RELEASE};weights={weights_sha256}"
    assert response.headers[contract.attributes_header] == identity
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "header", ["X-Amzn-SageMaker-Custom-Attributes", "x-amzn-sagemaker-custom-attributes"]
)
def test_answers_like_the_artefact_offline_and_says_who_it_is(
    server: Toolkit,
    release: Path,
    order: Order,
    contract: Contract,
    weights_sha256: str,
    header: str,
) -> None:
    response = server.invoke(
        order.smoke.read_bytes(), {"Content-Type": "image/png", header: "top=3"}
    )
    predictions = json.loads(response.body)["predictions"]
    assert response.status == 200
    assert len(predictions) == 3
    record = json.loads((release / "release.json").read_text())
    assert predictions[0]["index"] == record["smoke"]["index"]
    assert predictions[0]["label"] == LABELS[record["smoke"]["index"]]
    assert_identity(response, contract, weights_sha256)


@pytest.mark.parametrize(
    ("data", "content_type", "attributes", "status", "code"),
    [
        (png(), "image/png", "top=0", 400, "bad-query"),
        (b"", "image/png", "top=5", 400, "empty-body"),
        (b"hello", "image/jpeg", "top=5", 400, "not-an-image"),
        (jpeg().ljust(4_000_001, b"\0"), "image/jpeg", "top=5", 413, "too-many-bytes"),
        (png_header(30_000, 30_000), "image/png", "top=5", 413, "too-many-pixels"),
        (b"GIF89a", "image/gif", "top=5", 415, "unsupported-media-type"),
        (b"1,2,3", "text/csv", "top=5", 415, "unsupported-media-type"),
        (b"{}", "application/json", "top=5", 415, "unsupported-media-type"),
        (jpeg()[:300], "image/jpeg", "top=5", 422, "undecodable-image"),
    ],
)
def test_answers_what_is_wrong_in_clean_json(
    server: Toolkit,
    contract: Contract,
    weights_sha256: str,
    data: bytes,
    content_type: str,
    attributes: str,
    status: int,
    code: str,
) -> None:
    headers = {"Content-Type": content_type, contract.attributes_header: attributes}
    response = server.invoke(data, headers)
    problem = json.loads(response.body)
    assert (response.status, problem["code"]) == (status, code)
    assert problem.keys() == {"code", "detail"}
    assert_identity(response, contract, weights_sha256)


def test_answers_pictures_of_all_sizes_that_are_allowed(server: Toolkit) -> None:
    largest = jpeg().ljust(4_000_000, b"\0")
    assert server.invoke(largest, {"Content-Type": "image/jpeg"}).status == 200


def test_never_comes_up_with_weights_other_than_released(
    model_dir: Path, contract: Contract, tmp_path: Path
) -> None:
    variables = {contract.weights_variable: "0" * 64}
    with toolkit(model_dir, tmp_path / "server", variables) as server:
        server.wait_for_log(f"but the release requires {'0' * 64}")
        with pytest.raises(OSError, match="timed out"):
            server.invoke(png(), {"Content-Type": "image/png"}, timeout_seconds=3)


def test_keeps_the_adapter_thin() -> None:
    assert len(TORCHSERVE_ADAPTER.read_text().splitlines()) <= 60
