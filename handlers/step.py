"""One step of a conversation: the reply, and what the conversation has come to by it."""

from dataclasses import dataclass, replace

from bot.conversation import Reply
from bot.dialogue import Dialogue

REMEMBERED_EARLIER = 10


@dataclass(frozen=True, slots=True)
class Step:
    """What a handler returns."""

    reply: Reply
    dialogue: Dialogue


def answered(reply: Reply, dialogue: Dialogue) -> Step:
    """Return the step that answers about `reply.procedure`, which the conversation is about from now on."""
    code = reply.procedure or ""
    moved_on = dialogue.procedure and dialogue.procedure != code
    earlier = (*dialogue.earlier, dialogue.procedure) if moved_on else dialogue.earlier
    about = replace(
        dialogue,
        procedure=code,
        aspects=reply.aspects,
        candidates=tuple(other for other in reply.candidates if other != code),
        earlier=earlier[-REMEMBERED_EARLIER:],
        waits_for_place=False,
        misses=0,
    )
    return Step(reply, about)


def aside(reply: Reply, dialogue: Dialogue) -> Step:
    """Return a step that leaves what the conversation is about as it is."""
    return Step(reply, replace(dialogue, waits_for_place=False))
