"""What only the SageMaker toolkit and TorchServe do."""

from pathlib import Path

import pytest

from pictor_serving.contract import Contract
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
