"""The network as an ONNX model of a few hundred kilobytes, whose tensors lie in the weights file.

FP32 has torchvision's tensors as they are; the runtime folds batch norm as it loads. INT8 is the
table of `pictor_serving.quantised` between QuantizeLinear and DequantizeLinear, which the runtime
joins to 8-bit operators: https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from pictor_model.stored import Stored, locate
from pictor_serving.graph import CONVOLUTIONS, Convolution, Layer, State, features
from pictor_serving.quantised import step
from pictor_serving.spec import WEIGHTS_FILE

# The oldest that have what is used: QuantizeLinear by channel is of 13.
_OPSET, _IR = 13, 8


class _Graph:
    """Nodes and tensors as they are added; values are known by name."""

    def __init__(self, state: State, places: Mapping[str, Stored]) -> None:
        self.state = state
        self._places = places
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: dict[str, TensorProto] = {}

    def add(self, operator: str, name: str, inputs: Sequence[str], **attributes: Any) -> str:
        """A node; returns the name of what it gives."""
        self.nodes.append(helper.make_node(operator, inputs, [name], name, **attributes))
        return name

    def stored(self, name: str) -> str:
        """A tensor of the weights file."""
        tensor, place = self.state[name], self._places[name]
        proto = TensorProto(
            name=name,
            dims=tensor.shape,
            data_type=helper.np_dtype_to_tensor_dtype(tensor.numpy().dtype),
            data_location=TensorProto.EXTERNAL,
        )
        where = {"location": WEIGHTS_FILE, "offset": place.offset, "length": place.length}
        for key, value in where.items():
            proto.external_data.add(key=key, value=str(value))
        self.tensors[name] = proto
        return name

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """A small tensor of the graph's own."""
        self.tensors[name] = numpy_helper.from_array(value, name)
        return name

    def convolve(self, convolution: Convolution, name: str, inputs: Sequence[str]) -> str:
        """A Conv node."""
        stride, padding = [convolution.stride] * 2, [convolution.padding] * 4
        return self.add("Conv", name, inputs, strides=stride, pads=padding)

    def pool(self, name: str, x: str) -> str:
        """Maximum of 3 x 3 values around every second one."""
        return self.add("MaxPool", name, [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)

    def finish(self, x: str, size: tuple[int, int]) -> bytes:
        """Adds the last layer behind the features `x`; the whole model."""
        mean = self.add("Flatten", "mean", [self.add("GlobalAveragePool", "pooled", [x])])
        last = [mean, self.stored("fc.weight"), self.stored("fc.bias")]
        logits = self.add("Gemm", "logits", last, transB=1)
        classes = len(self.state["fc.bias"])
        graph = helper.make_graph(
            self.nodes,
            "resnet50",
            [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, [1, 3, *size])],
            [helper.make_tensor_value_info(logits, TensorProto.FLOAT, [1, classes])],
            list(self.tensors.values()),
        )
        opset = helper.make_opsetid("", _OPSET)
        model = helper.make_model(
            graph, producer_name="pictor", opset_imports=[opset], ir_version=_IR
        )
        return bytes(model.SerializeToString(deterministic=True))


class _Plain:
    """A layer of `pictor_serving.graph`, batch norm beside its convolution."""

    def __init__(self, convolution: Convolution, graph: _Graph) -> None:
        self._convolution, self._graph = convolution, graph

    def __call__(self, x: str) -> str:
        y = self._normalised(x)
        return self._relu(y) if self._convolution.relu else y

    def onto(self, x: str, shortcut: str) -> str:
        name = f"{self._convolution.name}.sum"
        return self._relu(self._graph.add("Add", name, [self._normalised(x), shortcut]))

    def _normalised(self, x: str) -> str:
        graph, convolution = self._graph, self._convolution
        y = graph.convolve(
            convolution,
            f"{convolution.name}.output",
            [x, graph.stored(f"{convolution.name}.weight")],
        )
        names = ("weight", "bias", "running_mean", "running_var")
        norm = [graph.stored(f"{convolution.norm}.{name}") for name in names]
        return graph.add("BatchNormalization", f"{convolution.norm}.output", [y, *norm])

    def _relu(self, x: str) -> str:
        return self._graph.add("Relu", f"{x}.relu", [x])


