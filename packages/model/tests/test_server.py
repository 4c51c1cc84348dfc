"""What only the SageMaker toolkit and TorchServe do."""

import json
from pathlib import Path

import pytest

from pictor_serving.contract import Contract
from pictor_serving.service import ERRORS_VARIABLE
from tests.cases import REFUSED
from tests.conftest import Release
from tests.pictures import jpeg, png
from tests.toolkit import toolkit


def test_never_comes_up_with_weights_other_than_released(
    release: Release, contract: Contract, tmp_path: Path
) -> None:
    variables = {contract.weights_variable: "0" * 64}
    with toolkit(release.model, tmp_path / "server", variables) as server:
        server.wait_for_log(f"but the release requires {'0' * 64}")
        with pytest.raises(OSError, match="timed out"):
            server.invoke(png(), {"Content-Type": "image/png"}, timeout_seconds=3)


def test_answers_a_batch_job_200_with_the_error_inline(
    release: Release, contract: Contract, tmp_path: Path
) -> None:
    with toolkit(release.model, tmp_path / "server", {ERRORS_VARIABLE: "inline"}) as server:
        server.wait_for_prediction(png())
        # Read by TorchServe itself, before any worker: a form that is none is its own 500, and no
        # artefact can mend that. Once it is 415 here, it belongs into the contract's cases.
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert "ErrorDataDecoderException" in server.invoke(jpeg(), form).body
        fine = server.invoke(png(), {"Content-Type": "application/x-image"})
        assert json.loads(fine.body)["predictions"]
        for case in REFUSED:
            answer = server.invoke(case.data, case.headers(contract.attributes_header))
            error = json.loads(answer.body)["error"]
            assert (answer.status, error["code"], error["status"]) == (200, case.code, case.status)
