"""Events that are queued for a function, and what a function that fails answers."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.control import change
from tests.emulator import Emulator, wait_for
from tests.resources import make_function
from tests.schedules import messages

QUEUE = "arn:aws:sqs:eu-central-1:111122223333:dead"
SOURCE = """
class RetireError extends TypeError { name = "RetireError"; }
exports.handler = async (event) => {
  console.log("CALLED " + event.what);
  if (event.slow) await new Promise((resolve) => setTimeout(resolve, event.slow));
  if (event.what === "retire") throw new RetireError("endpoint is Updating: run destroy again");
  if (event.what === "text") throw "only a text";
  return { kick: event.tf?.action ?? null };
};
"""


@pytest.fixture(scope="module")
def functions(emulator: Emulator) -> Any:
    make_function(emulator.client, "worker", SOURCE)
    make_function(emulator.client, "hasty", SOURCE)
    emulator.client("sqs").create_queue(QueueName="dead")
    client = emulator.client("lambda")
    client.update_function_configuration(FunctionName="hasty", Timeout=1)
    return client


@pytest.fixture(autouse=True)
def _running_clock(emulator: Emulator) -> Iterator[None]:
    yield
    change(emulator, "clock", run=True)


def calls(emulator: Emulator, what: str) -> int:
    log = emulator.run_dir / "logs" / "lambda" / "worker.log"
    return log.read_text().splitlines().count(f"CALLED {what}") if log.exists() else 0


def queue(functions: Any, **event: Any) -> None:
    functions.invoke(
        FunctionName="worker", InvocationType="Event", Payload=json.dumps(event).encode()
    )


def configure(functions: Any, retries: int, age: int) -> None:
    functions.put_function_event_invoke_config(
        FunctionName="worker",
        MaximumRetryAttempts=retries,
        MaximumEventAgeInSeconds=age,
        DestinationConfig={"OnFailure": {"Destination": QUEUE}},
    )


def answer(functions: Any, function: str = "worker", **event: Any) -> tuple[str | None, Any]:
    reply = functions.invoke(FunctionName=function, Payload=json.dumps(event).encode())
    return reply.get("FunctionError"), json.loads(reply["Payload"].read())


def test_event_without_retries_is_tried_once(emulator: Emulator, functions: Any) -> None:
    configure(functions, 0, 60)
    queue(functions, what="retire")
    (letter,) = messages(emulator, "dead")
    assert json.loads(letter["Body"])["requestPayload"] == {"what": "retire"}
    assert calls(emulator, "retire") == 1


def test_failed_event_is_repeated_as_often_as_configured(
    emulator: Emulator, functions: Any
) -> None:
    configure(functions, 1, 21_600)
    before = calls(emulator, "text")
    queue(functions, what="text")
    messages(emulator, "dead")
    assert calls(emulator, "text") - before == 2


def test_event_is_not_repeated_once_it_is_too_old(emulator: Emulator, functions: Any) -> None:
    configure(functions, 2, 60)
    change(emulator, "delays", functionRetry=61)
    before = calls(emulator, "text")
    queue(functions, what="text")
    messages(emulator, "dead")
    change(emulator, "delays", functionRetry=1)
    assert calls(emulator, "text") - before == 1


def test_throttled_event_waits_and_uses_up_no_retry(emulator: Emulator, functions: Any) -> None:
    configure(functions, 0, 60)
    functions.put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=0)
    queue(functions, what="patient")
    time.sleep(1.5)
    functions.delete_function_concurrency(FunctionName="worker")
    wait_for(lambda: calls(emulator, "patient") == 1, 20, "the throttled event")


def test_throttled_event_is_dropped_when_it_is_too_old(emulator: Emulator, functions: Any) -> None:
    configure(functions, 0, 60)
    functions.put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=0)
    queue(functions, what="late")
    time.sleep(0.3)
    change(emulator, "clock", advance=70)
    messages(emulator, "dead")
    functions.delete_function_concurrency(FunctionName="worker")
    assert calls(emulator, "late") == 0


def test_error_has_its_own_type_message_and_trace(functions: Any) -> None:
    kind, error = answer(functions, what="retire")
    assert kind == "Unhandled"
    assert error["errorType"] == "RetireError"
    assert error["errorMessage"] == "endpoint is Updating: run destroy again"
    assert error["trace"][0] == "RetireError: endpoint is Updating: run destroy again"
    assert answer(functions, what="kick", tf={"action": "create"}) == (None, {"kick": "create"})


def test_function_that_is_too_slow_is_ended(functions: Any) -> None:
    kind, error = answer(functions, "hasty", what="slow", slow=3000)
    assert kind == "Unhandled"
    assert error["errorType"] == "Sandbox.Timedout"
    assert error["errorMessage"].startswith("RequestId: ")
    assert error["errorMessage"].endswith(" Error: Task timed out after 1.00 seconds")
