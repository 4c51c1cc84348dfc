"""Weights of other networks, each with the nearest explanation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from pictor_model.weights import State
from tests.checkpoints import BATCHES, hugging_face, matches, prefixed, read, refusal, saved
from tests.conftest import LABELS


def network(kind: str, state: State) -> dict[str, Tensor]:
    """Names and shapes of other networks, as far as they tell them apart."""
    blocks = {"18": (2, 2, 2, 2), "34": (3, 4, 6, 3), "101": (3, 4, 23, 3), "152": (3, 8, 36, 3)}
    tiny = torch.zeros(1)
    found = {
        f"layer{layer}.{block}.{part}.weight": tiny
        for layer, count in enumerate(blocks[kind], start=1)
        for block in range(count)
        for part in (("conv1", "conv2") if kind in ("18", "34") else ("conv1", "conv2", "conv3"))
    }
    return {"conv1.weight": state["conv1.weight"], "fc.weight": state["fc.weight"], **found}


OTHERS: dict[str, tuple[Callable[[State], Any], str]] = {
    "ResNet18": (lambda s: network("18", s), "ResNet18: its blocks have 2 convolutions"),
    "ResNet34": (lambda s: network("34", s), "ResNet34: its blocks have 2 convolutions"),
    "ResNet101": (
        lambda s: network("101", s),
        "ResNet101: layer3 has 23 blocks, ResNet50's has 6",
    ),
    "ResNet101 in a wrapper": (
        lambda s: {"model": prefixed(network("101", s), "module.")},
        "ResNet101: layer3 has 23 blocks",
    ),
    "ResNet152": (lambda s: network("152", s), "ResNet152: layer2 has 8 blocks"),
    "Wide ResNet50": (
        lambda s: {
            **s,
            "layer1.0.conv1.weight": torch.zeros(128, 64, 1, 1),
            "layer1.0.conv2.weight": torch.zeros(128, 128, 3, 3),
        },
        "Wide ResNet50: layer1.0.conv1 has 128 channels",
    ),
    "ResNeXt50": (
        lambda s: {**s, "layer1.0.conv2.weight": torch.zeros(128, 4, 3, 3)},
        "ResNeXt50: layer1.0.conv2 has 32 groups",
    ),
    "deep stem": (
        lambda s: {
            **{n: t for n, t in s.items() if n != "conv1.weight"},
            "conv1.0.weight": s["fc.bias"],
        },
        "deep stem .*resnet50d",
    ),
    "grey": (lambda s: {**s, "conv1.weight": torch.zeros(64, 1, 7, 7)}, "takes 1 channels"),
    "CIFAR": (lambda s: {**s, "conv1.weight": torch.zeros(64, 3, 3, 3)}, "conv1 is 3 x 3"),
    "SE-ResNet50": (lambda s: {**s, "layer1.0.se.fc1.weight": s["fc.weight"]}, "SE-ResNet50"),
    "ResNet50-D": (
        lambda s: {**s, "layer2.0.downsample.2.weight": s["fc.bias"]},
        "ResNet50-D",
    ),
    "group norm": (
        lambda s: {n: t for n, t in s.items() if "running" not in n and BATCHES not in n},
        "no running means",
    ),
    "no head": (
        lambda s: {n: t for n, t in s.items() if not n.startswith("fc.")},
        "without its classes",
    ),
    "another head": (
        lambda s: {n.replace("fc.", "fc.1."): t for n, t in s.items()},
        "must be 'fc.weight', but this has 'fc.1.weight'",
    ),
    "Vision Transformer": (
        lambda s: {"cls_token": s["fc.bias"], "blocks.0.attn.qkv.weight": s["fc.weight"]},
        "a Vision Transformer, not ResNet50",
    ),
    "Hugging Face's without classes": (
        lambda s: {
            n.removeprefix("resnet."): t
            for n, t in hugging_face(s).items()
            if n.startswith("resnet.")
        },
        "ResNetModel, which has no classes",
    ),
    "a bomb": (
        lambda s: {**s, "conv1.weight": torch.zeros(1).half().expand(1 << 40)},
        r"'conv1.weight' must have shape \(64, 3, 7, 7\) for 10 labels, not \(1099511627776,\)",
    ),
    "VGG": (lambda s: {"features.0.weight": s["fc.weight"]}, "a VGG"),
    "something else": (
        lambda s: {"weight": s["fc.weight"]},
        r"320 names of ResNet50, but .* missing",
    ),
    "one name more": (lambda s: {**s, "extra": s["fc.bias"]}, "0 are missing and 1 .*'extra'"),
    "text in it": (lambda s: {**s, "fc.bias": "text"}, "'fc.bias' must be a tensor, not str"),
    "infinite": (lambda s: {**s, "fc.bias": s["fc.bias"] / 0}, "'fc.bias' must be finite"),
    "integers": (
        lambda s: {**s, "fc.bias": s["fc.bias"].to(torch.int8)},
        "'fc.bias' must be torch.float32, not torch.int8",
    ),
    "sparse": (lambda s: {**s, "fc.weight": s["fc.weight"].to_sparse()}, "a dense tensor"),
    "a list": (lambda s: list(s.values()), "holds a list, not a state dict"),
    "a tensor": (lambda s: s["fc.weight"], "a single tensor"),
    "nothing": (lambda s: {}, "holds nothing"),
    "an optimizer": (
        lambda s: {"state": {0: {"step": s["fc.bias"]}}, "param_groups": []},
        "no state dict: its keys are 'state', 'param_groups'",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_explains_what_other_weights_are(name: str, state: State, tmp_path: Path) -> None:
    make, message = OTHERS[name]
    found = refusal(tmp_path, saved(make(state)))
    assert matches(message, found), found


def test_says_how_many_classes_there_are(state: State, tmp_path: Path) -> None:
    data = saved(state)
    found = refusal(tmp_path, data, labels=tuple(map(str, range(1000))))
    assert found == "the weights do not fit: the last layer has 10 rows, --labels has 1000"
    checkpoint, labels = read(tmp_path, data, labels=("background", *LABELS))
    assert labels == LABELS
    assert "TensorFlow has a class for nothing" in checkpoint.notes[-1]
    assert "--labels has 11" in refusal(tmp_path, data, labels=("z", *LABELS))
