"""A typed question: find what it is about, and answer, ask back or refuse."""

import re
from dataclasses import replace

from bot.answers import replies, wording
from bot.answers.labels import plain_title
from bot.conversation import Block, Outcome, Reply, Style
from bot.dialogue import Dialogue
from bot.language.normalise import clean
from bot.search.places import Named
from bot.search.verdicts import Found, Verdict
from bot.services import Snapshot
from handlers import choose, follow_up, needs, place
from handlers.answer import answer, both
from handlers.step import Step, aside

MAX_CHARACTERS = 2000
"""How much of a message is read; the longest real question seen has about 1,500 characters."""
MOST_CHARACTERS = 2 * MAX_CHARACTERS
"""What lies beyond is not looked at by anything, so that a text without end costs no more than a long one."""
MAX_PLACE_CHARACTERS = 60
_PLACE_LIKE = re.compile(
    r"(?:(?:em|tôi|toi|tui|mình|minh) )?(?:ở|o|xã|xa|phường|phuong|thị trấn|huyện|tỉnh)\s", re.IGNORECASE
)


def ask(text: str, dialogue: Dialogue, snapshot: Snapshot) -> Step:
    """Answer a typed message of any length and any characters."""
    read = clean(text[:MOST_CHARACTERS])[:MAX_CHARACTERS]
    step = _typed(read, dialogue, snapshot)
    if len(text) > MAX_CHARACTERS:
        note = Block(Style.NOTE, wording.TOO_LONG)
        return replace(step, reply=replace(step.reply, blocks=(*step.reply.blocks, note)))
    return step


def _typed(read: str, dialogue: Dialogue, snapshot: Snapshot) -> Step:
    found = snapshot.search.find(read)
    knows_it = found.question.code or found.verdict is Verdict.CHITCHAT  # a bare "2" asks nothing
    if not knows_it and not any(character.isalpha() for character in read):
        return aside(replies.refuse(wording.NO_LETTERS), dialogue)
    if dialogue.waits_for_place and not found.question.code and (step := _place_told(read, found, dialogue, snapshot)):
        return step
    named = snapshot.search.places.mentioned(read)
    if named:
        return _with_place(read, named, dialogue, snapshot)
    return _about(read, found, dialogue, snapshot)


def _with_place(read: str, named: Named, dialogue: Dialogue, snapshot: Snapshot) -> Step:
    """Answer a message that names a commune: for that one, or asking which, if several are called so."""
    rest = _without(read, named.start, named.end)
    found = snapshot.search.find(rest)
    said = found.question
    if set(said.everyday) <= snapshot.knowledge.referring and not (said.aspects or said.code):
        return place.told(named.localities, dialogue, snapshot)
    if len(named.localities) == 1:
        known = replace(dialogue, place=named.localities[0].id, place_was_asked=True)
        return _about(rest, found, known, snapshot)
    step = _about(rest, found, dialogue, snapshot)
    if not step.reply.procedure:
        return step
    asked = place.which(named.localities)
    replaced = (wording.ASK_PLACE, wording.FAMILY_ALSO)  # the places to choose from stand there now
    blocks = tuple(block for block in step.reply.blocks if block.text not in replaced)
    reply = replace(step.reply, blocks=(*blocks, *asked.blocks), choices=asked.choices)
    return Step(reply, replace(step.dialogue, waits_for_place=True, place_was_asked=True))


def _about(read: str, found: Found, dialogue: Dialogue, snapshot: Snapshot) -> Step:
    question = found.question
    corrected = follow_up.corrected(question, snapshot) if dialogue.procedure or dialogue.choices else None
    if corrected is not None:
        return _corrected(" ".join(corrected), dialogue, snapshot)
    if follow_up.is_about_last(question, dialogue, snapshot) and dialogue.procedure in snapshot.knowledge.by_code:
        return answer(dialogue.procedure, question.aspects, dialogue, snapshot, dialogue.candidates)
    apart = needs.parts(read, found, snapshot)
    wanted = needs.both_clear(apart)
    if wanted:
        return both(wanted, question.aspects, dialogue, snapshot)
    if dialogue.procedure and (topic := follow_up.other_topic(read)):
        found = snapshot.search.find(topic)
        aspects = found.question.aspects or dialogue.aspects
        found = replace(found, question=replace(found.question, aspects=aspects))
    return needs.with_the_other(apart, _step(found, dialogue, snapshot), snapshot)


