"""Runs `python -m benchmarks throughput|cold-start|accuracy`."""

import argparse

from benchmarks import accuracy, cold_start, throughput


def main() -> None:
    """Measures one thing; results are JSON, a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", choices=("throughput", "cold-start", "accuracy"))
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--seconds", type=float, default=2.0, help="of a burst (default: 2)")
    parser.add_argument("--epochs", type=int, default=6, help="of the training (default: 6)")
    options = parser.parse_args()
    if options.what == "throughput":
        throughput.measure(options.rounds, options.seconds)
    elif options.what == "accuracy":
        accuracy.measure(options.epochs)
    else:
        cold_start.measure(options.rounds)


main()
