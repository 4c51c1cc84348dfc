"""One runtime in a process of its own, in the environment `peers`: how fast is it?"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PIXELS = "pixels.npy"
"""File of the pixels that every engine is fed."""

Pixels = NDArray[np.float32]
Run = Callable[[Pixels], Pixels]
"""Pixels, shape (1, 3, 224, 224) -> logits, shape (1, 1000)."""


def _torch(threads: int) -> Any:
    import torch

    torch.set_num_threads(threads)
    return torch


def _eager(directory: Path, threads: int) -> Run:
    torch = _torch(threads)
    from pictor_serving.resnet50 import ResNet50

    network = ResNet50(1000)
    network.load_state_dict(torch.load(directory / "fp32.pth", weights_only=True))
    network.eval()

    def run(pixels: Pixels) -> Pixels:
        with torch.no_grad():
            return network(torch.from_numpy(pixels)).numpy()  # type: ignore[no-any-return]

    return run


def _ours(form: str) -> Callable[[Path, int], Run]:
    def load(directory: Path, threads: int) -> Run:
        torch = _torch(threads)
        from pictor_serving.networks import ready

        weights = (directory / f"{form}.pth").read_bytes()
        network = ready(weights, form, 1000, (224, 224), warm_up=3)

        def run(pixels: Pixels) -> Pixels:
            with torch.inference_mode():
                batch = torch.from_numpy(pixels).contiguous(memory_format=torch.channels_last)
                return network(batch).numpy()

        return run

    return load


def _onnxruntime(form: str) -> Callable[[Path, int], Run]:
    def load(directory: Path, threads: int) -> Run:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(directory / f"{form}.onnx", options)
        return lambda pixels: session.run(None, {"pixels": pixels})[0]

    return load


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


ENGINES: dict[str, Callable[[Path, int], Run]] = {
    "eager": _eager,
    "fp32": _ours("fp32"),
    "int8": _ours("int8"),
    "onnxruntime fp32": _onnxruntime("fp32"),
    "onnxruntime int8": _onnxruntime("int8"),
    "openvino fp32": _openvino("fp32"),
    "openvino int8": _openvino("int8"),
}


def main(name: str, directory: Path, threads: int) -> None:
    """Writes its logits as JSON; then, for each line of seconds, how often it answered in them."""
    pixels: Pixels = np.load(directory / PIXELS)
    run = ENGINES[name](directory, threads)
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
