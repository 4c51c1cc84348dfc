from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator import Emulator


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    started = Emulator(tmp_path_factory.mktemp("emulator") / "run")
    yield started
    started.stop()


@pytest.fixture
def run_dir(tmp_path: Path) -> Path:
    return tmp_path / "run"
