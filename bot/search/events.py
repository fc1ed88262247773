"""Finding the life event that a message tells of: "ba mới mất", "tiệm nghỉ bán luôn"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.knowledge.models import LifeEvent
from bot.language.question import Question, Reader
from bot.search.candidates import CandidateSearch
from bot.search.index import Compounds, Form, LexicalIndex
from bot.search.ranking import Candidate
from bot.search.tuning import Tuning


@dataclass(frozen=True, slots=True)
class EventSearch:
    """Ranks life events by people's own words, for official ones name a procedure and not what happened; immutable."""

    events: tuple[LifeEvent, ...]
    told: CandidateSearch | None

    @classmethod
    def of(cls, events: Sequence[LifeEvent], forms: Sequence[Sequence[Form]], tuning: Tuning) -> "EventSearch":
        """Index the `forms` of `events`, of which there may be none."""
        if not events:
            return cls((), None)
        index = LexicalIndex.build(forms, Compounds(frozenset()), tuning)
        keys = tuple(event.id for event in events)
        told = CandidateSearch.of(keys, [0.0] * len(events), index, replace(tuning, reranked=tuning.events_reranked))
        return cls(tuple(events), told)

    def find(self, question: Question) -> tuple[LifeEvent, Candidate] | None:
        """Return the event that most speaks for, and how much; none if no word of any is said."""
        if not self.told:
            return None
        found = self.told.find(replace(question, content=question.everyday), self.told.tuning.event_from)
        if not found:
            return None
        best = max(found, key=lambda candidate: candidate.evidence)
        return next(event for event in self.events if event.id == best.code), best


def event_forms(event: LifeEvent, reader: Reader) -> list[Form]:
    """Return what indexes an event: its phrases in people's own words."""
    read = (reader.read(phrase) for phrase in event.phrases)
    return [form for form in dict.fromkeys(question.everyday or question.words for question in read) if form]
