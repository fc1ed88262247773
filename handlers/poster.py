"""Posters for officials, as a PDF in the chat."""

import asyncio
from dataclasses import replace
from urllib.parse import urlencode

from bot.answers.choices import POSTER, choice
from bot.answers.labels import cut, plain_title
from bot.conversation import Block, Document, Link, Outcome, Reply, Style, Turn
from bot.dialogue import Dialogue
from bot.knowledge.models import Procedure
from bot.services import Services
from bot.sharing import printing, wording
from bot.sharing.posters.sizes import Size
from bot.storage.desks import Desk
from handlers.desk import desk_of, official
from handlers.step import Step, aside


async def poster(code: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Give an official the poster of the procedure of `code`, "" for the general one.

    Raises LookupError for an unknown code, and for anybody else.
    """
    account = await official(turn.channel, turn.person, services)
    if not account:
        raise LookupError(turn.channel)
    procedure = services.snapshot.knowledge.by_code[code] if code else None
    site = services.addresses.web
    if not site:
        return aside(_said(wording.NO_SITE), dialogue)
    if not turn.takes_files:
        return aside(_elsewhere(code, site), dialogue)
    desk = await desk_of(account, services)
    return aside(_handed(procedure, desk, await asyncio.to_thread(_drawn, site, procedure, desk)), dialogue)


def _drawn(site: str, procedure: Procedure | None, desk: Desk | None) -> bytes:
    from bot.sharing.posters.document import pdf  # noqa: PLC0415  half a second that a start need not pay

    return pdf([printing.poster(site, procedure, desk)], Size.A5)


def _handed(procedure: Procedure | None, desk: Desk | None, drawn: bytes) -> Reply:
    title = cut(plain_title(procedure.title)) if procedure else wording.POSTER_GENERAL
    notes = () if desk else (wording.POSTER_WITHOUT_DESK,)
    others = (choice(POSTER, "", wording.POSTER_OTHER),) if procedure else ()
    name = f"{procedure.code if procedure else 'chung'}{f'-k{desk.number}' if desk else ''}-a5.pdf"
    said = _said(wording.POSTER.format(title=title), *notes)
    return replace(said, choices=others, files=(Document(name, drawn),))


def _elsewhere(code: str, site: str) -> Reply:
    """Lead to where it can be had, for the channel sends no files."""
    address = f"{site}/staff/print" + (f"?{urlencode({'code': code})}" if code else "")
    return replace(_said(wording.POSTER_ELSEWHERE), links=(Link(wording.STAFF_ROOM, address),))


def _said(text: str, *notes: str) -> Reply:
    return Reply((Block(Style.TEXT, text), *(Block(Style.NOTE, note) for note in notes)), Outcome.OFFICE)
