"""From candidates to a verdict: refuse, answer, or ask back, and about what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.knowledge.families import Family
from bot.knowledge.models import FaqEntry, LifeEvent
from bot.language.normalise import pairs
from bot.language.question import Question
from bot.search.ranking import Candidate
from bot.search.scope import Scope
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
    """The verdict, the procedures best first (for every verdict), and what else fits.

    `offered` are the codes to ask back about. `family` is that of the procedure answered, or the one
    whose members are offered; `event` is the life event whose procedures are offered.
    """

    question: Question
    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()
    faq: FaqEntry | None = None
    offered: tuple[str, ...] = ()
    family: Family | None = None
    event: LifeEvent | None = None

    @property
    def meant(self) -> tuple[str, ...]:
        """The codes of what may be meant, those to ask back about first; none where no procedure was asked for."""
        if self.verdict in (Verdict.REFUSE, Verdict.CHITCHAT):
            return ()
        return tuple(dict.fromkeys((*self.offered, *(candidate.code for candidate in self.candidates))))


@dataclass(frozen=True, slots=True)
class Judge:
    """Settles what is meant; immutable."""

    families: Mapping[str, Family]
    scope: Scope
    tuning: Tuning

    def is_refused(self, question: Question, best: Candidate) -> bool:
        """Say whether too little speaks even for the best candidate, the more so the stranger the words are.

        Never who says just what a form says, for that was written down as what people say of it.
        """
        tuning = self.tuning
        if best.is_exact:
            return False
        spoken_for = best.evidence + best.form_covered - tuning.strange * self.scope.strangeness(question.everyday)
        return spoken_for < tuning.refuse_below

    def settle(self, question: Question, candidates: tuple[Candidate, ...]) -> Found:
        """Answer on a clear lead of a well-named procedure, else ask back.

        Siblings do not compete with each other: which of them is meant is settled by itself.
        """
        best = candidates[0]
        family = self.families.get(best.code)
        members = dict.fromkeys(member.code for member in family.members) if family else {best.code: None}
        others = rivals(best, family, candidates)
        meant = self._meant(question, family, candidates) if family else best.code
        candidates = put_first(candidates, meant or best.code)
        sure, offered = is_sure(best, others, self.tuning), self._offered(candidates)
        if sure and meant:
            return Found(question, Verdict.ANSWER, candidates, family=family)
        if family and (sure or members.keys() >= set(offered)):
            return Found(question, Verdict.CLARIFY, candidates, offered=tuple(members), family=family)
        return Found(question, Verdict.CLARIFY, candidates, offered=offered)

    def is_told(self, event: Candidate, procedures: Sequence[Candidate]) -> bool:
        """Say whether a life event says more of the message than any procedure does.

        Who says just that something happened ("ba mới mất") is asked about its whole set all the same.
        """
        named = max((one.evidence for one in procedures), default=0.0)
        just_told = min(event.form_covered, event.query_covered) >= self.tuning.event_told
        return event.evidence >= named + (self.tuning.event_told_lead if just_told else self.tuning.event_lead)

    def ask_about(self, event: LifeEvent, question: Question, candidates: tuple[Candidate, ...]) -> Found:
        """Ask which of an event's procedures is wanted; the one that the question itself points to comes first."""
        codes = [one.code for one in event.procedures]
        if candidates and (candidates[0].code in codes or candidates[0].evidence >= self.tuning.event_beside):
            codes = list(dict.fromkeys((candidates[0].code, *codes)))
        offered = tuple(codes[: self.tuning.choices])
        known = {candidate.code: candidate for candidate in candidates}
        own = [known.get(code, Candidate(code, 0.0)) for code in offered]
        rest = [candidate for candidate in candidates if candidate.code not in offered]
        return Found(question, Verdict.CLARIFY, (*own, *rest), offered=offered, event=event)

    def _meant(self, question: Question, family: Family, candidates: Sequence[Candidate]) -> str | None:
        """Return the member that the question names, else the one that leads its siblings, else the default."""
        named = family.named({*question.content, *question.words, *pairs(question.content), *pairs(question.words)})
        if named:
            return named.code
        if family.is_by_authority:
            return None
        members = {member.code for member in family.members}
        best, *siblings = (candidate for candidate in candidates if candidate.code in members)
        if not siblings or 1 - siblings[0].score / best.score >= self.tuning.answer_lead_sibling:
            return best.code
        return family.default.code if family.default else None

    def _offered(self, candidates: Sequence[Candidate]) -> tuple[str, ...]:
        """Return the codes of the best few, without those far behind the best."""
        least = self.tuning.offered_from * max(candidate.score for candidate in candidates)
        near = [candidate.code for candidate in candidates if candidate.score >= least]
        return tuple(near[: self.tuning.choices])


def rivals(best: Candidate, family: Family | None, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that compete with `best`: all but itself and its siblings."""
    own = {member.code for member in family.members} if family else {best.code}
    return [candidate for candidate in candidates if candidate.code not in own]


def is_sure(best: Candidate, others: Sequence[Candidate], tuning: Tuning) -> bool:
    """Say whether `best` is well named and leads the `others` clearly."""
    if best.is_exact and not any(other.is_exact for other in others):
        return True
    lead = 1 - others[0].score / best.score if others else 1.0
    if min(best.form_covered, best.query_covered) >= tuning.answer_same:
        return lead >= tuning.answer_same_lead
    return (
        lead >= tuning.answer_lead
        and best.evidence >= tuning.answer_evidence
        and best.form_covered >= tuning.answer_form_covered
        and best.query_covered >= tuning.answer_query_covered
    )


def put_first(candidates: tuple[Candidate, ...], code: str) -> tuple[Candidate, ...]:
    """Return `candidates` with that of `code` in front, which counts as much as the best if it is not among them."""
    best = candidates[0]
    found = next((candidate for candidate in candidates if candidate.code == code), replace(best, code=code))
    return (found, *(candidate for candidate in candidates if candidate.code != code))
