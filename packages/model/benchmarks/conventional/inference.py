"""What most artefacts for this container do: eager FP32, the four handlers, no warm-up."""

import io
import json
import pathlib

import numpy as np
import torch
from PIL import Image

from pictor_serving.resnet50 import ResNet50


def model_fn(model_dir):
    network = ResNet50(1000)
    state = torch.load(pathlib.Path(model_dir) / "model.pth", weights_only=True)
    network.load_state_dict(state)
    return network.eval()


def input_fn(data, content_type):
    image = Image.open(io.BytesIO(data)).convert("RGB")
    scale = 256 / min(image.size)
    image = image.resize([round(side * scale) for side in image.size], Image.Resampling.BILINEAR)
    left, top = ((side - 224) // 2 for side in image.size)
    pixels = np.asarray(image.crop((left, top, left + 224, top + 224)), np.float32) / 255
    mean, std = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])
    return torch.from_numpy(((pixels - mean) / std).transpose(2, 0, 1)[None])


def predict_fn(pixels, network):
    with torch.no_grad():
        return torch.softmax(network(pixels)[0], 0).topk(5)


def output_fn(top, accept):
    return json.dumps({"scores": top.values.tolist(), "indices": top.indices.tolist()})
