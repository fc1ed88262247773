"""Wishes as people type them: "báo cho tôi khi có", /theodoi đăng ký kết hôn, "thôi báo"."""

from bot.answers import replies, wording
from bot.answers import wishes as answers
from bot.answers.choices import FOLLOW
from bot.conversation import Outcome, Turn
from bot.dialogue import Dialogue
from bot.knowledge.ways import NO_WAY, Ways
from bot.language.normalise import folded
from bot.language.question import code_in
from bot.services import Services
from handlers import wishes
from handlers.ask import ask
from handlers.named import asking, named
from handlers.step import Step, aside
from handlers.wish_phrases import Asked, Kind, read


async def typed(turn: Turn, dialogue: Dialogue, services: Services) -> Step | None:
    """Return the step of a message that asks to be told, or to be told no more; None for all others."""
    asked = read(turn.text)
    if not asked:
        return None
    match asked.kind:
        case Kind.LIST:
            return await wishes.following(0, turn, dialogue, services)
        case Kind.STOP_ALL:
            return await wishes.unfollow(answers.ALL, turn, dialogue, services)
        case Kind.STOP:
            return await stop(asked.matter, turn, dialogue, services)
        case Kind.TELL:
            return await _tell(asked, turn, dialogue, services)


async def follow(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Follow what is named; list what is followed where nothing is."""
    if not rest:
        return await wishes.following(0, turn, dialogue, services)
    if set(folded(rest)) <= services.snapshot.knowledge.referring:
        return await _talked_about(NO_WAY, turn, dialogue, services)
    return await _go_on(await named(rest, dialogue, services), turn, services)


async def stop(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Follow no longer what is named, or the only one that is followed; else list what is."""
    kept = wishes.follows_for(turn, services)
    held = [one.procedure for one in await kept.of(turn.channel, turn.person)] if kept else []
    meant = [code for code in _meant(rest, services) if code in held] if rest else held
    if len(meant) == 1 or (rest and meant):
        return await wishes.unfollow(meant[0], turn, dialogue, services)
    return await wishes.following(0, turn, dialogue, services, offers=False)


def _meant(rest: str, services: Services) -> tuple[str, ...]:
    reply = ask(rest, Dialogue(), services.snapshot).reply
    return (code_in(rest), reply.procedure or "", *reply.candidates)


async def _tell(asked: Asked, turn: Turn, dialogue: Dialogue, services: Services) -> Step | None:
    if not asked.matter:
        return await _talked_about(asked.wish, turn, dialogue, services)
    step = await named(asked.matter, dialogue, services)
    found = step.reply.outcome in (Outcome.ANSWER, Outcome.CLARIFY)
    return await _go_on(step, turn, services, asked.wish) if found or asked.surely else None


async def _talked_about(wish: Ways, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    if dialogue.procedure not in services.snapshot.knowledge.by_code:
        return aside(replies.plain(wording.WISH_WHICH), dialogue)
    return await wishes.follow(dialogue.procedure, turn, dialogue, services, wish)


async def _go_on(step: Step, turn: Turn, services: Services, wish: Ways = NO_WAY) -> Step:
    """Follow the procedure that `step` is about; where several may be meant, ask, by choices that follow."""
    code = step.reply.procedure
    return await wishes.follow(code, turn, step.dialogue, services, wish) if code else asking(step, FOLLOW)
