"""A typed question: find what it is about, and answer, ask back or refuse."""

from dataclasses import replace

from bot.answers import procedure, replies, wording
from bot.conversation import Block, Reply, Style
from bot.language.normalise import clean
from bot.search.engine import Found, Verdict
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
            return procedure.answer(procedures[codes[0]], aspects, codes)
        case Verdict.CLARIFY:
            choices = [procedures[code] for code in codes[: snapshot.search.tuning.choices]]
            return replies.clarify(choices, aspects, codes)
        case Verdict.FAQ | Verdict.CHITCHAT if found.faq:
            return replies.faq(found.faq, codes, aspects)
    return _refuse(found, codes)


def _refuse(found: Found, codes: tuple[str, ...]) -> Reply:
    question = found.question
    if question.code:
        return replies.refuse(wording.NO_SUCH_CODE.format(code=question.code))
    if question.aspects and not question.content:
        return replies.refuse(wording.WHICH_PROCEDURE, aspects=question.aspects)
    return replies.refuse(candidates=codes, aspects=question.aspects)
