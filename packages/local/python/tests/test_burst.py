"""More requests at once than this machine has processes for."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from pictor_local.services.awslambda.pool import Size
from tests.emulator import Emulator
from tests.gateway import Api
from tests.resources import make_function

SLOW = """
exports.handler = async ({ queryStringParameters }) => {
  await new Promise((resolve) => setTimeout(resolve, queryStringParameters.milliseconds));
  return { statusCode: 200, body: "" };
};
"""
USUAL = Size.of_machine().usual


@pytest.fixture(scope="module")
def api(emulator: Emulator) -> Api:
    make_function(emulator.client, "burst", SLOW)
    made = Api(emulator.client, emulator.url, "burst", "burst")
    made.permit()
    made.deploy()
    return made


def at_once(api: Api, requests: int, milliseconds: int) -> list[int]:
    path = f"/predictions?milliseconds={milliseconds}"
    with ThreadPoolExecutor(requests) as pool:
        return list(pool.map(lambda _: api.post(path=path)[0], range(requests)))


def processes(emulator: Emulator) -> int:
    return sum("_worker.js" in command for command in emulator.running().values())


def test_requests_beyond_the_processes_wait_their_turn(emulator: Emulator, api: Api) -> None:
    assert at_once(api, 6 * USUAL, milliseconds=50) == [200] * 6 * USUAL
    # A busy machine may take a second to start them, which looks like a stall.
    assert processes(emulator) <= 2 * USUAL


def test_what_waits_counts_as_in_flight(emulator: Emulator, api: Api) -> None:
    functions = emulator.client("lambda")
    reserved = USUAL + 2
    functions.put_function_concurrency(FunctionName="burst", ReservedConcurrentExecutions=reserved)
    statuses = at_once(api, 3 * USUAL, milliseconds=1_000)
    assert statuses.count(200) >= reserved
    assert set(statuses) == {200, 500}
