"""Network interfaces of endpoints in a VPC, which outlive their endpoint by a while."""

from typing import Any

from ministack.core.responses import get_account_id, get_region
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import ec2_backends

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.sagemaker.deployment import DeploymentError


class Interfaces:
    """The interfaces by endpoint: one in each subnet of the model."""

    def __init__(self, delays: Delays) -> None:
        self._delays = delays
        self._held: dict[str, list[str]] = {}

    def attach(self, endpoint: str, model: Json) -> None:
        """Make what a model with a VpcConfig needs.

        Raises:
            DeploymentError: a subnet or a security group is missing.
        """
        network = model.get("VpcConfig")
        if network is None:
            return
        backend = _backend()
        try:
            for subnet in network["Subnets"]:
                made = backend.create_network_interface(
                    backend.get_subnet(subnet),
                    None,
                    group_ids=network["SecurityGroupIds"],
                    description=f"SageMaker endpoint {endpoint}",
                )
                self._held.setdefault(endpoint, []).append(made.id)
        except EC2ClientError as error:
            raise DeploymentError(f"Unable to create network interfaces: {error}") from error

    async def release(self, endpoint: str) -> None:
        """Remove the interfaces of an endpoint that is gone, after AWS's while."""
        ids = self._held.pop(endpoint, [])
        await clock.sleep(self._delays["networkInterfaces"])
        for each in ids:
            _backend().delete_network_interface(each)


def _backend() -> Any:
    return ec2_backends[get_account_id()][get_region()]
