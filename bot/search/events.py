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
    def of(cls, events: Sequence[LifeEvent], reader: Reader, tuning: Tuning) -> "EventSearch":
        """Index the phrases of `events`, of which there may be none."""
        if not events:
            return cls((), None)
        read = [[reader.read(phrase) for phrase in event.phrases] for event in events]
        forms = [[form for form in dict.fromkeys(q.everyday or q.words for q in own) if form] for own in read]
        index = LexicalIndex.build(forms, Compounds(frozenset()), tuning)
        keys = tuple(event.id for event in events)
        told = CandidateSearch.of(keys, [0.0] * len(events), index, replace(tuning, reranked=tuning.events_reranked))
        return cls(tuple(events), told)

    @property
    def forms(self) -> tuple[Form, ...]:
        """The phrases of all events, as indexed."""
        return self.told.index.forms if self.told else ()

    def find(self, question: Question) -> tuple[LifeEvent, Candidate] | None:
        """Return the event that most speaks for, and how much; none if no word of any is said."""
        if not self.told:
            return None
        found = self.told.find(replace(question, content=question.everyday), self.told.tuning.event_from)
        if not found:
            return None
        best = max(found, key=lambda candidate: candidate.evidence)
        return next(event for event in self.events if event.id == best.code), best
