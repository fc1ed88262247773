"""One target a parser: it may give a value or raise its documented error. Whatever else it raises is a crash."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from starlette.requests import Request
from telegram import Message, Update, User

from bot.answers.choices import read_choice
from bot.bootstrap import load_snapshot
from bot.channels.telegram import render
from bot.channels.telegram.updates import heard_message, heard_tap, person_of
from bot.channels.web import sessions
from bot.channels.web.admin.access import safe_next, token_of
from bot.channels.web.staff.order import codes_in
from bot.channels.zalo_bot import updates as zalo_bot
from bot.channels.zalo_oa import events as zalo_oa
from bot.channels.zalo_oa.messages import messages
from bot.channels.zalo_oa.signature import is_signed
from bot.dialogue import Dialogue
from bot.knowledge.files import read_folder
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.reading import read_knowledge
from bot.knowledge.spreadsheets.reading import read_sheets
from bot.language.normalise import clean
from bot.office.annex.layout import read_annex
from bot.office.submission import Upload, read_submission
from bot.operations.redaction import redact
from bot.services import Snapshot
from bot.settings import Settings
from bot.sharing.links import desk_and_rest, payload, target_of
from handlers.ask import ask
from tests.small_knowledge import write_small_knowledge

Target = Callable[[bytes], object]
BOT = User(1, "Bot", is_bot=True, username="hoimotcua_bot")
SHEETS = ("a.csv", "a.xlsx", "a.xls", "a.ods", "procedures.csv", "faq.yaml", "a")
"""Names that a file is sent under; a first byte picks one."""


@cache
def snapshot() -> Snapshot:
    """Return the knowledge base of the settings, with its search."""
    return load_snapshot(Settings())


@cache
def small_files() -> dict[str, bytes]:
    """Return the files of a knowledge base that is read in milliseconds."""
    with TemporaryDirectory() as folder:
        return dict(read_folder(write_small_knowledge(Path(folder))))


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


def message(data: bytes) -> None:
    """Read a typed message, find, answer, and write the answer for every messenger."""
    reply = ask(_text(data), Dialogue(), snapshot()).reply
    assert render.texts(reply)
    assert messages(reply, buttons=True)
    render.keyboard(reply)


def redaction(data: bytes) -> None:
    """Take personal data out; no number of a person is left."""
    assert not re.search(r"\d{9}", redact(clean(_text(data))))


def choice(data: bytes) -> None:
    """Read the value of a tapped choice."""
    with suppress(ValueError):
        read_choice(_text(data))


def link(data: bytes) -> None:
    """Read what a deep link carries, or what is typed in its place."""
    text = _text(data)
    desk_and_rest(text)
    if target := target_of(text):
        assert target_of(payload(target)) == target


def telegram(data: bytes) -> None:
    """Read an update of Telegram."""
    update = _json(data)
    if not isinstance(update, dict):
        return
    assert ":" in person_of(update)
    with suppress(Exception):  # python-telegram-bot's own reading, whose faults the inbox takes
        read = Update.de_json(update, None)
        _heard(read)


def _heard(update: Update) -> None:
    if isinstance(update.message, Message):
        heard_message(update.message, BOT)
    if update.callback_query:
        heard_tap(update.callback_query)


def zalo(data: bytes) -> None:
    """Read an update of the Zalo Bot Platform, and an event of an Official Account."""
    zalo_bot.read(_json(data))
    said = zalo_oa.parse(data)
    moment = zalo_oa.timestamp(said)
    is_signed(_text(data), data, moment, "1", "secret")
    if event := zalo_oa.read(said, data):
        assert zalo_oa.from_payload(event.payload()).person == event.person


def web(data: bytes) -> None:
    """Read the cookies, the path to go on to and the list of codes that a browser sends."""
    request = Request({"type": "http", "headers": [(b"cookie", data)]})
    assert len(sessions.sent(request)) in (0, 2 * sessions.BYTES)
    token_of(request)
    assert safe_next(_text(data)).startswith(("/admin", "/staff"))
    codes_in(_text(data))


def knowledge(data: bytes) -> None:
    """Read a knowledge base one of whose files holds anything."""
    files = small_files()
    name = sorted(files)[data[0] % len(files)] if data else next(iter(files))
    with suppress(KnowledgeError):
        read_knowledge(files | {name: data[1:]})


def upload(data: bytes) -> None:
    """Read a file as the knowledge office does, under any name, and mark its faults."""
    name = SHEETS[data[0] % len(SHEETS)] if data else SHEETS[0]
    submission = read_submission([Upload(name, data[1:])])
    submission.marked(submission.problems)


def annex(data: bytes) -> None:
    """Read a file as the list of an official decision."""
    with suppress(KnowledgeError):
        read_annex("a.csv", read_sheets("a.csv", data))


def _json(data: bytes) -> object:
    try:
        return cast("object", json.loads(data))
    except (ValueError, RecursionError):
        return None


TARGETS: dict[str, Target] = {
    each.__name__: each for each in (message, redaction, choice, link, telegram, zalo, web, knowledge, upload, annex)
}


def any_of_them(data: bytes) -> None:
    """Give the rest of the bytes to the target that the first one picks."""
    if data:
        list(TARGETS.values())[data[0] % len(TARGETS)](data[1:])
