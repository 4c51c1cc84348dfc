"""A container that dies is started again; three times in a row is too often."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from pictor_local.delays import Delays
from pictor_local.services.sagemaker.deployment import DeploymentError
from pictor_local.services.sagemaker.endpoint import Endpoint
from pictor_local.services.sagemaker.keeper import Keeper
from pictor_local.services.sagemaker.traffic import Traffic
from tests.control import attempt
from tests.emulator import Emulator


class Server:
    """A model server that is alive until it is told otherwise."""

    pid = port = 1

    def __init__(self) -> None:
        self.alive = True

    def wait(self) -> int:
        return -9


class Deployer:
    """Starts a server again, or cannot."""

    def __init__(self, works: bool = True) -> None:
        self.works = works
        self.closed = False
        self.discarded: list[Any] = []

    async def start_again(self, deployment: Any) -> None:
        if not self.works:
            raise DeploymentError("no prediction within 300 seconds")
        deployment.server = Server()

    async def halt(self, deployment: Any) -> None:
        deployment.server.alive = False

    async def discard(self, deployment: Any) -> None:
        self.discarded.append(deployment)


class Deployment:
    serverless = None

    def __init__(self) -> None:
        self.server = Server()
        self.deaths = 0


async def kept(deployer: Any, *deaths: bool, status: str = "InService") -> Endpoint:
    """Return an endpoint after deaths, each with or without an answer before it."""
    tasks = []

    def start(work: Coroutine[Any, Any, None]) -> None:
        tasks.append(asyncio.get_running_loop().create_task(work))

    deployment: Any = Deployment()
    endpoint = Endpoint("e", "arn", "c", status=status, traffic=Traffic(deployment))
    Keeper(deployer, Delays({"serverRestart": 0}), start).keep(endpoint, deployment)
    for answered in deaths:
        if answered:
            deployment.deaths = 0
        deployment.server.alive = False
        await asyncio.sleep(0.5)
    for task in tasks:
        task.cancel()
    return endpoint


def test_three_deaths_in_a_row_fail_the_endpoint() -> None:
    deployer = Deployer()
    endpoint = asyncio.run(kept(deployer, False, False, False))
    assert endpoint.status == "Failed"
    assert "3 times in a row" in str(endpoint.failure_reason)
    assert len(deployer.discarded) == 1


def test_two_deaths_in_a_row_are_survived() -> None:
    assert asyncio.run(kept(Deployer(), False, False)).status == "InService"


def test_end_of_all_servers_is_no_death() -> None:
    deployer = Deployer()
    deployer.closed = True
    endpoint = asyncio.run(kept(deployer, False))
    assert endpoint.deployment is not None
    assert endpoint.deployment.deaths == 0


def test_answer_between_deaths_begins_the_count_anew() -> None:
    assert asyncio.run(kept(Deployer(), False, False, True, False)).status == "InService"


def test_server_that_cannot_start_again_fails_the_endpoint() -> None:
    assert asyncio.run(kept(Deployer(works=False), False)).status == "Failed"


def test_endpoint_that_lost_its_server_during_a_change_ends_failed() -> None:
    endpoint = asyncio.run(kept(Deployer(), False, False, False, status="SystemUpdating"))
    assert endpoint.status == "SystemUpdating"
    endpoint.settle()
    assert endpoint.status == "Failed"


def test_what_befalls_an_endpoint_must_be_known(emulator: Emulator) -> None:
    token = {"x-pictor-token": emulator.token}
    status, answer = attempt(emulator, "endpoints/none", "POST", token, event="system-update")
    assert (status, answer["message"]) == (400, "endpoint 'none' does not serve")
