"""Service-linked roles, which have the names that services give them: ministack makes up others."""

import json
from urllib.parse import urlencode

from ministack.services import iam

from pictor_local.aws import AwsError, Reply
from pictor_local.services.call import Call

_NAMES = {
    "ops.apigateway.amazonaws.com": "AWSServiceRoleForAPIGateway",
    "sagemaker.application-autoscaling.amazonaws.com": (
        "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
    ),
}


async def name_as_services_do(call: Call) -> Reply:
    """Make a service-linked role under its service's own name."""
    service = call.params.get("AWSServiceName", "")
    if service not in _NAMES:
        return await call.forward()
    name = _NAMES[service]
    if name in iam._roles:
        # In AWS's own words: https://github.com/cloudposse/terraform-aws-elasticsearch/issues/107
        taken = f"Service role name {name} has been taken in this account"
        raise AwsError("InvalidInput", f"{taken}, please try a different suffix.")
    status, headers, body = await call.forward(call.request.with_body(_role(name, service)))
    return status, headers, body.replace(b"CreateRole", b"CreateServiceLinkedRole")


def _role(name: str, service: str) -> bytes:
    allow = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    form = {
        "Action": "CreateRole",
        "Version": "2010-05-08",
        "RoleName": name,
        "Path": f"/aws-service-role/{service}/",
        "AssumeRolePolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": [allow]}),
    }
    return urlencode(form).encode()
