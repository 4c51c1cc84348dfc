"""INT8: how weights and activations are rounded, and that every engine rounds alike."""

from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper
from torch import Tensor

from pictor_model.inputs import DIGITS
from pictor_model.network import Description, network_of
from pictor_model.quantise import best_step, quantise
from pictor_model.reference import round_to, simulate
from pictor_model.stored import locate
from pictor_model.weights import State, serialise
from pictor_serving.engines import ENGINES
from pictor_serving.quantised import ENGINES as TORCH_ENGINES
from pictor_serving.quantised import LEVELS, choose_engine, quantised
from tests.conftest import LABELS
from tests.smooth import smooth

DESCRIPTION = Description("random", replace(DIGITS, width=64, height=64, resize=64), LABELS)


@pytest.fixture(scope="module")
def table(state: State) -> dict[str, Tensor]:
    return quantise(state, smooth(24, seed=1), lambda *_: None)


@pytest.fixture(scope="module")
def pictures() -> Tensor:
    whole = torch.from_numpy(np.stack(smooth(40, seed=2)))
    return whole.contiguous(memory_format=torch.channels_last)


@pytest.fixture(scope="module")
def simulated(table: dict[str, Tensor], pictures: Tensor) -> Tensor:
    return simulate(table, pictures.double())


def apart(one: Tensor, other: Tensor) -> float:
    return float((one - other).abs().max() / other.abs().max())


@pytest.mark.parametrize("engine", TORCH_ENGINES)
def test_computes_by_each_of_pytorchs_engines_what_the_arithmetic_says(
    engine: str, table: dict[str, Tensor], pictures: Tensor, simulated: Tensor
) -> None:
    with torch.inference_mode():
        found = torch.cat([quantised(table, engine)(each[None]) for each in pictures])
    assert apart(found, simulated) < 0.05


def test_computes_by_onnx_runtime_what_the_arithmetic_says(
    table: dict[str, Tensor], pictures: Tensor, simulated: Tensor
) -> None:
    run = ENGINES["int8"]["ONNX Runtime"](network_of(table, "int8", DESCRIPTION), 1)
    found = np.concatenate([run(each[None].contiguous().numpy()) for each in pictures])
    assert apart(torch.from_numpy(found), simulated) < 0.05


def test_takes_the_best_engine_that_there_is() -> None:
    assert choose_engine(["qnnpack", "none", "onednn", "x86", "fbgemm"]) == "onednn"
    assert choose_engine(["none", "qnnpack"]) == "qnnpack"


def test_quantises_to_the_same_bytes_again_whatever_the_threads(state: State) -> None:
    known = smooth(2, seed=1)
    threads = torch.get_num_threads()
    first = network_of(quantise(state, known, lambda *_: None), "int8", DESCRIPTION)
    torch.set_num_threads(threads + 1)
    try:
        again = network_of(quantise(state, known, lambda *_: None), "int8", DESCRIPTION)
    finally:
        torch.set_num_threads(threads)
    assert again == first


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


def test_rounds_in_doubles_as_the_operators_do() -> None:
    x = torch.linspace(-3, 12, 998)
    wanted = torch.quantize_per_tensor(x, 0.05, 20, torch.quint8).dequantize()
    assert torch.allclose(round_to(x.double(), (0.05, 20)).float(), wanted, atol=1e-6)


@pytest.mark.parametrize("form", ENGINES)
def test_leaves_large_tensors_in_the_weights_file(
    form: str, state: State, table: dict[str, Tensor]
) -> None:
    tensors = state if form == "fp32" else table
    weights, network = serialise(dict(tensors)), network_of(tensors, form, DESCRIPTION)
    assert network.weights == weights
    assert len(network.graph) < 500_000
    graph = onnx.load_from_string(network.graph).graph
    places = locate(weights, tensors)
    kept = [each for each in graph.initializer if not each.external_data]
    assert max((numpy_helper.to_array(each).nbytes for each in kept), default=0) <= 8192
    for each in graph.initializer:
        if each.external_data:
            where = {pair.key: pair.value for pair in each.external_data}
            assert where["location"] == "model.pth"
            assert int(where["offset"]) == places[each.name].offset
    stored = {each.name for each in graph.initializer if each.external_data}
    unused = {name for name in state if name.endswith("num_batches_tracked")}
    assert stored >= ({*state} - unused if form == "fp32" else {"conv1.weight", "fc.weight"})


def test_finds_tensors_where_pytorch_put_them(state: State, weights: bytes) -> None:
    for name, place in locate(weights, state).items():
        stored = weights[place.offset : place.offset + place.length]
        assert stored == state[name].contiguous().numpy().tobytes()
