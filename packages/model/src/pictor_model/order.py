"""What a build was asked for, and what of it contradicts itself."""

from dataclasses import dataclass
from pathlib import Path

from pictor_model.errors import BuildError
from pictor_serving.spec import Input


@dataclass(frozen=True)
class Order:
    """What to build."""

    weights: str
    """A ResNet50 in any form that `pictor_model.checkpoint` takes: a file, or a URL of one."""
    sha256: str | None
    """SHA-256 that the weights file must have, or its first 8 digits or more; None is refused."""
    labels: Path
    """Names of the classes, see `pictor_model.labels`."""
    input: Input
    smoke: Path
    """A picture that the release is tried with, here and after each deployment."""
    smoke_index: int | None
    """Class that the picture must be given; None: whichever it is given here."""
    name: str
    key: str | None = None
    """Which of a checkpoint's state dicts, with dots between nested keys; None: the only one."""
    measured: Path | None = None
    """`measured.json` of the demonstration, or any JSON with `on`, of FP32; None: nothing."""
    held_out: Path | None = None
    """Pictures in sub-directories named by class index, to measure the built format with."""
    format: str = "fp32"
    """Number format of the weights: `fp32` or `int8`."""
    calibration: Path | None = None
    """Pictures like those that will be asked: what `int8` is quantised and tried with."""
    layout: str = "torchserve"
    """For which container's server: a key of LAYOUTS."""
    compression: str = "gzip"
    """`gzip`: one `model.tar.gz`; `none`: the directory `model`."""


def check_order(order: Order) -> None:
    """Refuses an order that contradicts itself, with all that is wrong with it at once."""
    side = max(order.input.width, order.input.height)
    wrong = [
        (
            order.input.resize < side,
            f"resize must be at least the input's {order.input.width} x {order.input.height} "
            f"pixels, got {order.input.resize}",
        ),
        (
            not order.sha256,
            "--sha256 is missing: state what the weights file must have, as whoever published it "
            "says, whole or the first 8 digits ('sha256sum FILE' tells what a file has)",
        ),
        (
            order.format == "int8" and order.calibration is None,
            "--format int8 needs --calibration, a directory of pictures like those to be asked",
        ),
        (
            order.format == "fp32" and order.calibration is not None,
            "--calibration is for --format int8 only, got format 'fp32'",
        ),
        (
            order.smoke_index is not None and order.smoke_index < 0,
            f"--smoke-index must be 0 or more, got {order.smoke_index}",
        ),
        (
            order.format == "int8" and order.measured is not None,
            "--measured was measured in fp32; give --held-out, to measure the int8 artefact",
        ),
        (
            order.measured is not None and order.held_out is not None,
            "--measured and --held-out say the same; give one of them",
        ),
    ]
    found = [message for applies, message in wrong if applies]
    if found:
        raise BuildError("\n".join(found))