def _place_told(read: str, found: Found, dialogue: Dialogue, snapshot: Snapshot) -> Step | None:
    """Take the message for the place that was asked for, unless it is clearly something else."""
    places = snapshot.search.places.answer(read) if len(read) <= MAX_PLACE_CHARACTERS else ()
    if places and not found.question.aspects:
        return place.told(places, dialogue, snapshot)
    if found.verdict is not Verdict.ANSWER and not found.question.aspects and _PLACE_LIKE.match(read):
        return place.unknown(dialogue)
    return None


def _without(read: str, start: int, end: int) -> str:
    """Return the message without the syllables from `start` to `end`, and the "ở" before them."""
    syllables = list(re.finditer(r"[^\W_]+", read))
    if end > len(syllables):
        return read
    if start and syllables[start - 1][0].lower() in ("ở", "o", "tại", "tai"):
        start -= 1
    rest = f"{read[: syllables[start].start()]} {read[syllables[end - 1].end() :]}"
    return " ".join(rest.split())


def _corrected(rest: str, dialogue: Dialogue, snapshot: Snapshot) -> Step:
    """Search for what was meant instead, by itself or together with what the conversation is about."""
    if not rest:
        return choose.none(dialogue)
    alone = snapshot.search.find(rest)
    last = snapshot.knowledge.by_code.get(dialogue.procedure)
    if alone.verdict is Verdict.ANSWER or not last:
        return _step(alone, dialogue, snapshot)
    together = snapshot.search.find(f"{rest} {plain_title(last.title)}")
    same = together.candidates and together.candidates[0].code == last.code
    step = _step(alone if same else together, dialogue, snapshot)
    if step.reply.procedure:
        return step
    rejected = replace(step.dialogue, procedure="", earlier=(*step.dialogue.earlier, last.code))
    return replace(step, dialogue=rejected)


def _step(found: Found, dialogue: Dialogue, snapshot: Snapshot) -> Step:
    codes = tuple(candidate.code for candidate in found.candidates)
    aspects = found.question.aspects
    if found.verdict is Verdict.ANSWER:
        return answer(codes[0], aspects, dialogue, snapshot, codes)
    reply = _reply(found, snapshot)
    if reply.outcome is Outcome.CLARIFY and reply.choices == dialogue.choices:
        return choose.none(dialogue)  # the same question twice in a row helps nobody
    missed = replace(dialogue, candidates=codes, waits_for_place=False)
    return Step(reply, missed)


def _reply(found: Found, snapshot: Snapshot) -> Reply:
    codes = tuple(candidate.code for candidate in found.candidates)
    aspects = found.question.aspects
    procedures = snapshot.knowledge.by_code
    match found.verdict:
        case Verdict.CLARIFY if found.event:
            return replies.ask_event(found.event, [procedures[code] for code in found.offered], aspects, codes)
        case Verdict.CLARIFY if found.family:
            return replies.clarify_family(found.family, procedures, aspects, codes)
        case Verdict.CLARIFY:
            return replies.clarify([procedures[code] for code in found.offered], aspects, codes)
        case Verdict.FAQ | Verdict.CHITCHAT if found.faq:
            return replies.faq(found.faq, codes, aspects)
    return _refuse(found, codes)


def _refuse(found: Found, codes: tuple[str, ...]) -> Reply:
    question = found.question
    if question.code:
        return replies.refuse(wording.NO_SUCH_CODE.format(code=question.code))
    if question.aspects and not question.content:
        return replies.refuse(wording.CLARIFY, aspects=question.aspects)
    return replies.refuse(candidates=codes, aspects=question.aspects)
