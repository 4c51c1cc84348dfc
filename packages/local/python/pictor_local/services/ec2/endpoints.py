"""What AWS refuses of the endpoints of a VPC, and moto takes."""

from collections.abc import Iterable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from moto.ec2.models import ec2_backends

from pictor_local.aws import AwsError
from pictor_local.services.call import Call


def refuse_conflicts_of_new(call: Call) -> None:
    """Refuse an endpoint that one of the same VPC stands in the way of.

    Raises:
        AwsError: a route, a private DNS name or a zone is taken.
    """
    params = call.params
    service, vpc = params.get("ServiceName", ""), params.get("VpcId", "")
    kind = params.get("VpcEndpointType", "Gateway")
    if kind == "Gateway":
        _refuse_second_route(_listed(params, "RouteTableId"), service)
    if kind == "Interface":
        _refuse_shared_zone(_listed(params, "SubnetId"))
        if params.get("PrivateDnsEnabled", "true") == "true":
            _refuse_second_domain(service, vpc)


def refuse_conflicts_of_change(call: Call) -> None:
    """Refuse what would put an endpoint where another one is, or twice into a zone.

    Raises:
        AwsError: a route, a private DNS name or a zone is taken.
    """
    params = call.params
    changed = _backend().vpc_end_points.get(params.get("VpcEndpointId", ""))
    if changed is None:
        return
    _refuse_second_route(_listed(params, "AddRouteTableId"), changed.service_name, but=changed.id)
    removed = _listed(params, "RemoveSubnetId")
    kept = [one for one in changed.subnet_ids or [] if one not in removed]
    _refuse_shared_zone(dict.fromkeys([*kept, *_listed(params, "AddSubnetId")]))
    if params.get("PrivateDnsEnabled") == "true":
        _refuse_second_domain(changed.service_name, changed.vpc_id, but=changed.id)


def _refuse_second_route(tables: list[str], service: str, but: str = "") -> None:
    for other in _living(service, but):
        for table in tables:
            if other.vpc_endpoint_type in (None, "Gateway") and table in other.route_table_ids:
                raise AwsError(
                    "RouteAlreadyExists",
                    f"route table {table} already has a route with destination-prefix-list-id "
                    f"{other.destination_prefix_list_id}",
                )


def _refuse_second_domain(service: str, vpc: str, but: str = "") -> None:
    for other in _living(service, but):
        private = other.vpc_endpoint_type == "Interface" and other.private_dns_enabled
        if private and other.vpc_id == vpc:
            raise AwsError(
                "InvalidParameter",
                "private-dns-enabled cannot be set because there is already a conflicting DNS "
                f"domain for {_domain(service)} in the VPC {vpc}",
            )


def _refuse_shared_zone(subnets: Iterable[str]) -> None:
    taken: dict[str, str] = {}
    for subnet in subnets:
        # A subnet that is not there is moto's to refuse.
        zone = next((of[subnet] for of in _backend().subnets.values() if subnet in of), None)
        if zone is None:
            continue
        if zone.availability_zone in taken:
            raise AwsError(
                "DuplicateSubnetsInSameZone",
                f"Found another VPC endpoint subnet in the availability zone of {subnet}.",
            )
        taken[zone.availability_zone] = subnet


def _living(service: str, but: str) -> list[Any]:
    return [
        one
        for one in _backend().vpc_end_points.values()
        if one.service_name == service and one.state != "deleted" and one.id != but
    ]


def _domain(service: str) -> str:
    # `com.amazonaws.eu-central-1.sagemaker.runtime` is `runtime.sagemaker.eu-central-1…`.
    region, _, name = service.removeprefix("com.amazonaws.").partition(".")
    return f"{'.'.join(reversed(name.split('.')))}.{region}.amazonaws.com"


def _listed(params: dict[str, Any], name: str) -> list[str]:
    return [value for field, value in params.items() if field.rpartition(".")[0] == name]


def _backend() -> Any:
    return ec2_backends[get_account_id()][get_region()]
