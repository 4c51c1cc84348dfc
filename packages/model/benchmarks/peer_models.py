"""One set of weights as every runtime takes it; runs in the environment `peers`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nncf
import numpy as np
import openvino
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from benchmarks.models import CLASSES, instruction_sets, photograph_pixels, random_weights
from benchmarks.peer_engines import PIXELS
from pictor_serving.networks import load_network, read_state


def write_models(directory: Path) -> None:
    """Writes what the engines of `peer_engines` load, and the pixels that they are fed."""
    pixels = photograph_pixels()[None]
    np.save(directory / PIXELS, pixels)
    weights = random_weights()
    for form, data in weights.items():
        (directory / f"{form}.pth").write_bytes(data)
    plain = directory / "fp32.onnx"
    network = load_network(read_state(weights["fp32"]), CLASSES)
    # The exporter that traces: the newer one needs packages that nothing else here does.
    torch.onnx.export(
        network, (torch.from_numpy(pixels),), plain, input_names=["pixels"], dynamo=False
    )
    _onnxruntime_int8(plain, pixels, directory)
    _openvino(plain, pixels, directory)


class _Pictures(CalibrationDataReader):  # type: ignore[misc]
    """One picture: how fast an engine is does not depend on how well it was calibrated."""

    def __init__(self, pixels: NDArray[np.float32]) -> None:
        self._left: Iterator[dict[str, Any]] = iter([{"pixels": pixels}])

    def get_next(self) -> dict[str, Any] | None:
        """The next picture."""
        return next(self._left, None)


def _onnxruntime_int8(plain: Path, pixels: NDArray[np.float32], directory: Path) -> None:
    prepared = directory / "prepared.onnx"
    quant_pre_process(plain, prepared)
    quantize_static(
        prepared,
        directory / "int8.onnx",
        _Pictures(pixels),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        # Without VNNI 8 bits overflow: https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html
        reduce_range="vnni" not in instruction_sets(),
    )


def _openvino(plain: Path, pixels: NDArray[np.float32], directory: Path) -> None:
    model = openvino.convert_model(plain)
    openvino.save_model(model, directory / "fp32.xml", compress_to_fp16=False)
    fast = nncf.quantize(model, nncf.Dataset([pixels]), subset_size=1)
    openvino.save_model(fast, directory / "int8.xml")
