"""Adapter for the SageMaker PyTorch inference container (TorchServe and sagemaker-inference).

It defines transform_fn rather than input_fn, predict_fn and output_fn: only transform_fn can answer
an error without the toolkit appending the Python traceback to the body.
See sagemaker_inference/transformer.py in https://github.com/aws/sagemaker-inference-toolkit
"""

import os
from pathlib import Path
from typing import Any

from sagemaker_inference import content_types

from pictor_serving.service import Service
from pictor_serving.threads import physical_cores, threads_of

# The toolkit decodes bodies of these types before it calls transform_fn, and answers what is not
# UTF-8 with a traceback.
content_types.UTF8_TYPES.clear()


def model_fn(model_dir: str) -> Service:
    """Loads the unpacked artefact; raises, so that no worker comes up, if it is another."""
    threads = threads_of(os.environ, physical_cores())
    return Service.load(Path(model_dir), os.environ, threads)


def transform_fn(
    service: Service, data: bytes | None, content_type: str, accept: str, context: Any
) -> tuple[str, str]:
    """Answers one request: body and media type. `accept` is ignored: there is only JSON."""
    header = service.contract.attributes_header
    answer = service.answer(bytes(data or b""), content_type, _request_header(context, header))
    context.set_response_status(answer.status, answer.phrase)
    context.set_response_header(0, header, answer.attributes)
    return answer.body, "application/json"


def _request_header(context: Any, name: str) -> str | None:
    # TorchServe keeps the client's spelling, and HTTP/2 clients spell in lower case.
    headers: dict[str, str] = context.get_all_request_header(0)
    return next((value for key, value in headers.items() if key.lower() == name.lower()), None)
