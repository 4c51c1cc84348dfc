"""Parameter Store: what it refuses of a parameter."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator


@pytest.fixture(scope="module")
def ssm(emulator: Emulator) -> Any:
    # boto3 itself would refuse some of what AWS refuses.
    return emulator.client("ssm", parameter_validation=False)


def put(ssm: Any, name: str, value: str, **options: Any) -> Any:
    return ssm.put_parameter(Name=name, Value=value, **{"Type": "String", **options})


def test_value_is_as_long_as_its_tier_allows(ssm: Any) -> None:
    put(ssm, "/p/standard", "x" * 4096)
    with pytest.raises(ClientError, match="maximum parameter value of 4096 characters"):
        put(ssm, "/p/longer", "x" * 4097)
    put(ssm, "/p/advanced", "x" * 8192, Tier="Advanced")
    with pytest.raises(ClientError, match="maximum parameter value of 8192 characters"):
        put(ssm, "/p/longest", "x" * 8193, Tier="Advanced")


def test_advanced_parameter_stays_advanced(ssm: Any) -> None:
    put(ssm, "/p/grown", "x", Tier="Advanced")
    with pytest.raises(ClientError, match="can't downgrade a parameter"):
        put(ssm, "/p/grown", "y", Tier="Standard", Overwrite=True)
    put(ssm, "/p/grown", "y" * 5000, Overwrite=True)
    (described,) = ssm.describe_parameters(
        ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": ["/p/grown"]}]
    )["Parameters"]
    assert (described["Tier"], described["Version"]) == ("Advanced", 2)


@pytest.mark.parametrize(
    ("name", "value", "options", "message"),
    [
        ("/p/empty", "", {}, "length greater than or equal to 1"),
        ("/p/a b", "x", {}, "letters, numbers"),
        ("p/relative", "x", {}, "fully qualified name"),
        ("/p/trailing/", "x", {}, "letters, numbers"),
        ("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", "x", {}, "at most 15 levels"),
        ("/aws/own", "x", {}, "reserved"),
        ("/p/pattern", "x", {"AllowedPattern": "^[0-9]+$"}, "allowedPattern"),
        ("/p/tags", "x", {"Overwrite": True, "Tags": [{"Key": "a", "Value": "b"}]}, "together"),
    ],
)
def test_parameter_that_aws_does_not_take_is_refused(
    ssm: Any, name: str, value: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        put(ssm, name, value, **options)


def test_parameter_is_not_overwritten_by_accident(ssm: Any) -> None:
    put(ssm, "/p/once", "first")
    with pytest.raises(ClientError, match="already exists"):
        put(ssm, "/p/once", "second")


def test_several_are_read_at_once_and_missing_ones_are_named(ssm: Any) -> None:
    put(ssm, "/p/read", "value")
    found = ssm.get_parameters(Names=["/p/read", "/p/nowhere"])
    assert [one["Value"] for one in found["Parameters"]] == ["value"]
    assert found["InvalidParameters"] == ["/p/nowhere"]
    with pytest.raises(ClientError, match="less than or equal to 10"):
        ssm.get_parameters(Names=[f"/p/{number}" for number in range(11)])
