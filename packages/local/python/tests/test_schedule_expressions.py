"""When schedules are due."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pictor_local.services.scheduler.expression import parse

MINUTE, HOUR, DAY = 60, 3600, 86400


def at(text: str, zone: str = "UTC") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def due(expression: str, after: str, zone: str = "UTC", anchor: str = "2026-01-01T00:00") -> str:
    parsed = parse(expression, zone)
    assert parsed is not None
    found = parsed.next_after(at(after), at(anchor))
    return "" if found is None else datetime.fromtimestamp(found, UTC).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    "text",
    [
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "rate(-1 hours)",
        "rate(1 week)",
        "rate(5  minutes)",
        "at(2026-02-30T00:00:00)",
        "at(2026-02-03 00:00:00)",
        "at(2026-02-03T00:00:00Z)",
        "cron(0 8 * * * *)",
        "cron(0 8 * * ?)",
        "cron(60 8 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 8 ? 13 MON *)",
        "cron(0 8 ? * MON-XYZ *)",
        "0 8 * * ? *",
        "",
    ],
)
def test_wrong_expression_is_none(text: str) -> None:
    assert parse(text, "UTC") is None


def test_rate_counts_from_its_anchor() -> None:
    assert due("rate(5 minutes)", "2026-01-01T00:00") == "2026-01-01T00:05"
    assert due("rate(5 minutes)", "2026-01-01T00:07") == "2026-01-01T00:10"
    assert due("rate(1 day)", "2026-01-01T00:07") == "2026-01-02T00:00"
    assert due("rate(1 hour)", "2025-12-31T22:30") == "2026-01-01T00:00"


def test_rates_follow_each_other_without_a_gap_or_a_repetition() -> None:
    parsed = parse("rate(7 minutes)", "UTC")
    assert parsed is not None
    anchor = at("2026-01-01T00:00") + 0.123
    moment, found = anchor, []
    for _ in range(2000):
        following = parsed.next_after(moment, anchor)
        assert following is not None
        found.append(following - moment)
        moment = following
    assert found == pytest.approx([7 * MINUTE] * 2000)


def test_once_is_due_once() -> None:
    assert due("at(2026-03-01T12:00:00)", "2026-02-01T00:00") == "2026-03-01T12:00"
    assert due("at(2026-03-01T12:00:00)", "2026-03-01T12:00") == ""


def test_time_zone_is_that_of_the_wall_clock() -> None:
    once = "at(2026-07-01T12:00:00)"
    assert due(once, "2026-02-01T00:00", "Europe/Berlin") == "2026-07-01T10:00"
    office = "cron(0 8 ? * MON-FRI *)"
    assert due(office, "2026-01-02T14:00", "America/New_York") == "2026-01-05T13:00"
    assert due(office, "2026-07-03T12:30", "America/New_York") == "2026-07-06T12:00"


def test_hour_that_spring_skips_is_skipped() -> None:
    assert due("cron(30 2 * * ? *)", "2026-03-28T12:00", "Europe/Berlin") == "2026-03-30T00:30"


def test_hour_that_autumn_repeats_counts_once() -> None:
    first = due("cron(30 2 * * ? *)", "2026-10-24T12:00", "Europe/Berlin")
    assert first == "2026-10-25T00:30"
    assert due("cron(30 2 * * ? *)", first, "Europe/Berlin") == "2026-10-26T01:30"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("cron(0/15 9-17 ? * MON-FRI *)", "2026-01-01T09:00"),
        ("cron(0 0 L * ? *)", "2026-01-31T00:00"),
        ("cron(0 0 15W * ? *)", "2026-01-15T00:00"),
        ("cron(0 0 ? * 6#3 *)", "2026-01-16T00:00"),
        ("cron(0 0 1 1 ? 2030)", "2030-01-01T00:00"),
        ("cron(0 0 1 1 ? 2020)", ""),
    ],
)
def test_cron_fields_are_those_of_aws(expression: str, expected: str) -> None:
    assert due(expression, "2026-01-01T00:01") == expected
