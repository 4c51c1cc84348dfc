import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch

from pictor_model.inputs import DIGITS
from pictor_model.train.augment import augment
from pictor_model.train.confusion import confusion, confusion_csv, confusion_markdown
from pictor_model.train.curve import learning_curve
from pictor_model.train.folder import Example
from pictor_model.train.pixels import Images
from pictor_model.train.rate import rate_at
from pictor_model.train.settings import CONTRACT
from pictor_model.train.split import split
from pictor_model.train.trainer import Epoch
from pictor_serving.contract import Contract
from tests.pictures import png, scene


def example(target: int, content: str, name: str = "a.png") -> Example:
    return Example(Path(name), name, target, content)


def test_holds_out_the_same_share_of_each_class() -> None:
    examples = [example(target, f"{number:04}") for target in (0, 1) for number in range(50)]
    parts = split(examples, 0.2)
    assert Counter(each.target for each in parts.held_out) == {0: 10, 1: 10}
    assert sorted([*parts.training, *parts.held_out], key=examples.index) == examples
    assert split(examples[::-1], 0.2).held_out[::-1] == parts.held_out


def test_keeps_copies_of_one_image_on_one_side() -> None:
    examples = [example(0, f"{number % 10}", f"{number}.png") for number in range(40)]
    parts = split(examples, 0.3)
    assert {each.sha256 for each in parts.training}.isdisjoint(
        each.sha256 for each in parts.held_out
    )
    assert len(parts.held_out) == 12


def test_holds_out_one_of_two_and_never_all() -> None:
    parts = split([example(0, "a"), example(0, "b")], 0.01)
    assert (len(parts.training), len(parts.held_out)) == (1, 1)
    assert len(split([example(0, each) for each in "abc"], 0.5).training) >= 1


def test_decodes_the_same_whether_images_are_kept_or_not(
    tmp_path: Path, contract: Contract
) -> None:
    examples = []
    for number in range(6):
        path = tmp_path / f"{number}.png"
        path.write_bytes(png(scene(40 + number, 40)))
        examples.append(Example(path, path.name, number % 2, str(number)))
    order = [torch.tensor([5, 0]), torch.tensor([3, 3]), torch.tensor([1, 2])]
    found = []
    for kept_bytes in (0, 2 * 3 * 32 * 32 * 4, 1 << 30):
        source = Images(examples, DIGITS, contract, kept_bytes)
        list(source.batches(order))
        found.append(list(source.batches(order)))
        source.close()
    for batches in found[1:]:
        for (pixels, targets), (same, again) in zip(batches, found[0], strict=True):
            assert torch.equal(pixels, same)
            assert torch.equal(targets, again)
    assert found[0][0][1].tolist() == [1, 0]


def test_moves_and_mirrors_at_random() -> None:
    pixels = torch.zeros(400, 3, 32, 32)
    pixels[:, :, 16, 10] = 1
    random = torch.Generator().manual_seed(0)
    places = {
        tuple(each) for each in augment(pixels, "shift", random)[:, 0].nonzero()[:, 1:].tolist()
    }
    assert places == {(down, across) for down in range(14, 19) for across in range(8, 13)}
    mirrored = augment(pixels, "shift-flip", random)[:, 0].nonzero()[:, 2]
    assert 100 < int((mirrored > 15).sum()) < 300
    assert augment(pixels, "none", random) is pixels


def test_repeats_the_edges_of_a_moved_image() -> None:
    grey = torch.full((64, 3, 32, 32), 0.3)
    assert torch.equal(augment(grey, "shift", torch.Generator()), grey)


def test_warms_up_and_cools_down() -> None:
    rates = [rate_at(step, 100, 0.5) for step in range(100)]
    assert max(rates) == rates[9] == rates[10] == 0.5
    assert all(a < b for a, b in pairwise(rates[:10]))
    assert all(a > b for a, b in pairwise(rates[10:]))
    assert 0 < rates[-1] < 0.001
    assert [rate_at(0, 1, 0.5), rate_at(1, 2, 0.5)] == [0.5, 0.5]


def test_counts_confusions() -> None:
    rows = confusion(torch.tensor([0, 0, 1, 2, 2]), torch.tensor([0, 1, 1, 0, 2]), 3)
    assert rows == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]
    labels = ("a", "b,c", "d|e")
    assert confusion_csv(labels, rows).splitlines() == [
        'right class,a,"b,c",d|e',
        "a,1,1,0",
        '"b,c",0,1,0',
        "d|e,1,0,1",
    ]
    assert confusion_markdown(labels, rows).splitlines()[-1] == "| d\\|e | 1 | 0 | 1 |"


def test_lists_the_most_frequent_confusions_of_many_classes() -> None:
    rows = [[0] * 40 for _ in range(40)]
    rows[3][4], rows[5][6], rows[7][7] = 2, 9, 50
    table = confusion_markdown([f"c{number}" for number in range(40)], rows)
    assert table.splitlines()[2:] == ["| c5 | c6 | 9 |", "| c3 | c4 | 2 |"]


def test_draws_a_curve_that_needs_nothing_else() -> None:
    history = [Epoch(n, 2 / n, 2.2 / n, 1 - 0.5 / n) for n in range(1, 26)]
    drawing = ElementTree.fromstring(learning_curve(history))
    space = {"svg": "http://www.w3.org/2000/svg"}
    title = drawing.find("svg:title", space)
    assert title is not None
    assert title.text == "Learning curve: 98.0% of held-out images right after 25 epochs"
    lines = drawing.findall("svg:polyline", space)
    assert [len((line.get("points") or "").split()) for line in lines] == [25, 25, 25]
    assert "href" not in learning_curve(history)


@pytest.mark.parametrize("loss", [float("nan"), float("inf"), 0.0, 1e-9])
def test_draws_whatever_the_loss_was(loss: float) -> None:
    ElementTree.fromstring(learning_curve([Epoch(1, loss, loss, 0.0)]))


def test_has_metric_definitions_that_sagemaker_takes() -> None:
    for definition in CONTRACT["metricDefinitions"]:
        assert 1 <= len(definition["Name"]) <= 255
        assert 1 <= len(definition["Regex"]) <= 500
        assert re.compile(definition["Regex"]).groups == 1
    assert len(CONTRACT["metricDefinitions"]) <= 40
    assert all(len(each) <= 256 for each in CONTRACT["containerEntrypoint"])
