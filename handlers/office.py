"""An official's business with the knowledge base in a chat: linking it to an account, sending a file, saying yes."""

import re

import structlog

from bot.answers import replies, wording
from bot.answers.choices import LOAD, choice
from bot.conversation import Attachment, Block, Choice, Document, Outcome, Reply, Style, Turn
from bot.dialogue import Dialogue
from bot.knowledge.spreadsheets.limits import MAX_BYTES
from bot.office import wording as office_wording
from bot.office.office import Answer, Office
from bot.office.submission import Upload
from bot.office.telling import told
from bot.services import Services
from bot.storage.accounts import Role
from bot.storage.versions import OvertakenError
from handlers.step import Step, aside

log = structlog.get_logger()
LONGEST_LINE = 180
"""Letters of one fault, so that twenty fit a message."""
YES, NO = "yes", "no"
_LINK = re.compile(r"/lienket(?:@\w+)?\s+(\S+)", re.IGNORECASE)


def link_code(text: str) -> str | None:
    """Return the code in a message that asks to link the chat to an account."""
    found = _LINK.fullmatch(text.strip())
    return found[1] if found else None


async def link(code: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Bind the chat to the account that the code was made for."""
    account = await services.admin.links.link(code, turn.channel, turn.person) if services.admin else None
    if not account or not services.admin:
        return aside(_said(office_wording.LINK_REFUSED), dialogue)
    await services.admin.audit.note(account.name, "link", turn.channel)
    loads = (office_wording.LINKED_LOADS,) if account.role is Role.ADMIN else ()
    said = (office_wording.LINKED.format(name=account.name), *loads, office_wording.LINKED_STAFF)
    return aside(_said(*said), dialogue)


async def load(turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Examine a file of a linked official and ask whether to load it; of anybody else, say that only text is read."""
    name = await _admin(turn, services)
    if not (name and services.office and turn.file):
        return aside(replies.short(wording.TEXT_ONLY), dialogue)
    if turn.file.size > MAX_BYTES:
        return aside(_said(office_wording.FILE_TOO_LARGE), dialogue)
    try:
        upload = await _upload(turn.file)
    except Exception as error:  # noqa: BLE001  whatever the channel's library raises; its text may name an address
        log.warning("file_not_fetched", channel=turn.channel, kind=type(error).__name__)
        return aside(_said(office_wording.FILE_NOT_FETCHED), dialogue)
    answer = await services.office.examine([upload], name)
    return aside(_report(answer, turn.file), dialogue)


async def decide(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Load what was examined, or leave it; raises ValueError for a forged choice or somebody who may not."""
    decision, _, candidate = rest.partition(":")
    name = await _admin(turn, services)
    if not (name and services.office and decision in (YES, NO)):
        raise ValueError(rest)
    if decision == NO:
        await services.office.versions.discard(candidate)
        return aside(_said(office_wording.DISCARDED), dialogue)
    return aside(_said(await _accept(candidate, name, services.office)), dialogue)


async def _accept(candidate: str, name: str, office: Office) -> str:
    try:
        number = await office.accept(candidate, name)
    except LookupError:
        return office_wording.GONE
    except OvertakenError:
        active = (await office.base()).activation
        return office_wording.OVERTAKEN.format(by=active.by, version=active.version)
    return office_wording.ACCEPTED.format(version=number)


async def _admin(turn: Turn, services: Services) -> str | None:
    """Return the name of the account with the role of admin for which the person acts."""
    account = await services.admin.links.linked(turn.channel, turn.person) if services.admin else None
    return account.name if account and account.role is Role.ADMIN else None


async def _upload(file: Attachment) -> Upload:
    return Upload(file.name, await file.fetch())


def _report(answer: Answer, file: Attachment) -> Reply:
    marked = answer.marked if file.returns_files else None
    lead, *more = told(answer.report, LONGEST_LINE, marked=marked is not None, audience=answer.audience)
    blocks = (Block(Style.LEAD, lead), *(Block(Style.TEXT, text) for text in more))
    files = (Document(f"{file.name.rpartition('.')[0] or file.name}-loi.xlsx", marked),) if marked else ()
    choices: tuple[Choice, ...] = ()
    if answer.candidate:
        choices = (
            choice(LOAD, f"{YES}:{answer.candidate}", office_wording.YES),
            choice(LOAD, f"{NO}:{answer.candidate}", office_wording.NO),
        )
    return Reply(blocks, Outcome.OFFICE, choices=choices, files=files)


def _said(*texts: str) -> Reply:
    return Reply(tuple(Block(Style.TEXT, text) for text in texts), Outcome.OFFICE)
