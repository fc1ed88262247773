from pathlib import Path

import pytest

from bot.knowledge.reading import load_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.search.build import build_search
from bot.services import Snapshot
from tests.small_knowledge import write_small_knowledge


@pytest.fixture
def small(tmp_path: Path) -> Knowledge:
    return load_knowledge(write_small_knowledge(tmp_path / "knowledge"))


@pytest.fixture(scope="session")
def small_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    knowledge = load_knowledge(write_small_knowledge(tmp_path_factory.mktemp("small")))
    return Snapshot(knowledge, build_search(knowledge))
