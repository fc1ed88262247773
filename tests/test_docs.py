"""The officials' guides name only what is there: pictures, headings, files, buttons, and the program's commands."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main
from sqlmodel import SQLModel

from bot.channels.web.admin import channel_texts, desk_texts, office_texts, status_texts, texts
from bot.channels.web.sessions import COOKIE
from bot.channels.web.staff import texts as staff_texts
from bot.cli import app
from bot.office import reach_wording
from bot.settings import PrivacySettings
from bot.storage import tables  # noqa: F401  fills the metadata
from tests.conftest import ROOT

PICTURES = ROOT / "docs" / "pictures"
ADMIN = ROOT / "docs" / "quan-tri.md"
DESK = ROOT / "docs" / "can-bo-mot-cua.md"
TEXTS = {guide: guide.read_text(encoding="utf-8") for guide in (ADMIN, DESK)}
LARGEST, MOST = 120_000, 20
COMMANDS = sorted({found for text in TEXTS.values() for found in re.findall(r"`\./scripts/run ([^`]+)`", text)})
MUST_TELL = {
    *(f"knowledge {name}" for name in ("check", "diff", "reload", "history", "rollback", "export", "import")),
    *(f"admin {name}" for name in ("add", "list", "password", "disable", "link")),
}


def links(guide: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", TEXTS[guide])


def anchors(guide: Path) -> set[str]:
    """Return the anchors that a git host gives the headings."""
    headings = re.findall(r"^#+ (.+)$", TEXTS[guide], re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("guide", TEXTS, ids=lambda guide: guide.stem)
def test_every_link_leads_somewhere(guide: Path) -> None:
    assert {link.removeprefix("#") for link in links(guide) if link.startswith("#")} <= anchors(guide)
    files = [link for link in links(guide) if not link.startswith("#")]
    assert [link for link in files if not (guide.parent / link).is_file()] == []


def test_every_picture_is_shown_once_has_words_and_is_small() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/([\w-]+\.png)\)", "".join(TEXTS.values()))
    pictures = sorted(PICTURES.glob("*.png"))

    assert sorted(name for _, name in shown) == [picture.name for picture in pictures]
    assert len(pictures) <= MOST
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_one_of_the_program_with_options_that_it_takes(command: str, tmp_path: Path) -> None:
    words = shlex.split(command)
    found: Any = typer.main.get_command(app)
    while below := getattr(found, "commands", None):
        found = below[words.pop(0)]

    given = [str(tmp_path / word) if word.endswith(".xlsx") else word for word in words]
    for word in given:
        if word.endswith(".xlsx"):
            Path(word).touch()
    found.make_context(command, given)  # fails for an option or argument that it does not take


def test_the_guide_tells_every_command_that_an_office_needs() -> None:
    assert {" ".join(command.split()[:2]) for command in COMMANDS} >= MUST_TELL


@pytest.mark.parametrize(("guide", "least"), [(ADMIN, 20), (DESK, 10)], ids=["quan-tri", "can-bo-mot-cua"])
def test_buttons_and_rooms_are_called_as_on_the_pages(guide: Path, least: int) -> None:
    modules = (texts, office_texts, channel_texts, desk_texts, staff_texts, status_texts, reach_wording)
    constants = (value for words in modules for name, value in vars(words).items() if name.isupper())
    on_pages = {said for value in constants for said in _sentences(value)}
    on_pages |= {"Nạp dữ liệu này", "Không nạp"}  # of the chat
    bold = re.findall(r"\*\*([^*]+)\*\*", TEXTS[guide].replace("\n", " "))

    parts = [part for name in bold if not name.endswith(".") for part in name.split(" → ")]
    named = [name for name in parts if name[0].isupper()]
    assert len(named) > least
    assert [name for name in named if not any(said.startswith(name) for said in on_pages)] == []


def test_each_table_of_the_database_is_in_the_guide_to_personal_data() -> None:
    text = (ROOT / "docs/du-lieu-ca-nhan.md").read_text(encoding="utf-8")
    first_cells = re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
    told = [name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)]

    assert sorted(told) == sorted(SQLModel.metadata.tables)
    assert f"mặc định {PrivacySettings().retention_days}" in text
    assert f"`{COOKIE}`" in text


def _sentences(value: object) -> list[str]:
    """Return what is said by a constant of a texts module: one sentence, or the sentences of a dictionary."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [said for each in value.values() for said in ([each] if isinstance(each, str) else each)]
    return []
