"""Search as a whole: a question in, candidates and a verdict out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.models import FaqEntry
from bot.knowledge.snapshot import Knowledge
from bot.language.question import Question, Reader
from bot.search.candidates import CandidateSearch
from bot.search.faq import FaqSearch
from bot.search.ranking import Candidate
from bot.search.tuning import Tuning


class Verdict(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    FAQ = "faq"
    CHITCHAT = "chitchat"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Found:
    """The verdict, the procedures by falling score (for every verdict), and the FAQ entry if one fits."""

    question: Question
    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()
    faq: FaqEntry | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Finds procedures and FAQ entries for messages; immutable, so one serves all turns."""

    knowledge: Knowledge
    reader: Reader
    procedures: CandidateSearch
    faq: FaqSearch
    tuning: Tuning

    def find(self, text: str) -> Found:
        """Return what was found for `text`; never fails, whatever it holds."""
        question = self.reader.read(text)
        if question.code:
            return self._by_code(question, question.code)
        candidates = self.procedures.find(question)
        entry, nearness = self.faq.nearest(question)
        best = candidates[0].evidence if candidates else 0.0
        if entry and nearness >= self._faq_from(question, best):
            verdict = Verdict.CHITCHAT if entry.kind == "chitchat" else Verdict.FAQ
            return Found(question, verdict, candidates, entry)
        return Found(question, self._verdict(question, candidates), candidates)

    def _faq_from(self, question: Question, best: float) -> float:
        """Return how near an FAQ entry must be, where `best` is the evidence for a procedure.

        A wording of an entry, which is as near as can be (1), is answered by it however well a procedure fits.
        """
        tuning = self.tuning
        if question.aspects and not question.content:
            return tuning.faq_without_matter
        lead = 0.0 if len(question.words) <= tuning.faq_name_words else tuning.faq_lead
        return min(max(tuning.faq_from, best + lead), 1.0)

    def _by_code(self, question: Question, code: str) -> Found:
        if code in self.knowledge.by_code:
            return Found(question, Verdict.ANSWER, (Candidate(code, 1.0),))
        return Found(question, Verdict.REFUSE)

    def _refuse_below(self, question: Question) -> float:
        if question.outside:
            return self.tuning.refuse_outside_below
        is_long = len(question.content) >= self.tuning.long_from
        return self.tuning.refuse_long_below if is_long else self.tuning.refuse_below

    def _verdict(self, question: Question, candidates: Sequence[Candidate]) -> Verdict:
        """Refuse on a low score, answer on a clear lead of a well-named procedure, else ask back."""
        if not candidates or candidates[0].evidence + candidates[0].form_covered < self._refuse_below(question):
            return Verdict.REFUSE
        best, *others = candidates
        lead = 1 - others[0].score / best.score if others else 1.0
        only_exact = best.is_exact and not any(other.is_exact for other in others)
        return Verdict.ANSWER if only_exact or self._is_sure(best, lead) else Verdict.CLARIFY

    def _is_sure(self, best: Candidate, lead: float) -> bool:
        tuning = self.tuning
        if min(best.form_covered, best.query_covered) >= tuning.answer_same:
            return lead >= tuning.answer_same_lead
        return (
            lead >= tuning.answer_lead
            and best.form_covered >= tuning.answer_form_covered
            and best.query_covered >= tuning.answer_query_covered
        )
