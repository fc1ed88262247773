"""The environment of the program under test: every setting given, nothing of the caller's."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
import structlog
from pydantic import BaseModel, SecretStr

from bot.settings import ROOT, Settings

# What a program needs of its surroundings; all else (HMC_*, colours, widths, Python's own) is left behind.
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")


def forget_callers_settings(patch: pytest.MonkeyPatch) -> None:
    """Take the variables of whoever runs the tests out of this process."""
    for name in [name for name in os.environ if name.upper().startswith("HMC_")]:
        patch.delenv(name)


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Undo what a command sets for its whole process: its error stream is gone once it has run."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()


def settings_environment(folder: Path) -> dict[str, str]:
    """Return a variable for every setting, so that no `.env` of a checkout counts; files go into `folder`."""
    defaults = {
        f"HMC_{area.upper()}__{name.upper()}": _text(setting.default)
        for area, model in Settings.model_fields.items()
        for name, setting in cast("type[BaseModel]", model.annotation).model_fields.items()
    }
    own = {
        "HMC_KNOWLEDGE__CACHE": str(folder / "index"),
        "HMC_DATABASE__URL": f"sqlite:///{folder / 'questions.db'}",
        "HMC_WEB__PORT": "0",
    }
    return defaults | own


def program_environment(settings: dict[str, str], code: Path = ROOT) -> dict[str, str]:
    """Return the environment of `python -P -m bot` with the code in `code`."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(code)} | settings


def _text(default: object) -> str:
    return default.get_secret_value() if isinstance(default, SecretStr) else str(default)
