"""How people ask to be told when something becomes possible, and to be told no more; read without accents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.ways import NO_WAY, Ways
from bot.language.normalise import Token, tokens

LONGEST = 60
"""Syllables; who asks for this does so briefly."""


class Kind(StrEnum):
    """What somebody wants."""

    TELL = "tell"
    STOP = "stop"
    STOP_ALL = "stop all"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks for: about `matter` in the person's own words, "" for what is talked about.

    `wish` are the ways that it names, none for whatever is missing. `surely` is whether the words ask for this even
    where `matter` is no procedure.
    """

    kind: Kind
    matter: str = ""
    wish: Ways = NO_WAY
    surely: bool = True


_ME = (
    r"(?:(?:cho )?(?:toi|tui|minh|em|e|con|chau|mik|tao)"
    r"|cho (?:anh|chi|bac|chu|co|di|cau|ong|ba|gia dinh|nha em|nha toi))"
)
_END = (
    r"(?: (?:voi|vs|nhe|nha|nhen|hen|nghe|a|di|giup|dum|gium|luon|ngay|som|ha|nhi|hi|biet|hay|lai|cam on|ad|bot|toi|em"
    r"|minh|nua))*"
)
_PLEASE = r"(?:(?:xin|nho|lam on|hay|vui long|phien|ad|bot) )*"
_AGAIN = r"(?: (?:tin|nho|lai|giup|dum|gium))*"
_TELL_ME = rf"{_PLEASE}(?:bao|thong bao){_AGAIN} {_ME}(?: (?:biet|hay))?"
_LET_ME_KNOW = rf"{_PLEASE}(?:bao|thong bao|nhan|nhac|alo|noi){_AGAIN} {_ME}(?: (?:biet|hay))?"
_WHEN = r"(?:khi nao|khi|bao gio|luc nao|chung nao|neu|hom nao|ngay nao|den khi|toi khi)"
_THIS = r"(?:thu tuc|viec|cai|giay|giay to)(?: (?:nay|do|kia|ay|tren|vua roi|dang noi))+"
_NAMED = rf"(?: (?:{_THIS}|thu tuc (?P<matter>.+?)))?"
_FORMS = tuple(
    map(
        re.compile,
        (
            rf"{_TELL_ME}{_END}",
            rf"{_LET_ME_KNOW}{_END} {_WHEN} (?P<when>.+?){_END}",
            rf"{_WHEN} (?P<when>.+?)(?: (?:thi|la))* (?:{_LET_ME_KNOW}|cho {_ME} (?:biet|hay)){_END}",
            rf"(?P<when>.+?) thi {_LET_ME_KNOW}{_END}",
        ),
    )
)
_FOLLOW = re.compile(rf"(?:(?:toi|em|minh) )?(?:(?:muon|can|xin|hay|nho) )*theo ?doi{_NAMED}{_END}")
_STOP = re.compile(
    r"(?:(?:toi|em|minh) )?(?:thoi|dung|ngung|huy|bo|khong|ko|khoi|tat|chan)"
    r"(?: (?:can|muon|phai|khong|ko|dung|khoi|viec|nhan))*(?: (?:bao|thong bao|tin|theo ?doi|nhac))+"
    rf"(?: {_ME})?(?: nua)?(?P<all> tat ca| het)?{_NAMED}{_END}"
)
_LIST = re.compile(
    r"(?:(?:xem|coi) )?(?:danh sach|cac thu tuc|nhung thu tuc)(?: (?:toi|em|minh))?(?: (?:dang|da|duoc))* theo ?doi"
    r"|(?:toi|em|minh) dang theo ?doi (?:gi|nhung gi|cai gi|thu tuc nao|nhung thu tuc nao)"
)
_ONLINE = re.compile(r"\b(?:mang|online|onl|truc tuyen|internet|net)\b")
_POSTAL = re.compile(r"\b(?:buu dien|buu chinh)\b")
_RESULT = re.compile(r"\bket qua\b")
_CONDITIONS = """
co da the duoc dc dk dang ki nop gui lam ho so thu tuc viec nay do cai kia no roi cho phep bang qua theo tren len mang
online onl truc tuyen net internet web buu dien chinh cong ich hoac hay va duong tai nha minh toi em het hoan toan trinh
"""
_OF_CONDITIONS = frozenset(_CONDITIONS.split())
"""Syllables that say what is waited for; all others name a procedure."""


def read(text: str) -> Asked | None:
    """Return what `text` asks for; None for messages about anything else."""
    words = tokens(text)
    if not 0 < len(words) <= LONGEST:
        return None
    said = " ".join(word.folded for word in words)
    if stop := _STOP.fullmatch(said):
        return Asked(Kind.STOP_ALL if stop["all"] else Kind.STOP, _typed(words, stop))
    if _LIST.fullmatch(said):
        return Asked(Kind.LIST)
    if follow := _FOLLOW.fullmatch(said):
        return Asked(Kind.TELL, _typed(words, follow))
    forms = (form.fullmatch(said) for form in _FORMS)
    return next((_conditional(words, form) for form in forms if form), None)


def _typed(words: Sequence[Token], match: re.Match[str]) -> str:
    """Return what is named in the person's own letters."""
    if not match["matter"]:
        return ""
    start = match.string.count(" ", 0, match.start("matter"))
    return " ".join(word.typed for word in words[start : start + match["matter"].count(" ") + 1])


def _conditional(words: Sequence[Token], match: re.Match[str]) -> Asked | None:
    """Take apart what stands behind "khi": what it is about, and the way that is waited for."""
    when = match.groupdict().get("when") or ""
    if _RESULT.search(when):  # of a dossier, which nobody here sees
        return None
    if not when:
        return Asked(Kind.TELL)
    wish = (Ways.ONLINE if _ONLINE.search(when) else NO_WAY) | (Ways.POSTAL if _POSTAL.search(when) else NO_WAY)
    start = match.string.count(" ", 0, match.start("when"))
    condition = words[start : start + when.count(" ") + 1]
    named = [place for place, word in enumerate(condition) if word.folded not in _OF_CONDITIONS]
    if not named:
        return Asked(Kind.TELL, wish=wish)
    if not wish:
        return None
    return Asked(Kind.TELL, _named_in(condition, named), wish, surely=False)


def _named_in(condition: Sequence[Token], named: Sequence[int]) -> str:
    """Return the words of a condition from its beginning to the last that names something, in the person's letters.

    "đăng ký kết hôn nộp qua mạng được": what is waited for stands last, or else first.
    """
    last = named[-1] + 1
    is_last = any(_ONLINE.fullmatch(word.folded) or word.folded == "buu" for word in condition[last:])
    return " ".join(word.typed for word in (condition[:last] if is_last else condition[named[0] :]))
