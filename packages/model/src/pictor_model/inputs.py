"""What the two kinds of network are fed, by the side of their input in pixels."""

from pictor_serving.spec import Input

DIGITS = Input(32, 32, resize=32, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))
"""The demonstration's."""

IMAGENET = Input(224, 224, resize=256, mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225))
"""torchvision's first weights; its second, IMAGENET1K_V2, were measured with resize 232.

See https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.resnet50.html
"""

INPUTS = {target.width: target for target in (DIGITS, IMAGENET)}
