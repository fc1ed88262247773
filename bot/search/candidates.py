"""From a question to its best procedures or life events: index, rerank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.language.question import Question
from bot.search.index import Form, LexicalIndex, Scores
from bot.search.ranking import Candidate, Signals, Weights, similar
from bot.search.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's syllables with official words and as said, the former as one text, and what they weigh."""

    content: frozenset[str]
    everyday: frozenset[str]
    text: str
    weight: float

    @classmethod
    def of(cls, question: Question, weights: Weights) -> "Asked":
        """Prepare `question`, whose content must not be empty, for comparing it with many forms."""
        content = frozenset(question.content)
        return cls(content, frozenset(question.everyday), " ".join(question.content), weights.sum(content))


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of an index as reranking needs them: their syllables, as one text, and what they weigh."""

    syllables: tuple[frozenset[str], ...]
    texts: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, forms: Sequence[Form], weights: Weights) -> "Forms":
        """Prepare `forms` once, so that no question has to."""
        syllables = tuple(map(frozenset, forms))
        return cls(syllables, tuple(map(" ".join, forms)), tuple(map(weights.sum, syllables)))


@dataclass(frozen=True, slots=True)
class CandidateSearch:
    """Ranks items (procedures, or life events) for questions; immutable.

    `keys` (codes or ids) and `priors` are in the order of the index's items, `forms` in that of its forms.
    """

    keys: tuple[str, ...]
    priors: tuple[float, ...]
    index: LexicalIndex
    forms: Forms
    weights: Weights
    tuning: Tuning

    @classmethod
    def of(cls, keys: Sequence[str], priors: Sequence[float], index: LexicalIndex, tuning: Tuning) -> "CandidateSearch":
        """Weigh the forms of `index` and put everything together."""
        weights = Weights.of(index.forms)
        return cls(tuple(keys), tuple(priors), index, Forms.of(index.forms, weights), weights, tuning)

    def find(self, question: Question) -> tuple[Candidate, ...]:
        """Return the best items, best first; none if nothing of the question is known."""
        if not question.content:
            return ()
        asked = Asked.of(question, self.weights)
        form_scores = self.index.scores(question.content)
        if question.everyday != question.content:
            form_scores += self.tuning.everyday * self.index.scores(question.everyday)
        ranked = [self._candidate(item, asked, form_scores) for item in self._best_items(form_scores)]
        ranked.sort(key=lambda candidate: (-candidate.score, candidate.code))
        return tuple(ranked)

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
            code=self.keys[item],
            score=evidence + self.priors[item],
            evidence=evidence,
            form_covered=best.form_covered,
            query_covered=best.query_covered,
        )

    def _signals(self, place: int, asked: Asked, form_score: float) -> Signals:
        named = self.forms.syllables[place]
        shared = named & asked.content
        said = shared | (named & asked.everyday)
        return Signals(
            lexical=form_score / (asked.weight * (1 + self.tuning.phrases)),
            similar=similar(asked.text, self.forms.texts[place]),
            form_covered=self.weights.sum(said) / self.forms.weights[place],
            query_covered=self.weights.sum(shared) / asked.weight,
        )
