"""Log events as data: handlers log what failed."""

from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs


@pytest.fixture
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    """Log events of the test, whatever another test configured."""
    structlog.reset_defaults()
    with capture_logs() as captured:
        yield captured
