import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.model import ServiceModel

from tests.doors import KEPT
from tests.emulator import REGION, Emulator
from tests.stock import Stock


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    started = Emulator(tmp_path_factory.mktemp("emulator") / "run")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """A local AWS that was started with umask 0, with an object in a bucket."""
    previous = os.umask(0)
    try:
        started = Emulator(tmp_path_factory.mktemp("doors") / "run")
    finally:
        os.umask(previous)
    started.client("s3").create_bucket(
        Bucket="kept", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    started.client("s3").put_object(Bucket="kept", Key="object", Body=KEPT)
    yield started
    started.stop()


@pytest.fixture
def run_dir(tmp_path: Path) -> Path:
    return tmp_path / "run"


@pytest.fixture
def query_protocol(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make CloudWatch speak Query, as the AWS provider does; boto3 prefers another protocol."""
    preferred = ServiceModel.__dict__["resolved_protocol"]

    def protocol(model: Any) -> Any:
        if model.service_name == "cloudwatch":
            return "query"
        return preferred.__get__(model, ServiceModel)

    monkeypatch.setattr(ServiceModel, "resolved_protocol", property(protocol))


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    """ministack as it is published, without anything of ours."""
    started = Stock(tmp_path_factory.mktemp("stock"))
    yield started
    started.stop()
