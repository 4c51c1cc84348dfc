"""What SageMaker keeps, refuses, and reports of endpoints that cannot serve."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, Emulator
from tests.resources import (
    IMAGE,
    ROLE_ARN,
    allow,
    artefact,
    make_config,
    make_model,
    make_model_store,
    settled,
    trust,
)


@pytest.fixture(scope="module", autouse=True)
def _model_store(emulator: Emulator) -> None:
    make_model_store(emulator)


def test_artefact_that_is_no_archive_fails_the_endpoint(emulator: Emulator) -> None:
    make_config(emulator, "empty", b"")
    sagemaker = emulator.client("sagemaker")
    sagemaker.create_endpoint(EndpointName="empty", EndpointConfigName="empty")
    failed = settled(emulator, "empty")
    assert failed["EndpointStatus"] == "Failed"
    assert "valid tar.gz archive" in failed["FailureReason"]
    with pytest.raises(ClientError, match="in status Failed"):
        sagemaker.update_endpoint(EndpointName="empty", EndpointConfigName="empty")
    sagemaker.delete_endpoint(EndpointName="empty")


def test_role_that_lost_its_permission_fails_the_endpoint(emulator: Emulator) -> None:
    make_config(emulator, "unreadable", artefact("unreadable"))
    iam = emulator.client("iam")
    iam.delete_role_policy(RoleName="model", PolicyName="read")
    sagemaker = emulator.client("sagemaker")
    sagemaker.create_endpoint(EndpointName="unreadable", EndpointConfigName="unreadable")
    assert "Could not access model data" in settled(emulator, "unreadable")["FailureReason"]
    iam.put_role_policy(
        RoleName="model",
        PolicyName="read",
        PolicyDocument=allow(("s3:GetObject", "arn:aws:s3:::models/*")),
    )
    sagemaker.delete_endpoint(EndpointName="unreadable")


def test_model_without_its_data_is_refused(emulator: Emulator) -> None:
    with pytest.raises(ClientError, match="Could not find model data at s3://models/gone"):
        make_model(emulator, "without-data", key="gone")


def test_role_that_does_not_trust_sagemaker_is_refused(emulator: Emulator) -> None:
    emulator.client("iam").create_role(
        RoleName="other", AssumeRolePolicyDocument=trust("lambda.amazonaws.com")
    )
    with pytest.raises(ClientError, match="Could not assume role"):
        make_model(emulator, "untrusted", role=f"arn:aws:iam::{ACCOUNT}:role/other")


def test_role_that_may_not_decrypt_is_refused(emulator: Emulator) -> None:
    key = emulator.client("kms").create_key()["KeyMetadata"]["Arn"]
    emulator.client("s3").put_object(
        Bucket="models", Key="secret", Body=b"", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    with pytest.raises(ClientError, match="Could not access model data"):
        make_model(emulator, "encrypted", key="secret")
    emulator.client("iam").put_role_policy(
        RoleName="model", PolicyName="decrypt", PolicyDocument=allow(("kms:Decrypt", key))
    )
    make_model(emulator, "encrypted", key="secret")


def test_bucket_policy_can_shut_a_role_out(emulator: Emulator) -> None:
    s3 = emulator.client("s3")
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::models/*",
        "Condition": {"StringNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/other"}},
    }
    policy = {"Version": "2012-10-17", "Statement": [deny]}
    s3.put_bucket_policy(Bucket="models", Policy=json.dumps(policy))
    with pytest.raises(ClientError, match="Could not access model data"):
        make_model(emulator, "shut-out")
    s3.delete_bucket_policy(Bucket="models")
    make_model(emulator, "shut-out")


def test_serverless_refuses_what_aws_excludes(emulator: Emulator) -> None:
    make_model(emulator, "isolated", EnableNetworkIsolation=True)
    serverless = {"MaxConcurrency": 5, "MemorySizeInMB": 2048}
    variant = {"VariantName": "v", "ServerlessConfig": serverless}
    sagemaker = emulator.client("sagemaker")
    with pytest.raises(ClientError, match="Network isolation"):
        sagemaker.create_endpoint_config(
            EndpointConfigName="isolated", ProductionVariants=[{**variant, "ModelName": "isolated"}]
        )
    emulator.client("s3").put_object(Bucket="models", Key="prefix/model.json", Body=b"{}")
    data = {"S3Uri": "s3://models/prefix/", "S3DataType": "S3Prefix", "CompressionType": "None"}
    container = {"Image": IMAGE, "ModelDataSource": {"S3DataSource": data}}
    sagemaker.create_model(ModelName="files", ExecutionRoleArn=ROLE_ARN, PrimaryContainer=container)
    with pytest.raises(ClientError, match="ModelDataSource"):
        sagemaker.create_endpoint_config(
            EndpointConfigName="files", ProductionVariants=[{**variant, "ModelName": "files"}]
        )
    make_model(emulator, "plain")
    plain = [{**variant, "ModelName": "plain"}]
    with pytest.raises(ClientError, match="KmsKeyId"):
        sagemaker.create_endpoint_config(
            EndpointConfigName="plain", ProductionVariants=plain, KmsKeyId="key"
        )
    sagemaker.create_endpoint_config(EndpointConfigName="plain", ProductionVariants=plain)


def test_image_of_another_server_fails_with_the_reason(emulator: Emulator) -> None:
    sagemaker = emulator.client("sagemaker")
    emulator.client("s3").put_object(Bucket="models", Key="there", Body=b"")
    image = "763104351884.dkr.ecr.eu-central-1.amazonaws.com/ray:serve-ml-sagemaker-cpu-v1.0"
    sagemaker.create_model(
        ModelName="ray",
        ExecutionRoleArn=ROLE_ARN,
        PrimaryContainer={"Image": image, "ModelDataUrl": "s3://models/there"},
    )
    sagemaker.create_endpoint_config(
        EndpointConfigName="ray",
        ProductionVariants=[
            {
                "VariantName": "v",
                "ModelName": "ray",
                "InitialInstanceCount": 1,
                "InstanceType": "ml.m5.xlarge",
            }
        ],
    )
    sagemaker.create_endpoint(EndpointName="ray", EndpointConfigName="ray")
    assert "layout ray-serve" in settled(emulator, "ray")["FailureReason"]


def test_names_are_taken_once_and_missing_things_are_named(emulator: Emulator) -> None:
    make_model(emulator, "twice")
    with pytest.raises(ClientError, match="Cannot create already existing model"):
        make_model(emulator, "twice")
    sagemaker = emulator.client("sagemaker")
    arn = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:model/nothing"
    with pytest.raises(ClientError, match=f'Could not find model "{arn}"'):
        sagemaker.describe_model(ModelName="nothing")
    with pytest.raises(ClientError, match="Could not find endpoint configuration"):
        sagemaker.create_endpoint(EndpointName="x", EndpointConfigName="nothing")


def test_tags_follow_their_resource(emulator: Emulator) -> None:
    sagemaker = emulator.client("sagemaker")
    make_model(emulator, "tagged", Tags=[{"Key": "a", "Value": "1"}])
    arn = sagemaker.describe_model(ModelName="tagged")["ModelArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["a"])
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    sagemaker.delete_model(ModelName="tagged")
    make_model(emulator, "tagged")
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == []


def test_lists_are_filtered_and_newest_first(emulator: Emulator) -> None:
    for name in ("listed-1", "listed-2"):
        make_model(emulator, name)
        time.sleep(0.01)
    found = emulator.client("sagemaker").list_models(NameContains="listed")["Models"]
    assert [one["ModelName"] for one in found] == ["listed-2", "listed-1"]
