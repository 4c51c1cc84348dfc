"""What an invocation logs is its own: all of it, and nothing of the one before."""

import json
from typing import Any

import pytest

from tests.emulator import Emulator
from tests.resources import make_function

SOURCE = """
exports.handler = async ({ text, lines, fails }) => {
  process.stdout.write(text);
  for (let at = 0; at < lines; at += 1) console.log(`line ${at}`);
  if (fails) throw new Error("as asked");
  return {};
};
"""
GROUP = "/aws/lambda/talks"


@pytest.fixture(scope="module")
def functions(emulator: Emulator) -> Any:
    make_function(emulator.client, "talks", SOURCE)
    return emulator.client("lambda")


def logged(emulator: Emulator, functions: Any, text: str, lines: int, fails: bool) -> list[str]:
    """Return the lines of one invocation after the line with its id."""
    event = {"text": text, "lines": lines, "fails": fails}
    reply = functions.invoke(FunctionName="talks", Payload=json.dumps(event))
    assert ("FunctionError" in reply) == fails
    log = (emulator.run_dir / "logs/lambda/talks.log").read_text().splitlines()
    wanted = max(at for at, line in enumerate(log) if len(line) == 36 and line.count("-") == 4)
    return log[wanted + 1 :]


@pytest.mark.parametrize(
    ("text", "lines", "wanted"),
    [
        ("one\n", 0, ["one"]),
        ("unfinished", 0, ["unfinished"]),
        ("", 2000, [f"line {at}" for at in range(2000)]),
        ("\n\n", 1, ["", "", "line 0"]),
    ],
)
def test_all_that_is_logged(
    emulator: Emulator, functions: Any, text: str, lines: int, wanted: list[str]
) -> None:
    assert logged(emulator, functions, text, lines, fails=False) == wanted


def test_what_a_failed_invocation_logged_comes_before_its_error(
    emulator: Emulator, functions: Any
) -> None:
    lines = logged(emulator, functions, "unfinished", 0, fails=True)
    assert lines[:2] == ["unfinished", "as asked"]
    assert logged(emulator, functions, "after\n", 0, fails=False) == ["after"]


def test_log_group_has_no_mark_of_the_end(emulator: Emulator, functions: Any) -> None:
    logged(emulator, functions, "unfinished", 1, fails=False)
    events = emulator.client("logs").filter_log_events(logGroupName=GROUP)["events"]
    messages = [event["message"] for event in events]
    assert any("unfinished" in message for message in messages)
    assert not [message for message in messages if "\0" in message]
