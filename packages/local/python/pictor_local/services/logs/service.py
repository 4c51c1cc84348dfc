"""CloudWatch Logs."""

from collections.abc import Mapping

from pictor_local.services.call import Operation, of_params
from pictor_local.services.logs import events, metric_filters, query_definitions
from pictor_local.services.parts import Parts
from pictor_local.services.service import Service, Shim


class CloudWatchLogs(Service):
    """Log groups of ministack, mended."""

    name = "logs"
    title = "CloudWatch Logs"
    folder = "logs"
    shims = (
        Shim(
            parts=(
                "logs/metric_filters",
                "logs/filters/pattern",
                "logs/filters/condition",
                "logs/filters/json_pattern",
                "logs/filters/field_pattern",
                "logs/filters/term_pattern",
                "logs/filters/match",
            ),
            behaviour=(
                "an event that matches gives its value, another the default value; text, "
                "JSON and space-delimited patterns; FilterLogEvents finds by the same"
            ),
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html",
            test="test_log_filters",
            gap="test_metric_filter_is_kept_and_never_run",
        ),
        Shim(
            parts=("logs/emf", "logs/log_metric", "logs/events"),
            behaviour="metrics are read from any line in the embedded format",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html",
            test="test_metric_buckets",
            gap="test_metric_embedded_in_a_log_is_not_read",
        ),
        Shim(
            parts=("logs/query_definitions",),
            behaviour=(
                "queries are kept by id, listed by the beginning of their name; they are "
                "run by StartQuery, which is not here"
            ),
            source="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html",
            test="test_services",
            gap="test_saved_queries_are_unknown",
        ),
    )
    differences = ("Saved queries are kept; StartQuery is not here.",)

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._publisher = parts.publisher

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that ministack lacks or answers differently."""
        return {
            "PutMetricFilter": metric_filters.check,
            "PutSubscriptionFilter": metric_filters.check,
            "FilterLogEvents": metric_filters.check,
            **of_params({"TestMetricFilter": metric_filters.test}),
            **of_params(query_definitions.OPERATIONS),
        }

    def install(self) -> None:
        """Read metrics from what is logged."""
        events.install(self._publisher)
        metric_filters.install(self._publisher)

    def holds(self) -> Mapping[str, list[str]]:
        """Return the names of saved queries."""
        return {"queryDefinitions": query_definitions.resources()}
