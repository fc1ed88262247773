"""Group rows: what a line across the table ("I. SỞ TƯ PHÁP") says of the rows below it."""

import re
from dataclasses import dataclass, replace

from bot.knowledge.values import Government, ServiceLevel
from bot.language.normalise import canonical, clean
from bot.office.annex.columns import says_not, stated_level

_NUMBERING = re.compile(r"^(?:[IVXLC]+|[A-ZĐ]|\d+(?:\.\d+)*)\s*[.)/:–-]\s*|^(?:[IVXLC]+|[A-ZĐ])\s+(?=[A-ZĐ])")
_FIELD = re.compile(
    r"(?:nhóm |các )?(?:thủ tục (?:hành chính )?)?(?:thuộc )?(?:ngành, )?lĩnh vực\s*:?\s*", re.IGNORECASE
)
_GOVERNMENT = re.compile(
    r"(?:danh mục )?(?:các )?(?:(?:thủ tục hành chính|tthc|thủ tục) )?"
    r"(?:thuộc )?(?:thẩm quyền (?:giải quyết )?(?:của )?(?:ubnd |ủy ban nhân dân )?|(?:thực hiện|giải quyết|áp dụng) )?"
    r"(?:tại |ở )?cấp (?P<level>tỉnh|huyện|xã)\W*"
)
_AGENCY = re.compile(
    r"(?:các )?(?:sở|ubnd|ủy ban|ban (?:quản lý|chỉ huy|dân tộc)|bộ chỉ huy|công an|bảo hiểm xã hội|thanh tra|"
    r"văn phòng|phòng|cục|chi cục|kho bạc|ngân hàng|điện lực|công ty|cơ quan|tòa án|chủ tịch|thuế (?:tỉnh|cơ sở))\b"
)
_DONE = re.compile(r"không thực hiện|\bthực hiện (?:việc )?(?:tiếp nhận|trả|qua)\b")
_LEVEL_IN = re.compile(r"\b(tỉnh|huyện|(?<!tác )(?<!thị )xã(?! hội))\b")
_GOVERNMENTS = {"tỉnh": Government.PROVINCE, "huyện": Government.DISTRICT, "xã": Government.COMMUNE}


def government(text: str) -> Government | None:
    """Return the one level of government that a text names ("UBND cấp huyện"); a Sở is of the province."""
    text = canonical(text)
    named = set(_LEVEL_IN.findall(text))
    if re.search(r"\bsở\b(?! hữu)", text):
        named.add("tỉnh")
    return _GOVERNMENTS[named.pop()] if len(named) == 1 else None


def is_group(text: str) -> bool:
    """Say whether a text that stands alone in its row heads a group, by its own words."""
    bare = canonical(without_number(text))
    return any(pattern.match(bare) for pattern in (_FIELD, _AGENCY)) or bool(_GOVERNMENT.fullmatch(bare))


def is_numbered(text: str) -> bool:
    """Say whether a text begins as headings do ("I.", "A.", "1.2.")."""
    return bool(_NUMBERING.match(clean(text)))


def without_number(text: str) -> str:
    """Return a heading without its number."""
    return _NUMBERING.sub("", clean(text))


def _style(heading: str) -> str:
    """Return how a heading is numbered: "A", "I", "1", or "" if it is not."""
    number = _NUMBERING.match(clean(heading))
    if not number:
        return ""
    return "1" if number[0][0].isdigit() else "I" if number[0][0] in "IVX" else "A"


@dataclass(frozen=True, slots=True)
class Group:
    """What the group rows so far say; "" or None where they say nothing.

    `government` is that of a heading such as "A. CẤP TỈNH"; `style` is how the agency's heading was numbered.
    `negated` is whether a heading says that what follows is not done, `level` the service level it says all have.
    """

    field: str = ""
    agency: str = ""
    government: Government | None = None
    style: str = ""
    negated: bool = False
    level: ServiceLevel | None = None

    def under(self, heading: str) -> "Group":
        """Return the group below `heading`.

        A heading about what is done or not done, or about a service level, begins anew. An agency ends
        the field before it, a level of government both. A heading that says neither is an agency if
        it is numbered as the agency before it was, else a field.
        """
        text, style = without_number(heading), _style(heading)
        bare = canonical(text)
        if _DONE.search(bare):
            return Group(negated=says_not(text))
        if stated := stated_level(text):
            return Group(level=stated)
        if level := _GOVERNMENT.fullmatch(bare):
            return Group(government=_GOVERNMENTS[level["level"]], negated=self.negated, level=self.level)
        if field := _FIELD.match(bare):
            return replace(self, field=clean(text)[field.end() :].strip(" .:"))
        if _AGENCY.match(bare) or (style and style == self.style):
            return replace(self, field="", agency=text, style=style)
        return replace(self, field=text)
