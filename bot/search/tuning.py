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
    events_reranked: int = 3
    forms_compared: int = 3
    lexical: float = 1.5
    token_set: float = 0.5
    form_covered: float = 0.2
    query_covered: float = 0.6
    citizen: float = 0.015
    commune: float = 0.015
    everyday_names: float = 0.1

    # FAQ: nearness is the F1 with the best wording, plus these for words in any wording and in the answer.
    faq_asked: float = 0.25
    faq_answered: float = 0.3

    # Verdicts.
    # Refused is what falls short in evidence and share of the form named, together (0 to 2), less what
    # its words are stranger than usual here (their log-odds, see `scope`).
    refuse_below: float = 1.55
    strange: float = 0.3
    scope_smoothing: float = 0.05
    # Those for answering outright were chosen with `python -m bench.thresholds`.
    answer_evidence: float = 0.6
    answer_lead: float = 0.08
    answer_form_covered: float = 0.7
    answer_query_covered: float = 0.5
    # Where question and form cover each other this far, a small lead is enough: siblings say more than was said.
    answer_same: float = 0.7
    answer_same_lead: float = 0.06
    # Among siblings ("có yếu tố nước ngoài"), the usual one is meant unless another leads by this.
    answer_lead_sibling: float = 0.05
    # An entry answers from this nearness, if it is also this far beyond the evidence for a procedure.
    faq_from: float = 0.33
    faq_over: float = 0.9
    faq_lead: float = 0.1
    # A bare name ("chứng thực") asks for the procedure rather than what the word means.
    faq_name_words: int = 3
    # "nộp ở đâu" alone lacks its procedure; only nearly a wording itself makes it a question about the service.
    faq_without_matter: float = 0.95
    # A life event is asked about if its evidence is beyond that of any procedure by this;
    # if message and event cover each other this far, less evidence than for the best procedure is enough, by this.
    event_lead: float = 0.1
    # An event that has less than this share of the words' BM25 score is not told.
    event_from: float = 0.3
    event_told: float = 0.8
    event_told_lead: float = -0.4
    # Beside its set, the best procedure is offered if it has this share of the event's evidence.
    event_beside: float = 0.8
    choices: int = 5
    # Of the choices, those with less than this share of the best one's score are left out.
    offered_from: float = 0.7
    candidates: int = 10


TUNING = Tuning()
