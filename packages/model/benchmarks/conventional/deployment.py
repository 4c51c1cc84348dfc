"""What most artefacts for the Ray Serve container do: the same code, asked by its own front."""

import json
import pathlib

from inference import input_fn, model_fn, predict_fn
from ray import serve
from starlette.requests import Request
from starlette.responses import Response


@serve.deployment
class Predictions:
    def __init__(self):
        self.network = model_fn(pathlib.Path(__file__).parent)

    async def __call__(self, request: Request):
        top = predict_fn(input_fn(await request.body(), None), self.network)
        found = {"scores": top.values.tolist(), "indices": top.indices.tolist()}
        return Response(json.dumps(found), media_type="application/json")


app = Predictions.bind()
