"""The learning rate of each step: a function of the step alone, so that no state needs keeping."""

import math

_WARM_UP = 0.1
"""Share of all steps in which the rate rises."""


def rate_at(step: int, steps: int, peak: float) -> float:
    """Rises evenly for a tenth of the steps, then falls to 0 as a cosine.

    See https://arxiv.org/abs/1706.02677 (warm-up) and https://arxiv.org/abs/1608.03983 (cosine).

    Args:
        step: from 0.
        steps: of the whole run, at least 1.
        peak: the highest rate.
    """
    warm_up = max(1, round(steps * _WARM_UP))
    if step < warm_up:
        return peak * (step + 1) / warm_up
    done = (step - warm_up) / max(1, steps - warm_up)
    return peak * (1 + math.cos(math.pi * done)) / 2
