"""From a question to its best procedures: repair, index, rerank."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.language.question import Question
from bot.search.index import Form, LexicalIndex, Scores
from bot.search.ranking import Candidate, Signals, Weights, similar
from bot.search.spelling import Speller
from bot.search.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's syllables, repaired: as said and with official words, and what they weigh."""

    content: Form
    everyday: Form
    words: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class CandidateSearch:
    """Ranks procedures for questions; immutable.

    `codes` and `priors` are in the order of the index's items, `form_weights` in that of its forms.
    """

    codes: tuple[str, ...]
    priors: tuple[float, ...]
    index: LexicalIndex
    form_weights: NDArray[np.float64]
    weights: Weights
    speller: Speller
    tuning: Tuning

    @classmethod
    def of(
        cls, codes: tuple[str, ...], priors: tuple[float, ...], index: LexicalIndex, speller: Speller, tuning: Tuning
    ) -> "CandidateSearch":
        """Weigh the forms of `index` and put everything together."""
        weights = Weights.of(index.forms)
        form_weights = np.array([weights.sum(set(form)) for form in index.forms])
        return cls(codes, priors, index, form_weights, weights, speller, tuning)

    def find(self, question: Question) -> tuple[Candidate, ...]:
        """Return the best procedures, best first; none if nothing of the question is known."""
        asked = self._asked(question)
        if not asked.content:
            return ()
        form_scores = self.index.scores(asked.content)
        if asked.everyday != asked.content:
            form_scores += self.tuning.everyday * self.index.scores(asked.everyday)
        ranked = [self._candidate(item, asked, form_scores) for item in self._best_items(form_scores)]
        ranked.sort(key=lambda candidate: (-candidate.score, candidate.code))
        return tuple(ranked[: self.tuning.candidates])

    def _asked(self, question: Question) -> Asked:
        content = self.speller.repair(question.content)
        everyday = content if question.everyday == question.content else self.speller.repair(question.everyday)
        return Asked(content, everyday, frozenset(content), self.weights.sum(set(content)))

    def _best_items(self, form_scores: Scores) -> list[int]:
        """Return the items to rerank."""
        scores = self.index.best_of_items(form_scores)
        count = min(self.tuning.reranked, len(scores))
        return [int(item) for item in np.argpartition(scores, -count)[-count:] if scores[item] > 0]

    def _candidate(self, item: int, asked: Asked, form_scores: Scores) -> Candidate:
        """Return an item as a candidate by that of its best forms for which most speaks."""
        places = self.index.best_forms(item, form_scores, self.tuning.forms_compared)
        signals = [self._signals(place, asked, float(form_scores[place])) for place in places]
        evidence, best = max(((one.evidence(self.tuning), one) for one in signals), key=lambda pair: pair[0])
        return Candidate(
            code=self.codes[item],
            score=evidence + self.priors[item],
            evidence=evidence,
            form_covered=best.form_covered,
            query_covered=best.query_covered,
        )

    def _signals(self, place: int, asked: Asked, form_score: float) -> Signals:
        form = self.index.forms[place]
        named = set(form)
        shared = named & asked.words
        said = shared | (named & set(asked.everyday))
        return Signals(
            lexical=form_score / (asked.weight * (1 + self.tuning.phrases)),
            similar=similar(asked.content, form),
            form_covered=self.weights.sum(said) / float(self.form_weights[place]),
            query_covered=self.weights.sum(shared) / asked.weight,
        )
