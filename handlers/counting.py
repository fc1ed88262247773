"""What one step of a conversation adds to the counters of reach: no person is in it, and nothing is written here."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.answers import wording
from bot.conversation import Outcome, Reply, Style, Turn
from bot.dialogue import Dialogue
from bot.knowledge.models import Procedure
from bot.knowledge.ways import ways_of
from bot.operations import days
from bot.sharing.links import PROCEDURE_CODE, Target, desk_and_rest
from bot.storage.reach import Event, Happened
from handlers.step import Step

_START = re.compile(r"/(?:start|batdau)\b", re.IGNORECASE)
_ASKED = (Outcome.ANSWER, Outcome.CLARIFY, Outcome.FAQ, Outcome.REFUSE)
_SETTLED = (Outcome.ANSWER, Outcome.FAQ)

Counted = tuple[tuple[Happened, ...], Dialogue]
"""What happened, and the dialogue that knows that it was counted."""


def counted(turn: Turn, step: Step, known: Mapping[str, Procedure], day: date) -> Counted:
    """Return what `step` adds on `day`; `known` are the procedures by code.

    Who follows a link has not asked yet, on a page as little as in a chat. A turn without a person has no dialogue
    that could know of the turn before: every search would begin a conversation, so it counts as a question alone.
    """
    reply, dialogue = step.reply, step.dialogue
    told = [known[code] for code in answered(reply, known)]
    if not turn.person:
        return tuple(_questions(reply, dialogue.desk, day)), dialogue
    people, dialogue = told_of(told, dialogue, day)
    if reply.outcome not in _ASKED or follows_link(turn):
        return people, dialogue
    begun = () if dialogue.begun else (Happened(day, dialogue.desk, "", Event.CONVERSATION),)
    return (*begun, *_questions(reply, dialogue.desk, day), *people), replace(dialogue, begun=True)


def _questions(reply: Reply, desk: str, day: date) -> Iterator[Happened]:
    if reply.outcome in _SETTLED:
        yield Happened(day, desk, reply.procedure or "", Event.QUESTION)


def scan_of(came: Target, dialogue: Dialogue, day: date) -> Counted:
    """Return what it adds that a person came by a desk's link: once a day for the same one."""
    once = " ".join(part for part in (day.isoformat(), came.desk, came.code) if part)
    if dialogue.arrived == once:
        return (), replace(dialogue, desk=came.desk)
    return (Happened(day, came.desk, came.code, Event.SCAN),), replace(dialogue, desk=came.desk, arrived=once)


def told_of(procedures: Iterable[Procedure], dialogue: Dialogue, day: date) -> Counted:
    """Return what it adds that a person was told of `procedures`: once a week in all, and once a week of each."""
    week = days.monday_of(day).isoformat()
    before = dialogue.told if dialogue.told_week == week else ()
    with_ways = (one.code for one in procedures if ways_of(one))
    new = tuple(code for code in dict.fromkeys(with_ways) if code not in before)
    if not new:
        return (), dialogue
    first = () if before else (Happened(day, dialogue.desk, "", Event.TOLD),)
    each = (Happened(day, dialogue.desk, code, Event.TOLD_OF) for code in new)
    return (*first, *each), replace(dialogue, told_week=week, told=(*before, *new))


def answered(reply: Reply, known: Mapping[str, Procedure]) -> tuple[str, ...]:
    """Return the codes of the procedures that `reply` answers about: one, or both that a message asked for."""
    if reply.outcome is not Outcome.ANSWER:
        return ()
    titles = {block.text for block in reply.blocks if block.style is Style.TITLE}
    shown = (code for code in reply.candidates if code in known and _title(known[code]) in titles)
    first = (reply.procedure,) if reply.procedure in known else ()
    return tuple(dict.fromkeys((*first, *shown)))


def _title(procedure: Procedure) -> str:
    return wording.TITLE.format(title=procedure.title, code=procedure.code)


def follows_link(turn: Turn) -> bool:
    """Say whether a turn only opens a link: /start with any payload, or a desk typed by itself or before a code."""
    desk, rest = desk_and_rest(turn.text)
    typed = bool(desk) and re.fullmatch(f"(?:{PROCEDURE_CODE})?", rest, re.ASCII) is not None
    return turn.choice is None and (typed or _START.match(turn.text.strip()) is not None)
