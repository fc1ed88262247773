"""The knowledge base as one immutable whole."""

from dataclasses import dataclass, field
from functools import cached_property

from bot.knowledge.families import Family, families
from bot.knowledge.models import FaqEntry, LifeEvent, Numbered, Procedure, PublishedTotal, Vocabulary
from bot.knowledge.must_find import MustFind
from bot.knowledge.places import Places
from bot.knowledge.problems import Problem
from bot.language.normalise import folded


@dataclass(frozen=True)
class Knowledge:
    """Everything the bot knows, at one moment; a reload makes another and swaps the reference.

    `version` is a digest of the files' bytes. `warnings` are what a person should look at, though all can be used.
    """

    version: str
    procedures: tuple[Procedure, ...]
    faq: tuple[FaqEntry, ...]
    vocabulary: Vocabulary
    events: tuple[LifeEvent, ...]
    outside: tuple[str, ...]
    totals: tuple[PublishedTotal, ...]
    places: Places = field(default_factory=Places)
    must_find: tuple[Numbered[MustFind], ...] = ()
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

    @cached_property
    def by_code(self) -> dict[str, Procedure]:
        """Procedures by national code."""
        return {procedure.code: procedure for procedure in self.procedures}

    @cached_property
    def event_by_id(self) -> dict[str, LifeEvent]:
        """Life events by their id."""
        return {event.id: event for event in self.events}

    @cached_property
    def referring(self) -> frozenset[str]:
        """The folded syllables that point at what was talked about ("cái đó")."""
        return frozenset(syllable for phrase in self.vocabulary.referring for syllable in folded(phrase))

    @cached_property
    def correcting(self) -> tuple[tuple[str, ...], ...]:
        """The folded phrases that take something back ("không phải, ý em là"), the longest first."""
        return tuple(sorted(map(folded, self.vocabulary.correcting), key=len, reverse=True))

    @cached_property
    def families(self) -> dict[str, Family]:
        """The family of each procedure that has siblings, by code."""
        return families(self.procedures)
