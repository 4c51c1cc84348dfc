"""FP32 by oneDNN with its weights laid out once for the processor, as PyTorch's own compiler does.

These are the operators that `torch.compile` with freezing ends in, without its compiler: ReLU and
sum are part of the convolution, and no weight is reordered at each call. Present in torch 2.6 and
2.13. See torch/_inductor/fx_passes/mkldnn_fusion.py in https://github.com/pytorch/pytorch
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import linear

from pictor_serving.graph import CONVOLUTIONS, Convolution, Layer, State, features
from pictor_serving.resnet50 import pool

_UNDILATED = [1, 1]


class _Packed:
    """A layer of `pictor_serving.graph`."""

    def __init__(self, convolution: Convolution, state: State) -> None:
        weight, self._bias = convolution.fold(state)
        self._weight = weight.contiguous(memory_format=torch.channels_last)
        self._stride = [convolution.stride] * 2
        self._padding = [convolution.padding] * 2
        self._then = "relu" if convolution.relu else "none"
        self._packed = False

    def __call__(self, x: Tensor) -> Tensor:
        operands = (self._for(x), self._bias, self._padding, self._stride, _UNDILATED, 1)
        return torch.ops.mkldnn._convolution_pointwise(x, *operands, self._then, [], "")  # type: ignore[no-any-return]

    def onto(self, x: Tensor, shortcut: Tensor) -> Tensor:
        operands = (self._for(x), self._bias, self._padding, self._stride, _UNDILATED, 1)
        return torch.ops.mkldnn._convolution_pointwise_.binary(  # type: ignore[no-any-return]
            shortcut, x, *operands, "add", 1.0, "relu", [], None
        )

    def _for(self, x: Tensor) -> Tensor:
        # The best layout depends on the picture's size: without it oneDNN takes up to three times
        # as long. All pictures have one size, so the first call, of the warm-up, decides.
        if not self._packed:
            self._weight = torch.ops.mkldnn._reorder_convolution_weight(
                self._weight, self._padding, self._stride, _UNDILATED, 1, list(x.shape)
            )
            self._packed = True
        return self._weight


def pack(state: State) -> Callable[[Tensor], Tensor]:
    """State dict of ResNet50 -> a function of pixels (1, 3, H, W), channels last, to logits.

    Raises:
        AttributeError, RuntimeError: here or at the first call, where this torch or processor has
            no such operators.
    """
    layers: dict[str, Layer[Tensor]] = {each.name: _Packed(each, state) for each in CONVOLUTIONS}
    weight, bias = state["fc.weight"], state["fc.bias"]
    return lambda x: linear(features(layers, pool, x).mean((2, 3)), weight, bias)
