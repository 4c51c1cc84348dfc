"""Imports PyTorch when it is first used, and not before: a start takes half as long.

AWS's toolkit imports it in its launcher and again in each worker, more than a second and 200 MB
each, for handlers that are not used here. Python runs this file at every start of its own, since
the model's PYTHONPATH names the directory. See docs/adr/0022-pytorch-is-imported-late.md
"""

import importlib
import sys
import threading
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LATE = "torch"


class _StandIn(ModuleType):
    """Stands in `sys.modules` until something is asked of it, then makes way for the module.

    importlib.util.LazyLoader would load at the second import already, which looks at `__spec__`.
    """

    def __getattr__(self, attribute: str) -> Any:
        if not _finder.made:
            # The import system looks at what it has just made.
            raise AttributeError(attribute)
        with _lock:
            if sys.modules.get(LATE) is self:
                sys.meta_path.remove(_finder)
                del sys.modules[LATE]
        return getattr(importlib.import_module(LATE), attribute)


class _Finder(MetaPathFinder, Loader):
    made = False

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name == LATE else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        self.made = True


_lock = threading.Lock()
_finder = _Finder()
sys.meta_path.insert(0, _finder)
