"""The other replies: asking back, refusing kindly, the service's own questions, small talk."""

from collections.abc import Sequence

from bot.answers import wording
from bot.answers.choices import NONE, procedure_choice
from bot.conversation import Block, Choice, Link, Outcome, Reply, Style
from bot.knowledge.models import FaqEntry, Procedure
from bot.language.aspects import Aspect

PORTAL = Link(wording.PORTAL_LABEL, wording.PORTAL)


def clarify(procedures: Sequence[Procedure], aspects: tuple[Aspect, ...], candidates: tuple[str, ...]) -> Reply:
    """Ask which of `procedures` is meant."""
    return Reply(
        blocks=(Block(Style.LEAD, wording.CLARIFY), Block(Style.NOTE, wording.CLARIFY_HOW)),
        outcome=Outcome.CLARIFY,
        choices=(
            *(procedure_choice(procedure, aspects) for procedure in procedures),
            Choice(wording.NONE_OF_THESE, NONE),
        ),
        candidates=candidates,
        aspects=aspects,
    )


def faq(entry: FaqEntry, candidates: tuple[str, ...] = (), aspects: tuple[Aspect, ...] = ()) -> Reply:
    """Answer a question about the service itself, or small talk."""
    service = entry.kind == "service"
    source = [Block(Style.NOTE, wording.FAQ_SOURCE.format(source=entry.source))] if service else []
    return Reply(
        blocks=(Block(Style.TEXT, entry.answer), *source),
        outcome=Outcome.FAQ if service else Outcome.CHITCHAT,
        links=tuple(Link(link.label, str(link.url)) for link in entry.links),
        faq=entry.id,
        candidates=candidates,
        aspects=aspects,
    )


def refuse(*leads: str, candidates: tuple[str, ...] = (), aspects: tuple[Aspect, ...] = ()) -> Reply:
    """Say that nothing fits (or `leads` instead), how to ask, and where a person helps."""
    return Reply(
        blocks=(
            *(Block(Style.LEAD, lead) for lead in leads or (wording.REFUSE,)),
            Block(Style.NOTE, wording.REFUSE_HOW),
            Block(Style.NOTE, wording.REFUSE_PERSON),
        ),
        outcome=Outcome.REFUSE,
        links=(PORTAL,),
        candidates=candidates,
        aspects=aspects,
    )


def short(text: str) -> Reply:
    """Return one plain sentence as a refusal."""
    return Reply(blocks=(Block(Style.TEXT, text),), outcome=Outcome.REFUSE)


def welcome() -> Reply:
    """Greet, say what the bot does, give examples and the privacy notice."""
    return Reply(
        blocks=(
            Block(Style.TEXT, wording.WELCOME),
            Block(Style.NOTE, wording.WELCOME_EXAMPLES),
            Block(Style.NOTE, wording.WELCOME_PRIVACY),
        ),
        outcome=Outcome.CHITCHAT,
    )
