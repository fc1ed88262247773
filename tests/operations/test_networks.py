import pytest

from bot.operations.networks import lies_in, network


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("x" * 1000, "x" * 64),
    ],
)
def test_a_network_of_ipv6_counts_as_one_address(host: str, counted_as: str) -> None:
    assert network(host) == counted_as


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("10.0.3.4", True),
        ("::ffff:10.0.3.4", True),
        ("::1", True),
        ("10.1.0.1", False),
        ("::2", False),
        ("", False),
        ("localhost", False),
    ],
)
def test_an_address_lies_in_a_range_or_is_one_of_those_named(host: str, *, inside: bool) -> None:
    assert lies_in(host, ["10.0.0.0/16", "::1"]) is inside
    assert not lies_in(host, [])
