import hashlib
import io
import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from pictor_model.inputs import DIGITS, IMAGENET
from pictor_model.network import network_of
from pictor_model.weights import State
from pictor_serving.classifier import Classifier
from pictor_serving.engines import Engine, Network
from pictor_serving.errors import ModelError
from pictor_serving.preprocess import preprocess
from pictor_serving.resnet50 import ResNet50
from pictor_serving.spec import Input
from tests.conftest import DESCRIPTION, LABELS, Release
from tests.pictures import scene

PIXELS = preprocess(scene(), DIGITS)


def test_has_torchvisions_names_shapes_and_number_of_parameters() -> None:
    with torch.device("meta"):
        network = ResNet50(1000)
    state = network.state_dict()
    assert len(state) == 320
    assert sum(parameter.numel() for parameter in network.parameters()) == 25_557_032
    # That of torchvision 0.21.0's own resnet50(): a line a tensor, in its order.
    lines = (f"{name} {tuple(each.shape)} {each.dtype}\n" for name, each in state.items())
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == (
        "5d60825a9441af04821edf49e2fc00472bfdc45cb7609f3b0caab7f55349d00e"
    )
    # Stage by stage as the paper's table 1 has it, https://arxiv.org/abs/1512.03385
    assert [len(network.get_submodule(f"layer{n}")) for n in range(1, 5)] == [3, 4, 6, 3]  # type: ignore[arg-type]


def test_halves_the_picture_on_the_three_by_three_convolution() -> None:
    # torchvision's "v1.5"; the paper has the stride on the first. The weights fit both.
    with torch.device("meta"):
        block = ResNet50(10).get_submodule("layer2.0")
    assert block.get_submodule("conv1").stride == (1, 1)
    assert block.get_submodule("conv2").stride == (2, 2)


def test_answers_like_the_plain_network(classifier: Classifier, weights: bytes) -> None:
    network = ResNet50(len(LABELS)).eval()
    network.load_state_dict(torch.load(io.BytesIO(weights), weights_only=True))
    with torch.inference_mode():
        wanted = torch.softmax(network(torch.from_numpy(PIXELS[None])), 1)[0]
    found = {found.index: found.score for found in classifier.predict(PIXELS, len(LABELS))}
    assert [found[index] for index in range(len(LABELS))] == pytest.approx(
        wanted.tolist(), abs=2e-5
    )
    assert max(found.values()) - min(found.values()) > 0.1


def test_answers_for_itself_beside_another_model(state: State, classifier: Classifier) -> None:
    sure = {**state, "fc.bias": state["fc.bias"].index_fill(0, torch.tensor(4), 500.0)}
    alone = classifier.predict(PIXELS, 1)
    other = Classifier(network_of(sure, "fp32", DESCRIPTION), threads=1)
    for _ in range(2):
        assert other.predict(PIXELS, 1)[0].index == 4
        assert classifier.predict(PIXELS, 1) == alone


def test_gives_the_best_first_and_no_more_than_there_are(classifier: Classifier) -> None:
    found = classifier.predict(PIXELS, 100)
    assert [best.score for best in found] == sorted((best.score for best in found), reverse=True)
    assert sorted(best.label for best in found) == sorted(LABELS)
    assert all(LABELS[best.index] == best.label for best in found)
    assert math.fsum(best.score for best in found) == pytest.approx(1, abs=1e-5)
    assert classifier.predict(PIXELS, 3) == found[:3]


def test_refuses_weights_other_than_those_stated(network: Network) -> None:
    changed = network.weights[:-1] + bytes([network.weights[-1] ^ 1])
    stated = network.spec.weights_sha256
    with pytest.raises(ModelError, match=f"but model.json states {stated}"):
        Classifier(replace(network, weights=changed), threads=1)


def test_refuses_a_model_other_than_the_release_requires(release: Release) -> None:
    with pytest.raises(ModelError, match="but the release requires 0000"):
        Classifier.load(release.model, threads=1, required_sha256="0" * 64)


def test_refuses_to_answer_what_is_no_number(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Engine("broken", lambda _: np.full((1, len(LABELS)), np.nan, np.float32))
    monkeypatch.setattr(classifier, "engine", broken)
    with pytest.raises(ModelError, match="not finite"):
        classifier.predict(PIXELS, 1)


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (224, 224), (256, 256), (1001, 257)])
@pytest.mark.parametrize("target", [DIGITS, IMAGENET], ids=["digits", "imagenet"])
def test_feeds_the_network_what_torchvision_would(size: tuple[int, int], target: Input) -> None:
    picture = scene(*size)
    found = preprocess(picture, target)
    assert found.shape == (3, target.height, target.width)
    assert found.dtype == np.float32
    assert np.abs(found - torchvision_like(picture, target)).max() <= 1.01 / 255 / min(target.std)


@pytest.mark.parametrize(
    ("resize", "size", "wanted"),
    [
        (256, (300, 200), (-1.2274, 1.3413, 2.1485, -0.7587)),
        (256, (200, 300), (-1.861, 1.9749, 1.5007, -0.7587)),
        (256, (1001, 257), (-0.4397, 0.5364, 2.1485, -0.7587)),
        (232, (300, 200), (-1.3473, 1.4612, 2.341, -0.7587)),
        (232, (200, 300), (-2.0494, 2.1633, 1.6232, -0.7587)),
        (232, (1001, 257), (-0.4739, 0.6049, 2.3585, -0.7587)),
    ],
)
def test_feeds_the_network_the_numbers_that_torchvision_gave(
    resize: int, size: tuple[int, int], wanted: tuple[float, ...]
) -> None:
    # By ResNet50_Weights.IMAGENET1K_V1 and V2.transforms() of torchvision 0.21.0 with torch 2.6.0.
    found = preprocess(scene(*size), replace(IMAGENET, resize=resize))
    places = ((0, 0, 0), (0, 100, 223), (1, 223, 50), (2, 7, 7))
    # A step of 8 bits, by the narrowest channel's deviation.
    assert [float(found[place]) for place in places] == pytest.approx(
        wanted, abs=1.01 / 255 / 0.224
    )


def torchvision_like(picture: Image.Image, target: Input) -> NDArray[np.float32]:
    """Resize, CenterCrop, ToTensor and Normalize one after another, as torchvision has them."""
    width, height = picture.size
    if width <= height:
        new = (target.resize, int(target.resize * height / width))
    else:
        new = (int(target.resize * width / height), target.resize)
    resized = picture.resize(new, Image.Resampling.BILINEAR)
    top = round((new[1] - target.height) / 2.0)
    left = round((new[0] - target.width) / 2.0)
    crop = np.asarray(resized)[top : top + target.height, left : left + target.width]
    planes = [
        (crop[:, :, channel] / 255 - target.mean[channel]) / target.std[channel]
        for channel in range(3)
    ]
    return np.stack(planes).astype(np.float32)


@pytest.mark.parametrize("size", [(1, 1), (16_384, 1), (1, 16_384), (5000, 3), (31, 33)])
def test_feeds_the_network_any_shape_of_picture(size: tuple[int, int]) -> None:
    found = preprocess(Image.new("RGB", size, "white"), IMAGENET)
    white = [(1 - mean) / std for mean, std in zip(IMAGENET.mean, IMAGENET.std, strict=True)]
    assert found.shape == (3, 224, 224)
    assert np.allclose(found, np.array(white)[:, None, None], atol=1e-5)
