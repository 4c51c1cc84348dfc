"""Filter patterns of CloudWatch Logs, by the examples of its own guide and by properties."""

import itertools
import json
import operator
import random

import pytest

from pictor_local.services.logs.filters.condition import PatternError
from pictor_local.services.logs.filters.pattern import read
from pictor_local.services.logs.metric_filters import measured

TRAIL = json.dumps(
    {
        "eventType": "UpdateTrail",
        "sourceIPAddress": "111.111.111.111",
        "arrayKey": ["value", "another value"],
        "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
        "SomeObject": None,
        "ThisFlag": True,
        "latency": 500,
        "quoted": "500",
    }
)
USERS = json.dumps(
    {
        "user": {"id": 1, "email": "John.Stiles@example.com"},
        "users": [{"id": 2, "email": "John.Doe@example.com"}],
        "actions": ["GET", "PUT", "DELETE"],
        "coordinates": [[0, 1, 2], [4, 5, 6]],
    }
)
REQUEST = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'
NAMES = "ip, user, username, timestamp, request"


def matches(pattern: str, message: str) -> bool:
    return read(pattern).match(message) is not None


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ('{ $.eventType = "UpdateTrail" }', True),
        ("{ $.eventType = updatetrail }", False),
        ("{ $.eventType = *Trail }", True),
        ("{ $.eventType = Update* }", True),
        ("{ $.eventType = Up*Trail }", False),
        ("{ $.sourceIPAddress != 123.123.* }", True),
        ("{ $.sourceIPAddress = %^111\\.111% }", True),
        ('{ $.arrayKey[0] = "value" }', True),
        ('{ $.arrayKey[2] = "value" }', False),
        ("{ $.objectList[1].id = 2 }", True),
        ("{ $.objectList[1].id = 1 }", False),
        ("{ $.SomeObject IS NULL }", True),
        ("{ $.eventType IS NULL }", False),
        ("{ $.absent IS NULL }", False),
        ("{ $.absent NOT EXISTS }", True),
        ("{ $.SomeObject NOT EXISTS }", False),
        ("{ $.ThisFlag IS TRUE }", True),
        ("{ $.ThisFlag IS FALSE }", False),
        ("{ $.latency = * }", True),
        ("{ $.absent = * }", False),
        # What it points to is no value, or there is nothing: no comparison holds of that.
        ("{ $.arrayKey = 1 }", False),
        ("{ $.arrayKey != 1 }", False),
        ("{ $.absent != 1 }", False),
        # Numbers are compared with numbers, text with text.
        ("{ $.latency >= 500 }", True),
        ("{ $.latency > +5e2 }", False),
        ("{ $.quoted >= 500 }", False),
        ('{ $.quoted = "500" }', True),
        ('{ $.latency = "500" }', False),
    ],
)
def test_json_pattern_looks_at_properties(pattern: str, wanted: bool) -> None:
    assert matches(pattern, TRAIL) is wanted


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ('{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', True),
        ('{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', False),
        ("{ $.user.id = 1 || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }", True),
        ("{ ($.user.id = 1 || $.coordinates[0][1] = 1) && $.actions[2] = nomatch }", False),
        ("{ $.coordinates[1][2] = 6 }", True),
    ],
)
def test_and_binds_more_closely_than_or_and_less_than_parentheses(
    pattern: str, wanted: bool
) -> None:
    assert matches(pattern, USERS) is wanted


@pytest.mark.parametrize("message", ["", "no json", '"text"', "[1]", 'INFO {"a": 1}'])
def test_event_that_is_no_json_object_matches_no_json_pattern(message: str) -> None:
    assert not matches("{ $.a NOT EXISTS }", message)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (f"[{NAMES}, status, bytes]", True),
        (f"[{NAMES}, status]", False),
        (f"[{NAMES}, status, bytes, more]", False),
        (f"[{NAMES}, status, bytes > 1000]", True),
        (f"[{NAMES}, status, bytes > 2000]", False),
        (f"[{NAMES}, status = 4*, bytes]", True),
        (f"[{NAMES}, status = 404, bytes]", True),
        (f"[{NAMES}, status = 4* && status != 404, bytes]", False),
        (f"[{NAMES}, status = 403 || status = 404, bytes]", True),
        ("[..., status, bytes = 1534]", True),
        ("[ip = 127.*, ...]", True),
        ("[ip, user, ..., status = 404, bytes]", True),
        ("[..., request = *html*, status = 4*,]", True),
        ('[..., request = "GET *", status, bytes]', True),
        ("[..., request = %index\\.[a-z]+%, status, bytes]", True),
        ("[a, b, c, ..., d, e, f, g, h]", False),
        ("[ip != 127.0.0.1, ...]", False),
        # Text is another value than any number.
        ("[ip, user != 1, ...]", True),
    ],
)
def test_space_delimited_pattern_looks_at_fields(pattern: str, wanted: bool) -> None:
    assert matches(pattern, REQUEST) is wanted


