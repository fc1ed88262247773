"""Search as a whole: a question in, candidates and a verdict out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bot.knowledge.models import FaqEntry
from bot.knowledge.snapshot import Knowledge
from bot.language.question import Question, Reader
from bot.search.faq import FaqSearch
from bot.search.index import Form, LexicalIndex, Scores
from bot.search.ranking import Candidate, Signals, Weights, similar
from bot.search.spelling import Speller
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
    index: LexicalIndex
    weights: Weights
    speller: Speller
    priors: tuple[float, ...]
    faq: FaqSearch
    tuning: Tuning

    def find(self, text: str) -> Found:
        """Return what was found for `text`; never fails, whatever it holds."""
        question = self.reader.read(text)
        if question.code:
            return self._by_code(question, question.code)
        candidates = self._candidates(question)
        entry, nearness = self.faq.nearest(question)
        best = candidates[0].score if candidates else 0.0
        if entry and nearness >= max(self._faq_from(question), best + self.tuning.faq_lead):
            verdict = Verdict.CHITCHAT if entry.kind == "chitchat" else Verdict.FAQ
            return Found(question, verdict, candidates, entry)
        return Found(question, self._verdict(question, candidates), candidates)

    def _faq_from(self, question: Question) -> float:
        only_asks = question.aspects and not question.content
        return self.tuning.faq_without_matter if only_asks else self.tuning.faq_from

    def _by_code(self, question: Question, code: str) -> Found:
        if code in self.knowledge.by_code:
            return Found(question, Verdict.ANSWER, (Candidate(code, 1.0),))
        return Found(question, Verdict.REFUSE)

    def _verdict(self, question: Question, candidates: Sequence[Candidate]) -> Verdict:
        """Refuse on a low score, answer on a clear lead of a well-named procedure, else ask back."""
        is_long = len(question.content) >= self.tuning.long_from
        refuse_below = self.tuning.refuse_long_below if is_long else self.tuning.refuse_below
        if not candidates or candidates[0].score < refuse_below:
            return Verdict.REFUSE
        best, *others = candidates
        lead = 1 - others[0].score / best.score if others else 1.0
        sure = (
            lead >= self.tuning.answer_lead
            and best.form_covered >= self.tuning.answer_form_covered
            and best.query_covered >= self.tuning.answer_query_covered
        )
        return Verdict.ANSWER if sure else Verdict.CLARIFY

    def _candidates(self, question: Question) -> tuple[Candidate, ...]:
        content = self.speller.repair(question.content)
        if not content:
            return ()
        everyday = self.speller.repair(question.everyday)
        form_scores = self.index.scores(content)
        if everyday != content:
            form_scores += self.tuning.everyday * self.index.scores(everyday)
        ranked = [
            self._candidate(item, lexical, content, everyday, form_scores)
            for item, lexical in self._best_items(form_scores, content)
        ]
        ranked.sort(key=lambda candidate: (-candidate.score, candidate.code))
        return tuple(ranked[: self.tuning.candidates])

    def _best_items(self, form_scores: Scores, content: Form) -> list[tuple[int, float]]:
        """Return the items to rerank with their lexical score as a share of the possible."""
        scores = self.index.best_of_items(form_scores)
        count = min(self.tuning.reranked, len(scores))
        possible = max(self.weights.sum(set(content)) * (1 + self.tuning.phrases), 1e-6)
        best = np.argpartition(scores, -count)[-count:]
        return [(int(item), float(scores[item]) / possible) for item in best if scores[item] > 0]

    def _candidate(self, item: int, lexical: float, content: Form, everyday: Form, form_scores: Scores) -> Candidate:
        form = self.index.best_form(item, form_scores)
        asked, named = {*content, *everyday}, set(form)
        signals = Signals(
            lexical=lexical,
            similar=similar(content, form),
            form_covered=self.weights.covered(named, asked),
            query_covered=self.weights.covered(set(content), named),
            prior=self.priors[item],
        )
        code = self.knowledge.procedures[item].code
        return Candidate(code, signals.score(self.tuning), signals.form_covered, signals.query_covered)
