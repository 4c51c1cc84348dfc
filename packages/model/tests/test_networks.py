"""The engines: each must give the plain network's logits, or refuse to serve."""

import io
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from pictor_model.evaluation import agreement
from pictor_model.quantise import best_step, quantise
from pictor_model.weights import State, serialise
from pictor_serving import networks
from pictor_serving.errors import ModelError
from pictor_serving.networks import load_network, read_state, ready, trace
from pictor_serving.packed import pack
from pictor_serving.quantised import ENGINES, LEVELS, choose_engine, quantised, round_to, simulated
from tests.conftest import LABELS

SIZE = (64, 64)


def pictures(count: int, seed: int) -> list[Tensor]:
    """Smooth random pictures, channels last, shape (1, 3, 64, 64)."""
    random = torch.Generator().manual_seed(seed)
    coarse = torch.randn(count, 3, 8, 8, generator=random)
    smooth = torch.nn.functional.interpolate(coarse, SIZE, mode="bilinear")
    whole = smooth.contiguous(memory_format=torch.channels_last)
    return [whole[number : number + 1] for number in range(count)]


@pytest.fixture(scope="module")
def table(state: State) -> dict[str, Tensor]:
    known = [picture[0].contiguous().numpy() for picture in pictures(24, seed=1)]
    return quantise(state, known, lambda *_: None)


@pytest.fixture(scope="module")
def plain(state: State) -> Tensor:
    network = load_network(state, len(LABELS))
    with torch.inference_mode():
        return torch.cat([network(each) for each in pictures(40, seed=2)])


def logits(run: networks.Run) -> Tensor:
    with torch.inference_mode():
        return torch.cat([run(each) for each in pictures(40, seed=2)])


def apart(one: Tensor, other: Tensor) -> float:
    return float((one - other).abs().max() / other.abs().max())


def test_packs_without_changing_an_answer(state: State, plain: Tensor) -> None:
    assert apart(logits(pack(state)), plain) < 1e-5


def test_traces_without_changing_an_answer(state: State, plain: Tensor) -> None:
    network = load_network(state, len(LABELS))
    assert apart(logits(trace(network, pictures(1, seed=0)[0])), plain) < 1e-5


@pytest.mark.parametrize("engine", ENGINES)
def test_answers_in_int8_like_the_plain_network(
    engine: str, table: dict[str, Tensor], plain: Tensor
) -> None:
    found = logits(quantised(table, engine))
    assert apart(found, logits(simulated(table))) < 0.05
    assert apart(found, plain) < 0.1
    # Random weights hardly tell classes apart; a trained model agrees in more than 99 %.
    assert agreement(found.argmax(1).numpy(), plain.argmax(1).numpy()) >= 0.9
    assert len(set(plain.argmax(1).tolist())) > 2


def test_takes_the_best_engine_that_there_is() -> None:
    assert choose_engine(["qnnpack", "none", "onednn", "x86", "fbgemm"]) == "onednn"
    assert choose_engine(["none", "qnnpack"]) == "qnnpack"


def test_quantises_to_the_same_bytes_again_whatever_the_threads(state: State) -> None:
    known = [picture[0].contiguous().numpy() for picture in pictures(2, seed=1)]
    threads = torch.get_num_threads()
    first = serialise(quantise(state, known, lambda *_: None))
    torch.set_num_threads(threads + 1)
    try:
        assert serialise(quantise(state, known, lambda *_: None)) == first
    finally:
        torch.set_num_threads(threads)


def test_keeps_weights_within_half_a_step(state: State, table: dict[str, Tensor]) -> None:
    # The first convolution has no other to fold into: weight times gamma over deviation.
    factor = state["bn1.weight"] / (state["bn1.running_var"] + 1e-5).sqrt()
    wanted = state["conv1.weight"] * factor[:, None, None, None]
    scales = table["conv1.scale"][:, None, None, None]
    assert ((table["conv1.weight"] * scales - wanted).abs() <= scales * 0.501).all()
    assert table["conv1.weight"].abs().amax((1, 2, 3)).eq(127).all()


def test_cuts_outliers_off_where_that_makes_the_rest_finer() -> None:
    even = np.full(2048, 100.0)
    scale, zero = best_step(-1.0, 1.0, even).tolist()
    assert scale == pytest.approx(2 / LEVELS, rel=0.02)
    assert zero == pytest.approx(LEVELS / 2, abs=1)
    outliers = np.zeros(2048)
    outliers[:205], outliers[-1] = 1000, 1
    assert best_step(0.0, 1.0, outliers)[0] < 0.5 / LEVELS


def test_rounds_in_floats_as_the_operators_do() -> None:
    x = torch.linspace(-3, 12, 999)
    wanted = torch.quantize_per_tensor(x, 0.05, 20, torch.quint8).dequantize()
    assert torch.equal(round_to(x, (0.05, 20)), wanted)


@pytest.mark.parametrize("form", networks.FORMATS)
def test_refuses_an_engine_whose_logits_are_others(
    form: str, state: State, table: dict[str, Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = serialise(state if form == "fp32" else table)
    ready(weights, form, len(LABELS), SIZE, warm_up=1)
    monkeypatch.setattr(networks, "pack", lambda state: lambda x: pack(state)(x) * 1.01)
    wrong = lambda table, engine: lambda x: quantised(table, engine)(x).flip(1)  # noqa: E731
    monkeypatch.setattr(networks, "quantised", wrong)
    with pytest.raises(ModelError, match=f"the {form} engine's logits are .* apart"):
        ready(weights, form, len(LABELS), SIZE, warm_up=1)


def test_is_warm_before_the_first_request(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Tensor] = []

    def counting(state: State) -> networks.Run:
        run = pack(state)

        def counted(x: Tensor) -> Tensor:
            asked.append(x)
            return run(x)

        return counted

    monkeypatch.setattr(networks, "pack", counting)
    ready(serialise(state), "fp32", len(LABELS), SIZE, warm_up=3)
    assert len(asked) >= 3
    assert {tuple(x.shape) for x in asked} == {(1, 3, *SIZE)}
    assert all(x.is_contiguous(memory_format=torch.channels_last) for x in asked)


def test_serves_a_processor_without_packed_operators(
    state: State, monkeypatch: pytest.MonkeyPatch, plain: Tensor
) -> None:
    def missing(_: State) -> networks.Run:
        raise RuntimeError("no oneDNN")

    monkeypatch.setattr(networks, "pack", missing)
    run = ready(serialise(state), "fp32", len(LABELS), SIZE, warm_up=2)
    assert isinstance(run, torch.jit.ScriptModule)
    assert apart(logits(run), plain) < 1e-5


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("int8", "have no 'conv1.scale'"),
        ("fp16", "format 'fp16' is unknown"),
        ("fp32", "size mismatch"),
    ],
)
def test_refuses_weights_of_another_format_or_shape(form: str, message: str, state: State) -> None:
    with pytest.raises(ModelError, match=message):
        ready(serialise(state), form, 3, SIZE, warm_up=1)


def test_runs_no_code_that_weights_bring_along(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "sprung",)  # type: ignore[return-value]

    buffer = io.BytesIO()
    torch.save({"conv1.weight": Trap()}, buffer)
    with pytest.raises(ModelError, match="no table of tensors"):
        read_state(buffer.getvalue())
    assert not (tmp_path / "sprung").exists()


def test_refuses_what_is_no_table() -> None:
    buffer = io.BytesIO()
    torch.save([torch.zeros(1)], buffer)
    with pytest.raises(ModelError, match="no state dict"):
        read_state(buffer.getvalue())
