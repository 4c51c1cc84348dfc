"""What a network is whose names or shapes are not ResNet50's: the nearest explanation."""

import re
from collections.abc import Mapping

from torch import Tensor

_BLOCKS = (3, 4, 6, 3)
_KNOWN: Mapping[tuple[bool, tuple[int, ...]], str] = {
    (False, (2, 2, 2, 2)): "ResNet18",
    (False, _BLOCKS): "ResNet34",
    (True, (2, 2, 2, 2)): "ResNet26",
    (True, _BLOCKS): "ResNet50",
    (True, (3, 4, 23, 3)): "ResNet101",
    (True, (3, 8, 36, 3)): "ResNet152",
}
"""By whether blocks have three convolutions, and the blocks of each layer."""

_FAMILIES: tuple[tuple[str, str], ...] = (
    (r"(.*\.)?cls_token$|(.*\.)?blocks\.0\.attn\.", "a Vision Transformer"),
    (r".*encoder\.layers\.encoder_layer_0\.", "a Vision Transformer"),
    (r"embedder\.embedder\.", "Hugging Face's ResNetModel, which has no classes"),
    (r"features\.denseblock1\.", "a DenseNet"),
    (r"(features\.0\.0|conv_stem)\.", "an EfficientNet, a MobileNet or a ConvNeXt"),
    (r"features\.0\.", "a VGG, an AlexNet or a SqueezeNet"),
    (r"(downsample_layers|stem)\.", "a ConvNeXt, or a ResNet with another stem"),
    (r"(.*\.)?attnpool\.", "CLIP's ResNet, which pools by attention"),
    (r"backbone\.body\.|(.*\.)?(roi_heads|rpn)\.", "a detector"),
)


def explain(state: Mapping[str, Tensor], labels: int) -> str | None:
    """One sentence on what most likely is wrong; None where nothing is recognised.

    Args:
        state: tensors by name, as near to torchvision's as they could be made.
        labels: how many there are.
    """
    names = list(state)
    if not any(name.startswith("layer1.0.") for name in names):
        family = next(
            (family for pattern, family in _FAMILIES if any(re.match(pattern, n) for n in names)),
            None,
        )
        return f"this is {family}, not ResNet50" if family else None
    return _architecture(state) or _stem(state) or _extras(names) or _last_layer(state, labels)


def _architecture(state: Mapping[str, Tensor]) -> str | None:
    blocks = tuple(_blocks(state, layer) for layer in range(1, 5))
    is_deep = "layer1.0.conv3.weight" in state
    name = _KNOWN.get((is_deep, blocks), "another ResNet")
    if not is_deep:
        return f"this is {name}: its blocks have 2 convolutions, ResNet50's have 3"
    layer = next((i for i, (a, b) in enumerate(zip(blocks, _BLOCKS, strict=True)) if a != b), None)
    if layer is not None:
        count = f"layer{layer + 1} has {blocks[layer]} blocks, ResNet50's has {_BLOCKS[layer]}"
        return f"this is {name}: {count}"
    return _width(state)


def _width(state: Mapping[str, Tensor]) -> str | None:
    inner, middle = _shape(state, "layer1.0.conv1.weight"), _shape(state, "layer1.0.conv2.weight")
    if len(inner) != 4 or len(middle) != 4:
        return None
    if middle[0] != middle[1]:
        groups = middle[0] // max(middle[1], 1)
        return f"this is ResNeXt50: layer1.0.conv2 has {groups} groups, ResNet50's has 1"
    if inner[0] != 64:
        channels = f"layer1.0.conv1 has {inner[0]} channels, ResNet50's has 64"
        return f"this is Wide ResNet50: {channels}"
    return None


def _stem(state: Mapping[str, Tensor]) -> str | None:
    if "conv1.0.weight" in state:
        return "this is ResNet50 with a deep stem (such as timm's resnet50d): conv1 has 3 layers"
    shape = _shape(state, "conv1.weight")
    if len(shape) == 4 and shape[1] != 3:
        return f"conv1 takes {shape[1]} channels, pictures have 3"
    if len(shape) == 4 and shape[2:] != (7, 7):
        size = f"{shape[2]} x {shape[3]}"
        return f"conv1 is {size}, ResNet50's is 7 x 7: this is a variant for small pictures"
    return None


def _extras(names: list[str]) -> str | None:
    if any(".se." in name for name in names):
        return "this is SE-ResNet50: its blocks have squeeze-and-excitation ('se')"
    if "layer2.0.downsample.2.weight" in names:
        return "this is a ResNet50-D: it shrinks shortcuts by average pooling"
    if "bn1.running_mean" not in names:
        return "this has no running means: its layers are normalised by another way than batch norm"
    return None


def _last_layer(state: Mapping[str, Tensor], labels: int) -> str | None:
    if "fc.weight" not in state:
        heads = sorted(n for n in state if n.endswith("weight") and not n.startswith(_BODY))
        if heads:
            return (
                f"the last layer must be 'fc.weight', but this has {_quoted(heads)}: "
                "rename it if it is one linear layer"
            )
        return "the last layer is missing: this is ResNet50 without its classes"
    shape = _shape(state, "fc.weight")
    if len(shape) == 2 and shape[0] != labels:
        return f"the last layer has {shape[0]} rows, --labels has {labels}"
    return None


_BODY = ("conv1.", "bn1.", "layer")


def _blocks(state: Mapping[str, Tensor], layer: int) -> int:
    found = (re.match(rf"layer{layer}\.(\d+)\.", name) for name in state)
    return max((int(each[1]) + 1 for each in found if each), default=0)


def _shape(state: Mapping[str, Tensor], name: str) -> tuple[int, ...]:
    return tuple(getattr(state.get(name), "shape", ()))


def _quoted(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:3])
