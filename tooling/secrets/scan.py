"""Prints the secrets that detect-secrets finds in files, as JSON: `[{"file", "type", "line"}]`.

The files' names come on standard input, separated by zero bytes. Every file is searched as a whole
for what any rule begins with, and only files that have it are scanned line by line: that takes
seconds instead of a minute. Entropy is no rule here: it finds nothing but hashes of releases.
"""

import json
import re
import sys
from pathlib import Path

from detect_secrets.core.scan import scan_file
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.keyword import DENYLIST
from detect_secrets.settings import default_settings, get_settings

_LEFT_OUT = {"Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector"}


def main() -> None:
    """Scan the files of standard input."""
    files = [name for name in sys.stdin.read().split("\0") if name]
    with default_settings():
        get_settings().disable_plugins(*_LEFT_OUT)
        found = [
            {"file": name, "type": secret.type, "line": secret.line_number}
            for name in files
            if _may_have_any(Path(name))
            for secret in scan_file(name)
        ]
    json.dump(sorted(found, key=lambda one: (one["file"], one["line"])), sys.stdout)


def _may_have_any(file: Path) -> bool:
    text = file.read_text(encoding="utf-8", errors="replace")
    return any(pattern.search(text) for pattern in _PATTERNS)


def _patterns() -> list[re.Pattern[str]]:
    of_plugins = [
        re.compile(pattern.pattern, pattern.flags | re.MULTILINE)
        for name, plugin in get_mapping_from_secret_type_to_class().items()
        if issubclass(plugin, RegexBasedDetector) and plugin.__name__ not in _LEFT_OUT
        for pattern in plugin.denylist
    ]
    # The rule of names such as `password` wants a quoted value on the same line.
    words = re.compile(rf"(?:{'|'.join(DENYLIST)})[^\n]*[:=(<>!][^\n]*['\"`]", re.IGNORECASE)
    return [words, *of_plugins]


_PATTERNS = _patterns()

if __name__ == "__main__":
    main()
