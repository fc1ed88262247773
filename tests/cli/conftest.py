"""The command line run inside the test process, over a knowledge base of four procedures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from typer import rich_utils
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.knowledge.reading import load_knowledge
from bot.search.build import build_search
from tests.databases import new_database
from tests.environment import forget_callers_settings, logging_as_before, settings_environment
from tests.small_knowledge import write_small_knowledge


class Invoke(Protocol):
    """Run a command of the program."""

    def __call__(self, *arguments: str, stdin: str | bytes = "", standalone_mode: bool = True) -> Result: ...


@pytest.fixture(autouse=True)
def nothing_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show everything as on a pipe of 80 columns, also where a CI service asks for colours."""
    forget_callers_settings(monkeypatch)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(rich_utils, "FORCE_TERMINAL", None)


@pytest.fixture
def knowledge_folder(tmp_path: Path) -> Path:
    """A copy of the small knowledge base, free to be changed."""
    return write_small_knowledge(tmp_path / "knowledge")


@pytest.fixture(scope="session", autouse=True)
def small_index(index_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Build the index of the small knowledge base beforehand, which whoever builds it is told of."""
    build_search(load_knowledge(write_small_knowledge(tmp_path_factory.mktemp("small") / "knowledge")), index_cache)


@pytest.fixture
def settings(knowledge_folder: Path, index_cache: Path, tmp_path: Path) -> dict[str, str]:
    own = {
        "HMC_DATABASE__URL": new_database(tmp_path / "questions.db"),
        "HMC_KNOWLEDGE__FOLDER": str(knowledge_folder),
        "HMC_KNOWLEDGE__CACHE": str(index_cache),
    }
    return settings_environment(tmp_path) | own


@pytest.fixture
def invoke(settings: dict[str, str], logging_as_before: None) -> Invoke:
    def run(*arguments: str, stdin: str | bytes = "", standalone_mode: bool = True) -> Result:
        return CliRunner().invoke(app, arguments, input=stdin, env=settings, standalone_mode=standalone_mode)

    return run


@pytest.fixture(name="logging_as_before")
def logged_as_before() -> Iterator[None]:
    with logging_as_before():
        yield
