"""Network interfaces of functions in a VPC, which Lambda leaves behind for others to delete."""

import asyncio
import uuid
from types import SimpleNamespace
from typing import Any

from ministack.core.responses import get_account_id, get_region
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import ec2_backends

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.call import Call

# AWS's own instance, as whose an interface of Lambda is attached.
_HYPERPLANE = SimpleNamespace(id=None, owner_id="amazon-aws", security_groups=[])


class Interfaces:
    """The interfaces by function: one in each of its subnets."""

    def __init__(self, delays: Delays) -> None:
        self._delays = delays
        self._held: dict[str, list[Any]] = {}
        self._releases: set[asyncio.Task[None]] = set()

    async def create(self, call: Call) -> Reply:
        """Make the interfaces of a new function."""
        params = call.params
        made = _make(params["FunctionName"], params.get("VpcConfig") or {})
        reply = await call.forward()
        if reply[0] >= 400:
            _delete(made)
        else:
            self._held[params["FunctionName"]] = made
        return reply

    async def update(self, call: Call) -> Reply:
        """Exchange the interfaces of a function that moves to other subnets or groups."""
        params = call.params
        wanted = params.get("VpcConfig")
        if wanted is None:
            return await call.forward()
        name = _name(params["FunctionName"])
        made = _make(name, wanted)
        reply = await call.forward()
        if reply[0] >= 400:
            _delete(made)
        else:
            await self._release(self._held.pop(name, []))
            self._held[name] = made
        return reply

    async def delete(self, call: Call) -> Reply:
        """Leave the interfaces of a function that is gone."""
        reply = await call.forward()
        if reply[0] < 400 and "Qualifier" not in call.params:
            await self._release(self._held.pop(_name(call.params["FunctionName"]), []))
        return reply

    async def _release(self, interfaces: list[Any]) -> None:
        """Detach interfaces after AWS's while. They stay until somebody deletes them."""
        if self._delays["functionInterfaces"] == 0:
            _detach(interfaces)
            return
        task = asyncio.create_task(self._detach_later(interfaces))
        self._releases.add(task)
        task.add_done_callback(self._releases.discard)

    async def _detach_later(self, interfaces: list[Any]) -> None:
        await clock.sleep(self._delays["functionInterfaces"])
        _detach(interfaces)


def _name(function: str) -> str:
    """Return a function's name; a call may have its ARN instead."""
    return function.rpartition("function:")[2].partition(":")[0]


def _make(function: str, network: Json) -> list[Any]:
    backend = _backend()
    made: list[Any] = []
    try:
        for subnet in network.get("SubnetIds") or ():
            interface = backend.create_network_interface(
                backend.get_subnet(subnet),
                None,
                group_ids=network.get("SecurityGroupIds"),
                description=f"AWS Lambda VPC ENI-{function}-{uuid.uuid4()}",
            )
            interface.status = "in-use"
            interface.attachment_id = f"ela-attach-{interface.id[4:]}"
            interface.instance = _HYPERPLANE
            interface.requester_managed = True
            made.append(interface)
    except EC2ClientError as error:
        _delete(made)
        raise AwsError("InvalidParameterValueException", str(error)) from error
    return made


def _detach(interfaces: list[Any]) -> None:
    for interface in interfaces:
        interface.status = "available"
        interface.attachment_id = None
        interface.instance = None


def _delete(interfaces: list[Any]) -> None:
    _detach(interfaces)
    backend = _backend()
    for interface in interfaces:
        backend.delete_network_interface(interface.id)


def _backend() -> Any:
    return ec2_backends[get_account_id()][get_region()]
