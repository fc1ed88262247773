"""Coming by a link: /start with what the link carries, or what is typed where links can carry nothing."""

from bot.answers import replies, wording
from bot.conversation import Reply, Turn
from bot.dialogue import Dialogue
from bot.language.question import code_in
from bot.services import Services
from bot.sharing.links import Target, desk_and_rest, is_payload, target_of
from handlers import reach
from handlers.answer import answer
from handlers.gone import gone
from handlers.named import named
from handlers.step import Step


async def start(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Greet, or go straight to the procedure that a deep link names; its desk is remembered."""
    target = target_of(rest)
    if not target:
        unknown = (wording.START_UNKNOWN,) if is_payload(rest) else ()
        return await typed(rest, turn, dialogue, services) or Step(_greeting(services, *unknown), dialogue)
    brought = await reach.arrived(target, turn.channel, dialogue, services)
    if not target.code:
        return Step(_greeting(services), brought)
    if target.code in services.snapshot.knowledge.by_code:
        return answer(target.code, (), brought, services.snapshot)
    return await gone(target.code, brought, services) or Step(_greeting(services, wording.START_UNKNOWN), brought)


def _greeting(services: Services, *notes: str) -> Reply:
    return replies.welcome(*notes, days=services.retention_days)


async def typed(text: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step | None:
    """Answer what stands behind a desk's number, "k4072 khai sinh", or greet; None for all other messages."""
    desk, rest = desk_and_rest(text)
    if not desk:
        return None
    brought = await reach.arrived(Target(code_in(rest), desk), turn.channel, dialogue, services)
    if not rest:
        return Step(_greeting(services), brought)
    return await named(rest, brought, services)
