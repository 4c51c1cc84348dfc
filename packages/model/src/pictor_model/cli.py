"""The commands `demo`, `build`, `predict` and `train-source`."""

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pictor_model.errors import BuildError
from pictor_model.inputs import INPUTS
from pictor_model.options import Commands, parser
from pictor_model.report import Report, complain, reporter
from pictor_serving.errors import ModelError

_INTERRUPTED = 130
"""What shells expect of a process that ends by Ctrl-C."""


def main(arguments: list[str]) -> int:
    """Runs one command; its exit code is 0 done, 1 refused, 2 wrong usage, 130 interrupted."""
    # Threads that spin while they wait for each other starve where a neighbour takes a core: a
    # training step took 6.7 s instead of 0.5 s. libgomp reads this once, as torch loads it.
    # https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    options = parser(Commands(_demo, _build, _predict, _train_source)).parse_args(arguments)
    run: Callable[[argparse.Namespace, Report], None] = options.run
    try:
        run(options, reporter(options.json))
    except (BuildError, ModelError, OSError) as error:
        complain(str(error), options.json)
        return 1
    except KeyboardInterrupt:
        complain("interrupted", options.json)
        return _INTERRUPTED
    return 0


def _demo(options: argparse.Namespace, report: Report) -> None:
    # Here and below: --help and wrong usage need not wait seconds for torch.
    from pictor_model.demo import demonstrate

    demonstrate(options.out, options.epochs, report)


def _build(options: argparse.Namespace, report: Report) -> None:
    from pictor_model.build import build
    from pictor_model.order import Order

    target = INPUTS[options.input]
    if options.resize is not None:
        target = replace(target, resize=options.resize)
    order = Order(
        weights=options.weights,
        sha256=options.sha256,
        key=options.key,
        labels=options.labels,
        input=target,
        smoke=options.smoke,
        smoke_index=options.smoke_index,
        name=options.name,
        measured=options.measured,
        held_out=options.held_out,
        format=options.format,
        calibration=options.calibration,
        layout=options.layout,
        compression=options.compression,
    )
    artefact, record = build(order, options.out, report)
    report(
        "built",
        f"{artefact.path}: {artefact.size} bytes, sha256 {artefact.sha256}",
        artefact=str(artefact.path),
        release=record,
    )


def _predict(options: argparse.Namespace, _: Report) -> None:
    from pictor_model.offline import predict

    for answer in predict(options.artefact, options.images, options.top):
        print(json.dumps(answer) if options.json else _describe(answer), flush=True)


def _train_source(options: argparse.Namespace, report: Report) -> None:
    from pictor_model.train.source import write_source

    write_source(options.out, report)


def _describe(answer: dict[str, Any]) -> str:
    if answer["status"] != 200:
        return f"{answer['file']}: {answer['status']} {answer['code']}: {answer['detail']}"
    found = ", ".join(f"{best['label']} {best['score']:.1%}" for best in answer["predictions"])
    return f"{answer['file']}: {found}"
