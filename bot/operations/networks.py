"""What counts as one address where people or programs are counted by it."""

import ipaddress
from collections.abc import Iterable

_V6_NETWORK_BITS = 64
_LONGEST = 64


def network(host: str) -> str:
    """Return `host`, an IP address as text; of IPv6 the network, since a household has all of it."""
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return host[:_LONGEST]
    return str(ipaddress.ip_network((parsed, _V6_NETWORK_BITS), strict=False)) if parsed.version == 6 else host  # noqa: PLR2004


def lies_in(host: str, networks: Iterable[str]) -> bool:
    """Say whether `host`, an IP address as text, is one of `networks` (addresses or ranges); no for anything else."""
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return any((mapped or parsed) in ipaddress.ip_network(one) for one in networks)