class _Quantised:
    """A layer of `pictor_serving.graph` on 8-bit values, known by what they are in floats.

    Needs no ReLU: where one is due the smallest value that 8 bits hold at the step is 0.
    """

    def __init__(self, convolution: Convolution, graph: _Graph) -> None:
        self._convolution, self._graph = convolution, graph
        self._scales = graph.state[f"{convolution.name}.scale"].numpy()

    def __call__(self, x: str) -> str:
        graph, name = self._graph, self._convolution.name
        scales = graph.constant(f"{name}.scale", self._scales.astype(np.float32))
        # Without a zero point it would be of unsigned numbers.
        zeros = graph.constant(f"{name}.zero", np.zeros(len(self._scales), np.int8))
        weight = [graph.stored(f"{name}.weight"), scales, zeros]
        inputs = [
            x,
            graph.add("DequantizeLinear", f"{name}.weight.float", weight, axis=0),
            self._bias(x),
        ]
        y = graph.convolve(self._convolution, f"{name}.sums", inputs)
        return rounded(graph, y, f"{name}.output", graph.state[f"{name}.output"])

    def onto(self, x: str, shortcut: str) -> str:
        name = f"{self._convolution.name}.sum"
        y = self._graph.add("Add", f"{name}.float", [self(x), shortcut])
        return rounded(self._graph, y, name, self._graph.state[name])

    def _bias(self, x: str) -> str:
        """In whole steps of input times weight, as the sums that it is added to."""
        graph, name = self._graph, f"{self._convolution.name}.bias"
        scales = self._scales * float(numpy_helper.to_array(graph.tensors[f"{x}.scale"]))
        steps = np.rint(graph.state[name].double().numpy() / scales).astype(np.int32)
        inputs = [
            graph.constant(name, steps),
            graph.constant(f"{name}.scale", scales.astype(np.float32)),
        ]
        return graph.add("DequantizeLinear", f"{name}.float", inputs, axis=0)


def rounded(graph: _Graph, x: str, name: str, pair: Tensor) -> str:
    """A value at what 8 bits can hold of it at this step and zero point."""
    scale, zero = step(pair)
    how = [
        graph.constant(f"{name}.scale", np.array(scale, np.float32)),
        graph.constant(f"{name}.zero", np.array(zero, np.uint8)),
    ]
    bits = graph.add("QuantizeLinear", f"{name}.bits", [x, *how])
    return graph.add("DequantizeLinear", name, [bits, *how])


def onnx_graph(state: State, form: str, weights: bytes, size: tuple[int, int]) -> bytes:
    """The ONNX model of a ResNet50.

    Args:
        state: torchvision's names for `fp32`, the table of `pictor_serving.quantised` for `int8`.
        form: number format of the weights.
        weights: `state` as `pictor_model.weights.serialise` wrote it.
        size: height and width of the pictures.

    Returns:
        The same bytes for the same state and size.
    """
    graph = _Graph(state, locate(weights, state))
    layers: Mapping[str, Layer[str]]
    if form == "fp32":
        layers = {each.name: _Plain(each, graph) for each in CONVOLUTIONS}
        return graph.finish(features(layers, lambda x: graph.pool("pool", x), "pixels"), size)
    layers = {each.name: _Quantised(each, graph) for each in CONVOLUTIONS}

    def pool(x: str) -> str:
        return rounded(graph, graph.pool("pool.float", x), "pool", state["conv1.output"])

    pixels = rounded(graph, "pixels", "input", state["input"])
    return graph.finish(features(layers, pool, pixels), size)
