"""CloudWatch: metrics and alarms."""

from collections.abc import Coroutine, Iterable, Mapping
from typing import Any

from pictor_local.aws import Json
from pictor_local.services.call import Operation
from pictor_local.services.cloudwatch import dashboards
from pictor_local.services.cloudwatch.alarms import description, evaluation
from pictor_local.services.cloudwatch.metrics import data, dimensions
from pictor_local.services.cloudwatch.metrics.publisher import published
from pictor_local.services.parts import Parts
from pictor_local.services.service import Route, Service, Shim


class CloudWatch(Service):
    """Metrics and alarms of ministack, mended."""

    name = "monitoring"
    title = "CloudWatch"
    folder = "cloudwatch"
    shims = (
        Shim(
            parts=(
                "cloudwatch/metrics/table",
                "cloudwatch/metrics/publisher",
                "cloudwatch/metrics/buckets",
            ),
            behaviour="one datapoint a minute, about a minute late, none where nothing happened",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html",
            test="test_metric_buckets",
            gap="test_metric_is_there_at_once_and_not_by_the_minute",
        ),
        Shim(
            parts=("cloudwatch/metrics/dimensions",),
            behaviour="a query without dimensions is for the metric without any",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html",
            test="test_metrics",
            gap="test_statistics_without_dimensions_are_of_all_of_them",
        ),
        Shim(
            parts=("cloudwatch/alarms/description", "cloudwatch/alarms/query"),
            behaviour="DescribeAlarms answers what was put, over Query and JSON, in pages of 50",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html",
            test="test_services",
            gap="test_query_protocol_leaves_fields_of_alarms_out",
        ),
        Shim(
            parts=(
                "cloudwatch/alarms/evaluation",
                "cloudwatch/alarms/maths",
                "cloudwatch/alarms/verdict",
            ),
            behaviour=(
                "M of N periods of its own metric; missing data as the alarm says; metric maths"
            ),
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
            test="test_alarm_evaluation",
            gap="test_alarm_goes_off_by_a_metric_of_other_dimensions",
        ),
        Shim(
            parts=("cloudwatch/metrics/data",),
            behaviour=(
                "GetMetricData answers the newest datapoint first unless asked otherwise, from "
                "the beginning of the first minute, and refuses equal ids and odd periods"
            ),
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html",
            test="test_metric_data",
            gap="test_metric_data_begins_with_the_oldest",
        ),
        Shim(
            parts=("cloudwatch/dashboards",),
            behaviour="a dashboard is of the account: every region shows it and can overwrite it",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
            test="test_dashboards",
            gap="test_dashboard_is_of_one_region",
        ),
    )
    differences = (
        "There are no request metrics of S3, and no metrics of WAF or VPC endpoints.",
        "The CBOR protocol is not mended: neither the AWS provider nor a locked SDK speaks it.",
        "GetMetricData has no metric maths, and minutes are kept for two weeks, no hours after.",
        "Over the Query protocol a query without dimensions is not mended.",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._publisher = parts.publisher
        self._endpoints = parts.endpoints
        self._endpoint_metrics = parts.endpoint_metrics

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that ministack answers differently."""
        return {
            "PutMetricAlarm": description.put,
            "PutCompositeAlarm": description.put,
            "DescribeAlarms": description.describe,
            "GetMetricData": data.get,
        }

    def install(self) -> None:
        """Mend alarms, metrics and dashboards beside their operations."""
        dashboards.install()
        evaluation.install()
        dimensions.install()

    def background(self) -> Iterable[Coroutine[Any, Any, None]]:
        """Return the publishing of metrics, which evaluates the alarms."""
        return [self._publisher.run(self._measure_instances)]

    def routes(self) -> Mapping[tuple[str, str], Route]:
        """Return the route that lists every value."""
        return {("GET", "metrics"): self._metrics}

    def _measure_instances(self) -> None:
        self._endpoint_metrics.look_at_instances(self._endpoints)

    async def _metrics(self, _rest: str, _body: Json) -> list[Json]:
        return list(published())
