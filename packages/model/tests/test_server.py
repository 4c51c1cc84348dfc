"""What only the SageMaker toolkit and TorchServe do."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from pictor_serving.contract import Contract
from tests.conftest import Release
from tests.pictures import jpeg, png
from tests.served import Response, Served
from tests.toolkit import toolkit

Ask = Callable[..., Future[Response]]


def test_never_comes_up_with_weights_other_than_released(
    release: Release, contract: Contract, tmp_path: Path
) -> None:
    variables = {contract.weights_variable: "0" * 64}
    with toolkit(release.model, tmp_path / "server", variables) as server:
        server.wait_for_log(f"but the release requires {'0' * 64}")
        with pytest.raises(OSError, match="timed out"):
            server.invoke(png(), {"Content-Type": "image/png"}, timeout_seconds=3)


def test_answers_a_form_that_is_none_itself(release: Release, tmp_path: Path) -> None:
    with toolkit(release.model, tmp_path / "server", {}) as server:
        server.wait_for_prediction(png())
        # Read by TorchServe, before any worker: its own 500, and no artefact can mend that. Once it
        # is 415 here, it belongs into the contract's cases.
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert "ErrorDataDecoderException" in server.invoke(jpeg(), form).body
        # Neither the toolkit nor the artefact uses it, and it takes longest to import.
        assert "ONNX Runtime" in server.log.read_text()
        assert [each for each in server.loaded_libraries() if "libtorch" in each] == []


@pytest.fixture(scope="module")
def server(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One worker, a queue of two, and ten seconds for an answer, since a busy machine is slow."""
    variables = {"TS_JOB_QUEUE_SIZE": "2", "TS_DEFAULT_RESPONSE_TIMEOUT": "10"}
    with toolkit(release.model, tmp_path_factory.mktemp("server") / "run", variables) as server:
        server.wait_for_prediction(png())
        yield server


@pytest.fixture
def ask(server: Served, contract: Contract) -> Iterator[Ask]:
    """Sends a picture and does not wait for the answer."""
    with ThreadPoolExecutor() as pool:

        def ask(seconds: float = 60) -> Future[Response]:
            deadline = f"deadline={round((time.time() + seconds) * 1000)}"
            headers = {"Content-Type": "image/png", contract.attributes_header: deadline}
            answer = pool.submit(server.invoke, png(), headers)
            # One after the other, so that it is clear which is at work and which wait.
            time.sleep(0.2)
            return answer

        yield ask


def test_refuses_at_once_what_is_beyond_its_queue_and_unserved_what_is_late(
    server: Served, ask: Ask
) -> None:
    [worker] = server.workers()
    worker.suspend()
    at_work, late, in_time, beyond = ask(), ask(0.1), ask(), ask()
    assert beyond.result().status == 503
    assert not any(each.done() for each in (at_work, late, in_time))
    worker.resume()
    assert [each.result().status for each in (at_work, late, in_time)] == [200, 503, 200]
    assert '"no-capacity"' in late.result().body


def test_worker_that_is_killed_costs_the_request_that_it_worked_on(
    server: Served, ask: Ask
) -> None:
    [worker] = server.workers()
    worker.suspend()
    at_work, behind = ask(), ask()
    worker.kill()
    died = at_work.result()
    # By either the router knows that a repeat may help. TorchServe says which of two it noticed
    # first: that the worker's connection is closed, or that it has no answer to give.
    assert died.status == 507 or (died.status == 500 and '"Worker died."' in died.body)
    assert behind.result().status == 200


def test_worker_that_does_not_answer_is_replaced(server: Served, ask: Ask) -> None:
    [worker] = server.workers()
    worker.suspend()
    stuck, behind = ask(), ask()
    assert stuck.result().status >= 500
    assert behind.result().status == 200
    assert worker not in server.workers()
