"""Runs `python -m benchmarks NAME`: each measures one thing, see `_BENCHES`."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import (
    accuracy,
    cold_start,
    container_torch,
    decode,
    peers,
    random_weights,
    throughput,
    training,
)

_BENCHES: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "throughput": lambda options: throughput.measure(options.rounds, options.seconds),
    "cold-start": lambda options: cold_start.measure(options.rounds),
    "peers": lambda options: peers.measure(options.rounds, options.seconds, options.threads),
    "accuracy": lambda options: accuracy.measure(options.epochs, options.demo),
    "decode": lambda options: decode.measure(options.rounds),
    "training": lambda options: training.measure(options.epochs),
    "container-torch": lambda options: container_torch.measure(options.epochs, options.demo),
    "random-weights": lambda options: random_weights.write(options.out),
}


def main() -> None:
    """Measures one thing; results are JSON, a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", choices=_BENCHES)
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--seconds", type=float, default=2.0, help="of a burst (default: 2)")
    parser.add_argument("--threads", type=int, default=1, help="of a peer's inference (default: 1)")
    parser.add_argument("--epochs", type=int, default=6, help="of the training (default: 6)")
    parser.add_argument("--demo", type=Path, help="what `pictor_model demo` wrote; default: train")
    parser.add_argument("--out", type=Path, default=Path("dist"), help="for random-weights")
    options = parser.parse_args()
    _BENCHES[options.what](options)


main()
