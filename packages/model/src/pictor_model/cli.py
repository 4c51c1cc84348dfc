"""The commands `demo`, `build` and `predict`."""

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pictor_model.errors import BuildError
from pictor_model.inputs import INPUTS
from pictor_model.report import Report, complain, reporter
from pictor_serving.errors import ModelError

_INTERRUPTED = 130
"""What shells expect of a process that ends by Ctrl-C."""


def main(arguments: list[str]) -> int:
    """Runs one command; its exit code is 0 done, 1 refused, 2 wrong usage, 130 interrupted."""
    options = _parser().parse_args(arguments)
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
    # Threads that spin while they wait for each other starve where a neighbour takes a core: a
    # training step took 6.7 s instead of 0.5 s. libgomp reads this once, as torch loads it.
    # https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    # Here and below: --help and wrong usage need not wait seconds for torch.
    from pictor_model.demo import demonstrate

    demonstrate(options.out, options.epochs, report)


def _build(options: argparse.Namespace, report: Report) -> None:
    from pictor_model.build import Order, build

    target = INPUTS[options.input]
    if options.resize is not None:
        target = replace(target, resize=options.resize)
    order = Order(
        weights=options.weights,
        labels=options.labels,
        input=target,
        smoke=options.smoke,
        smoke_index=options.smoke_index,
        name=options.name,
        sha256=options.sha256,
        measured=options.measured,
    )
    artefact, record = build(order, options.out)
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


def _describe(answer: dict[str, Any]) -> str:
    if answer["status"] != 200:
        return f"{answer['file']}: {answer['status']} {answer['code']}: {answer['detail']}"
    found = ", ".join(f"{best['label']} {best['score']:.1%}" for best in answer["predictions"])
    return f"{answer['file']}: {found}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pictor_model", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = _command(commands, "demo", _demo, "train and measure the digits' model", "--out DIR")
    demo.add_argument("--out", type=Path, required=True, help="directory to write to")
    demo.add_argument("--epochs", type=_positive, default=6, help="default: 6")

    build = _command(
        commands,
        "build",
        _build,
        "make model.tar.gz and release.json of weights",
        "--weights resnet50-11ad3fa6.pth --sha256 11ad3fa6 --labels imagenet.txt "
        "--input 224 --resize 232 --smoke cat.jpg --out DIR",
    )
    build.add_argument("--weights", type=Path, required=True, help="ResNet50 state dict")
    build.add_argument("--sha256", help="what the weights file must have, whole or first digits")
    build.add_argument(
        "--labels", type=Path, required=True, help="names of the classes, one a line"
    )
    build.add_argument("--input", type=int, choices=INPUTS, required=True, help="side in pixels")
    build.add_argument("--resize", type=_positive, help="shorter side before the crop, in pixels")
    build.add_argument("--smoke", type=Path, required=True, help="picture to try the release with")
    build.add_argument("--smoke-index", type=int, help="its class; default: what it is given now")
    build.add_argument("--measured", type=Path, help="measured.json, as demo writes it")
    build.add_argument("--name", default="resnet50", help="default: resnet50")
    build.add_argument("--out", type=Path, required=True, help="directory to write to")

    predict = _command(
        commands,
        "predict",
        _predict,
        "classify pictures offline with an artefact's own code",
        "--artefact model.tar.gz 7.png",
    )
    predict.add_argument("--artefact", type=Path, required=True, help="a model.tar.gz")
    predict.add_argument("--top", type=_positive, default=5, help="predictions each (default: 5)")
    predict.add_argument("images", type=Path, nargs="+")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace, Report], None],
    what: str,
    example: str,
) -> argparse.ArgumentParser:
    epilog = f"example: python -m pictor_model {name} {example}"
    command = commands.add_parser(name, help=what, description=what, epilog=epilog)
    command.add_argument("--json", action="store_true", help="write a JSON object a line")
    command.set_defaults(run=run)
    return command


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1, got '{text}'")
    return int(text)
