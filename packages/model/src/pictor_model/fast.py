"""The fast format: quantised weights, made only where they answer like the plain ones."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pictor_model.errors import BuildError
from pictor_model.evaluation import agreement, answers, offline
from pictor_model.measure import today
from pictor_model.network import description_of, network_of
from pictor_model.pictures import Pixels, read_pictures
from pictor_model.quantise import quantise
from pictor_model.report import Report
from pictor_serving.contract import Contract
from pictor_serving.engines import Network
from pictor_serving.graph import State
from pictor_serving.spec import Input

AGREEMENT_BOUND = 0.99
"""Least share of held-out pictures that get the class that FP32 gives them."""
_FEWEST = 100
_EVERY = 3


@dataclass(frozen=True)
class Calibration:
    """Pictures to quantise with, and others to try the result on."""

    known: list[Pixels]
    held_out: list[Pixels]

    @classmethod
    def read(cls, directory: Path, target: Input, contract: Contract) -> Self:
        """Every third picture calibrates, the others are held out.

        Raises:
            BuildError: there are fewer than 100.
        """
        pixels = read_pictures(directory, target, contract)
        if len(pixels) < _FEWEST:
            raise BuildError(
                f"'{directory}' must hold at least {_FEWEST} pictures to calibrate with, "
                f"not {len(pixels)}"
            )
        held_out = [each for number, each in enumerate(pixels) if number % _EVERY]
        return cls(pixels[::_EVERY], held_out)


def quantise_gated(
    state: State, plain: Network, calibration: Calibration, report: Report
) -> tuple[Network, dict[str, Any]]:
    """Quantises weights and compares their answers with the plain ones'.

    Args:
        state: the plain weights.
        plain: the network that they make.
        calibration: pictures.
        report: of progress.

    Returns:
        The quantised network, and `{"agreement", "on"}`.

    Raises:
        BuildError: fewer than 99 % of the held-out pictures get the same class.
    """

    def progress(done: int, of: int) -> None:
        report("calibrating", f"calibrating: {done} of {of} pictures", done=done, of=of)

    table = quantise(state, calibration.known, progress)
    report("comparing", f"comparing int8 with fp32 on {len(calibration.held_out)} pictures")
    fast = network_of(table, "int8", description_of(plain.spec))
    agreed = agreement(
        answers(offline(fast), calibration.held_out), answers(offline(plain), calibration.held_out)
    )
    if not agreed >= AGREEMENT_BOUND:
        raise BuildError(
            f"int8 gives {agreed:.1%} of {len(calibration.held_out)} held-out pictures the class "
            f"that fp32 gives them, but at least {AGREEMENT_BOUND:.0%} is required: calibrate with "
            "more pictures, like those that will be asked, or serve fp32"
        )
    on = f"{len(calibration.held_out)} pictures held out of the calibration, {today()}"
    return fast, {"agreement": round(agreed, 4), "on": on}
