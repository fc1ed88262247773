"""A procedure in short, as pages show it: its three answers, and badges for lists."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answers import procedure as answers
from bot.answers.labels import labels
from bot.channels.web import texts
from bot.conversation import Block
from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.titles import capitalised
from bot.knowledge.values import Postal, ServiceLevel
from bot.language.aspects import Aspect

ANSWERS = 3
"""The first facts of an answer: online, post, where."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A word or two; `good` if it saves a way."""

    text: str
    good: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a template shows of a procedure; `answers` are pairs of a fact and whether it saves a way."""

    code: str
    title: str
    lead: str
    answers: tuple[tuple[Block, bool], ...]
    badges: tuple[Badge, ...]


def card(procedure: Procedure, aspect: Aspect = Aspect.WHERE) -> Card:
    """Return the card of `procedure` with its whole title; its lead answers `aspect`."""
    online, post = procedure.service_level.is_online, procedure.postal is Postal.YES
    facts = [*answers.fact_blocks(procedure)][:ANSWERS]
    lead = answers.lead(procedure, aspect)
    badges = _badges(procedure.service_level, procedure.postal)
    saving = (online, post, False)
    return Card(procedure.code, capitalised(procedure.title), lead, tuple(zip(facts, saving, strict=True)), badges)


def cards(codes: Iterable[str], knowledge: Knowledge, aspect: Aspect = Aspect.WHERE) -> list[Card]:
    """Return the cards of the procedures that are there, with titles that are short and tell them apart."""
    known = [knowledge.by_code[code] for code in codes if code in knowledge.by_code]
    return [replace(card(one, aspect), title=label) for one, label in zip(known, labels(known), strict=True)]


def _badges(level: ServiceLevel, postal: Postal) -> tuple[Badge, ...]:
    if level is ServiceLevel.UNKNOWN and postal is Postal.UNKNOWN:
        return (Badge(texts.WAYS_UNKNOWN),)
    return Badge(texts.LEVEL_BADGES[level], level.is_online), Badge(texts.POST_BADGES[postal], postal is Postal.YES)
