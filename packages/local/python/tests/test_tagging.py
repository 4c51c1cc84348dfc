"""The Resource Groups Tagging API finds what a stack has tagged, and nothing of another one."""

from tests.emulator import ACCOUNT, Emulator

REGION = "eu-central-1"
TAGS = {"Stack": "tagged", "Name": "one"}
LISTED = [{"Key": key, "Value": value} for key, value in TAGS.items()]


def found(emulator: Emulator) -> dict[str, dict[str, str]]:
    """Return tags by ARN of what the stack has."""
    client = emulator.client("resourcegroupstaggingapi")
    filters = [{"Key": "Stack", "Values": ["tagged"]}]
    mappings = client.get_resources(TagFilters=filters)["ResourceTagMappingList"]
    return {
        one["ResourceARN"]: {tag["Key"]: tag["Value"] for tag in one["Tags"]} for one in mappings
    }


def specification(kind: str) -> list[dict[str, object]]:
    return [{"ResourceType": kind, "Tags": LISTED}]


def test_networks_are_found_until_they_are_deleted(emulator: Emulator) -> None:
    ec2 = emulator.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16", TagSpecifications=specification("vpc"))
    vpc_id = vpc["Vpc"]["VpcId"]
    group_id = ec2.create_security_group(
        GroupName="one",
        Description="one",
        VpcId=vpc_id,
        TagSpecifications=specification("security-group"),
    )["GroupId"]
    (rule,) = ec2.authorize_security_group_ingress(
        GroupId=group_id,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 443,
                "ToPort": 443,
                "UserIdGroupPairs": [{"GroupId": group_id}],
            }
        ],
        TagSpecifications=specification("security-group-rule"),
    )["SecurityGroupRules"]
    prefix = f"arn:aws:ec2:{REGION}:{ACCOUNT}"
    assert found(emulator) == {
        f"{prefix}:vpc/{vpc_id}": TAGS,
        f"{prefix}:security-group/{group_id}": TAGS,
        f"{prefix}:security-group-rule/{rule['SecurityGroupRuleId']}": TAGS,
    }
    ec2.delete_security_group(GroupId=group_id)
    ec2.delete_vpc(VpcId=vpc_id)
    assert found(emulator) == {}


def test_apis_keys_and_plans_are_found(emulator: Emulator) -> None:
    gateway = emulator.client("apigateway")
    api = gateway.create_rest_api(name="one", tags=TAGS)["id"]
    key = gateway.create_api_key(name="one", tags=TAGS)["id"]
    plan = gateway.create_usage_plan(name="one", tags=TAGS)["id"]
    prefix = f"arn:aws:apigateway:{REGION}::"
    assert found(emulator) == {
        f"{prefix}/restapis/{api}": TAGS,
        f"{prefix}/apikeys/{key}": TAGS,
        f"{prefix}/usageplans/{plan}": TAGS,
    }
    gateway.delete_usage_plan(usagePlanId=plan)
    gateway.delete_api_key(apiKey=key)
    gateway.delete_rest_api(restApiId=api)
    assert found(emulator) == {}


def test_firewalls_are_found(emulator: Emulator) -> None:
    waf = emulator.client("wafv2")
    acl = waf.create_web_acl(
        Name="one",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        VisibilityConfig={
            "SampledRequestsEnabled": False,
            "CloudWatchMetricsEnabled": False,
            "MetricName": "one",
        },
        Tags=LISTED,
    )["Summary"]
    assert found(emulator) == {acl["ARN"]: TAGS}
    waf.delete_web_acl(Name="one", Scope="REGIONAL", Id=acl["Id"], LockToken=acl["LockToken"])
    assert found(emulator) == {}
