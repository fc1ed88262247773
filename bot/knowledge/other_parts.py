"""What differs between two knowledge bases outside procedures, a sentence for each part."""

from collections.abc import Iterable, Iterator, Mapping

from bot.knowledge.cells import number, written
from bot.knowledge.models import Phrase, Vocabulary
from bot.knowledge.places import Places
from bot.knowledge.snapshot import Knowledge

NAMED = 5
"""How many of the things that changed are named one by one."""
NAME_LENGTH = 60
_PHRASES = {
    "abbreviations": "Chữ viết tắt",
    "teencode": "Chữ viết kiểu tin nhắn",
    "dialect": "Từ địa phương",
    "official": "Từ ngữ đổi sang từ chính thức",
}
_LISTS = {
    "matter": "Cụm từ nêu việc",
    "fillers": "Lời đưa đẩy",
    "referring": "Lời chỉ lại điều vừa nói",
    "correcting": "Lời đính chính",
}

Things = Mapping[str, object]
"""The things of one part by name, with what is to be compared of each."""


def other_differences(before: Knowledge, after: Knowledge) -> Iterator[str]:
    """Yield a sentence for each part that changed: "Việc trong đời: thêm 1: “Mới cưới”."."""
    old = _parts(before)
    for label, now in _parts(after).items():
        was = old[label]
        told = (
            _told("thêm", [name for name in now if name not in was]),
            _told("bỏ", [name for name in was if name not in now]),
            _told("sửa", [name for name in now if name in was and was[name] != now[name]]),
        )
        if any(told):
            yield f"{label}: {'; '.join(filter(None, told))}."


def _told(what: str, names: list[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(f"“{_short(name)}”" for name in names[:NAMED])
    return f"{what} {number(len(names))} ({shown}{', …' if len(names) > NAMED else ''})"


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…"


def _parts(knowledge: Knowledge) -> dict[str, Things]:
    return {
        "Câu hỏi về dịch vụ và câu trò chuyện": {entry.id: entry for entry in knowledge.faq},
        "Việc trong đời": {event.title: event for event in knowledge.events},
        **_vocabulary(knowledge.vocabulary),
        **_places(knowledge.places),
        "Câu phải tìm ra": {numbered.row.question: numbered.row for numbered in knowledge.must_find},
        "Ví dụ câu nói chuyện khác": dict.fromkeys(knowledge.outside),
        "Số đã công bố": {total.label.removeprefix("– "): total for total in knowledge.totals},
    }


def _vocabulary(vocabulary: Vocabulary) -> dict[str, Things]:
    return {
        **{label: _meanings(getattr(vocabulary, section)) for section, label in _PHRASES.items()},
        "Cách hỏi": {phrase: aspect for aspect, phrases in vocabulary.aspects.items() for phrase in phrases},
        **{label: dict.fromkeys(getattr(vocabulary, section)) for section, label in _LISTS.items()},
        "Nguồn của từ ngữ": {"nguồn": vocabulary.source, "ngày": vocabulary.as_of},
    }


def _meanings(phrases: Iterable[Phrase]) -> dict[str, str]:
    return {form: phrase.means for phrase in phrases for form in phrase.forms}


def _places(places: Places) -> dict[str, Things]:
    return {
        "Xã, phường cũ": {f"{row.former_commune}, {row.former_district}": row for row in places.rows},
        "Nơi nộp": {f"{written(office.receiver)}, {office.commune}": office for office in places.offices},
    }
