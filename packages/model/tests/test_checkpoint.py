"""Weights as people have them: what is taken as the same weights."""

import argparse
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn

from pictor_model.build import compute, read_inputs
from pictor_model.checkpoint.checkpoint import read_checkpoint
from pictor_model.checkpoint.conversion import SCORE_BOUND, conversion_error
from pictor_model.errors import BuildError
from pictor_model.order import Order
from pictor_model.weights import State
from tests.checkpoints import (
    BATCHES,
    cast,
    contiguous,
    hugging_face,
    matches,
    prefixed,
    read,
    refusal,
    saved,
    without_batches,
)
from tests.conftest import LABELS, Release
from tests.pictures import png
from tests.smooth import smooth

Make = Callable[[State], bytes]
FORMS: dict[str, tuple[Make, str]] = {
    "a state dict": (saved, ""),
    "before PyTorch 1.6": (lambda s: saved(s, _use_new_zipfile_serialization=False), ""),
    "DataParallel": (lambda s: saved(prefixed(s, "module.")), "prefix 'module.'"),
    "torch.compile": (lambda s: saved(prefixed(s, "_orig_mod.")), "prefix '_orig_mod.'"),
    "Lightning": (
        lambda s: saved(
            {
                "epoch": 3,
                "state_dict": prefixed(s, "model._orig_mod."),
                "optimizer_states": [{"state": {0: {"exp_avg": s["fc.bias"]}}}],
                "hyper_parameters": argparse.Namespace(lr=0.1, path=Path("x")),
            }
        ),
        "under 'state_dict'; .* prefix 'model._orig_mod.'",
    ),
    "timm": (
        lambda s: saved({"epoch": 1, "arch": "resnet50", "state_dict": s, "metric": np.float64(9)}),
        "under 'state_dict'",
    ),
    "nested": (lambda s: saved({"state": {"model": s}}), "under 'state.model'"),
    "an average of weights": (
        lambda s: saved({"n_averaged": torch.tensor(5), **prefixed(s, "module.")}),
        "left out: n_averaged; .* prefix 'module.'",
    ),
    "Hugging Face": (lambda s: saved(hugging_face(s)), "Hugging Face"),
    "Hugging Face's safetensors": (
        lambda s: save(hugging_face(contiguous(s)), {"format": "pt"}),
        "Hugging Face",
    ),
    "safetensors with metadata": (lambda s: save(contiguous(s), {"names": "of no use"}), ""),
    "parameters": (lambda s: saved({n: nn.Parameter(t, False) for n, t in s.items()}), ""),
    "without counters": (lambda s: saved(without_batches(s)), f"{BATCHES} to 0"),
    "counters of another type": (
        lambda s: saved({n: t.half() if n.endswith(BATCHES) else t for n, t in s.items()}),
        f"{BATCHES} to 0",
    ),
    "in another order": (lambda s: saved(OrderedDict(reversed(s.items()))), ""),
}


@pytest.mark.parametrize("form", FORMS)
def test_makes_the_same_network_of_every_form(
    form: str, state: State, order: Order, release: Release, tmp_path: Path
) -> None:
    make, note = FORMS[form]
    data = make(state)
    file = tmp_path / "weights"
    file.write_bytes(data)
    reported: list[str] = []
    inputs = read_inputs(
        replace(order, weights=str(file), sha256=hashlib.sha256(data).hexdigest()),
        tmp_path / "out",
        lambda event, text, **_: reported.append(text),
    )
    said = "; ".join(inputs.checkpoint.notes)
    assert (said == "") if note == "" else matches(note, said), said
    assert reported[: len(inputs.checkpoint.notes)] == list(inputs.checkpoint.notes)
    computed = compute(inputs, lambda *_, **__: None)
    assert computed.network.spec.weights_sha256 == release.weights_sha256


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16])
def test_takes_half_precision_as_it_is(kind: torch.dtype, state: State, tmp_path: Path) -> None:
    halved = cast(state, kind)
    checkpoint, _ = read(tmp_path, saved(halved))
    assert all(torch.equal(checkpoint.state[n].to(kind), t) for n, t in halved.items())
    assert {t.dtype for t in checkpoint.state.values()} == {torch.float32, torch.int64}
    assert checkpoint.original is None
    assert "267 tensors of" in checkpoint.notes[0]
    assert "exactly" in checkpoint.notes[0]


