"""Minutes, lateness, the table and logs, without a service."""

import json
from typing import Any

import pytest

from pictor_local.services.cloudwatch.metrics.buckets import Buckets, Series
from pictor_local.services.cloudwatch.metrics.table import TABLE
from pictor_local.services.logs.emf import parse

SERIES = Series("1", "r", "N", "M", "Count", ())


def given_out(buckets: Buckets, now: float, late: float = 60) -> list[tuple[int, dict[float, int]]]:
    return [(one.minute, one.counts) for one in buckets.due(now, late)]


def test_values_of_one_minute_are_one_datapoint() -> None:
    buckets = Buckets()
    for at, value in ((600.0, 1.0), (659.9, 1.0), (630.0, 5.0), (660.0, 9.0)):
        buckets.add(SERIES, at, value)
    assert given_out(buckets, 10_000) == [(600, {1.0: 2, 5.0: 1}), (660, {9.0: 1})]


def test_datapoint_is_late_by_a_minute_and_comes_once() -> None:
    buckets = Buckets()
    buckets.add(SERIES, 610, 1)
    assert given_out(buckets, 719.9) == []
    assert given_out(buckets, 720) == [(600, {1.0: 1})]
    assert given_out(buckets, 10_000) == []


def test_minute_without_a_value_has_no_datapoint() -> None:
    buckets = Buckets()
    buckets.add(SERIES, 600, 1)
    buckets.add(SERIES, 780, 1)
    assert [minute for minute, _ in given_out(buckets, 10_000)] == [600, 780]


def test_each_series_has_its_own_datapoints() -> None:
    buckets = Buckets()
    other = Series("1", "r", "N", "M", "Count", (("A", "b"),))
    buckets.add(SERIES, 600, 1)
    buckets.add(other, 600, 2)
    assert {one.series: one.counts for one in buckets.due(10_000, 0)} == {
        SERIES: {1.0: 1},
        other: {2.0: 1},
    }


def test_each_row_of_the_table_is_one_metric_with_its_source() -> None:
    names = [(row.namespace, row.name) for row in TABLE]
    assert len(names) == len(set(names))
    for row in TABLE:
        assert row.source.startswith("https://docs.aws.amazon.com/")
        assert row.unit in {"Count", "Milliseconds", "Microseconds", "Percent", "None"}
        assert all(names == tuple(sorted(names)) for names in row.dimensions)


def line(**changed: Any) -> str:
    directive = {
        "Namespace": "Pictor",
        "Dimensions": [["service"], ["service", "backend"]],
        "Metrics": [{"Name": "Predictions", "Unit": "Count"}],
    }
    header = {"Timestamp": 1_700_000_000_000, "CloudWatchMetrics": [directive]}
    document = {"_aws": header, "service": "s", "backend": "b", "Predictions": 3, **changed}
    return json.dumps(document)


def test_metric_in_a_line_comes_once_for_each_set_of_dimensions() -> None:
    found = list(parse(line()))
    assert {one.dimensions for one in found} == {
        (("service", "s"),),
        (("backend", "b"), ("service", "s")),
    }
    assert {(one.namespace, one.name, one.unit, one.values, one.at) for one in found} == {
        ("Pictor", "Predictions", "Count", (3.0,), 1_700_000_000.0)
    }


def test_prefix_of_a_runtime_is_passed_over() -> None:
    assert len(list(parse(f"2026-11-22T00:00:00Z\tid\tINFO\t{line()}"))) == 2


def test_list_of_values_is_kept_whole() -> None:
    assert {one.values for one in parse(line(Predictions=[1, 2.5]))} == {(1.0, 2.5)}


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "no json",
        '{"_aws": 1',
        '{"_aws": {"CloudWatchMetrics": []}}',
        line(Predictions="three"),
        line(Predictions=True),
        line(_aws={"Timestamp": "now", "CloudWatchMetrics": [{}]}),
    ],
)
def test_line_that_is_not_in_the_format_has_no_metrics(broken: str) -> None:
    assert list(parse(broken)) == []


def test_set_with_a_dimension_that_has_no_value_is_left_out() -> None:
    assert [one.dimensions for one in parse(line(backend=None))] == [(("service", "s"),)]
