"""Tags of the services that ministack's Resource Groups Tagging API does not find."""

from collections.abc import Callable, Iterable, Mapping

from ministack.core.responses import get_account_id, get_region
from ministack.services import apigateway_v1, waf
from moto.ec2.models import ec2_backends

from pictor_local.aws import Json, arn, partition
from pictor_local.services.ec2 import moto

Tagged = Iterable[tuple[str, list[Json]]]
# Kinds of EC2's ARNs by the prefix of an id.
_KINDS = {
    "fl": "vpc-flow-log",
    "rtb": "route-table",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "subnet": "subnet",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
}


def of_ec2() -> Tagged:
    """Yield what of EC2 has tags; moto keeps those of what is gone."""
    backend = ec2_backends[get_account_id()][get_region()]
    groups = [group for of_vpc in backend.groups.values() for group in of_vpc.values()]
    rules = [rule.id for group in groups for rule in (*group.ingress_rules, *group.egress_rules)]
    for identifier in (*moto.resources(), *rules):
        kind = _KINDS.get(identifier.split("-")[0])
        tags = backend.tags.get(identifier)
        if kind is not None and tags:
            yield arn("ec2", f"{kind}/{identifier}"), _listed(tags)


def of_api_gateway() -> Tagged:
    """Yield what of API Gateway has tags."""
    stores = {
        "restapis": apigateway_v1._rest_apis,
        "apikeys": apigateway_v1._api_keys,
        "usageplans": apigateway_v1._usage_plans,
    }
    for kind, store in stores.items():
        for identifier, record in store.items():
            if record.get("tags"):
                path = f"/{kind}/{identifier}"
                yield (
                    f"arn:{partition()}:apigateway:{get_region()}::{path}",
                    _listed(record["tags"]),
                )


def of_waf() -> Tagged:
    """Yield the web ACLs that have tags."""
    for acl in waf._web_acls.values():
        tags = waf._waf_tags.get(acl["ARN"])
        if tags:
            yield acl["ARN"], tags


COLLECTORS: Mapping[str, Callable[[], Tagged]] = {
    "ec2": of_ec2,
    "apigateway": of_api_gateway,
    "wafv2": of_waf,
}
"""What yields ARNs and their tags, by the service in an ARN."""


def _listed(tags: Mapping[str, str]) -> list[Json]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]
