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


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a candidate by one of its forms, each from 0 to about 1.

    `lexical` is the form's BM25 score as a share of the most that any form could reach for the question
    (everyday words count on top); `form_covered` is how much of the form the question names,
    `query_covered` the reverse.
    """

    lexical: float
    similar: float
    form_covered: float
    query_covered: float

    def evidence(self, tuning: Tuning) -> float:
        """Return the weighted mean."""
        weighted = (
            tuning.lexical * self.lexical
            + tuning.token_set * self.similar
            + tuning.form_covered * self.form_covered
            + tuning.query_covered * self.query_covered
        )
        total = tuning.lexical + tuning.token_set + tuning.form_covered + tuning.query_covered
        return weighted / total


def similar(query: str, form: str) -> float:
    """Return rapidfuzz's token_set_ratio of two texts, 0 to 1."""
    return fuzz.token_set_ratio(query, form) / 100


MANY_NAMES = 40
"""A procedure with so many everyday names is among those that people meet most."""


def prior(procedure: Procedure, tuning: Tuning) -> float:
    """Return what speaks for a procedure before anything is asked: citizens and communes meet it more often."""
    return (
        tuning.citizen * (Applicant.CITIZEN in procedure.applicants)
        + tuning.commune * (Government.COMMUNE in procedure.levels)
        + tuning.everyday_names * min(math.log1p(len(procedure.aliases)) / math.log1p(MANY_NAMES), 1.0)
    )
