"""The engines: each must give the plain network's logits, or is not served with."""

import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from pictor_model.evaluation import agreement
from pictor_model.inputs import DIGITS
from pictor_model.network import Description, network_of
from pictor_model.quantise import quantise
from pictor_model.weights import State
from pictor_serving import engines
from pictor_serving.engines import ENGINES, Engine, Network, Pixels, Run, distance, probe, ready
from pictor_serving.errors import ModelError
from pictor_serving.pytorch import load_network
from tests.conftest import LABELS
from tests.smooth import smooth

CANDIDATES = [(form, name) for form, loads in ENGINES.items() for name in loads]
DESCRIPTION = Description("random", replace(DIGITS, width=64, height=64, resize=64), LABELS)


@pytest.fixture(scope="module")
def networks(state: State) -> dict[str, Network]:
    """One set of weights in every format, for pictures of 64 x 64."""
    table = quantise(state, smooth(24, seed=1), lambda *_: None)
    states = {"fp32": state, "int8": table}
    return {form: network_of(each, form, DESCRIPTION) for form, each in states.items()}


def logits(run: Run) -> Pixels:
    return np.concatenate([run(each[None]) for each in smooth(40, seed=2)])


def spread(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one - other).max() / np.abs(other).max())


@pytest.fixture(scope="module")
def plain(state: State) -> Pixels:
    """The logits of PyTorch's own layers, one after another."""
    network = load_network(state, len(LABELS))

    def run(pixels: Pixels) -> Pixels:
        with torch.inference_mode():
            return network(torch.from_numpy(pixels)).numpy()  # type: ignore[no-any-return]

    return logits(run)


@pytest.mark.parametrize(("form", "name"), CANDIDATES)
def test_answers_like_the_plain_network(
    form: str, name: str, networks: dict[str, Network], plain: Pixels
) -> None:
    found = logits(ENGINES[form][name](networks[form], 1))
    assert spread(found, plain) < {"fp32": 1e-5, "int8": 0.1}[form]
    # Random weights hardly tell classes apart; a trained model agrees in more than 99 %.
    agreed = agreement(found.argmax(1), plain.argmax(1))
    assert agreed >= {"fp32": 1, "int8": 0.9}[form]
    assert len(set(plain.argmax(1).tolist())) > 2


@pytest.mark.parametrize(("form", "name"), CANDIDATES)
def test_answers_the_same_whatever_its_threads(
    form: str, name: str, networks: dict[str, Network]
) -> None:
    threads = torch.get_num_threads()
    try:
        one, two = (logits(ENGINES[form][name](networks[form], each)) for each in (1, 2))
    finally:
        torch.set_num_threads(threads)
    assert spread(two, one) < 1e-5


@pytest.mark.parametrize("form", ENGINES)
def test_takes_the_fastest_engine_and_says_which(
    form: str, networks: dict[str, Network], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        assert ready(networks[form], 1).name == "ONNX Runtime"
    assert f"{form} by ONNX Runtime, threads: 1" in caplog.text


@pytest.mark.parametrize("form", ENGINES)
def test_serves_without_onnx_runtime(
    form: str,
    networks: dict[str, Network],
    plain: Pixels,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # As in a container whose Python is another than the artefact was built for.
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    engine = ready(networks[form], 1)
    assert engine.name == list(ENGINES[form])[1]
    assert spread(logits(engine.run), plain) < 0.1
    assert "not served by ONNX Runtime: import of onnxruntime halted" in caplog.text


def test_serves_a_processor_without_packed_operators(
    networks: dict[str, Network], plain: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: State) -> Run:
        raise RuntimeError("no oneDNN\nand more of it")

    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setattr("pictor_serving.pytorch.pack", missing)
    engine = ready(networks["fp32"], 1)
    assert engine.name == "TorchScript"
    assert spread(logits(engine.run), plain) < 1e-5


@pytest.mark.parametrize("form", ENGINES)
def test_passes_over_an_engine_whose_logits_are_others(
    form: str, networks: dict[str, Network], caplog: pytest.LogCaptureFixture
) -> None:
    right = ENGINES[form]["ONNX Runtime"]

    def wrong(by: Any) -> engines.Load:
        def load(network: Network, threads: int) -> Run:
            run = right(network, threads)
            return lambda pixels: by(run(pixels))

        return load

    network = networks[form]
    for by in (lambda x: x[:, ::-1], lambda x: x * 1.5, lambda x: x * np.nan, lambda x: x[:, :3]):
        both = engines.first_proved({"wrong": wrong(by), "right": right}, network, 1)
        assert both.name == "right"
        assert f"not served by wrong: its {form} logits are" in caplog.text
        caplog.clear()
        with pytest.raises(ModelError, match=f"no engine runs .* wrong: its {form} logits"):
            engines.first_proved({"wrong": wrong(by)}, network, 1)


def test_is_warm_before_the_first_request(
    networks: dict[str, Network], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, ...]] = []

    def counting(network: Network, threads: int) -> Run:
        run = ENGINES["fp32"]["ONNX Runtime"](network, threads)

        def counted(pixels: Pixels) -> Pixels:
            asked.append(pixels.shape)
            return run(pixels)

        return counted

    monkeypatch.setattr(engines, "ENGINES", {"fp32": {"counting": counting}})
    assert isinstance(ready(networks["fp32"], 1), Engine)
    assert asked == [(1, 3, 64, 64)]


def test_refuses_a_format_that_it_does_not_know(networks: dict[str, Network]) -> None:
    network = networks["fp32"]
    with pytest.raises(ModelError, match="format 'fp16' is unknown, known are fp32, int8"):
        ready(replace(network, spec=replace(network.spec, format="fp16")), 1)


def test_refuses_weights_of_another_format_with_each_engines_reason(
    networks: dict[str, Network],
) -> None:
    plain, fast = networks["fp32"], networks["int8"]
    with pytest.raises(ModelError) as caught:
        ready(Network(fast.spec, plain.weights, fast.graph), 1)
    assert all(f"{name}: " in str(caught.value) for name in ENGINES["int8"])


def test_asks_every_engine_the_same_noise_for_ever() -> None:
    noise = probe(2, 3)
    assert noise.shape == (1, 3, 2, 3)
    assert noise.dtype == np.float32
    # Artefacts state what they answer to it.
    assert noise[0, 0, 0].tolist() == pytest.approx([1.7640524, 0.4001572, 0.978738])


def test_measures_how_far_logits_are_apart() -> None:
    found = np.array([1.0, -4.0, 2.0], np.float32)
    assert distance(found, [1, -4, 2]) == 0
    assert distance(found, [1, -4, 3]) == 0.25
    assert distance(found[:2], [1, -4, 2]) == float("inf")
