import io

import numpy as np
import pytest
import torch
from PIL import Image

from pictor_model.digits import Digits, read_digits
from pictor_model.evaluation import Result, evaluate
from pictor_model.training import Examples, measure, new_network, shift, train
from pictor_serving.classifier import Classifier, Prediction
from pictor_serving.contract import Contract


@pytest.fixture(scope="module")
def digits() -> Digits:
    return read_digits()


def test_never_measures_with_what_was_learnt_from(digits: Digits) -> None:
    assert len(digits.held_out) == 450
    assert sorted([*digits.training, *digits.held_out]) == list(range(1797))
    counts = np.bincount(digits.targets[digits.held_out])
    assert counts.min() >= 43


def test_draws_digits_bright_on_black(digits: Digits) -> None:
    picture = Image.open(io.BytesIO(digits.pictures[0]))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (32, 32))
    assert picture.getpixel((0, 0)) == 0
    assert picture.getextrema() == (0, 247)


def test_splits_the_digits_the_same_way_each_time(digits: Digits) -> None:
    again = read_digits()
    assert again.pictures == digits.pictures
    assert again.held_out.tolist() == digits.held_out.tolist()


def test_moves_pictures_by_up_to_two_pixels_each_way() -> None:
    pixels = torch.full((400, 3, 32, 32), -1.0)
    pixels[:, :, 16, 16] = 1
    moved = shift(pixels, torch.Generator().manual_seed(0))
    places = {tuple(place) for place in (moved[:, 0] == 1).nonzero()[:, 1:].tolist()}
    assert places == {(down, right) for down in range(14, 19) for right in range(14, 19)}
    assert moved.sum() == pixels.sum()


def test_learns_and_repeats_itself() -> None:
    random = torch.Generator().manual_seed(0)
    targets = torch.arange(64) % 2
    pixels = torch.rand(64, 3, 8, 8, generator=random) * 0.2 + targets.view(-1, 1, 1, 1) - 1
    examples = Examples(pixels, targets)

    def run() -> tuple[list[float], torch.Tensor]:
        network = new_network(2, seed=3)
        losses = [epoch.loss for epoch in train(network, examples, examples, 3, seed=3)]
        return losses, network.fc.weight.detach()

    losses, weights = run()
    assert losses[-1] < losses[0] / 2
    again, same = run()
    assert again == losses
    assert torch.equal(weights, same)


def test_measures_in_evaluation_mode() -> None:
    network = new_network(2, seed=0)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    examples = Examples(torch.zeros(3, 3, 32, 32), torch.tensor([0, 1, 0]))
    assert measure(network, examples) in (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert all(torch.equal(before[name], now) for name, now in network.state_dict().items())


def test_counts_right_and_wrong_answers() -> None:
    best = tuple(Prediction(str(index), index, 1.0) for index in (0, 1, 1, 2))
    result = Result(np.array([0, 1, 2, 2]), best)
    assert result.accuracy == 0.75
    assert result.right.tolist() == [True, True, False, True]
    assert result.confusion(3) == [[1, 0, 0], [0, 1, 0], [0, 1, 1]]


def test_evaluates_each_picture_through_the_serving_code(
    digits: Digits, classifier: Classifier, contract: Contract
) -> None:
    pictures = digits.pictures[:4]
    result = evaluate(classifier, pictures, digits.targets[:4], contract)
    alone = evaluate(classifier, pictures[3:], digits.targets[3:4], contract)
    assert result.best[3] == alone.best[0]
    assert len(result.best) == 4
