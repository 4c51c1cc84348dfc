"""Request -> response, for any server: every adapter hands over the same three things."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from pictor_serving.classifier import Classifier
from pictor_serving.contract import Contract
from pictor_serving.deadline import Deadlines
from pictor_serving.decode import decode
from pictor_serving.errors import ModelError, RequestError
from pictor_serving.preprocess import preprocess

_log = logging.getLogger(__name__)

ERRORS_VARIABLE = "PICTOR_ERRORS"
"""Environment variable: `status` (default), or `inline` for batch transform, see `Service`.

It stands here and not in the contract, since nothing else knows it: no endpoint's model sets it,
and whoever runs a batch transform makes a model of its own. What an endpoint's model does set is in
the contract, or is named by OpenMP and by AWS's toolkit, see `threads`.
"""
_ERRORS = ("status", "inline")


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP; the body is always JSON."""

    status: int
    phrase: str
    body: str
    attributes: str
    """Value of the contract's attributes header: `release=<sha256>;weights=<sha256>`."""


class Service:
    """A loaded model that answers requests.

    With errors inline a picture at fault is answered 200 with `{"error": {"code", "detail",
    "status"}}`: one failed record fails a whole batch transform job, with all that it had done. A
    model at fault is still answered 500, so that no job succeeds with nothing in it.
    See https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-errors.html
    """

    def __init__(
        self,
        classifier: Classifier,
        contract: Contract,
        release: str,
        inline_errors: bool = False,
        deadlines: Deadlines | None = None,
    ) -> None:
        self.contract = contract
        self._deadlines = deadlines or Deadlines()
        self._classifier = classifier
        self._inline_errors = inline_errors
        self._attributes = f"release={release};weights={classifier.weights_sha256}"

    @classmethod
    def load(cls, model_dir: Path, environment: Mapping[str, str], threads: int) -> Self:
        """Loads an unpacked artefact as its environment variables say.

        Args:
            model_dir: directory with `model.json`, `model.onnx` and `model.pth`.
            environment: the contract's two variables and PICTOR_ERRORS; the release is `unknown`
                without its own.
            threads: of one prediction, at least 1.

        Raises:
            ModelError: the weights are not those that the environment requires, or a variable has
                a value that it cannot have.
        """
        contract = Contract.read()
        errors = environment.get(ERRORS_VARIABLE) or _ERRORS[0]
        if errors not in _ERRORS:
            raise ModelError(
                f"{ERRORS_VARIABLE} must be one of {', '.join(_ERRORS)}, not '{errors}'"
            )
        expected = environment.get(contract.weights_variable)
        classifier = Classifier.load(model_dir, threads, expected)
        release = environment.get(contract.release_variable) or "unknown"
        return cls(classifier, contract, release, inline_errors=errors == "inline")

    def answer(self, body: bytes, content_type: str | None, attributes: str | None) -> Answer:
        """Classifies one picture.

        Args:
            body: bytes of the picture.
            content_type: the request's media type.
            attributes: value of the request's attributes header, for example
                `top=5;deadline=1764340000000`.

        Returns:
            Always an answer: 200 `{"predictions": [{"label", "index", "score"}]}`, a status of the
            table with `{"code", "detail"}` where the request is at fault, 500 where the model is,
            503 where its caller's deadline passed in the queue.
        """
        try:
            return self._answer(body, content_type, _pairs(attributes))
        finally:
            self._deadlines.done()

    def _answer(self, body: bytes, content_type: str | None, attributes: dict[str, str]) -> Answer:
        try:
            if self._deadlines.missed(attributes.get("deadline")):
                raise RequestError("no-capacity")
            top = self._top(attributes.get("top"))
            target = self._classifier.spec.input
            image = decode(body, content_type, self.contract, target.resize)
            predictions = self._classifier.predict(preprocess(image, target), top)
        except RequestError as error:
            row = self.contract.statuses[error.code]
            problem = {"code": error.code, "detail": error.detail or row.detail}
            if self._inline_errors:
                return self._json(200, "OK", {"error": {**problem, "status": row.status}})
            return self._json(row.status, row.title, problem)
        except Exception:
            _log.exception("the model failed")
            row = self.contract.statuses["model-failed"]
            return self._json(500, row.title, {"code": "model-failed", "detail": row.detail})
        found = {"predictions": [asdict(prediction) for prediction in predictions]}
        return self._json(200, "OK", found)

    def _top(self, wanted: str | None) -> int:
        """How many predictions are wanted."""
        if wanted is None:
            return self.contract.top_default
        known = re.fullmatch(r"[0-9]{1,9}", wanted) is not None
        if not known or not self.contract.top_min <= int(wanted) <= self.contract.top_max:
            raise RequestError("bad-query")
        return int(wanted)

    def _json(self, status: int, phrase: str, body: dict[str, Any]) -> Answer:
        return Answer(status, phrase, json.dumps(body), self._attributes)


def _pairs(attributes: str | None) -> dict[str, str]:
    """Read `name=value` pairs, separated by `;`; of two with the same name the first counts."""
    pairs = [pair.partition("=") for pair in (attributes or "").split(";")]
    return {name.strip(): value.strip() for name, _, value in reversed(pairs)}
