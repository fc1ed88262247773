"""How telling words are, and a candidate's score from several signals."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.knowledge.models import Procedure
from bot.knowledge.values import Applicant, Government
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
        return sum(self.idf.get(term, self.unknown) for term in terms)

    def covered(self, whole: set[str], by: set[str]) -> float:
        """Return the share (0 to 1) of `whole`, weighted, that stands in `by` too."""
        total = self.sum(whole)
        return self.sum(whole & by) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure with its score; `covered` is the share (0 to 1) of its best form that the question names."""

    code: str
    score: float
    covered: float


def score(query: Form, form: Form, *, lexical: float, covered: float, prior: float, tuning: Tuning) -> float:
    """Return a candidate's score: a weighted sum of signals between 0 and 1.

    `lexical` is its BM25 score as a share of the most that any form could reach for the question.
    """
    similar = fuzz.token_set_ratio(" ".join(query), " ".join(form)) / 100
    return tuning.lexical * lexical + tuning.token_set * similar + tuning.form_covered * covered + prior


def prior(procedure: Procedure, tuning: Tuning) -> float:
    """Return what speaks for a procedure before anything is asked: citizens and communes meet it more often."""
    return (
        tuning.citizen * (Applicant.CITIZEN in procedure.applicants)
        + tuning.commune * (Government.COMMUNE in procedure.levels)
        + tuning.everyday_names * bool(procedure.aliases)
    )
