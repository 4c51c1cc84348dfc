"""What stacks read back from the mended services, and what is left when all is deleted."""

import json
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import look
from tests.emulator import ACCOUNT, REGION, Emulator
from tests.resources import make_function

ALARM = {
    "AlarmName": "errors",
    "AlarmActions": [f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"],
    "ComparisonOperator": "GreaterThanThreshold",
    "DatapointsToAlarm": 2,
    "Dimensions": [{"Name": "EndpointName", "Value": "live"}],
    "EvaluationPeriods": 3,
    "MetricName": "Invocation5XXErrors",
    "Namespace": "AWS/SageMaker",
    "Period": 60,
    "Statistic": "Sum",
    "Threshold": 5.0,
    "TreatMissingData": "notBreaching",
}


def resources(emulator: Emulator) -> dict[str, list[str]]:
    found: dict[str, list[str]] = look(emulator, "resources")
    return found


def test_alarm_is_described_alike_in_every_protocol(
    emulator: Emulator, request: pytest.FixtureRequest
) -> None:
    emulator.client("cloudwatch").put_metric_alarm(**ALARM)
    (told,) = emulator.client("cloudwatch").describe_alarms(AlarmNames=["errors"])["MetricAlarms"]
    assert {name: told[name] for name in ALARM} == ALARM
    request.getfixturevalue("query_protocol")
    as_query = emulator.client("cloudwatch")
    assert as_query.describe_alarms(AlarmNames=["errors"])["MetricAlarms"] == [told]
    as_query.delete_alarms(AlarmNames=["errors"])


def test_alarms_come_in_pages(emulator: Emulator) -> None:
    cloudwatch = emulator.client("cloudwatch")
    names = [f"paged-{number:02}" for number in range(52)]
    for name in names:
        cloudwatch.put_metric_alarm(**{**ALARM, "AlarmName": name})
    first = cloudwatch.describe_alarms(AlarmNamePrefix="paged-")
    assert [one["AlarmName"] for one in first["MetricAlarms"]] == names[:50]
    rest = cloudwatch.describe_alarms(AlarmNamePrefix="paged-", NextToken=first["NextToken"])
    assert [one["AlarmName"] for one in rest["MetricAlarms"]] == names[50:]
    assert "NextToken" not in rest
    with pytest.raises(ClientError, match="must be 1 to 100"):
        cloudwatch.describe_alarms(MaxRecords=101)
    cloudwatch.delete_alarms(AlarmNames=names)


@pytest.mark.usefixtures("query_protocol")
def test_alarm_is_described_as_it_was_put(emulator: Emulator) -> None:
    cloudwatch = emulator.client("cloudwatch")
    cloudwatch.put_metric_alarm(**ALARM)
    (found,) = cloudwatch.describe_alarms(AlarmNames=["errors"])["MetricAlarms"]
    assert {name: found[name] for name in ALARM} == ALARM
    assert found["ActionsEnabled"] is True
    cloudwatch.delete_alarms(AlarmNames=["errors"])
    assert cloudwatch.describe_alarms()["MetricAlarms"] == []


@pytest.mark.usefixtures("query_protocol")
def test_alarm_over_an_expression_keeps_its_queries(emulator: Emulator) -> None:
    cloudwatch = emulator.client("cloudwatch")
    stat = {"Metric": {"Namespace": "N", "MetricName": "M"}, "Period": 60, "Stat": "Sum"}
    queries = [
        {"Id": "ratio", "Expression": "m / 2", "Label": "x < y", "ReturnData": True},
        {"Id": "m", "MetricStat": stat, "ReturnData": False},
    ]
    cloudwatch.put_metric_alarm(
        AlarmName="ratio",
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Threshold=0.5,
        Metrics=queries,
    )
    (found,) = cloudwatch.describe_alarms(AlarmNamePrefix="rat")["MetricAlarms"]
    assert found["Metrics"] == queries
    cloudwatch.delete_alarms(AlarmNames=["ratio"])


@pytest.mark.usefixtures("query_protocol")
def test_alarm_still_turns_on_its_metric(emulator: Emulator) -> None:
    cloudwatch = emulator.client("cloudwatch")
    cloudwatch.put_metric_alarm(**{**ALARM, "AlarmName": "on", "AlarmActions": []})
    cloudwatch.set_alarm_state(AlarmName="on", StateValue="ALARM", StateReason="tested")
    (found,) = cloudwatch.describe_alarms(StateValue="ALARM")["MetricAlarms"]
    assert (found["AlarmName"], found["StateReason"]) == ("on", "tested")
    assert cloudwatch.describe_alarms(StateValue="OK")["MetricAlarms"] == []
    cloudwatch.delete_alarms(AlarmNames=["on"])


@pytest.mark.parametrize(
    ("service", "name"),
    [
        (
            "sagemaker.application-autoscaling.amazonaws.com",
            "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint",
        ),
        ("ops.apigateway.amazonaws.com", "AWSServiceRoleForAPIGateway"),
    ],
)
def test_service_linked_role_has_the_name_of_its_service(
    emulator: Emulator, service: str, name: str
) -> None:
    iam = emulator.client("iam")
    made = iam.create_service_linked_role(AWSServiceName=service)["Role"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/{service}/{name}"
    assert iam.get_role(RoleName=name)["Role"]["RoleId"] == made["RoleId"]
    (statement,) = made["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": service}
    with pytest.raises(ClientError, match="has been taken in this account"):
        iam.create_service_linked_role(AWSServiceName=service)
    iam.delete_service_linked_role(RoleName=name)
    assert name not in resources(emulator).get("iam._roles", [])


@pytest.fixture
def network(emulator: Emulator) -> dict[str, Any]:
    ec2 = emulator.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    return {"vpc": vpc, "subnet": subnet, "group": group}


def test_network_keeps_every_field_and_leaves_nothing(
    emulator: Emulator, network: dict[str, Any]
) -> None:
    ec2 = emulator.client("ec2")
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    endpoint = ec2.create_vpc_endpoint(
        VpcId=network["vpc"],
        VpcEndpointType="Interface",
        ServiceName=f"com.amazonaws.{REGION}.sagemaker.runtime",
        SubnetIds=[network["subnet"]],
        SecurityGroupIds=[network["group"]],
        PolicyDocument=policy,
        PrivateDnsEnabled=True,
    )["VpcEndpoint"]["VpcEndpointId"]
    (found,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"]
    assert found["PrivateDnsEnabled"] is True
    assert found["PolicyDocument"] == policy
    assert [one["GroupId"] for one in found["Groups"]] == [network["group"]]
    assert {endpoint, *network.values()} <= set(resources(emulator)["ec2"])
    ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    ec2.delete_security_group(GroupId=network["group"])
    ec2.delete_subnet(SubnetId=network["subnet"])
    ec2.delete_vpc(VpcId=network["vpc"])
    assert "ec2" not in resources(emulator)


def test_conditional_write_never_replaces_an_object(emulator: Emulator) -> None:
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket="conditional", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="conditional", Key="lock", Body=b"1", IfNoneMatch="*")
    with pytest.raises(ClientError) as failed:
        s3.put_object(Bucket="conditional", Key="lock", Body=b"2", IfNoneMatch="*")
    assert failed.value.response["ResponseMetadata"]["HTTPStatusCode"] == 412
    assert resources(emulator)["s3._buckets"] == ["conditional"]
    s3.delete_object(Bucket="conditional", Key="lock")
    s3.delete_bucket(Bucket="conditional")


def test_inventory_names_what_exists_and_forgets_what_is_deleted(emulator: Emulator) -> None:
    before = resources(emulator)
    make_function(emulator.client, "counted", "exports.handler = async () => 1;")
    key = emulator.client("kms").create_key()["KeyMetadata"]["KeyId"]
    found = resources(emulator)
    assert found["lambda_svc._functions"] == ["counted"]
    assert key in found["kms.keys"]
    emulator.client("lambda").delete_function(FunctionName="counted")
    emulator.client("iam").delete_role(RoleName="counted")
    emulator.client("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    after = resources(emulator)
    assert after.pop("kms.pendingDeletion") == [key]
    assert after == before


def test_unknown_introspection_names_what_there_is(emulator: Emulator) -> None:
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(f"{emulator.url}/_pictor/nothing", timeout=10)
    assert "/_pictor/resources" in failed.value.read().decode()


def test_security_group_rules_keep_their_descriptions(emulator: Emulator) -> None:
    ec2 = emulator.client("ec2")
    group = ec2.create_security_group(GroupName="described", Description="d")["GroupId"]
    (prefix_list,) = ec2.describe_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [f"com.amazonaws.{REGION}.s3"]}]
    )["PrefixLists"]
    https = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    listed = {"PrefixListId": prefix_list["PrefixListId"], "Description": "a list"}
    paired = {"GroupId": group, "Description": "a group"}
    ec2.authorize_security_group_egress(
        GroupId=group,
        IpPermissions=[
            {**https, "PrefixListIds": [listed]},
            {**https, "UserIdGroupPairs": [paired]},
        ],
    )
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    found = {rule.get("Description") for rule in rules["SecurityGroupRules"]}
    assert {"a list", "a group"} <= found
    ec2.delete_security_group(GroupId=group)


