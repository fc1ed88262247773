"""Two needs in one message: both answered if both are clear, else the other one offered below the answer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answers import replies, wording
from bot.conversation import Block, Style
from bot.search.verdicts import Found, Verdict
from bot.services import Snapshot
from handlers.step import Step

MAX_NEEDS = 2
MAX_PARTS = 3
MAX_CHARACTERS = 90
"""Who asks for two things at once does so briefly; a long question's sentences are no needs of their own."""
_PARTS = re.compile(r"[,;.?!]+|\s(?:và|với|rồi|va|voi|roi)\s", re.IGNORECASE)

Part = tuple[str, Found]


def parts(read: str, found: Found, snapshot: Snapshot) -> list[Part]:
    """Return the parts of a short message that has two or three, with what each finds by itself; none of others.

    None either of one that says just what a procedure is called, or `found` no procedure.
    """
    if found.verdict not in (Verdict.CLARIFY, Verdict.ANSWER) or (found.candidates and found.candidates[0].is_exact):
        return []
    said = [part.strip() for part in _PARTS.split(read) if part.strip()]
    if len(read) > MAX_CHARACTERS or not MAX_NEEDS <= len(said) <= MAX_PARTS:
        return []
    search, known = snapshot.search, snapshot.knowledge
    telling = [part for part in said if not set(search.reader.read(part).everyday) <= known.referring]
    return [(part, search.find(part)) for part in telling] if len(telling) >= MAX_NEEDS else []


def both_clear(apart: Sequence[Part]) -> tuple[str, ...]:
    """Return the procedures of a message that clearly asks for two, in order; none otherwise."""
    codes = dict.fromkeys(one.candidates[0].code for _, one in apart if one.verdict is Verdict.ANSWER)
    return tuple(codes) if len(codes) == MAX_NEEDS else ()


def with_the_other(apart: Sequence[Part], step: Step, snapshot: Snapshot) -> Step:
    """Offer the procedures of the other need in a message, where the first is answered and it is not clear."""
    code = step.reply.procedure
    if not code or len(apart) != MAX_NEEDS:
        return step
    answered = any(one.candidates[:1] and one.candidates[0].code == code for _, one in apart)
    unclear = [
        (part, one) for part, one in apart if one.verdict is Verdict.CLARIFY and one.offered and code not in one.offered
    ]
    if not answered or len(unclear) != 1:
        return step
    part, other = unclear[0]
    offered = replies.clarify([snapshot.knowledge.by_code[one] for one in other.offered], other.question.aspects, ())
    note = Block(Style.NOTE, wording.ALSO.format(matter=part))
    kept = (block for block in step.reply.blocks if block.text != wording.FAMILY_ALSO)
    return replace(step, reply=replace(step.reply, blocks=(*kept, note), choices=offered.choices))
