"""The files that pages load: their addresses carry a digest, so that browsers may keep them for good."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"


@cache
def address(name: str) -> str:
    """Return the address of a file of the folder `static`; it changes with the file."""
    return f"/static/{name}?v={digest(name)}"


@cache
def digest(*names: str) -> str:
    """Return a short digest of some files of the folder `static`."""
    return hashlib.sha256(b"".join((STATIC / name).read_bytes() for name in names)).hexdigest()[:10]
