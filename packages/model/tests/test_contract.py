"""Every adapter inside its real server, asked the same over HTTP."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pictor_model.layouts import LAYOUTS
from pictor_serving.contract import Contract
from pictor_serving.service import ERRORS_VARIABLE
from tests.cases import CASES, FINE, REFUSED, Case
from tests.conftest import Release
from tests.mutants import fuzzed_headers, mutants, statuses
from tests.pictures import png
from tests.ray_server import ray_serve
from tests.served import Response, Served
from tests.toolkit import toolkit

RELEASE = "ab" * 32
# Of code, of a traceback, or of a place on the server's disk.
LEAK = re.compile(r"Traceback|File \"|\.py\b|(/[\w.-]+){2,}|[A-Z]\w+Error")
MOST_GROWTH = 300_000_000
CODES = {
    200: None,
    400: "not-an-image",
    413: "too-many-pixels",
    415: "unsupported-media-type",
    422: "undecodable-image",
}


Start = Callable[[str, dict[str, str]], contextlib.AbstractContextManager[Served]]


@pytest.fixture(scope="module")
def start(releases: dict[str, Release], tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Starts the server of a layout with these variables."""

    @contextlib.contextmanager
    def start(layout: str, variables: dict[str, str]) -> Iterator[Served]:
        model = releases[layout].model
        servers = {
            "torchserve": lambda: toolkit(
                model, tmp_path_factory.mktemp("server") / "s", variables
            ),
            "ray-serve": lambda: ray_serve(model, variables),
        }
        with servers[layout]() as served:
            served.wait_for_prediction(png())
            yield served

    return start


@pytest.fixture(scope="module", params=LAYOUTS)
def server(
    request: pytest.FixtureRequest, start: Start, release: Release, contract: Contract
) -> Iterator[Served]:
    variables = {
        contract.release_variable: RELEASE,
        contract.weights_variable: release.weights_sha256,
    }
    with start(request.param, variables) as served:
        yield served


def ask(server: Served, contract: Contract, case: Case) -> Response:
    response = server.invoke(case.data, case.headers(contract.attributes_header))
    told = "\n".join((response.body, *response.headers.values()))
    assert not LEAK.search(told), told
    return response


def test_has_at_least_sixty_inputs_each_by_its_own_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_answers_by_the_status_table(
    server: Served, contract: Contract, case: Case, release: Release
) -> None:
    response = ask(server, contract, case)
    body = json.loads(response.body)
    assert (response.status, body.get("code")) == (case.status, case.code), response.body
    wanted = {"predictions"} if case.status == 200 else {"code", "detail"}
    assert body.keys() == wanted
    identity = f"release={RELEASE};weights={release.weights_sha256}"
    assert response.headers[contract.attributes_header] == identity
    assert response.headers["content-type"] == "application/json"


def test_answers_as_the_artefact_does_offline(
    server: Served, contract: Contract, release: Release
) -> None:
    for header in (contract.attributes_header, contract.attributes_header.lower()):
        headers = {"Content-Type": "image/png", header: "top=3"}
        response = server.invoke(release.smoke.read_bytes(), headers)
        predictions = json.loads(response.body)["predictions"]
        assert len(predictions) == 3
        assert predictions[0]["index"] == release.record["smoke"]["index"]


def test_answers_five_predictions_where_attributes_are_lost_on_the_way(server: Served) -> None:
    response = server.invoke(png(), {"Content-Type": "image/png"})
    assert len(json.loads(response.body)["predictions"]) == 5


def test_survives_a_thousand_damaged_pictures(server: Served, contract: Contract) -> None:
    for case in FINE:
        ask(server, contract, case)
    before = server.worker_bytes()
    counts = dict.fromkeys(CODES, 0)
    for data in [*fuzzed_headers(200), *mutants(1000)]:
        response = ask(server, contract, Case("damaged", data))
        body = json.loads(response.body)
        assert response.status in statuses(data), (response.body, data[:100])
        assert body.get("code") == CODES[response.status] or response.status == 400
        counts[response.status] += 1
    assert min(counts[200], counts[422]) >= 200, counts
    assert min(counts[400], counts[413]) >= 1, counts
    assert server.worker_bytes() - before < MOST_GROWTH
    assert ask(server, contract, FINE[0]).status == 200


@pytest.mark.parametrize("layout", LAYOUTS)
def test_answers_a_batch_job_200_with_the_error_inline(
    layout: str, start: Start, contract: Contract
) -> None:
    with start(layout, {ERRORS_VARIABLE: "inline"}) as server:
        fine = server.invoke(png(), {"Content-Type": "application/x-image"})
        assert json.loads(fine.body)["predictions"]
        for case in REFUSED:
            answer = ask(server, contract, case)
            error = json.loads(answer.body)["error"]
            assert (answer.status, error["code"], error["status"]) == (200, case.code, case.status)


def test_keeps_the_adapters_thin(adapters: list[Path]) -> None:
    assert len(adapters) >= 3
    assert [path.name for path in adapters if len(path.read_text().splitlines()) > 60] == []
