"""Finding the names that people tell of themselves: "tôi tên Nguyễn Văn An", "toi la nguyen van an muon …".

Few names can be told from other words by themselves: those with "văn" or "thị". What else is found follows words that
announce one. A name ends at a word with which a sentence goes on, at a sign, or after five syllables, as long as names
get.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.operations.letters import plain

LONGEST = 5
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SELF = ("toi", "em", "minh", "tui", "con", "chau")
_RELATIVES = ("anh", "chi", "ong", "ba", "co", "chu", "bac", "vo", "chong", "cha", "bo", "me", "trai", "gai", "ban")
_WHO = (*_SELF, *_RELATIVES)
_SURE = frozenset(
    [(who, "ten") for who in _WHO]
    + [(who, "ten", "la") for who in _WHO]
    + [("ten", who, "la") for who in _WHO]
    + [("ten", "toi"), ("ten", "la"), ("ho", "ten", "la"), ("ho", "va", "ten", "la"), ("ho", "ten", "toi", "la")]
)
"""After these, all that follows is a name."""
_PERHAPS = frozenset(
    [(who, "la") for who in (*_WHO, "day")]
    + [(who,) for who in _WHO]
    + [("ten",), ("ho", "ten"), ("ho", "va", "ten"), ("nguoi", "nop"), ("nguoi", "khai"), ("ky", "ten")]
)
"""After these, only what looks like one."""
_FIRST = frozenset(words[0] for words in _SURE | _PERHAPS)
_LONGEST_ANNOUNCEMENT = 4
_SURNAMES_WRITTEN = """
nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong doan lam mai trinh dao cao ha luong
luu thai chau ta phung to van siu ro ksor rmah kpa nay rahlan rcom y a
"""
_SURNAMES = frozenset(_SURNAMES_WRITTEN.split())
_ONLY_SURNAMES = frozenset(("nguyen", "huynh", "tran", "hoang", "bui", "siu", "ksor", "rmah"))
"""Those that hardly mean anything else, even without accents and capitals."""
_MIDDLE = frozenset(("van", "thi"))
_BEFORE_PLACES = frozenset(("duong", "pho", "truong", "vien", "xa", "phuong", "khu", "thon", "to", "cau", "cho"))
"""After these, a name is that of a street, a school or a ward."""
_ENDS_WRITTEN = """
muon can lam hoi xin dang da co la va bi vua moi thi nen cho o tai sinh nay so cccd cmnd cmt sdt dt khong den toi em
nha voi hay duoc cap mat doi nop gui di ve tu khai ho gia de chua nguoi cua dan cu tru quoc tich trong ngoai gi nao ai
sai tren theo nhu
"""
_ENDS = frozenset(_ENDS_WRITTEN.split())
"""Words, folded, with which the sentence goes on; a name may have them only with a capital: Nguyễn Thị Hiền."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    folded: str
    start: int
    end: int

    @property
    def has_capital(self) -> bool:
        """Say whether it begins with a capital and goes on in small letters; shouted words say nothing."""
        return self.text[0].isupper() and (len(self.text) == 1 or not self.text.isupper())


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names stand in `text`: from and to, in order, never overlapping."""
    view = plain(text)
    words = [_Word(found[0], view[found.start() : found.end()], *found.span()) for found in _WORD.finditer(text)]
    here = 0
    while here < len(words):
        name = _announced(text, words, here) if words[here].folded in _FIRST else ()
        name = name or _marked(text, words, here)
        if name:
            yield name[0].start, name[-1].end
            here = words.index(name[-1], here) + 1
        else:
            here += 1


def _announced(text: str, words: Sequence[_Word], here: int) -> Sequence[_Word]:
    """Return the name that words from `here` on announce, the longest announcement first; none if there is none."""
    for length in range(min(_LONGEST_ANNOUNCEMENT, len(words) - here - 1), 0, -1):
        announcement = tuple(word.folded for word in words[here : here + length])
        colon = ":" in text[words[here + length - 1].end : words[here + length].start]
        sure = announcement in _SURE or (colon and announcement in _PERHAPS)
        if sure or announcement in _PERHAPS:
            name = _name(text, words, here + length)
            if name and (sure or _looks_like_one(name)):
                return name
    return ()


def _name(text: str, words: Sequence[_Word], first: int) -> Sequence[_Word]:
    """Return the words from `first` on that may be one name."""
    if text[words[first - 1].end : words[first].start].strip(" :"):
        return ()
    return _together(text, words, first)


def _together(text: str, words: Sequence[_Word], first: int) -> Sequence[_Word]:
    end = first
    while end < len(words) and end - first < LONGEST and _goes_on(text, words, first, end):
        end += 1
    return words[first:end]


def _goes_on(text: str, words: Sequence[_Word], first: int, here: int) -> bool:
    word = words[here]
    own = here == first + 2 and words[here - 1].folded in _MIDDLE and words[first].folded in _SURNAMES
    beside = here == first or not text[words[here - 1].end : word.start].strip(" ")
    named_so = here == first + 1 and word.folded in _MIDDLE and words[first].folded in _SURNAMES
    return beside and (word.folded not in _ENDS or word.has_capital or named_so or own)


def _marked(text: str, words: Sequence[_Word], here: int) -> Sequence[_Word]:
    """Return the name from `here` on that shows by itself: a surname with "văn" or "thị", unless it is a place's."""
    if here + 2 >= len(words) or words[here + 1].folded not in _MIDDLE or words[here].folded not in _SURNAMES:
        return ()
    first, second = words[here : here + 2]
    is_place = here > 0 and words[here - 1].folded in _BEFORE_PLACES
    sure = first.folded in _ONLY_SURNAMES or (first.has_capital and second.has_capital)
    return _together(text, words, here) if sure and not is_place else ()


def _looks_like_one(name: Sequence[_Word]) -> bool:
    if len(name) == 1:
        return False
    first, second = name[:2]
    if len(name) > 2 and second.folded in _MIDDLE:  # noqa: PLR2004  surname, middle name, own name
        return True
    if first.folded in _ONLY_SURNAMES:
        return True
    return first.folded in _SURNAMES and first.has_capital and second.has_capital
