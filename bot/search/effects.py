"""What a new knowledge base does to matching: the questions that would no longer find their procedure."""

from collections.abc import Collection, Iterable, Iterator

from bot.knowledge.models import Model
from bot.knowledge.must_find import MustFind
from bot.knowledge.snapshot import Knowledge
from bot.search.engine import Search
from bot.search.evaluation import TOP
from bot.search.verdicts import Found, Verdict

_WITHOUT_PROCEDURE = {
    Verdict.FAQ: "trả lời như câu hỏi về dịch vụ",
    Verdict.CHITCHAT: "trả lời như câu trò chuyện",
    Verdict.REFUSE: "không tìm ra thủ tục nào",
}
_GONE = "thủ tục bị bỏ; "


class Missed(Model):
    """A question, what it found before (code and title), and what happens to it now."""

    question: str
    before: str
    after: str


def newly_missed(
    before: Search, after: Search, must_find: Iterable[MustFind], asked: Iterable[str]
) -> tuple[Missed, ...]:
    """Return the questions that found their procedure by `before` and would miss it by `after`.

    Of `must_find`, those of which one procedure was among the first five and none is now. Of `asked`, which people
    really wrote and nobody labelled, those that were answered outright with a procedure that is no
    longer among the first five, or that would now get no procedure at all.
    """
    required = {row.question: row.codes for row in must_find}
    others = (question for question in dict.fromkeys(asked) if question not in required)
    return (*_required(before, after, required.items()), *_asked(before, after, others))


def _required(before: Search, after: Search, rows: Iterable[tuple[str, Collection[str]]]) -> Iterator[Missed]:
    for question, codes in rows:
        found = next((code for code in _first(before.find(question)) if code in codes), None)
        if found:
            now = after.find(question)
            if not set(codes) & set(_first(now)):
                yield _missed(question, found, now, before.knowledge, after.knowledge)


def _asked(before: Search, after: Search, questions: Iterable[str]) -> Iterator[Missed]:
    for question in questions:
        was = before.find(question)
        if was.verdict is Verdict.ANSWER:
            code = was.candidates[0].code
            now = after.find(question)
            if now.verdict in _WITHOUT_PROCEDURE or code not in _first(now):
                yield _missed(question, code, now, before.knowledge, after.knowledge)


def _first(found: Found) -> list[str]:
    return [candidate.code for candidate in found.candidates[:TOP]]


def _missed(question: str, code: str, now: Found, before: Knowledge, after: Knowledge) -> Missed:
    gone = "" if code in after.by_code else _GONE
    return Missed(question=question, before=_named(code, before), after=f"{gone}{_happens(now, after)}")


def _happens(found: Found, knowledge: Knowledge) -> str:
    """Return what the person would get, in words."""
    if found.verdict in _WITHOUT_PROCEDURE:
        return _WITHOUT_PROCEDURE[found.verdict]
    if found.verdict is Verdict.ANSWER:
        return f"trả lời {_named(found.candidates[0].code, knowledge)}"
    return f"hỏi lại: {'; '.join(_named(code, knowledge) for code in found.offered)}"


def _named(code: str, knowledge: Knowledge) -> str:
    return f"{code} {knowledge.by_code[code].title}"
