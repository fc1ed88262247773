"""Small pieces of a knowledge base, given only what a test is about."""

from datetime import date
from typing import Any

from bot.knowledge.models import FaqEntry, LifeEvent, Phrase, Procedure, Vocabulary
from bot.language.aspects import Aspect

DAY = date(2026, 11, 23)
FACTS = {
    "levels": "xã",
    "levels_basis": "nguồn ghi",
    "receivers": "trung tâm xã",
    "service_level": "chưa rõ",
    "postal": "chưa rõ",
    "source": "Nguồn thử",
    "as_of": "2026-07-18",
}


def procedure(code: str = "1.001193", title: str = "Thủ tục đăng ký khai sinh", **facts: Any) -> Procedure:
    return Procedure.model_validate({"code": code, "title": title} | FACTS | facts)


def faq_entry(name: str, *questions: str, **facts: Any) -> FaqEntry:
    given = {"id": name, "kind": "service", "questions": questions, "answer": "Trả lời.", "source": "Tự soạn"}
    return FaqEntry.model_validate(given | {"as_of": DAY} | facts)


def life_event(name: str, phrases: tuple[str, ...], procedures: dict[str, str]) -> LifeEvent:
    """Return an event that leads to `procedures`, labels by code."""
    labelled = [{"code": code, "label": label} for code, label in procedures.items()]
    given = {"id": name, "title": name, "intro": "Anh/chị cần gì?", "phrases": phrases, "procedures": labelled}
    return LifeEvent.model_validate(given)


def vocabulary(
    *,
    abbreviations: dict[str, str] | None = None,
    teencode: dict[str, str] | None = None,
    dialect: dict[str, str] | None = None,
    official: dict[str, str] | None = None,
    aspects: dict[Aspect, tuple[str, ...]] | None = None,
    fillers: tuple[str, ...] = (),
) -> Vocabulary:
    return Vocabulary(
        source="Tự soạn",
        as_of=DAY,
        abbreviations=_phrases(abbreviations),
        teencode=_phrases(teencode),
        dialect=_phrases(dialect),
        official=_phrases(official),
        aspects=aspects or {},
        fillers=fillers,
    )


def _phrases(meanings: dict[str, str] | None) -> tuple[Phrase, ...]:
    return tuple(Phrase(forms=(form,), means=means) for form, means in (meanings or {}).items())
