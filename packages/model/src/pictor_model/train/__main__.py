"""Runs `python -m pictor_model.train`."""

import os
import sys

# Before PyTorch is imported, see pictor_model.cli; the second lets CUDA compute the same each time.
# https://docs.pytorch.org/docs/stable/generated/torch.use_deterministic_algorithms.html
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")

from pictor_model.train.main import main
from pictor_model.workspace import contract_path
from pictor_serving.contract import SHIPPED

contract = SHIPPED if SHIPPED.is_file() else contract_path()
sys.exit(main(sys.argv[1:], os.environ, contract))
