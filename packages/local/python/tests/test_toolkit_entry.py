"""What the entry to the toolkit changes, run under the serving Python."""

import os
import subprocess

from pictor_local.services.sagemaker.model_server import _ENTRY
from tests.emulator import SERVING_PYTHON

SCRIPT = """
import toolkit_entry
toolkit_entry.toolkit._generate_ts_config_properties = lambda handler: f"handler={handler}\\n"
toolkit_entry.change_properties({"temp": "/Kl\\u00f6n"})
print(toolkit_entry.toolkit._generate_ts_config_properties("/Kl\\u00f6n mit \\U0001f388/h.py"))
"""


def test_paths_outside_ascii_are_written_as_java_reads_them() -> None:
    ended = subprocess.run(
        [SERVING_PYTHON, "-W", "ignore", "-c", SCRIPT],
        cwd=_ENTRY.parent,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout == "handler=/Kl\\u00f6n mit \\ud83c\\udf88/h.py\ntemp=/Kl\\u00f6n\n\n"
