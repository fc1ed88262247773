from pathlib import Path

import pytest

from bot.services import Snapshot
from tests.environment import settings_environment
from tests.small_knowledge import write_small_knowledge
from tests.system.program import Program


@pytest.fixture
def program(tmp_path: Path, index_cache: Path, snapshot: Snapshot) -> Program:
    """The program over the real knowledge base, with a database of its own, started from a folder of its own."""
    return Program(settings_environment(tmp_path) | {"HMC_KNOWLEDGE__CACHE": str(index_cache)}, tmp_path)


@pytest.fixture
def small_program(tmp_path: Path, index_cache: Path) -> Program:
    """The same over four procedures, which starts sooner, where it is the program that matters and not the data."""
    own = {
        "HMC_KNOWLEDGE__FOLDER": str(write_small_knowledge(tmp_path / "small")),
        "HMC_KNOWLEDGE__CACHE": str(index_cache),
    }
    return Program(settings_environment(tmp_path) | own, tmp_path)
