"""A typed question: find what it is about, and answer, ask back or refuse."""

from dataclasses import replace

from bot.answers import procedure, replies, wording
from bot.conversation import Block, Reply, Style
from bot.language.normalise import clean
from bot.search.verdicts import Found, Verdict
from bot.services import Snapshot

MAX_CHARACTERS = 2000
"""How much of a message is read; the longest real question seen has about 1,500 characters."""


def ask(text: str, snapshot: Snapshot) -> Reply:
    """Return the reply to a typed question of any length and any characters."""
    read = clean(text[: MAX_CHARACTERS * 2])[:MAX_CHARACTERS]
    found = snapshot.search.find(read)
    knows_it = found.question.code or found.verdict is Verdict.CHITCHAT  # a bare "2" asks nothing
    if not knows_it and not any(character.isalpha() for character in read):
        return replies.refuse(wording.NO_LETTERS)
    reply = _reply(found, snapshot)
    if len(text) > MAX_CHARACTERS:
        return replace(reply, blocks=(*reply.blocks, Block(Style.NOTE, wording.TOO_LONG)))
    return reply


def _reply(found: Found, snapshot: Snapshot) -> Reply:
    codes = tuple(candidate.code for candidate in found.candidates)
    aspects = found.question.aspects
    procedures = snapshot.knowledge.by_code
    match found.verdict:
        case Verdict.ANSWER:
            return _with_siblings(procedure.answer(procedures[codes[0]], aspects, codes), found, snapshot)
        case Verdict.CLARIFY if found.event:
            return replies.ask_event(found.event, found.offered, aspects, codes)
        case Verdict.CLARIFY if found.family:
            return replies.clarify_family(found.family, procedures, aspects, codes)
        case Verdict.CLARIFY:
            return replies.clarify([procedures[code] for code in found.offered], aspects, codes)
        case Verdict.FAQ | Verdict.CHITCHAT if found.faq:
            return replies.faq(found.faq, codes, aspects)
    return _refuse(found, codes)


def _with_siblings(reply: Reply, found: Found, snapshot: Snapshot) -> Reply:
    """Add the other cases of the same procedure, one tap away, where there are any."""
    if not found.family:
        return reply
    others = replies.family_choices(
        found.family, snapshot.knowledge.by_code, found.question.aspects, but=reply.procedure or ""
    )
    note = Block(Style.NOTE, wording.FAMILY_ALSO)
    return replace(reply, blocks=(*reply.blocks, note), choices=others)


def _refuse(found: Found, codes: tuple[str, ...]) -> Reply:
    question = found.question
    if question.code:
        return replies.refuse(wording.NO_SUCH_CODE.format(code=question.code))
    if question.aspects and not question.content:
        return replies.refuse(wording.CLARIFY, aspects=question.aspects)
    return replies.refuse(candidates=codes, aspects=question.aspects)
