"""What officials ask about their own desk: which it is, and whom it reached today."""

from bot.answers import replies
from bot.answers import wording as answers
from bot.answers.choices import PAGE, SEAT, choice
from bot.answers.labels import cut
from bot.conversation import Block, Choice, Outcome, Reply, Style, Turn
from bot.dialogue import Dialogue
from bot.office.reach import today_at
from bot.office.reach_tables import named
from bot.services import Services
from bot.sharing import wording
from bot.sharing.links import desk_and_rest, valid_desk
from bot.storage.admin_records import AdminRecords
from bot.storage.desks import Desk, Desks
from bot.storage.reach import Reach
from handlers.desk import desk_of, official
from handlers.step import Step, aside


async def today(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Tell what the official's desk reached since midnight."""
    account = await official(turn.channel, turn.person, services)
    if not (account and services.outreach):
        return _not_linked(dialogue)
    desk = await desk_of(account, services)
    if not desk:
        return aside(await _which(wording.SIT_FIRST, services.outreach.desks), dialogue)
    return aside(await _figures(desk, services.outreach.reach), dialogue)


async def sit(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Note that the official sits at the desk that `rest` names; without one, tell at which."""
    account = await official(turn.channel, turn.person, services)
    if not (account and services.admin and services.outreach):
        return _not_linked(dialogue)
    desks = services.outreach.desks
    if rest:
        return aside(await _seated(rest, account.name, services.admin, desks), dialogue)
    desk = await desk_of(account, services)
    return aside(_sits(desk) if desk else await _which(wording.SIT_FIRST, desks), dialogue)


async def _seated(said: str, name: str, admin: AdminRecords, desks: Desks) -> Reply:
    number = valid_desk(desk_and_rest(said)[0] or said)
    desk = await desks.find(number) if number else None
    if not desk:
        return await _which(wording.NO_SUCH_DESK.format(number=cut(said)), desks)
    if desk.closed_at:
        return await _which(wording.DESK_CLOSED.format(desk=desk.full_name, number=number), desks)
    await admin.accounts.sit_at(name, number)
    await admin.audit.note(name, "sit_at", number)
    return _sits(desk)


async def _figures(desk: Desk, reach: Reach) -> Reply:
    counts = named(await today_at(desk, reach))
    lead = Block(Style.LEAD, wording.TODAY.format(desk=desk.full_name))
    facts = (Block(Style.FACT, str(count), label) for label, count in counts)
    notes = () if any(count for _, count in counts) else (Block(Style.NOTE, wording.NOBODY_YET),)
    return Reply((lead, *facts, *notes), Outcome.OFFICE)


async def _which(lead: str, desks: Desks) -> Reply:
    """Say `lead`, and ask at which of the open desks."""
    open_now = await desks.in_use()
    if not open_now:
        return _said(lead, wording.NO_DESKS)
    choices = tuple(
        choice(SEAT, desk.number, wording.DESK.format(desk=desk.full_name, number=desk.number))
        for desk in open_now[:PAGE]
    )
    left = len(open_now) - PAGE
    more = [wording.MORE_DESKS.format(count=left)] if left > 0 else []
    return _said(f"{lead} {wording.WHICH_DESK}", answers.CLARIFY_HOW, *more, choices=choices)


def _sits(desk: Desk) -> Reply:
    return _said(wording.SITS.format(desk=desk.full_name, number=desk.number), wording.SITS_HOW)


def _said(lead: str, *notes: str, choices: tuple[Choice, ...] = ()) -> Reply:
    blocks = (Block(Style.LEAD, lead), *(Block(Style.NOTE, note) for note in notes))
    return Reply(blocks, Outcome.OFFICE, choices=choices)


def _not_linked(dialogue: Dialogue) -> Step:
    return aside(replies.plain(wording.LINK_FIRST), dialogue)
