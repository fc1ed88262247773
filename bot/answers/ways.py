"""Step by step: how to file one procedure online, and by post."""

from bot.answers import facts, wording
from bot.answers.labels import cut, plain_title
from bot.answers.procedure import link
from bot.conversation import Block, Outcome, Reply, Style
from bot.knowledge.models import Procedure
from bot.knowledge.values import Postal

ONLINE, POSTAL = "online", "post"


def available(procedure: Procedure) -> dict[str, str]:
    """Return the ways that the source lists for `procedure`, with their labels."""
    ways = {}
    if procedure.service_level.is_online:
        ways[ONLINE] = wording.HOW_ONLINE
    if procedure.postal is Postal.YES:
        ways[POSTAL] = wording.HOW_POSTAL
    return ways


def steps(procedure: Procedure, way: str) -> Reply:
    """Return the steps of a way that is available; raises KeyError for any other."""
    available(procedure)[way]
    lead, lines, source = {
        ONLINE: (wording.ONLINE_LEAD, wording.ONLINE_STEPS, wording.ONLINE_SOURCE),
        POSTAL: (wording.POSTAL_LEAD, wording.POSTAL_STEPS, wording.POSTAL_SOURCE),
    }[way]
    return Reply(
        blocks=(
            Block(Style.LEAD, lead.format(title=cut(plain_title(procedure.title)))),
            *(Block(Style.TEXT, line) for line in lines),
            Block(Style.NOTE, source),
            Block(Style.NOTE, facts.source(procedure)),
        ),
        outcome=Outcome.ANSWER,
        links=(link(procedure),),
        procedure=procedure.code,
        candidates=(procedure.code,),
    )
