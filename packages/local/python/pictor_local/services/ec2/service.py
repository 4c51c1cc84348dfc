"""EC2."""

from collections.abc import Mapping

from pictor_local.aws import Reply
from pictor_local.services.call import Call, Operation
from pictor_local.services.ec2 import moto
from pictor_local.services.parts import Parts
from pictor_local.services.service import Service, Shim


class Ec2(Service):
    """moto's EC2, mended."""

    name = "ec2"
    title = "EC2"
    folder = "ec2"
    base = "moto"
    shims = (
        Shim(
            parts=("ec2/moto",),
            behaviour="a subnet or security group that an interface uses cannot be deleted",
            source="https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",
            test="test_propagation",
            gap="test_moto_deletes_a_subnet_that_an_interface_is_in",
        ),
        Shim(
            parts=("ec2/moto",),
            behaviour="endpoints, flow logs and prefix-list rules keep every field",
            source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html",
            test="test_services",
            gap="test_network_endpoint_loses_its_policy",
        ),
        Shim(
            parts=("ec2/endpoints",),
            behaviour=(
                "a route table takes one gateway endpoint of a service, a VPC one private DNS "
                "name, an endpoint one subnet of a zone"
            ),
            source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html",
            test="test_network_endpoints",
            gap="test_moto_takes_endpoints_that_are_in_each_others_way",
        ),
    )
    differences = (
        "No packet is filtered: security groups, routes and endpoint policies are kept only.",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._moto = moto.Ec2()

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that moto answers differently."""
        return {
            **dict.fromkeys(moto.HELD_BY_INTERFACES, self._moto.delete),
            "CreateVpcEndpoint": self._moto.create_endpoint,
            "ModifyVpcEndpoint": self._moto.modify_endpoint,
            "DeleteNetworkInterface": self._moto.delete_interface,
            "DetachNetworkInterface": self._moto.detach_interface,
        }

    async def otherwise(self, call: Call) -> Reply:
        """Answer from moto."""
        return await self._moto.answer(call)

    def holds(self) -> Mapping[str, list[str]]:
        """Return what exists beside the default VPC."""
        return {"": moto.resources()}
