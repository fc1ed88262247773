"""Links to pass on: to a procedure, or for officials those of their desk."""

from dataclasses import replace

from bot.answers import replies
from bot.answers import wording as answers
from bot.answers.choices import SHARE, choice
from bot.conversation import Turn
from bot.dialogue import Dialogue
from bot.services import Services
from bot.sharing import cards, wording
from handlers.desk import desk_in_chat
from handlers.step import Step, aside


async def share(code: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Give the links to the procedure of `code`, or for "" those of the official's desk; raises KeyError.

    Only the links of officials carry a desk. What citizens pass on is their own doing: if it counted for the desk that
    once brought them, a poster would seem to reach for ever whoever hears of it.
    """
    desk = await desk_in_chat(turn.channel, turn.person, services)
    if not code:
        known = desk and cards.share_desk(desk.number, desk.full_name, services.addresses)
        return aside(known or replies.plain(answers.SHARE_WHICH), dialogue)
    procedure = services.snapshot.knowledge.by_code[code]
    reply = cards.share(procedure, services.addresses, desk.number if desk else "")
    if desk:
        reply = replace(reply, choices=(choice(SHARE, "", wording.SHARE_DESK),))
    return aside(reply, dialogue)
