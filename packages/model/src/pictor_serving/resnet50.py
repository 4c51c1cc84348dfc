"""ResNet50 in plain PyTorch, so that serving needs no torchvision.

Same arithmetic and same state-dict names as torchvision's: 320 entries, 25,557,032 parameters for
1,000 classes. See https://github.com/pytorch/vision/blob/main/torchvision/models/resnet.py
"""

import torch
from torch import Tensor, nn

from pictor_serving.graph import EXPANSION, STAGES


def pool(x: Tensor) -> Tensor:
    """Maximum of 3 x 3 values around every second one."""
    return torch.max_pool2d(x, 3, 2, 1)


def _shortcut(channels: int, width: int, stride: int) -> nn.Sequential | None:
    if stride == 1 and channels == width:
        return None
    return nn.Sequential(
        nn.Conv2d(channels, width, 1, stride, bias=False),
        nn.BatchNorm2d(width),
    )


class Bottleneck(nn.Module):
    """1x1, 3x3, 1x1 convolutions around a shortcut; torchvision's "v1.5", stride on the 3x3."""

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, width * EXPANSION, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(width * EXPANSION)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = _shortcut(channels, width * EXPANSION, stride)

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, H, W) -> (N, 4 width, H / stride, W / stride)."""
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        shortcut = x if self.downsample is None else self.downsample(x)
        return torch.relu_(y + shortcut)


def _stage(channels: int, width: int, blocks: int, stride: int) -> nn.Sequential:
    first = Bottleneck(channels, width, stride)
    others = (Bottleneck(width * EXPANSION, width, 1) for _ in range(blocks - 1))
    return nn.Sequential(first, *others)


class ResNet50(nn.Module):
    """The network, from normalised pixels to logits."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        channels = 64
        for number, (width, blocks) in enumerate(STAGES, start=1):
            stride = 1 if number == 1 else 2
            self.add_module(f"layer{number}", _stage(channels, width, blocks, stride))
            channels = width * EXPANSION
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, classes)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, H, W) float32 -> (N, classes) float32 logits."""
        x = pool(self.relu(self.bn1(self.conv1(x))))
        for number in range(1, len(STAGES) + 1):
            x = self.get_submodule(f"layer{number}")(x)
        return self.fc(torch.flatten(self.avgpool(x), 1))  # type: ignore[no-any-return]
