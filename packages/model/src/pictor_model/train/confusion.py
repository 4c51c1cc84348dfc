"""Which class the held-out images of each class were given."""

import csv
import io
from collections.abc import Sequence

import torch
from torch import Tensor

_WIDEST = 30
"""Classes that a table of Markdown has columns for; more are listed by their confusions."""
_LISTED = 50


def confusion(targets: Tensor, best: Tensor, classes: int) -> list[list[int]]:
    """Counts: a row for each right class, a column for each answer."""
    pairs = targets * classes + best
    rows: list[list[int]] = (
        torch.bincount(pairs, minlength=classes**2).view(classes, classes).tolist()
    )
    return rows


def confusion_csv(labels: Sequence[str], rows: Sequence[Sequence[int]]) -> str:
    """The table with a header: the right class, then a column for each answer."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["right class", *labels])
    writer.writerows([label, *row] for label, row in zip(labels, rows, strict=True))
    return text.getvalue()


def confusion_markdown(labels: Sequence[str], rows: Sequence[Sequence[int]]) -> str:
    """The table for people; of many classes only the most frequent confusions."""
    if len(labels) <= _WIDEST:
        body = [[label, *map(str, row)] for label, row in zip(labels, rows, strict=True)]
        return _table(["right class", *labels], body)
    wrong = [
        (count, labels[right], labels[answer])
        for right, row in enumerate(rows)
        for answer, count in enumerate(row)
        if count and right != answer
    ]
    most = sorted(wrong, key=lambda each: (-each[0], each[1:]))[:_LISTED]
    body = [[right, answer, str(count)] for count, right, answer in most]
    return _table(["right class", "answer", "images"], body)


def _table(header: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *body]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
