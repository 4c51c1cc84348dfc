"""Adapter for AWS's Ray Serve container: `config.yaml` names `app`.

The container's own front hands a request on to `/` with its Content-Type and Accept alone, and of
the answer hands back status, body and media type: attributes reach neither side through it. See
scripts/ray/sagemaker_serve.py in https://github.com/aws/deep-learning-containers
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ray import serve
from starlette.requests import Request
from starlette.responses import Response

from pictor_serving.service import Service
from pictor_serving.threads import physical_cores


class Predictions:
    """One replica: as many pictures at once as there are cores, each with one of them."""

    def __init__(self) -> None:
        self._service = Service.load(Path(__file__).parent, os.environ, threads=1)
        self._turns = ThreadPoolExecutor(max_workers=physical_cores())

    async def __call__(self, request: Request) -> Response:
        """Answers one request."""
        header = self._service.contract.attributes_header
        answer = await asyncio.get_running_loop().run_in_executor(
            self._turns,
            self._service.answer,
            await request.body(),
            request.headers.get("content-type"),
            request.headers.get(header),
        )
        headers = {header: answer.attributes}
        return Response(answer.body, answer.status, headers, media_type="application/json")


app = serve.deployment(Predictions).bind()
