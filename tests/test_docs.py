"""The official's guide names only what is there: its pictures, its own headings, files, and commands of the program."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot.channels.web.admin import office_texts, texts
from bot.cli import app
from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "quan-tri.md"
TEXT = GUIDE.read_text(encoding="utf-8")
PICTURES = GUIDE.parent / "pictures"
LARGEST, MOST = 120_000, 12
COMMANDS = sorted(set(re.findall(r"`\./scripts/run ([^`]+)`", TEXT)))
MUST_TELL = {
    *(f"knowledge {name}" for name in ("check", "diff", "reload", "history", "rollback", "export", "import")),
    *(f"admin {name}" for name in ("add", "list", "password", "disable", "link")),
}


def links() -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", TEXT)


def anchors() -> set[str]:
    """Return the anchors that a git host gives the headings."""
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_leads_somewhere() -> None:
    assert {link.removeprefix("#") for link in links() if link.startswith("#")} <= anchors()
    assert [link for link in links() if not link.startswith("#") and not (GUIDE.parent / link).is_file()] == []


def test_every_picture_is_shown_once_has_words_and_is_small() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/([\w-]+\.png)\)", TEXT)
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


def test_buttons_and_rooms_are_called_as_on_the_pages() -> None:
    on_pages = {value for words in (texts, office_texts) for value in vars(words).values() if isinstance(value, str)}
    on_pages |= {"Nạp dữ liệu này", "Không nạp"}  # of the chat
    bold = re.findall(r"\*\*([^*]+)\*\*", TEXT.replace("\n", " "))

    named = [name for name in bold if not name.endswith(".") and name[0].isupper()]
    assert len(named) > 20
    assert [name for name in named if not any(said.startswith(name) for said in on_pages)] == []
