"""Dashboards are of an account, whatever the region of who asks."""

from typing import Any

import boto3

from tests.emulator import REGION, Emulator

BODY = '{{"widgets":[{{"type":"text","properties":{{"markdown":"{}"}}}}]}}'


def of_region(emulator: Emulator, region: str) -> Any:
    key, secret = emulator.credentials
    return boto3.client(
        "cloudwatch",
        endpoint_url=emulator.url,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
    )


def test_dashboard_is_of_every_region(emulator: Emulator) -> None:
    here, there = of_region(emulator, REGION), of_region(emulator, "eu-west-1")
    here.put_dashboard(DashboardName="overview", DashboardBody=BODY.format("here"))
    assert there.get_dashboard(DashboardName="overview")["DashboardBody"] == BODY.format("here")
    there.put_dashboard(DashboardName="overview", DashboardBody=BODY.format("there"))
    assert here.get_dashboard(DashboardName="overview")["DashboardBody"] == BODY.format("there")
    there.delete_dashboards(DashboardNames=["overview"])
    assert here.list_dashboards()["DashboardEntries"] == []
