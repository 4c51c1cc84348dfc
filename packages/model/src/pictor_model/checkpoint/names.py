"""Names of tensors as other libraries write them -> torchvision's."""

import re
from typing import Any

Named = dict[str, Any]

_BOOKKEEPING = ("n_averaged",)
"""What PyTorch's AveragedModel adds to the network's own names."""

# https://github.com/huggingface/transformers/blob/main/src/transformers/models/resnet/modeling_resnet.py
# (2026-11); it strides in the 3 x 3 convolution as torchvision does, unless its configuration says
# `downsample_in_bottleneck`. timm's names of ResNet50 are torchvision's:
# https://github.com/huggingface/pytorch-image-models/blob/main/timm/models/resnet.py
_HUGGING_FACE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(f"{pattern}$"), replacement)
    for pattern, replacement in (
        (r"resnet\.embedder\.embedder\.convolution\.(\w+)", r"conv1.\1"),
        (r"resnet\.embedder\.embedder\.normalization\.(\w+)", r"bn1.\1"),
        (r"(.+)\.shortcut\.convolution\.(\w+)", r"\1.downsample.0.\2"),
        (r"(.+)\.shortcut\.normalization\.(\w+)", r"\1.downsample.1.\2"),
        (r"classifier\.1\.(\w+)", r"fc.\1"),
    )
)
_LAYER = re.compile(r"(resnet\.encoder\.stages\.\d+\.layers\.\d+)\.layer\.(\d+)\.(\w+)\.(\w+)$")
_STAGE = re.compile(r"resnet\.encoder\.stages\.(\d+)\.layers\.(\d+)\.")
_HUGGING_FACE_FIRST = "resnet.embedder.embedder.convolution.weight"


def torchvision_names(state: Named) -> tuple[Named, list[str]]:
    """Renames what is unambiguous; returns also what was done, a sentence each."""
    notes = []
    dropped = [name for name in _BOOKKEEPING if name in state]
    state = {name: tensor for name, tensor in state.items() if name not in dropped}
    if dropped:
        notes.append(f"left out: {', '.join(dropped)}")
    prefix = _shared_prefix(list(state))
    if prefix:
        notes.append(f"left out of all names: the prefix '{prefix}'")
        state = {name.removeprefix(prefix): tensor for name, tensor in state.items()}
    if _HUGGING_FACE_FIRST in state:
        notes.append("names of Hugging Face's ResNet became torchvision's")
        state = {_from_hugging_face(name): tensor for name, tensor in state.items()}
    return state, notes


def _shared_prefix(names: list[str]) -> str:
    """Longest beginning that all names share, up to and with a dot."""
    if not names:
        return ""
    least, most = min(names), max(names)
    shared = next((i for i, (a, b) in enumerate(zip(least, most, strict=False)) if a != b), 0)
    return least[: least.rfind(".", 0, shared) + 1]


def _from_hugging_face(name: str) -> str:
    for pattern, replacement in _HUGGING_FACE:
        name = pattern.sub(replacement, name)
    name = _LAYER.sub(_convolution, name)
    return _STAGE.sub(lambda found: f"layer{int(found[1]) + 1}.{found[2]}.", name)


def _convolution(found: re.Match[str]) -> str:
    block, number, part, tensor = found.groups()
    kind = {"convolution": "conv", "normalization": "bn"}.get(part, part)
    return f"{block}.{kind}{int(number) + 1}.{tensor}"
