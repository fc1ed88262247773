"""How telling words are, and a candidate's score from several signals."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.knowledge.models import Procedure
from bot.knowledge.values import Applicant, Government
from bot.language.question import Question
from bot.search.index import Form
from bot.search.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Weights:
    """How telling each syllable is: its inverse document frequency over all forms."""

    idf: Mapping[str, float]
    unknown: float

    @classmethod
    def of(cls, forms: Collection[Form]) -> "Weights":
        """Compute the weights over `forms` (Robertson and Spärck Jones, smoothed as Lucene does)."""
        frequency = Counter(term for form in forms for term in set(form))
        total = len(forms)
        idf = {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in frequency.items()}
        return cls(idf, math.log(1 + (total + 0.5) / 0.5))

    def sum(self, terms: Iterable[str]) -> float:
        """Return the weight of `terms` together; an unknown syllable is as telling as a unique one."""
        known, unknown = self.idf.get, self.unknown
        return sum([known(term, unknown) for term in terms])


EXACT = 0.999
"""Coverage that is whole, but for rounding."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure (or, by its id, a life event) with its score, which orders; `evidence` is without the prior.

    `form_covered` is the share (0 to 1) of its best form that the question names, `query_covered`
    the share of the question that the form names.
    """

    code: str
    score: float
    evidence: float = 1.0
    form_covered: float = 1.0
    query_covered: float = 1.0

    @property
    def is_exact(self) -> bool:
        """Whether the question says just what a form of the procedure says, in whatever order."""
        return min(self.form_covered, self.query_covered) > EXACT


Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of an index as reranking needs them, so that no question has to prepare them.

    `syllables` has a row for each form: the numbers of its syllables, each once, filled up with 0,
    which is no syllable. `idf` is by number, `totals` are the weights of whole forms.
    """

    texts: tuple[str, ...]
    numbers: Mapping[str, int]
    syllables: NDArray[np.int32]
    idf: Floats
    totals: Floats
    weights: Weights

    @classmethod
    def of(cls, forms: Sequence[Form]) -> "Forms":
        """Give the syllables of `forms` numbers and weights."""
        weights = Weights.of(forms)
        numbers = {term: number for number, term in enumerate(weights.idf, start=1)}
        idf = np.array([0.0, *weights.idf.values()])
        width = max((len(set(form)) for form in forms), default=1)
        syllables = np.zeros((len(forms), width), dtype=np.int32)
        for row, form in enumerate(forms):
            own = [numbers[term] for term in dict.fromkeys(form)]
            syllables[row, : len(own)] = own
        return cls(tuple(map(" ".join, forms)), numbers, syllables, idf, idf[syllables].sum(axis=1), weights)

    def most(self, question: Question, tuning: Tuning) -> float:
        """Return the BM25 score that a form with all of a question's content would have, about."""
        return self.weights.sum(set(question.content)) * (1 + tuning.phrases)

    def shared(self, places: NDArray[np.int64], terms: Iterable[str]) -> Floats:
        """Return the weight of those `terms` that each form at `places` has."""
        own = np.zeros_like(self.idf)
        known = [self.numbers[term] for term in terms if term in self.numbers]
        own[known] = self.idf[known]
        total: Floats = own[self.syllables[places]].sum(axis=1)
        return total


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for each of some forms, each signal from 0 to about 1.

    `lexical` is the form's BM25 score as a share of the most that any form could reach for the question
    (everyday words count on top); `form_covered` is how much of the form the question names,
    `query_covered` the reverse; `similar` is rapidfuzz's token_set_ratio.
    """

    lexical: Floats
    similar: Floats
    form_covered: Floats
    query_covered: Floats

    def evidence(self, tuning: Tuning) -> Floats:
        """Return the weighted means."""
        weighted: Floats = (
            tuning.lexical * self.lexical
            + tuning.token_set * self.similar
            + tuning.form_covered * self.form_covered
            + tuning.query_covered * self.query_covered
        )
        return weighted / (tuning.lexical + tuning.token_set + tuning.form_covered + tuning.query_covered)


def signals(
    forms: Forms, places: NDArray[np.int64], question: Question, form_scores: NDArray[np.float32], tuning: Tuning
) -> Signals:
    """Compare the forms at `places`, which scored `form_scores`, with a question whose content is not empty."""
    content = frozenset(question.content)
    most = forms.most(question, tuning)
    asked = most / (1 + tuning.phrases)
    texts = [forms.texts[place] for place in places]
    return Signals(
        lexical=form_scores.astype(np.float64) / most,
        similar=process.cdist([" ".join(question.content)], texts, scorer=fuzz.token_set_ratio)[0] / 100.0,
        form_covered=forms.shared(places, content.union(question.everyday)) / forms.totals[places],
        query_covered=forms.shared(places, content) / asked,
    )


MANY_NAMES = 40
"""A procedure with so many everyday names is among those that people meet most."""


def prior(procedure: Procedure, tuning: Tuning) -> float:
    """Return what speaks for a procedure before anything is asked: citizens and communes meet it more often."""
    return (
        tuning.citizen * (Applicant.CITIZEN in procedure.applicants)
        + tuning.commune * (Government.COMMUNE in procedure.levels)
        + tuning.everyday_names * min(math.log1p(len(procedure.aliases)) / math.log1p(MANY_NAMES), 1.0)
    )
