"""Every weight and threshold of search, in one place.

Chosen by hand and checked with `python -m bot evaluate` on the development questions; each change
belongs with the figures of such a run in its commit.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights add up to a candidate's score; thresholds turn scores into a verdict."""

    # BM25 (Robertson's k1 and b) over syllables, and over pairs of neighbours and words of the segmenter.
    k1: float = 0.7
    b: float = 0.5
    phrases: float = 2.0
    # An everyday word that was exchanged for official ones still counts this much itself.
    everyday: float = 0.8

    # Rerank of the best by BM25: how many, and what each signal (0 to 1) adds.
    reranked: int = 20
    forms_compared: int = 3
    lexical: float = 1.5
    token_set: float = 0.5
    form_covered: float = 0.2
    query_covered: float = 0.6
    citizen: float = 0.015
    commune: float = 0.015
    everyday_names: float = 0.1

    # FAQ: nearness is the F1 with the best wording, plus these for words in any wording and in the answer.
    faq_asked: float = 0.5
    faq_answered: float = 0.3

    # Verdicts.
    # Long messages say much beside the matter, so that little of it is found; they are seldom off topic.
    # Refused is what falls short in evidence and share of the form named, together (0 to 2).
    refuse_below: float = 0.9
    refuse_long_below: float = 0.62
    long_from: int = 25
    # With a word that marks another subject ("thời tiết"), a procedure must be named outright.
    refuse_outside_below: float = 1.5
    answer_lead: float = 0.1
    answer_form_covered: float = 0.7
    answer_query_covered: float = 0.4
    # Where question and form cover each other this far, a small lead is enough: siblings say more than was said.
    answer_same: float = 0.7
    answer_same_lead: float = 0.04
    faq_from: float = 0.42
    faq_lead: float = -0.12
    # A bare name ("chứng thực") asks for the procedure rather than what the word means.
    faq_name_words: int = 2
    # "nộp ở đâu" alone lacks its procedure; only nearly a wording itself makes it a question about the service.
    faq_without_matter: float = 0.8
    choices: int = 5
    candidates: int = 10


TUNING = Tuning()
