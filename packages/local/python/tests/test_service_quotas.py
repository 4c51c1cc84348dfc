"""Quotas: what a young account has of SageMaker, page by page, and how it gets more."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator


def quota(emulator: Emulator, name: str) -> dict[str, Any]:
    pages = emulator.client("service-quotas").get_paginator("list_service_quotas")
    found = [one for page in pages.paginate(ServiceCode="sagemaker") for one in page["Quotas"]]
    assert len({one["QuotaCode"] for one in found}) == len(found) > 100
    (wanted,) = [one for one in found if one["QuotaName"] == name]
    return dict(wanted)


def test_quotas_are_listed_under_the_names_of_aws(emulator: Emulator) -> None:
    assert quota(emulator, "ml.m5.xlarge for endpoint usage")["Value"] == 8
    serverless = "Maximum total concurrency that can be allocated across all serverless endpoints"
    assert quota(emulator, serverless)["Value"] == 10


def test_a_page_has_no_more_than_asked_for(emulator: Emulator) -> None:
    page = emulator.client("service-quotas").list_service_quotas(
        ServiceCode="sagemaker", MaxResults=3
    )
    assert len(page["Quotas"]) == 3
    assert page["NextToken"]


def test_higher_quota_is_granted_and_lower_one_refused(emulator: Emulator) -> None:
    name = "ml.c6i.xlarge for endpoint usage"
    asked = {"ServiceCode": "sagemaker", "QuotaCode": quota(emulator, name)["QuotaCode"]}
    client = emulator.client("service-quotas")
    client.request_service_quota_increase(**asked, DesiredValue=20)
    assert quota(emulator, name)["Value"] == 20
    with pytest.raises(ClientError, match="must be above"):
        client.request_service_quota_increase(**asked, DesiredValue=20)


def test_other_services_have_none_here(emulator: Emulator) -> None:
    with pytest.raises(ClientError, match="not of 'ec2'"):
        emulator.client("service-quotas").list_service_quotas(ServiceCode="ec2")