def test_measures_what_rounding_doubles_changes(state: State, tmp_path: Path) -> None:
    exact, _ = read(tmp_path, saved(cast(state, torch.float64)))
    assert exact.original is None
    doubles = {n: t.double() * (1 + 1e-9) if t.is_floating_point() else t for n, t in state.items()}
    checkpoint, _ = read(tmp_path, saved(doubles))
    assert "rounds" in checkpoint.notes[0]
    assert checkpoint.original is not None
    error = conversion_error(checkpoint.original, checkpoint.state, smooth(2, seed=1))
    assert 0 < error < 1e-4


def beyond_float32(state: State) -> State:
    """Doubles whose answers change in float32."""
    doubles = cast(state, torch.float64)
    # Batch norm subtracts what float32 cannot hold, and the bias of the one before adds it.
    shift = 1e9 + 0.3
    doubles["bn1.running_mean"] = doubles["bn1.running_mean"] + shift * 0.001
    doubles["bn1.bias"] = (
        doubles["bn1.bias"]
        + doubles["bn1.weight"] * shift * 0.001 / (doubles["bn1.running_var"] + 1e-5).sqrt()
    )
    return doubles


def test_refuses_a_conversion_that_changes_answers(state: State, tmp_path: Path) -> None:
    checkpoint, _ = read(tmp_path, saved(beyond_float32(state)))
    assert checkpoint.original is not None
    with pytest.raises(BuildError, match=f"at most {SCORE_BOUND:g} is allowed: .* float32"):
        conversion_error(checkpoint.original, checkpoint.state, smooth(2, seed=1))


def test_build_compares_answers_to_the_smoke_picture_and_to_every_held_out_one(
    state: State, order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_out = tmp_path / "held-out" / "1"
    held_out.mkdir(parents=True)
    for name in ("a.png", "b.png"):
        (held_out / name).write_bytes(png())
    data = saved(beyond_float32(state))
    file = tmp_path / "weights.pth"
    file.write_bytes(data)
    inputs = read_inputs(
        replace(
            order,
            weights=str(file),
            sha256=hashlib.sha256(data).hexdigest(),
            held_out=held_out.parent,
        ),
        tmp_path / "out",
        lambda *_, **__: None,
    )
    compared: list[int] = []

    def counted(original: State, converted: State, pictures: Sequence[Any]) -> float:
        compared.append(len(pictures))
        return conversion_error(original, converted, pictures)

    monkeypatch.setattr("pictor_model.build.conversion_error", counted)
    with pytest.raises(BuildError, match=r"converting the weights to float32 changes a score"):
        compute(inputs, lambda *_, **__: None)
    assert compared == [3]


def test_takes_the_state_dict_that_is_chosen(state: State, tmp_path: Path) -> None:
    others = {name: tensor * 2 for name, tensor in state.items()}
    data = saved({"model": others, "model_ema": {"module": state}})
    assert refusal(tmp_path, data) == (
        "'weights.pth' holds 2 state dicts, 'model', 'model_ema.module': "
        "choose one, for example --key model"
    )
    checkpoint, _ = read(tmp_path, data, key="model_ema.module")
    assert torch.equal(checkpoint.state["fc.bias"], state["fc.bias"])
    assert "under --key ema: it has 'model', 'model_ema.module'" in refusal(
        tmp_path, data, key="ema"
    )
    assert "no state dict under any key" in refusal(tmp_path, saved(state), key="model")


def test_refuses_hugging_faces_first_version_by_its_configuration(
    state: State, tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"downsample_in_bottleneck": True}))
    assert "downsample_in_bottleneck" in refusal(tmp_path, saved(hugging_face(state)))
    read(tmp_path, saved(state))
    (tmp_path / "config.json").write_text(json.dumps({"downsample_in_bottleneck": False}))
    read(tmp_path, saved(hugging_face(state)))


def test_goes_by_the_hash_that_torchvision_puts_into_file_names(
    order: Order, tmp_path: Path
) -> None:
    file = Path(order.weights)
    whole = hashlib.sha256(file.read_bytes()).hexdigest()
    assert len(read_checkpoint(file, whole[:8], None, LABELS)[0].state) == 320
    for wrong in (whole[:7], "11ad3fa6", whole + "0"):
        with pytest.raises(BuildError, match=f"has sha256 {whole}, not '{wrong}'"):
            read_checkpoint(file, wrong, None, LABELS)
