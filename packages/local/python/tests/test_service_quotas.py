"""Quotas: what an account has, page by page, how it gets more, and what is refused below them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import attempt, change, look
from tests.emulator import Emulator
from tests.resources import make_function

FUNCTION = "exports.handler = async () => 1;"


def came_with(emulator: Emulator, service: str, **quotas: Any) -> Any:
    return change(emulator, f"quotas/{service}", **quotas)


def quota(
    emulator: Emulator,
    name: str,
    operation: str = "list_service_quotas",
    service: str = "sagemaker",
) -> dict[str, Any]:
    pages = emulator.client("service-quotas").get_paginator(operation)
    found = [one for page in pages.paginate(ServiceCode=service) for one in page["Quotas"]]
    assert len({one["QuotaCode"] for one in found}) == len(found)
    (wanted,) = [one for one in found if one["QuotaName"] == name]
    return dict(wanted)


def test_quotas_are_listed_under_the_names_of_aws(emulator: Emulator) -> None:
    assert quota(emulator, "ml.m5.xlarge for endpoint usage")["Value"] == 8
    serverless = "Maximum total concurrency that can be allocated across all serverless endpoints"
    assert quota(emulator, serverless)["Value"] == 10
    concurrency = quota(emulator, "Concurrent executions", service="lambda")
    assert (concurrency["QuotaCode"], concurrency["Value"]) == ("L-B99A9384", 1000)


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
    assert client.get_service_quota(**asked)["Quota"] == quota(emulator, name)
    assert quota(emulator, name)["Value"] == 20
    with pytest.raises(ClientError, match=r"IllegalArgument.*greater than the current quota"):
        client.request_service_quota_increase(**asked, DesiredValue=20)


def test_default_of_aws_stays_whatever_the_account_has(emulator: Emulator) -> None:
    name = "ml.c6i.2xlarge for endpoint usage"
    came_with(emulator, "sagemaker", **{name: 0})
    default = quota(emulator, name, "list_aws_default_service_quotas")
    assert (quota(emulator, name)["Value"], default["Value"]) == (0, 8)
    asked = {"ServiceCode": "sagemaker", "QuotaCode": default["QuotaCode"]}
    client = emulator.client("service-quotas")
    assert client.get_aws_default_service_quota(**asked)["Quota"]["Value"] == 8


def test_quota_that_an_account_came_with_is_set_by_its_name(emulator: Emulator) -> None:
    name = "ml.g4dn.xlarge for endpoint usage"
    assert came_with(emulator, "sagemaker", **{name: 1})["sagemaker"][name] == 1
    assert look(emulator, "quotas")["sagemaker"][name] == 1
    token = {"x-pictor-token": emulator.token}
    wrongs: list[dict[str, Any]] = [{"ml.x9.xlarge for endpoint usage": 1}, {name: -1}]
    for wrong in wrongs:
        status, answer = attempt(emulator, "quotas/sagemaker", "POST", token, **wrong)
        assert status == 400
        assert next(iter(wrong)) in answer["message"]


def test_quota_can_be_unlisted_as_those_of_types_that_a_region_lacks(emulator: Emulator) -> None:
    name = "ml.p4d.24xlarge for endpoint usage"
    asked = {"ServiceCode": "sagemaker", "QuotaCode": quota(emulator, name)["QuotaCode"]}
    came_with(emulator, "sagemaker", **{name: None})
    with pytest.raises(ClientError, match="NoSuchResource"):
        emulator.client("service-quotas").get_service_quota(**asked)


def test_other_services_and_quotas_are_not_there(emulator: Emulator) -> None:
    client = emulator.client("service-quotas")
    with pytest.raises(ClientError, match="not of 'ec2'"):
        client.list_service_quotas(ServiceCode="ec2")
    with pytest.raises(ClientError, match="NoSuchResource"):
        client.get_service_quota(ServiceCode="sagemaker", QuotaCode="L-1")


@pytest.fixture(scope="module")
def _functions(emulator: Emulator) -> None:
    for name in ("one", "other"):
        make_function(emulator.client, name, FUNCTION)


@pytest.fixture
def reserve(emulator: Emulator, _functions: None) -> Iterator[Callable[[str, int], None]]:
    functions = emulator.client("lambda")

    def put(name: str, concurrency: int) -> None:
        functions.put_function_concurrency(
            FunctionName=name, ReservedConcurrentExecutions=concurrency
        )

    yield put
    for name in ("one", "other"):
        functions.delete_function_concurrency(FunctionName=name)


def test_account_reserves_no_more_concurrency_than_leaves_a_hundred(
    emulator: Emulator, reserve: Callable[[str, int], None]
) -> None:
    functions = emulator.client("lambda")
    came_with(emulator, "lambda", **{"Concurrent executions": 150})
    reserve("one", 40)
    # A new reservation takes the place of the old one.
    reserve("one", 20)
    limit = functions.get_account_settings()["AccountLimit"]
    assert limit["ConcurrentExecutions"] == 150
    assert limit["UnreservedConcurrentExecutions"] == 130
    with pytest.raises(ClientError, match=r"below its minimum value of \[100\]"):
        reserve("other", 31)
    reserve("other", 30)
    raised = {"ServiceCode": "lambda", "QuotaCode": "L-B99A9384", "DesiredValue": 151}
    emulator.client("service-quotas").request_service_quota_increase(**raised)
    assert functions.get_account_settings()["AccountLimit"]["ConcurrentExecutions"] == 151
    reserve("other", 31)


def test_versions_share_the_reservation_of_their_function(
    emulator: Emulator, reserve: Callable[[str, int], None]
) -> None:
    functions = emulator.client("lambda")
    version = functions.publish_version(FunctionName="one")["Version"]
    reserve("one", 0)
    with pytest.raises(ClientError, match="TooManyRequestsException"):
        functions.invoke(FunctionName="one", Qualifier=version)


def test_account_with_less_than_that_can_reserve_nothing(
    emulator: Emulator, reserve: Callable[[str, int], None]
) -> None:
    came_with(emulator, "lambda", **{"Concurrent executions": 10})
    with pytest.raises(ClientError, match=r"below its minimum value of \[10\]"):
        reserve("one", 1)
