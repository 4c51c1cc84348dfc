"""What can be typed after `python -m pictor_model`."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pictor_model.inputs import INPUTS
from pictor_model.report import Report

Run = Callable[[argparse.Namespace, Report], None]


@dataclass(frozen=True)
class Commands:
    """What each command does."""

    demo: Run
    build: Run
    predict: Run
    train_source: Run


def parser(commands: Commands) -> argparse.ArgumentParser:
    """The whole command line; `run` of what it parses is the command's function."""
    whole = argparse.ArgumentParser(
        prog="python -m pictor_model",
        description="The commands `demo`, `build`, `predict` and `train-source`.",
        epilog="`python -m pictor_model.train` trains, as SageMaker starts it.",
    )
    group = whole.add_subparsers(required=True, metavar="COMMAND")
    what = "train and measure the digits' model"
    _add_demo(_command(group, "demo", commands.demo, what, "--out DIR"))
    what = "make an artefact and release.json of weights"
    example = (
        "--weights resnet50-11ad3fa6.pth --sha256 11ad3fa6 --labels imagenet.txt "
        "--input 224 --resize 232 --smoke cat.jpg --out DIR"
    )
    _add_build(_command(group, "build", commands.build, what, example))
    what = "classify pictures offline with an artefact's own code"
    _add_predict(
        _command(group, "predict", commands.predict, what, "--artefact model.tar.gz 7.png")
    )
    what = "write sourcedir.tar.gz, the code of a SageMaker training job"
    _add_train_source(
        _command(group, "train-source", commands.train_source, what, "--out sourcedir.tar.gz")
    )
    return whole


def _add_demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--out", type=Path, required=True, help="directory to write to")
    demo.add_argument("--epochs", type=_positive, default=6, help="default: 6")


def _add_build(build: argparse.ArgumentParser) -> None:
    build.add_argument(
        "--weights", required=True, help="ResNet50 of PyTorch or safetensors: a file or https URL"
    )
    build.add_argument("--key", help="state dict to take if the checkpoint has several")
    build.add_argument(
        "--sha256", help="SHA-256 that the weights file must have: all of it, or its first digits"
    )
    build.add_argument(
        "--labels", type=Path, required=True, help="names of the classes, one a line"
    )
    build.add_argument("--input", type=int, choices=INPUTS, required=True, help="side in pixels")
    build.add_argument("--resize", type=_positive, help="shorter side before the crop, in pixels")
    build.add_argument("--smoke", type=Path, required=True, help="picture to try the release with")
    build.add_argument("--smoke-index", type=int, help="its class; default: what it is given now")
    build.add_argument("--format", choices=("fp32", "int8"), default="fp32", help="default: fp32")
    build.add_argument(
        "--calibration", type=Path, help="directory of at least 100 pictures, for int8"
    )
    build.add_argument("--held-out", type=Path, help="pictures by class index, to measure with")
    build.add_argument("--measured", type=Path, help="measured.json, as demo writes it")
    build.add_argument("--layout", choices=("torchserve", "ray-serve"), default="torchserve")
    build.add_argument("--compression", choices=("gzip", "none"), default="gzip")
    build.add_argument("--name", default="resnet50", help="default: resnet50")
    build.add_argument("--out", type=Path, required=True, help="directory to write to")


def _add_predict(predict: argparse.ArgumentParser) -> None:
    predict.add_argument(
        "--artefact", type=Path, required=True, help="a model.tar.gz, or the directory of one"
    )
    predict.add_argument("--top", type=_positive, default=5, help="predictions each (default: 5)")
    predict.add_argument("images", type=Path, nargs="+")


def _add_train_source(source: argparse.ArgumentParser) -> None:
    source.add_argument("--out", type=Path, required=True, help="the archive, or its directory")


def _command(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Run,
    what: str,
    example: str,
) -> argparse.ArgumentParser:
    epilog = f"example: python -m pictor_model {name} {example}"
    command = group.add_parser(name, help=what, description=what, epilog=epilog)
    command.add_argument("--json", action="store_true", help="write a JSON object a line")
    command.set_defaults(run=run)
    return command


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1, got '{text}'")
    return int(text)
