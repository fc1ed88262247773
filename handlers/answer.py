"""Answering about one procedure, with what may come next one tap below."""

from dataclasses import replace

from bot.answers import procedure as answers
from bot.answers import replies, ways, wording
from bot.answers.choices import MORE_CHOICES, feedback_choices, place_choice, way_choice
from bot.conversation import Block, Choice, Reply, Style
from bot.dialogue import Dialogue
from bot.knowledge.models import Procedure
from bot.language.aspects import Aspect
from bot.services import Snapshot
from handlers.step import Step, answered


def answer(
    code: str,
    aspects: tuple[Aspect, ...],
    dialogue: Dialogue,
    snapshot: Snapshot,
    candidates: tuple[str, ...] = (),
) -> Step:
    """Answer about the procedure of `code`; raises KeyError if it is not known."""
    procedure = snapshot.knowledge.by_code[code]
    places = snapshot.knowledge.places
    where = answers.Where(places.by_id.get(dialogue.place), places)
    brief = code == dialogue.procedure and bool(aspects)
    reply = answers.answer(procedure, aspects, candidates, where, brief=brief)
    step = answered(reply, dialogue)
    asks = _place_matters(procedure, aspects) and not where.place and not dialogue.place_was_asked
    notes = [Block(Style.NOTE, wording.ASK_PLACE)] if asks else []
    siblings = () if brief else _siblings(procedure, aspects, snapshot)
    if siblings:
        notes.append(Block(Style.NOTE, wording.FAMILY_ALSO))
    choices = (*_next(procedure, dialogue), *siblings)[:MORE_CHOICES]
    full = replace(reply, blocks=(*reply.blocks, *notes), choices=choices, feedback=feedback_choices(procedure.code))
    waits = replace(step.dialogue, waits_for_place=asks, place_was_asked=dialogue.place_was_asked or asks)
    return Step(full, waits)


def both(codes: tuple[str, ...], aspects: tuple[Aspect, ...], dialogue: Dialogue, snapshot: Snapshot) -> Step:
    """Answer about several procedures that one message asks for, one after the other."""
    parts = [answer(code, aspects, replace(dialogue, place_was_asked=True), snapshot) for code in codes]
    first = parts[0].reply
    reply = Reply(
        blocks=(
            Block(Style.TEXT, wording.BOTH),
            *(block for part in parts for block in part.reply.blocks if block.text != wording.FAMILY_ALSO),
        ),
        outcome=first.outcome,
        links=tuple(link for part in parts for link in part.reply.links),
        feedback=first.feedback,
        procedure=first.procedure,
        candidates=codes,
        aspects=aspects,
    )
    return answered(reply, dialogue)


def _place_matters(procedure: Procedure, aspects: tuple[Aspect, ...]) -> bool:
    return _is_filed_in_communes(procedure) and (not aspects or Aspect.WHERE in aspects)


def _is_filed_in_communes(procedure: Procedure) -> bool:
    return any(receiver in wording.OFFICES_IN for receiver in procedure.receivers)


def _siblings(procedure: Procedure, aspects: tuple[Aspect, ...], snapshot: Snapshot) -> tuple[Choice, ...]:
    family = snapshot.knowledge.families.get(procedure.code)
    if not family:
        return ()
    return replies.family_choices(family, snapshot.knowledge.by_code, aspects, but=procedure.code)


def _next(procedure: Procedure, dialogue: Dialogue) -> tuple[Choice, ...]:
    """Return how to file it online or by post, and the choice of a commune where that is not known."""
    offered = [way_choice(way, procedure.code, label) for way, label in ways.available(procedure).items()]
    if not dialogue.place and _is_filed_in_communes(procedure):
        offered.append(place_choice())
    return tuple(offered)
