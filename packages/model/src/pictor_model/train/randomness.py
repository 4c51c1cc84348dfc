"""The state of every source of chance in this process."""

import random
from typing import Any

import numpy as np
import torch


def randomness() -> dict[str, Any]:
    """State of Python's, numpy's and PyTorch's generators, as plain values and tensors."""
    numpy = np.random.get_state(legacy=False)
    keys, position = numpy["state"]["key"], numpy["state"]["pos"]
    return {
        "python": random.getstate(),
        # Not numpy's own: a checkpoint is loaded without running code, as tensors and plain values.
        "numpy": {
            "key": torch.from_numpy(keys.astype(np.int64)),
            "pos": int(position),
            "has_gauss": int(numpy["has_gauss"]),
            "gauss": float(numpy["gauss"]),
        },
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }


def restore_randomness(state: dict[str, Any]) -> None:
    """Puts the generators back to where they were."""
    random.setstate(state["python"])
    numpy = state["numpy"]
    keys = numpy["key"].numpy().astype(np.uint32)
    np.random.set_state(("MT19937", keys, numpy["pos"], numpy["has_gauss"], numpy["gauss"]))
    torch.set_rng_state(state["torch"])
    if state["cuda"] and torch.cuda.is_available():
        torch.cuda.set_rng_state_all(state["cuda"])
