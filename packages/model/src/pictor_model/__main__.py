"""Runs `python -m pictor_model`."""

import sys

from pictor_model.cli import main

sys.exit(main(sys.argv[1:]))