def test_fields_are_known_by_name_and_left_out_ones_by_number() -> None:
    found = read("[..., request=*.html*, status_code=4*,]").match(REQUEST)
    assert found is not None
    assert found.extracted == {
        "$1": "127.0.0.1",
        "$2": "-",
        "$3": "frank",
        "$4": "10/Oct/2000:13:25:15 -0700",
        "$request": "GET /index.html HTTP/1.0",
        "$status_code": "404",
        "$7": "1534",
    }


BOTH, ERROR, WARN = "ERROR WARN message", "ERROR message", "WARN message"


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("", [BOTH, ERROR, WARN]),
        ("ERROR", [BOTH, ERROR]),
        ("error", []),
        ("ERROR WARN", [BOTH]),
        ("ERROR -WARN", [ERROR]),
        ("?ERROR ?WARN", [BOTH, ERROR, WARN]),
        # Beside another term a question mark does not count.
        ("?ERROR WARN", [BOTH, WARN]),
        ('"WARN message"', [BOTH, WARN]),
        ('"ERROR message"', [ERROR]),
        ("%^WARN%", [WARN]),
    ],
)
def test_terms_are_present_absent_or_either(pattern: str, wanted: list[str]) -> None:
    assert [one for one in (BOTH, ERROR, WARN) if matches(pattern, one)] == wanted


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.a = 1",
        "{ $.a }",
        "{ a = 1 }",
        "{ $.a > text }",
        "{ $.a IS 1 }",
        "{ ($.a = 1 }",
        "{ $.a = 1 } }",
        "{ $.a == 1 }",
        "{ $.a = %(b)% }",
        "[a, b",
        "[..., a, ...]",
        "[a, b = 1 && c = 1]",
        "[a > text]",
        "worker-died",
        'open "quote',
    ],
)
def test_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        read(pattern)


SIGNS = {"=": "eq", "!=": "ne", "<": "lt", ">": "gt", "<=": "le", ">=": "ge"}


def test_comparisons_are_those_of_numbers_in_both_syntaxes() -> None:
    chance = random.Random(1)
    for sign, name in SIGNS.items():
        for value, bound in [(chance.randint(-3, 3), chance.randint(-3, 3)) for _ in range(50)]:
            wanted = getattr(operator, name)(value, bound)
            assert matches(f"{{ $.a {sign} {bound} }}", json.dumps({"a": value})) is wanted
            assert matches(f"[a {sign} {bound}, b]", f"{value} x") is wanted


def test_conditions_are_those_of_logic() -> None:
    parts = ("$.a = 1", "$.b = 1", "$.c = 1")
    for values in itertools.product((0, 1), repeat=3):
        event = json.dumps(dict(zip("abc", values, strict=True)))
        a, b, c = (value == 1 for value in values)
        for first, second in itertools.product(("&&", "||"), repeat=2):
            flat = f"{a} {first} {b} {second} {c}".replace("&&", "and").replace("||", "or")
            text = f"{{ {parts[0]} {first} {parts[1]} {second} {parts[2]} }}"
            assert matches(text, event) is eval(flat)


def metric_filter(pattern: str, **transformation: object) -> dict[str, object]:
    change = {"metricNamespace": "N", "metricName": "M", "metricValue": "1", **transformation}
    return {"filterPattern": pattern, "metricTransformations": [change]}


def values(found: dict[str, object], message: str) -> list[tuple[float, dict[str, str]]]:
    return [(one.values[0], dict(one.dimensions)) for one in measured(found, message, 60.0)]


def test_match_gives_the_value_and_another_event_the_default() -> None:
    counting = metric_filter("ERROR", defaultValue=0.0)
    assert values(counting, "ERROR") == [(1, {})]
    assert values(counting, "fine") == [(0, {})]
    assert values(metric_filter("ERROR"), "fine") == []


def test_value_and_dimensions_are_read_from_the_event() -> None:
    found = metric_filter(
        "{ $.latency = * }", metricValue="$.latency", dimensions={"Code": "$.code"}
    )
    assert values(found, '{"latency": 50, "code": "busy"}') == [(50, {"Code": "busy"})]
    # Without the field of a dimension, or without a number, there is nothing to tell.
    assert values(found, '{"latency": 50}') == []
    assert values(found, '{"latency": "long", "code": "busy"}') == []
    fields = metric_filter("[ip, bytes]", metricValue="$bytes", dimensions={"Ip": "$ip"})
    assert values(fields, "127.0.0.1 1534") == [(1534, {"Ip": "127.0.0.1"})]


def test_metric_has_the_unit_and_the_time_of_its_event() -> None:
    (found,) = measured(metric_filter("", unit="Count"), "", 1.5)
    assert (found.namespace, found.name, found.unit, found.at) == ("N", "M", "Count", 1.5)
