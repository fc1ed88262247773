"""From a question to its best procedures or life events: index, rerank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.language.question import Question
from bot.search.index import LexicalIndex
from bot.search.ranking import Candidate, Forms, signals
from bot.search.tuning import Tuning


@dataclass(frozen=True, slots=True)
class CandidateSearch:
    """Ranks items (procedures, or life events) for questions; immutable.

    `keys` (codes or ids) and `priors` are in the order of the index's items, `forms` in that of its forms.
    """

    keys: tuple[str, ...]
    priors: tuple[float, ...]
    index: LexicalIndex
    forms: Forms
    tuning: Tuning

    @classmethod
    def of(cls, keys: Iterable[str], priors: Iterable[float], index: LexicalIndex, tuning: Tuning) -> "CandidateSearch":
        """Prepare the forms of `index` for reranking."""
        return cls(tuple(keys), tuple(priors), index, Forms.of(index.forms), tuning)

    def find(self, question: Question, at_least: float = 0.0) -> tuple[Candidate, ...]:
        """Return the best items, best first; none if nothing of the question is known.

        None either, and sooner, if no form has `at_least` this share of the BM25 score that one could have.
        """
        if not question.content:
            return ()
        form_scores = self.index.scores(question.content)
        if form_scores.max() < at_least * self.forms.most(question, self.tuning):
            return ()
        if question.everyday != question.content:
            form_scores += self.tuning.everyday * self.index.scores(question.everyday)
        best = self.index.best(form_scores, self.tuning.reranked, self.tuning.forms_compared)
        if not best:
            return ()
        items, places = zip(*((item, place) for item, own in best.items() for place in own), strict=True)
        found = self._candidates(items, np.array(places), question, form_scores)
        return tuple(sorted(found, key=lambda candidate: (-candidate.score, candidate.code)))

    def _candidates(
        self, items: Sequence[int], places: NDArray[np.int64], question: Question, form_scores: NDArray[np.float32]
    ) -> list[Candidate]:
        """Return each of `items` as a candidate by that of its forms, at `places`, for which most speaks."""
        found = signals(self.forms, places, question, form_scores[places], self.tuning)
        evidence, form_covered, query_covered = found.evidence(self.tuning), found.form_covered, found.query_covered
        best: dict[int, int] = {}
        for row, item in enumerate(items):
            if item not in best or evidence[row] > evidence[best[item]]:
                best[item] = row
        return [
            Candidate(
                code=self.keys[item],
                score=float(evidence[row]) + self.priors[item],
                evidence=float(evidence[row]),
                form_covered=float(form_covered[row]),
                query_covered=float(query_covered[row]),
            )
            for item, row in best.items()
        ]
