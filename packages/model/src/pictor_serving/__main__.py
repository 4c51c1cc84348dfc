"""Answers pictures without a server, in the same words as one."""

import argparse
import json
import logging
import os
import sys
from pathlib import Path

from pictor_serving.errors import ModelError
from pictor_serving.service import Service
from pictor_serving.threads import physical_cores


def main(arguments: list[str]) -> int:
    """Writes a line `{"file", "status", "attributes", ...}` a picture, in the given order."""
    parser = argparse.ArgumentParser(prog="python -m pictor_serving", description=__doc__)
    parser.add_argument("model", type=Path, help="directory of an unpacked artefact")
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--top", type=int, default=5, help="predictions a picture (default: 5)")
    options = parser.parse_args(arguments)
    # To standard error, as a server does: which engine answers, and why no better one.
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        service = Service.load(options.model, os.environ, physical_cores())
        for image in options.images:
            answer = service.answer(image.read_bytes(), "image/*", f"top={options.top}")
            found = {"file": str(image), "status": answer.status, "attributes": answer.attributes}
            print(json.dumps({**found, **json.loads(answer.body)}), flush=True)
    except (ModelError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
