"""The hyperparameters, as the toolkit hands them over: `--name value`, all of them text."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pictor_model.errors import BuildError
from pictor_model.inputs import INPUTS
from pictor_serving.spec import Input

CONTRACT: Mapping[str, Any] = json.loads(
    Path(__file__).with_name("contract.json").read_text(encoding="utf-8")
)
"""Names, ranges and defaults, and what else a training job is made of."""
_TABLE: Mapping[str, Mapping[str, Any]] = CONTRACT["hyperparameters"]
WITHOUT_EFFECT = ("checkpoint-seconds",)
"""Hyperparameters that do not change the weights: a resumed run may have others."""


@dataclass(frozen=True)
class Settings:
    """What a run is asked for; `contract.json` has the ranges."""

    layers: str
    """`head`: only the last layer learns; `all`: every layer."""
    epochs: int
    """Passes over the training images."""
    batch_size: int
    """Images a step; at most as many as there are to train on."""
    learning_rate: float
    """Of AdamW at its highest, after the warm-up."""
    weight_decay: float
    input: Input
    augment: str
    """`none`, `shift` or `shift-flip`."""
    held_out: float
    """Share of each class that is measured with and not trained on."""
    seed: int
    skip_share: float
    """Largest share of files that may be skipped because they are not usable images."""
    checkpoint_seconds: float
    """Least time between two checkpoints."""
    weights_key: str | None
    """Which state dict of the starting weights; None: the only one."""
    weights_sha256: str | None
    """SHA-256 that the starting weights must have; None: any."""
    given: Mapping[str, Any]
    """Every hyperparameter by its own name, defaults filled in."""


def read_settings(arguments: Sequence[str]) -> Settings:
    """Parses and checks all hyperparameters.

    Raises:
        BuildError: with every problem, a line each.
    """
    texts, problems = _pairs(arguments)
    values = {name: row["default"] for name, row in _TABLE.items()}
    for name, text in texts.items():
        value, problem = _value(name, text)
        values[name] = value
        problems += [problem] if problem else []
    if not problems:
        problems = _contradictions(values)
    if problems:
        raise BuildError("\n".join(problems))
    return _settings(values)


def _pairs(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Splits `--name value --name=value`; also the problems found."""
    words = [part for word in arguments for part in _split(word)]
    pairs: dict[str, str] = {}
    problems = []
    for name, value in zip(words[::2], [*words[1::2], ""], strict=False):
        key = name.removeprefix("--")
        if not name.startswith("--"):
            return pairs, [f"'{name}' must be a hyperparameter's name, such as --epochs"]
        if key not in _TABLE:
            problems.append(f"hyperparameter '{key}' is unknown; known are {', '.join(_TABLE)}")
        elif key in pairs:
            problems.append(f"hyperparameter '{key}' is given twice; give it once")
        else:
            pairs[key] = value
    return pairs, problems


def _split(word: str) -> list[str]:
    name, equals, value = word.partition("=")
    return [name, value] if word.startswith("--") and equals else [word]


def _value(name: str, text: str) -> tuple[Any, str | None]:
    row = _TABLE[name]
    if row["type"] == "choice":
        allowed = row["values"]
        return text, None if text in allowed else _problem(name, text, " or ".join(allowed))
    if row["type"] == "text":
        fits = re.fullmatch(row["pattern"], text)
        return text, None if fits else _problem(name, text, f"text that matches {row['pattern']}")
    kind = "a whole number" if row["type"] == "integer" else "a number"
    wanted = f"{kind} from {row['min']} to {row['max']}"
    try:
        value = int(text) if row["type"] == "integer" else float(text)
    except ValueError:
        return None, _problem(name, text, wanted)
    fits_range = math.isfinite(value) and row["min"] <= value <= row["max"]
    return value, None if fits_range else _problem(name, text, wanted)


def _problem(name: str, text: str, wanted: str) -> str:
    return f"hyperparameter '{name}' must be {wanted}, got '{text}'"


def _contradictions(values: Mapping[str, Any]) -> list[str]:
    side, resize = int(values["input"]), values["resize"]
    if resize is not None and resize < side:
        return [
            f"hyperparameter 'resize' must be at least the input's {side} pixels, got '{resize}'"
        ]
    return []


def _settings(values: dict[str, Any]) -> Settings:
    target = INPUTS[int(values["input"])]
    values["resize"] = values["resize"] or target.resize
    return Settings(
        layers=values["layers"],
        epochs=values["epochs"],
        batch_size=values["batch-size"],
        learning_rate=values["learning-rate"],
        weight_decay=values["weight-decay"],
        input=replace(target, resize=values["resize"]),
        augment=values["augment"],
        held_out=values["held-out"],
        seed=values["seed"],
        skip_share=values["skip-share"],
        checkpoint_seconds=values["checkpoint-seconds"],
        weights_key=values["weights-key"],
        weights_sha256=values["weights-sha256"],
        given=dict(values),
    )
