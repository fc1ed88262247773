"""Every weight and threshold of search, in one place.

Chosen by hand and checked with `python -m bot evaluate` on the development questions; each change
belongs with the figures of such a run in its commit.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights add up to a candidate's score; thresholds turn scores into a verdict."""

    # BM25 (Robertson's k1 and b) over syllables, and over pairs of neighbours and words of the segmenter.
    k1: float = 1.2
    b: float = 0.5
    phrases: float = 1.5
    # An everyday word that was exchanged for official ones still counts this much itself.
    everyday: float = 0.3

    # Rerank of the best by BM25: how many, and what each signal (0 to 1) adds.
    reranked: int = 50
    lexical: float = 1.0
    token_set: float = 0.4
    form_covered: float = 0.25
    citizen: float = 0.06
    commune: float = 0.06
    everyday_names: float = 0.05

    # Verdicts.
    refuse_below: float = 0.45
    answer_lead: float = 0.10
    answer_covered: float = 0.4
    faq_from: float = 0.55
    faq_lead: float = 0.0
    choices: int = 5
    candidates: int = 10


TUNING = Tuning()
