"""Search as a whole: a question in, candidates and a verdict out."""

from dataclasses import dataclass

from bot.knowledge.snapshot import Knowledge
from bot.language.question import Question, Reader
from bot.search.candidates import CandidateSearch
from bot.search.events import EventSearch
from bot.search.faq import FaqSearch
from bot.search.places import PlaceFinder
from bot.search.ranking import Candidate
from bot.search.tuning import Tuning
from bot.search.verdicts import Found, Judge, Verdict


@dataclass(frozen=True, slots=True)
class Search:
    """Finds procedures, life events and FAQ entries for messages; immutable, so one serves all turns."""

    knowledge: Knowledge
    reader: Reader
    candidates: CandidateSearch
    events: EventSearch
    faq: FaqSearch
    judge: Judge
    places: PlaceFinder
    tuning: Tuning

    def find(self, text: str) -> Found:
        """Return what was found for `text`; never fails, whatever it holds."""
        question = self.reader.read(text)
        if question.code:
            return self._by_code(question, question.code)
        procedures = self.candidates.find(question)[: self.tuning.candidates]
        told = self.events.find(question)
        best = max([*procedures[:1], *([told[1]] if told else [])], key=lambda one: one.evidence, default=None)
        entry, nearness = self.faq.nearest(question)
        if entry and nearness >= self._faq_from(question, best.evidence if best else 0.0):
            verdict = Verdict.CHITCHAT if entry.kind == "chitchat" else Verdict.FAQ
            return Found(question, verdict, procedures, entry)
        if not best or self.judge.is_refused(question, best):
            return Found(question, Verdict.REFUSE, procedures)
        if told and self.judge.is_told(told[1], procedures):
            return self.judge.ask_about(told[0], question, procedures)
        return self.judge.settle(question, procedures)

    def _faq_from(self, question: Question, best: float) -> float:
        """Return how near an FAQ entry must be, where `best` is the evidence for a procedure or event.

        A wording of an entry, which is as near as can be (1), is answered by it however well a procedure fits.
        """
        tuning = self.tuning
        if question.aspects and not question.content:
            return tuning.faq_without_matter
        if len(question.words) <= tuning.faq_name_words:
            return min(max(tuning.faq_from, best), 1.0)
        return min(max(tuning.faq_from, tuning.faq_over * best + tuning.faq_lead), 1.0)

    def _by_code(self, question: Question, code: str) -> Found:
        if code in self.knowledge.by_code:
            return Found(question, Verdict.ANSWER, (Candidate(code, 1.0),))
        return Found(question, Verdict.REFUSE)