def test_endpoint_services_name_the_zones_that_they_are_offered_in(emulator: Emulator) -> None:
    ec2 = emulator.client("ec2")
    for service in ("sagemaker.runtime", "sagemaker.api", "logs", "kms", "sts", "ecr.dkr"):
        (found,) = ec2.describe_vpc_endpoint_services(
            ServiceNames=[f"com.amazonaws.{REGION}.{service}"],
            Filters=[{"Name": "service-type", "Values": ["Interface"]}],
        )["ServiceDetails"]
        assert f"{REGION}a" in found["AvailabilityZones"]
        assert f"{REGION}p" not in found["AvailabilityZones"]


def test_saved_query_is_kept_changed_and_dropped(emulator: Emulator) -> None:
    logs = emulator.client("logs")

    def found(prefix: str) -> list[dict[str, str]]:
        answer = logs.describe_query_definitions(queryDefinitionNamePrefix=prefix)
        return list(answer["queryDefinitions"])

    saved = logs.put_query_definition(name="saved/q", queryString="limit 1", logGroupNames=["g"])
    identity = saved["queryDefinitionId"]
    logs.put_query_definition(queryDefinitionId=identity, name="saved/q", queryString="limit 2")
    assert [(one["queryDefinitionId"], one["queryString"]) for one in found("saved/")] == [
        (identity, "limit 2")
    ]
    assert found("other/") == []
    logs.delete_query_definition(queryDefinitionId=identity)
    assert found("saved/") == []
    with pytest.raises(ClientError, match="does not exist"):
        logs.delete_query_definition(queryDefinitionId=identity)
