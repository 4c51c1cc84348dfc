"""One set of weights as every runtime takes it; runs in the environment `peers`."""

from pathlib import Path

import nncf
import numpy as np
import openvino

from benchmarks.models import photograph_pixels, random_networks
from benchmarks.peer_engines import PIXELS
from pictor_serving.spec import GRAPH_FILE, SPEC_FILE, WEIGHTS_FILE


def write_models(directory: Path) -> None:
    """Writes what the engines of `peer_engines` load, and the pixels that they are fed."""
    pixels = photograph_pixels()[None]
    np.save(directory / PIXELS, pixels)
    for form, network in random_networks().items():
        place = directory / form
        place.mkdir()
        (place / SPEC_FILE).write_text(network.spec.to_json())
        (place / WEIGHTS_FILE).write_bytes(network.weights)
        (place / GRAPH_FILE).write_bytes(network.graph)
    model = openvino.convert_model(directory / "fp32" / GRAPH_FILE)
    openvino.save_model(model, directory / "fp32.xml", compress_to_fp16=False)
    # One picture: how fast an engine is does not depend on how well it was calibrated.
    fast = nncf.quantize(model, nncf.Dataset([pixels]), subset_size=1)
    openvino.save_model(fast, directory / "int8.xml")
