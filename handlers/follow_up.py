"""What a message refers to when it names no procedure itself: a number, the last answer, the one before."""

import re

from bot.answers.choices import BACK, BROWSE, NONE, PLACE, feedback_choices
from bot.dialogue import Dialogue
from bot.language.normalise import folded
from bot.language.question import Question
from bot.services import Snapshot

OUT_OF_RANGE = "number"
NO_LIST = "list"
_NUMBER = re.compile(r"(?:(?:chon|so|cai|muc|dong|cau|thu|y|phuong an|lua chon) )*(\d{1,2})(?: (?:di|nha|nhe|a|do))*")
_ORDINALS = {
    "nhat": 1, "dau": 1, "dau tien": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6,
    "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_ORDINAL = re.compile(
    rf"(?:chon )?(?:cai|muc|dong|cau|so)(?: thu| so)? ({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
    r"(?: (?:di|nha|nhe|a|do))*"
)
_LAST = re.compile(r"(?:chon )?(?:cai|muc|dong|cau)? ?cuoi(?: cung)?")
_NONE = re.compile(
    r"(?:deu )?(?:khong|ko|hong) (?:co|phai|dung)"
    r"(?: (?:cai|thu tuc|muc|dong|may|cac|gi|nao|het|ca|nay|do|dau))*"
)
_BACK = re.compile(
    r"(?:quay|tro|ve) (?:lai|ve)(?: (?:thu tuc|cai|cau))?(?: (?:truoc|luc nay|hoi nay))?(?: di| nha| a)?"
)
_BROWSE = re.compile(r"thutuc|danhmuc|menu|(?:xem )?danh muc(?: thu tuc)?|xem (?:cac )?thu tuc")
_OTHER_PLACE = re.compile(r"(?:doi|chon)(?: lai)? (?:xa|phuong|noi o|dia chi)(?: khac| lai)?")
_SKIP = re.compile(r"(?:thoi|khoi|bo qua|khong can|ko can|thoi khoi|khoi can|khong|ko)(?: (?:di|nha|nhe|a|dau))*")
_ANYWHERE = ((_BROWSE, f"{BROWSE}:"), (_BACK, BACK), (_OTHER_PLACE, f"{PLACE}:"))
_OTHER_TOPIC = re.compile(r"(?:(?:thế|the|vậy|vay|rồi|roi) )?(?:còn|con) (?=\w)", re.IGNORECASE)
# What Zalo's own thumbs arrive as is not in its manual; programs of others that read its messages take them so.
_THUMBS = {"👍": 0, "👎": 1, "/-strong": 0, "/-weak": 1}


def chosen(text: str, dialogue: Dialogue) -> str | None:
    """Return the value of the choice that a typed message stands for, if it does.

    OUT_OF_RANGE for a number that is not on the list shown last, NO_LIST for one where none was shown.
    """
    said = " ".join(folded(text))
    thumb = next((place for thumb, place in _THUMBS.items() if text.strip().startswith(thumb)), None)
    if dialogue.procedure and thumb is not None:
        return feedback_choices(dialogue.procedure)[thumb].value
    if dialogue.waits_for_place and _SKIP.fullmatch(said):
        return f"{PLACE}:skip"
    value = next((value for pattern, value in _ANYWHERE if pattern.fullmatch(said)), None)
    return value or (_of_list(said, dialogue) if dialogue.choices else _without_list(said))


def _without_list(said: str) -> str | None:
    """Tell "cái thứ 2" from a bare number, which may be anything."""
    counted = _NUMBER.fullmatch(said) and not said[0].isdigit()
    return NO_LIST if counted or _ORDINAL.fullmatch(said) else None


def _of_list(said: str, dialogue: Dialogue) -> str | None:
    typed = [choice.value for choice in dialogue.choices if " ".join(folded(choice.label)) == said]
    if typed:
        return typed[0]
    if _NONE.fullmatch(said):
        return NONE
    number = _number(said, len(dialogue.choices))
    if number is None:
        return None
    return dialogue.choices[number - 1].value if 1 <= number <= len(dialogue.choices) else OUT_OF_RANGE


def _number(said: str, count: int) -> int | None:
    if match := _NUMBER.fullmatch(said):
        return int(match[1])
    if match := _ORDINAL.fullmatch(said):
        return _ORDINALS[match[1]]
    return count if _LAST.fullmatch(said) else None


def is_about_last(question: Question, dialogue: Dialogue, snapshot: Snapshot) -> bool:
    """Say whether a question asks something and names nothing but "cái đó", "thủ tục này" or the like."""
    if not dialogue.procedure or not question.aspects or question.code:
        return False
    return set(question.everyday) <= snapshot.knowledge.referring


def corrected(question: Question, snapshot: Snapshot) -> tuple[str, ...] | None:
    """Return what is said after "không phải, ý em là", or None if nothing is corrected."""
    rest = _after_correcting(question.words, snapshot)
    again = _after_correcting(rest, snapshot) if rest is not None else None
    return rest if again is None else again


def _after_correcting(words: tuple[str, ...], snapshot: Snapshot) -> tuple[str, ...] | None:
    """Return what follows a phrase of correcting at the beginning of `words`; None without one."""
    for phrase in snapshot.knowledge.correcting:
        if words[: len(phrase)] == phrase:
            return words[len(phrase) :]
    return None


def other_topic(text: str) -> str | None:
    """Return what else is asked about as the last topic was ("còn kết hôn thì sao"); None for other questions."""
    match = _OTHER_TOPIC.match(text)
    return text[match.end() :] if match else None
