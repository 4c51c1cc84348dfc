"""EC2 from moto in this process: ministack's drops fields of flow logs, endpoints and rules."""

import asyncio
from typing import Any

from ministack.core.responses import get_account_id, get_region
from moto.ec2.models import ec2_backends, security_groups, vpcs
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.moto_server.werkzeug_app import create_backend_app
from werkzeug.test import Client

from pictor_local.aws import AwsError, Reply
from pictor_local.services.call import Call
from pictor_local.services.ec2 import endpoints

_FORWARDED = ("authorization", "content-type", "x-amz-date")


class _DescribedRule(SecurityGroupRule):
    """A rule that keeps its description whatever it names: moto does so for address ranges only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # moto passes what a rule names by position: address range, group, prefix list.
        self._named: dict[str, str] = next((one for one in args[5:8] if one), {})

    @property
    def description(self) -> str | None:
        return self._named.get("Description")


class Ec2:
    """moto's EC2."""

    def __init__(self) -> None:
        security_groups.SecurityGroupRule = _DescribedRule  # type: ignore[misc]
        # To say which services have endpoints, moto imports its whole implementation of some of
        # them, which wants packages that are not installed. Its plain list of names does.
        vpcs.IMPLEMENTED_ENDPOINT_SERVICES = []
        vpcs.COVERED_ENDPOINT_SERVICES = []
        self._client = Client(create_backend_app("ec2"))

    async def answer(self, call: Call) -> Reply:
        """Answer any operation."""
        request = call.request
        headers = {name: request.headers[name] for name in _FORWARDED if name in request.headers}
        response = await asyncio.to_thread(
            self._client.open,
            path=request.path or "/",
            method=request.method,
            data=request.body,
            base_url=f"https://ec2.{get_region()}.amazonaws.com",
            headers=headers,
        )
        return response.status_code, {"Content-Type": response.content_type}, response.data

    async def delete(self, call: Call) -> Reply:
        """Refuse to delete what a network interface still uses; moto lets it go."""
        _refuse_while_held(call.params[HELD_BY_INTERFACES[call.operation]], call.operation)
        return await self.answer(call)

    async def create_endpoint(self, call: Call) -> Reply:
        """Refuse an endpoint that is in another one's way; moto makes it."""
        endpoints.refuse_conflicts_of_new(call)
        return await self.answer(call)

    async def modify_endpoint(self, call: Call) -> Reply:
        """Refuse a change that puts an endpoint in another one's way; moto makes it."""
        endpoints.refuse_conflicts_of_change(call)
        return await self.answer(call)

    async def delete_interface(self, call: Call) -> Reply:
        """Refuse to delete an interface that is attached; moto lets it go."""
        wanted = call.params["NetworkInterfaceId"]
        interface = ec2_backends[get_account_id()][get_region()].enis.get(wanted)
        if interface is not None and interface.attachment_id:
            raise AwsError(
                "InvalidParameterValue", f"Network interface '{wanted}' is currently in use."
            )
        return await self.answer(call)

    async def detach_interface(self, call: Call) -> Reply:
        """Refuse to detach an interface of AWS's own."""
        if call.params["AttachmentId"].startswith("ela-attach-"):
            raise AwsError(
                "OperationNotPermitted", "You are not allowed to manage 'ela-attach' attachments."
            )
        return await self.answer(call)


# What an interface holds on to, and by which parameter a call to delete it names it.
HELD_BY_INTERFACES = {"DeleteSubnet": "SubnetId", "DeleteSecurityGroup": "GroupId"}


def _refuse_while_held(wanted: str, operation: str) -> None:
    for interface in ec2_backends[get_account_id()][get_region()].enis.values():
        if wanted in (interface.subnet.id, *(group.id for group in interface.group_set)):
            kind = "subnet" if operation == "DeleteSubnet" else "resource"
            raise AwsError(
                "DependencyViolation",
                f"The {kind} '{wanted}' has dependencies and cannot be deleted.",
            )


def resources() -> list[str]:
    """Return the ids of what exists beside the default VPC that each account begins with."""
    backend = ec2_backends[get_account_id()][get_region()]
    default = {vpc.id for vpc in backend.vpcs.values() if vpc.is_default in (True, "true")}
    groups = [group for of_vpc in backend.groups.values() for group in of_vpc.values()]
    subnets = [subnet for of_zone in backend.subnets.values() for subnet in of_zone.values()]
    placed: list[Any] = [
        *backend.vpcs.values(),
        *subnets,
        *backend.route_tables.values(),
        # moto keeps a VPC's own access list when the VPC goes, and endpoints in state deleted.
        *(acl for acl in backend.network_acls.values() if acl.default not in (True, "true")),
        *groups,
        *(endpoint for endpoint in backend.vpc_end_points.values() if endpoint.state != "deleted"),
        *backend.enis.values(),
    ]
    ids = [one.id for one in placed if (getattr(one, "vpc_id", None) or one.id) not in default]
    return sorted([*ids, *backend.flow_logs, *backend.internet_gateways, *backend.nat_gateways])
