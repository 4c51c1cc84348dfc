"""One runtime in a process of its own, in the environment `peers`: how fast is it?"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from pictor_serving.engines import ENGINES, Network, Pixels, Run

PIXELS = "pixels.npy"
"""File of the pixels that every engine is fed."""


def _eager(directory: Path, threads: int) -> Run:
    import torch

    from pictor_serving.pytorch import read_state
    from pictor_serving.resnet50 import ResNet50

    torch.set_num_threads(threads)
    network = ResNet50(1000)
    network.load_state_dict(read_state((directory / "fp32" / "model.pth").read_bytes()))
    network.eval()

    def run(pixels: Pixels) -> Pixels:
        with torch.no_grad():
            return network(torch.from_numpy(pixels)).numpy()  # type: ignore[no-any-return]

    return run


def _ours(form: str, name: str) -> Callable[[Path, int], Run]:
    return lambda directory, threads: ENGINES[form][name](Network.read(directory / form), threads)


def _openvino(form: str) -> Callable[[Path, int], Run]:
    def load(directory: Path, threads: int) -> Run:
        import openvino

        settings = {
            "INFERENCE_NUM_THREADS": threads,
            "PERFORMANCE_HINT": "LATENCY",
            # Or it would compute in bfloat16 where the processor can.
            "INFERENCE_PRECISION_HINT": "f32",
        }
        model = openvino.Core().compile_model(directory / f"{form}.xml", "CPU", settings)
        return lambda pixels: model(pixels)[0]

    return load


PEERS: Mapping[str, Callable[[Path, int], Run]] = {
    "fp32 eager": _eager,
    **{f"{form} {name}": _ours(form, name) for form, loads in ENGINES.items() for name in loads},
    "fp32 OpenVINO": _openvino("fp32"),
    "int8 OpenVINO": _openvino("int8"),
}
"""By number format and name; the first is what the others are compared with."""


def main(name: str, directory: Path, threads: int) -> None:
    """Writes its logits as JSON; then, for each line of seconds, how often it answered in them."""
    pixels: Pixels = np.load(directory / PIXELS)
    run = PEERS[name](directory, threads)
    print(json.dumps(run(pixels)[0].tolist()), flush=True)
    for line in sys.stdin:
        run(pixels)
        begun, count = time.perf_counter(), 0
        while (taken := time.perf_counter() - begun) < float(line):
            run(pixels)
            count += 1
        print(json.dumps({"count": count, "seconds": taken}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
