"""Two needs in one message: both answered if both are clear, else the other one offered below the answer."""

import re
from dataclasses import replace

from bot.answers import replies, wording
from bot.conversation import Block, Style
from bot.search.verdicts import Found, Verdict
from bot.services import Snapshot
from handlers.step import Step

MAX_NEEDS = 2
_PARTS = re.compile(r"[,;.?!]+|\s(?:và|với|rồi|va|voi|roi)\s", re.IGNORECASE)


def clear(read: str, found: Found, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the procedures of a message that clearly asks for two, in order; none otherwise."""
    if found.verdict not in (Verdict.CLARIFY, Verdict.ANSWER) or (found.candidates and found.candidates[0].is_exact):
        return ()
    parts = [part for part in _PARTS.split(read) if part.strip()]
    if len(parts) < MAX_NEEDS:
        return ()
    wanted = [snapshot.search.find(part) for part in parts]
    sure = [one.candidates[0].code for one in wanted if one.verdict is Verdict.ANSWER]
    codes = tuple(dict.fromkeys(sure))
    return codes if len(codes) == MAX_NEEDS else ()


def with_the_other(read: str, step: Step, snapshot: Snapshot) -> Step:
    """Offer the procedures of the other need in a message, where the first is answered and it is not clear."""
    parts = [part.strip() for part in _PARTS.split(read) if part.strip()]
    if not step.reply.procedure or len(parts) != MAX_NEEDS:
        return step
    read_parts = [(part, snapshot.search.find(part)) for part in parts]
    answers = any(one.candidates[:1] and one.candidates[0].code == step.reply.procedure for _, one in read_parts)
    unclear = [
        (part, one)
        for part, one in read_parts
        if one.verdict is Verdict.CLARIFY and one.offered and step.reply.procedure not in one.offered
    ]
    if not answers or len(unclear) != 1:
        return step
    part, other = unclear[0]
    offered = replies.clarify([snapshot.knowledge.by_code[code] for code in other.offered], other.question.aspects, ())
    note = Block(Style.NOTE, wording.ALSO.format(matter=part))
    kept = (block for block in step.reply.blocks if block.text != wording.FAMILY_ALSO)
    return replace(step, reply=replace(step.reply, blocks=(*kept, note), choices=offered.choices))
