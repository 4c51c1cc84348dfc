"""Which of the state dicts in a checkpoint is meant."""

from collections.abc import Iterator, Mapping
from typing import Any

from torch import Tensor

from pictor_model.checkpoint.tensors import Placeholder
from pictor_model.errors import BuildError

_DEEPEST = 4
"""How many wrappers are looked into."""


def choose(loaded: Any, key: str | None, name: str) -> tuple[dict[str, Any], str | None]:
    """Returns the one state dict of a checkpoint, and the key that it is under, if any.

    Args:
        loaded: what the file holds.
        key: which to take, with dots between nested keys; None: the only one.
        name: what to call the file in an error.

    Raises:
        BuildError: there is none, there are several and no key, or none is under this key.
    """
    found = dict(_state_dicts(loaded, ()))
    keys = [path for path in found if path]
    if key is not None:
        if key not in keys:
            has = f"it has {_list(keys)}" if keys else "it holds no state dict under any key"
            raise BuildError(f"'{name}' has no state dict under --key {key}: {has}")
        return found[key], key
    if not found:
        raise BuildError(f"'{name}' {_without_state(loaded)}")
    if len(found) > 1:
        raise BuildError(
            f"'{name}' holds {len(found)} state dicts, {_list(keys)}: "
            f"choose one, for example --key {keys[0]}"
        )
    [(path, state)] = found.items()
    return state, path or None


def _state_dicts(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(value, Mapping) or len(path) > _DEEPEST:
        return
    if any(isinstance(each, Tensor) and _is_weight(name) for name, each in value.items()):
        yield ".".join(path), dict(value)
        return
    for key, inner in value.items():
        if isinstance(key, str):
            yield from _state_dicts(inner, (*path, key))


def _is_weight(name: object) -> bool:
    return isinstance(name, str) and name.endswith("weight")


def _without_state(loaded: Any) -> str:
    candidates = [loaded, *(loaded.values() if isinstance(loaded, Mapping) else ())]
    module = next((each for each in candidates if isinstance(each, Placeholder)), None)
    if module is not None:
        return f"is a pickled module ('{module.path}'), not tensors: save model.state_dict()"
    if isinstance(loaded, Mapping):
        keys = [str(key)[:40] for key in list(loaded)[:5]]
        return f"holds no state dict: its keys are {_list(keys)}" if keys else "holds nothing"
    kind = "a single tensor" if isinstance(loaded, Tensor) else f"a {type(loaded).__name__}"
    return f"holds {kind}, not a state dict: save model.state_dict()"


def _list(keys: list[str]) -> str:
    return ", ".join(f"'{key}'" for key in keys)
