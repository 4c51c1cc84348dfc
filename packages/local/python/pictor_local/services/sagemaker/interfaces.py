"""Network interfaces of endpoints and jobs in a VPC, which outlive their holder by a while."""

from typing import Any

from ministack.core.responses import get_account_id, get_region
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import ec2_backends

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.sagemaker.deployment import DeploymentError


class Interfaces:
    """The interfaces by their holder: one in each subnet of its network."""

    def __init__(self, delays: Delays) -> None:
        self._delays = delays
        self._held: dict[str, list[str]] = {}

    def attach(self, holder: str, network: Json | None) -> None:
        """Make what an endpoint or a job with a VpcConfig needs.

        Args:
            holder: for example `endpoint live`.
            network: VpcConfig of its model, or of the job itself.

        Raises:
            DeploymentError: a subnet or a security group is missing.
        """
        if network is None:
            return
        backend = _backend()
        try:
            for subnet in network["Subnets"]:
                made = backend.create_network_interface(
                    backend.get_subnet(subnet),
                    None,
                    group_ids=network["SecurityGroupIds"],
                    description=f"SageMaker {holder}",
                )
                self._held.setdefault(holder, []).append(made.id)
        except EC2ClientError as error:
            raise DeploymentError(f"Unable to create network interfaces: {error}") from error

    async def release(self, holder: str) -> None:
        """Remove the interfaces of a holder that is gone, after AWS's while."""
        ids = self._held.pop(holder, [])
        await clock.sleep(self._delays["networkInterfaces"])
        for each in ids:
            _backend().delete_network_interface(each)


def _backend() -> Any:
    return ec2_backends[get_account_id()][get_region()]
