"""The learning curve as an SVG that needs nothing besides itself."""

import math
from collections.abc import Sequence
from html import escape

from pictor_model.train.trainer import Epoch

_WIDTH, _HEIGHT = 720, 360
_LEFT, _TOP, _RIGHT, _BOTTOM = 64, 48, 656, 304
# Colours that people with colour-blindness tell apart (Okabe and Ito).
_TRAIN_LOSS, _HELD_OUT_LOSS, _ACCURACY = "#0072b2", "#56b4e9", "#d55e00"
_LINES = 5


def learning_curve(history: Sequence[Epoch]) -> str:
    """Loss (left axis) and held-out accuracy (right axis, 0 to 100 %) by epoch.

    Args:
        history: at least one epoch.
    """
    losses = [value for each in history for value in (each.train_loss, each.held_out_loss)]
    most = _ceiling(max(value for value in [*losses, 1e-3] if math.isfinite(value)))
    last = history[-1]
    title = f"Learning curve: {last.held_out_accuracy:.1%} of held-out images right"
    title += f" after {len(history)} epochs"
    curves = [
        (_TRAIN_LOSS, "loss, training", [each.train_loss / most for each in history]),
        (_HELD_OUT_LOSS, "loss, held out", [each.held_out_loss / most for each in history]),
        (_ACCURACY, "accuracy, held out", [each.held_out_accuracy for each in history]),
    ]
    parts = [
        *_grid(most),
        *_epochs(len(history)),
        *(_curve(colour, values) for colour, _, values in curves),
        *_legend([(colour, name) for colour, name, _ in curves]),
    ]
    head = (
        f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12"'
    )
    paper = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>'
    return "\n".join(
        [f"<svg {head}>", f"<title>{escape(title)}</title>", paper, *parts, "</svg>\n"]
    )


def _grid(most: float) -> list[str]:
    lines = []
    for number in range(_LINES + 1):
        share = number / _LINES
        y = _y(share)
        lines += [
            f'<line x1="{_LEFT}" y1="{y}" x2="{_RIGHT}" y2="{y}" stroke="#dddddd"/>',
            _text(_LEFT - 8, y + 4, f"{most * share:.3g}", "end"),
            _text(_RIGHT + 8, y + 4, f"{share:.0%}", "start"),
        ]
    return lines


def _epochs(count: int) -> list[str]:
    step = max(1, math.ceil(count / 10))
    return [
        *(
            _text(_x(number, count), _BOTTOM + 18, str(number), "middle")
            for number in range(1, count + 1, step)
        ),
        _text((_LEFT + _RIGHT) / 2, _BOTTOM + 38, "epoch", "middle"),
    ]


def _curve(colour: str, shares: Sequence[float]) -> str:
    # A loss that is not finite has no place on the axis.
    known = [(at, share) for at, share in enumerate(shares, start=1) if math.isfinite(share)]
    points = " ".join(f"{_x(at, len(shares))},{_y(share)}" for at, share in known)
    dots = "".join(
        f'<circle cx="{_x(at, len(shares))}" cy="{_y(share)}" r="3" fill="{colour}"/>'
        for at, share in known
    )
    line = f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
    return f"{line}{dots}"


def _legend(entries: Sequence[tuple[str, str]]) -> list[str]:
    width = (_RIGHT - _LEFT) // len(entries)
    return [
        f'<rect x="{_LEFT + at * width}" y="20" width="12" height="12" fill="{colour}"/>'
        + _text(_LEFT + at * width + 18, 30, name, "start")
        for at, (colour, name) in enumerate(entries)
    ]


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(text)}</text>'


def _x(number: int, count: int) -> float:
    share = (number - 1) / (count - 1) if count > 1 else 0.5
    return round(_LEFT + share * (_RIGHT - _LEFT), 1)


def _y(share: float) -> float:
    return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)


def _ceiling(value: float) -> float:
    """The next of 1, 2 and 5 times a power of ten."""
    power = float(10 ** math.floor(math.log10(value)))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= value)
