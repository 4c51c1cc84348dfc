"""Runs a command that may write below one directory and nowhere else.

`python confined.py DIRECTORY COMMAND [ARGUMENT ...]` becomes the command. Linux's Landlock holds it
and all that it starts, whoever they run as, root too. It knows no modes, owners or times of files:
these can be changed elsewhere. See https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import os
import struct
import sys

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_VERSION = 1
_NO_NEW_PRIVILEGES = 38
_WRITE_FILE, _REFER, _TRUNCATE = 1 << 1, 1 << 13, 1 << 14
# The rights of the first version that change a directory: from removing one in it to making a
# symbolic link.
_CHANGE_DIRECTORY = sum(1 << bit for bit in range(4, 13))
_OF_FILES = _WRITE_FILE | _TRUNCATE


def confine(directory: str) -> None:
    """Let this process, and what it starts, write below a directory and to /dev/null only.

    Raises:
        OSError: this system has no Landlock, or it is off.
    """
    if sys.platform != "linux":
        raise OSError(f"only Linux has Landlock, this is {sys.platform}")
    version = _call(_CREATE_RULESET, None, 0, _VERSION)
    handled = _WRITE_FILE | _CHANGE_DIRECTORY
    handled |= (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    rights = struct.pack("=Q", handled)
    ruleset = _call(_CREATE_RULESET, rights, len(rights), 0)
    _allow(ruleset, directory, handled)
    _allow(ruleset, os.devnull, handled & _OF_FILES)
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _call(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    _call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, opened), 0)
    os.close(opened)


def _call(number: int, *arguments: int | bytes | None) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    # Without a type a number would be passed as 32 bits.
    typed = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result: int = library.syscall(ctypes.c_long(number), *typed)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"Landlock: {os.strerror(code)}")
    return result


if __name__ == "__main__":
    _, only, *command = sys.argv
    try:
        confine(only)
    except OSError as error:
        print(f"not held to its /tmp, as AWS holds a serverless container: {error}", flush=True)
    os.execv(command[0], command)
