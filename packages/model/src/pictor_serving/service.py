"""Request -> response, for any server: every adapter hands over the same three things."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from pictor_serving.classifier import Classifier
from pictor_serving.contract import Contract
from pictor_serving.decode import decode
from pictor_serving.errors import RequestError
from pictor_serving.preprocess import preprocess

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP; the body is always JSON."""

    status: int
    phrase: str
    body: str
    attributes: str
    """Value of the contract's attributes header: `release=<sha256>;weights=<sha256>`."""


class Service:
    """A loaded model that answers requests."""

    def __init__(self, classifier: Classifier, contract: Contract, release: str) -> None:
        self.contract = contract
        self._classifier = classifier
        self._attributes = f"release={release};weights={classifier.weights_sha256}"

    @classmethod
    def load(cls, model_dir: Path, environment: Mapping[str, str]) -> Self:
        """Loads an unpacked artefact as its environment variables say.

        Args:
            model_dir: directory with `model.json` and `model.pth`.
            environment: the contract's two variables; the release is `unknown` without its own.

        Raises:
            ModelError: the weights are not those that the environment requires.
        """
        contract = Contract.read()
        expected = environment.get(contract.weights_variable)
        classifier = Classifier.load(model_dir, expected)
        return cls(classifier, contract, environment.get(contract.release_variable) or "unknown")

    def answer(self, body: bytes, content_type: str | None, attributes: str | None) -> Answer:
        """Classifies one picture.

        Args:
            body: bytes of the picture.
            content_type: the request's media type.
            attributes: value of the request's attributes header, for example `top=5`.

        Returns:
            Always an answer: 200 `{"predictions": [{"label", "index", "score"}]}`, a status of the
            table with `{"code", "detail"}` where the request is at fault, 500 where the model is.
        """
        try:
            top = self._top(attributes)
            target = self._classifier.spec.input
            image = decode(body, content_type, self.contract, target.resize)
            predictions = self._classifier.predict(preprocess(image, target), top)
        except RequestError as error:
            row = self.contract.statuses[error.code]
            return self._problem(row.status, row.title, error.code, error.detail or row.detail)
        except Exception:
            _log.exception("the model failed")
            row = self.contract.statuses["model-failed"]
            return self._problem(500, row.title, "model-failed", row.detail)
        found = {"predictions": [asdict(prediction) for prediction in predictions]}
        return Answer(200, "OK", json.dumps(found), self._attributes)

    def _top(self, attributes: str | None) -> int:
        """How many predictions are wanted: attribute `top` among others, separated by `;`."""
        pairs = [pair.partition("=") for pair in (attributes or "").split(";")]
        wanted = next((value.strip() for name, _, value in pairs if name.strip() == "top"), None)
        if wanted is None:
            return self.contract.top_default
        known = re.fullmatch(r"[0-9]{1,9}", wanted) is not None
        if not known or not self.contract.top_min <= int(wanted) <= self.contract.top_max:
            raise RequestError("bad-query")
        return int(wanted)

    def _problem(self, status: int, phrase: str, code: str, detail: str) -> Answer:
        return Answer(
            status, phrase, json.dumps({"code": code, "detail": detail}), self._attributes
        )
