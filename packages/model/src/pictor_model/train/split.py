"""Which images are trained on and which are only measured with."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pictor_model.train.folder import Example


@dataclass(frozen=True)
class Split:
    """The two parts of a folder's images."""

    training: tuple[Example, ...]
    held_out: tuple[Example, ...]


def split(examples: Sequence[Example], share: float) -> Split:
    """Holds out a share of each class, the same images in every run.

    An image's content decides, not its name or place: copies of one file stay on one side, and of
    a folder that grows most images stay on the side where they were.

    Args:
        examples: images of a folder.
        share: to hold out of each class, 0..1; at least one different image, and never all.
    """
    contents: dict[int, set[str]] = defaultdict(set)
    for example in examples:
        contents[example.target].add(example.sha256)
    held_out = {
        (target, sha256)
        for target, hashes in contents.items()
        for sha256 in sorted(hashes)[: _count(len(hashes), share)]
    }
    parts = {True: list[Example](), False: list[Example]()}
    for example in examples:
        parts[(example.target, example.sha256) in held_out].append(example)
    return Split(tuple(parts[False]), tuple(parts[True]))


def _count(images: int, share: float) -> int:
    return min(max(1, round(images * share)), images - 1)
