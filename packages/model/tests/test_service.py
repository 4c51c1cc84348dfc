import json
import time
from collections.abc import Callable

import pytest

from pictor_serving import service as service_module
from pictor_serving.classifier import Classifier
from pictor_serving.contract import Contract
from pictor_serving.errors import ModelError
from pictor_serving.service import Answer, Service
from tests.conftest import LABELS
from tests.pictures import jpeg, png, png_header

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def ask(classifier: Classifier, contract: Contract) -> Ask:
    service = Service(classifier, contract, release="f" * 64)

    def ask(
        body: bytes, content_type: str | None = "image/png", attributes: str | None = None
    ) -> Answer:
        return service.answer(body, content_type, attributes)

    return ask


def count(answer: Answer) -> int:
    assert answer.status == 200
    return len(json.loads(answer.body)["predictions"])


def test_answers_a_picture_with_classes_and_who_it_is(ask: Ask, classifier: Classifier) -> None:
    answer = ask(png())
    best = json.loads(answer.body)["predictions"][0]
    assert best.keys() == {"label", "index", "score"}
    assert answer.attributes == f"release={'f' * 64};weights={classifier.weights_sha256}"


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        (None, 5),
        ("", 5),
        ("trace=1", 5),
        ("top=1", 1),
        ("top=100", len(LABELS)),
        ("trace=1; top = 3", 3),
    ],
)
def test_gives_as_many_as_are_wanted(ask: Ask, attributes: str | None, wanted: int) -> None:
    assert count(ask(png(), attributes=attributes)) == wanted


@pytest.mark.parametrize("top", ["0", "101", "-1", "5.0", "", "five", "٣", "9" * 5000])
def test_refuses_a_number_out_of_bounds(ask: Ask, top: str) -> None:
    answer = ask(png(), attributes=f"top={top}")
    assert (answer.status, json.loads(answer.body)["code"]) == (400, "bad-query")


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"", "image/png", 400, "empty-body"),
        (b"hello", "image/png", 400, "not-an-image"),
        (jpeg().ljust(4_000_001, b"\0"), "image/jpeg", 413, "too-many-bytes"),
        (png_header(9000, 9000), "image/png", 413, "too-many-pixels"),
        (png(), "text/csv", 415, "unsupported-media-type"),
        (b"GIF89a", "image/gif", 415, "unsupported-media-type"),
        (jpeg()[:300], "image/jpeg", 422, "undecodable-image"),
    ],
)
def test_answers_what_is_wrong_by_the_status_table(
    ask: Ask, contract: Contract, body: bytes, content_type: str, status: int, code: str
) -> None:
    answer = ask(body, content_type)
    problem = json.loads(answer.body)
    assert (answer.status, problem["code"]) == (status, code)
    assert problem.keys() == {"code", "detail"}
    assert problem["detail"].endswith(".")
    assert answer.phrase == contract.statuses[code].title
    assert answer.attributes.startswith("release=")


def test_answers_in_time_or_refuses_without_a_look_at_the_picture(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, early = (f"top=1;deadline={round((time.time() + left) * 1000)}" for left in (-1, 60))
    assert count(ask(png(), attributes=early)) == 1
    monkeypatch.setattr(service_module, "decode", pytest.fail)
    answer = ask(png(), attributes=late)
    assert (answer.status, json.loads(answer.body)["code"]) == (503, "no-capacity")


def test_owns_up_to_a_failing_model_without_saying_where(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ModelError("/opt/ml/secret is broken")

    monkeypatch.setattr(Classifier, "predict", fail)
    answer = ask(png())
    assert (answer.status, json.loads(answer.body)["code"]) == (500, "model-failed")
    assert "secret" not in answer.body
    assert "Traceback" not in answer.body
