"""What the channels' tests share: logs as data, and no proxy of the machine before loopback."""

from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from tests.logged import without_answers

Logs = list[MutableMapping[str, Any]]


@pytest.fixture
def logs() -> Iterator[Logs]:
    """Log events of the test but those of each message, whatever another test configured."""
    structlog.reset_defaults()
    with capture_logs(processors=[without_answers]) as captured:
        yield captured


@pytest.fixture(autouse=True)
def straight_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
