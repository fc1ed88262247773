"""Annexes of decisions as offices make them, from real procedures: three layouts, and titles lightly reworded.

An `Annex` knows what each of its rows is meant to be, so that matching can be judged.
"""

import io
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import xlsxwriter

from bot.knowledge.models import Procedure
from bot.knowledge.spreadsheets.reading import Range, Sheet
from bot.knowledge.titles import BRACKETS, without_leading
from bot.knowledge.values import Government, Postal, ServiceLevel
from bot.language.normalise import folded
from bot.search.candidates import CandidateSearch
from bot.search.index import Form, LexicalIndex
from bot.services import Snapshot

Rule = Callable[[random.Random, str], str]

# --- Rewording -------------------------------------------------------------------------------------------------

_SHORT = {
    "Ủy ban nhân dân": "UBND", "Giấy chứng nhận": "GCN", "quyền sử dụng đất": "QSDĐ", "trách nhiệm hữu hạn": "TNHH",
    "giấy phép lái xe": "GPLX", "bảo hiểm xã hội": "BHXH", "bảo hiểm y tế": "BHYT", "văn phòng đại diện": "VPĐD",
    "hợp tác xã": "HTX", "phòng cháy chữa cháy": "PCCC", "bảo vệ thực vật": "BVTV", "an toàn thực phẩm": "ATTP",
    "khám bệnh, chữa bệnh": "KCB", "trung học phổ thông": "THPT",
}  # fmt: skip
_OLD_PLACE = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ọe": "oẹ", "ùy": "uỳ",
    "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
_SYNONYMS = {
    "cấp mới": "cấp", "cấp (?=giấy|chứng|thẻ)": "cấp mới ", "đề nghị": "yêu cầu", "thay đổi": "điều chỉnh",
    "thông báo": "báo cáo", "xác nhận": "chứng nhận", "công bố": "thông báo", "thực hiện": "tiến hành",
    "cơ sở": "đơn vị",
}  # fmt: skip
LETTERS = "aeiouhngtc"


def leading(_: random.Random, title: str) -> str:
    bare = without_leading(title)
    return bare[:1].upper() + bare[1:] if bare != title else f"Thủ tục {title[:1].lower()}{title[1:]}"


def case(rng: random.Random, title: str) -> str:
    return rng.choice((str.upper, str.lower, str.title))(title)


def commas(rng: random.Random, title: str) -> str:
    return rng.choice((title.replace(", ", " , "), title.replace(", ", ","), title.replace(",", ";"), title + "."))


def brackets(rng: random.Random, title: str) -> str:
    return title.replace("(", rng.choice(("- ", ", ", "[", " ( "))).replace(")", rng.choice(("", " "))).strip()


def spaces(rng: random.Random, title: str) -> str:
    words = title.split(" ")
    place = rng.randrange(len(words))
    return " ".join(words[:place]) + rng.choice(("  ", "\n", " \n")) + " ".join(words[place:])


def dashes(rng: random.Random, title: str) -> str:
    return title.replace(" - ", rng.choice(("-", " – "))).replace("/", rng.choice((" / ", "/ ")))


def i_for_y(_: random.Random, title: str) -> str:
    return re.sub(r"\b([bdhklmstvBDHKLMSTV]|[Qq]u)([yỳýỷỹỵ])\b", lambda match: match[1] + match[2].translate(_I), title)


def tone_place(_: random.Random, title: str) -> str:
    return re.sub(r"(?<![qQ])(" + "|".join(_OLD_PLACE) + r")\b", lambda match: _OLD_PLACE[match[1]], title)


def abbreviations(_: random.Random, title: str) -> str:
    for full, short in _SHORT.items():
        title = re.sub(full, short, title, flags=re.IGNORECASE)
    return title


def commas_for_and(rng: random.Random, title: str) -> str:
    return title.replace(" và ", ", ", 1) if " và " in title else title.replace(", ", " và ", 1)


def without_bracket(_: random.Random, title: str) -> str:
    return " ".join(re.sub(BRACKETS, " ", title, count=1).split())


def synonym(rng: random.Random, title: str) -> str:
    said = [(one, other) for one, other in _SYNONYMS.items() if re.search(rf"\b{one}", title, re.IGNORECASE)]
    if not said:
        return title
    one, other = rng.choice(said)
    return re.sub(rf"\b{one}", other, title, count=1, flags=re.IGNORECASE)


def typing_error(rng: random.Random, title: str) -> str:
    places = [match.start() for match in re.finditer(r"\w(?=\w)", title)]
    if not places:
        return title
    at = rng.choice(places)
    letter, following = title[at], title[at + 1]
    return (
        title[:at]
        + rng.choice((following + letter, letter * 2 + following, following, rng.choice(LETTERS) + following))
        + title[at + 2 :]
    )


OF_WRITING: tuple[Rule, ...] = (
    leading, case, commas, brackets, spaces, dashes, i_for_y, tone_place, abbreviations, commas_for_and, typing_error
)  # fmt: skip
OF_WORDS: tuple[Rule, ...] = (without_bracket, synonym)
"""Rules that a sibling's title could come out of: only used where none does, and before any other."""
RULES = (*OF_WRITING, *OF_WORDS)


@dataclass(frozen=True)
class Rewording:
    """Rewords titles; `taken` are the titles that all procedures have, folded, none of which must come out."""

    rng: random.Random
    taken: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, procedures: Iterable[Procedure], seed: int) -> "Rewording":
        taken = frozenset(_bare(procedure.title) for procedure in procedures)
        return cls(random.Random(seed), taken)  # noqa: S311

    def reword(self, title: str) -> str:
        """Return `title` changed by one or two rules, so that a person still sees what is meant."""
        at_most, changed, done = self.rng.choice((1, 1, 2)), title, 0
        for rule in self.rng.sample(RULES, k=len(RULES)):
            candidate = rule(self.rng, changed)
            if candidate == changed or (rule in OF_WORDS and (changed != title or _bare(candidate) in self.taken)):
                continue
            changed, done = candidate, done + 1
            if done == at_most:
                break
        return changed


def _bare(title: str) -> tuple[str, ...]:
    return folded(without_leading(title))


# --- Layouts ---------------------------------------------------------------------------------------------------

Line = list[str]


@dataclass
class Grid:
    """A sheet being laid out."""

    name: str
    width: int
    lines: list[Line] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)

    def add(self, *cells: str) -> int:
        """Add a line, filled up to the width, and return its number from 1."""
        self.lines.append([*cells, *[""] * (self.width - len(cells))])
        return len(self.lines)

    def across(self, text: str, left: int = 0) -> None:
        """Add a line with one text merged from column `left` to the right edge."""
        row = self.add(*[""] * left, text) - 1
        self.merged.append((row, left, row, self.width - 1))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a range, in lines from 1 and columns from 0."""
        if (top, left) != (bottom, right):
            self.merged.append((top - 1, left, bottom - 1, right))

    def sheet(self) -> Sheet:
        return Sheet(self.name, tuple(map(tuple, self.lines)), tuple(self.merged))


@dataclass(frozen=True)
class Row:
    """A row as it was meant: its place and what it states."""

    sheet: str
    line: int
    procedure: Procedure
    postal: Postal | None = None
    level: ServiceLevel | None = None


@dataclass(frozen=True)
class Annex:
    """Sheets and the rows in them."""

    grids: tuple[Grid, ...]
    rows: tuple[Row, ...]

    @property
    def sheets(self) -> list[Sheet]:
        return [grid.sheet() for grid in self.grids]

    def xlsx(self) -> bytes:
        """Return the workbook, merged cells and all."""
        data = io.BytesIO()
        with xlsxwriter.Workbook(data) as book:
            for grid in self.grids:
                sheet = book.add_worksheet(grid.name)
                for row, line in enumerate(grid.lines):
                    for column, text in enumerate(line):
                        sheet.write(row, column, int(text) if text.isdigit() else text)
                for top, left, bottom, right in grid.merged:
                    sheet.merge_range(top, left, bottom, right, grid.lines[top][left])
        return data.getvalue()


def agency(procedure: Procedure) -> str:
    return (procedure.agency or procedure.agency_before_2025_07 or "Cơ quan khác").split(";")[0].strip()


def _grouped(procedures: Sequence[Procedure], key: Callable[[Procedure], str]) -> Iterator[tuple[str, list[Procedure]]]:
    for name, own in groupby(sorted(procedures, key=key), key=key):
        yield name, list(own)


def decision_506(procedures: Sequence[Procedure], words: Rewording, seed: int) -> Annex:
    """Layout 1: one sheet, group rows for agency and field, two header rows repeated on each page, both lists."""
    rng = random.Random(seed)  # noqa: S311
    grid, rows = Grid("Phụ lục", 5), []
    grid.across("DANH MỤC THỦ TỤC HÀNH CHÍNH THỰC HIỆN VÀ KHÔNG THỰC HIỆN TIẾP NHẬN HỒ SƠ, TRẢ KẾT QUẢ GIẢI QUYẾT")
    grid.across("THỦ TỤC HÀNH CHÍNH QUA DỊCH VỤ BƯU CHÍNH CÔNG ÍCH TRÊN ĐỊA BÀN TỈNH KON TUM")
    grid.across("(Kèm theo Quyết định số 506/QĐ-UBND(CT) ngày 21 tháng 7 năm 2020 của Chủ tịch Ủy ban nhân dân tỉnh)")
    grid.add()

    def header() -> None:
        top = grid.add("STT", "Tên thủ tục hành chính", "Thực hiện qua BCCI", "", "Ghi chú")
        grid.add("", "", "Tiếp nhận hồ sơ", "Trả kết quả", "")
        for column in (0, 1, 4):
            grid.merge(top, column, top + 1, column)
        grid.merge(top, 2, top, 3)

    header()
    for count, (name, own) in enumerate(_grouped(procedures, agency), 1):
        grid.add(_roman(count), name.upper())
        for number, (of_field, inside) in enumerate(_grouped(own, lambda one: one.field), 1):
            grid.across(f"{number}. Lĩnh vực {of_field or 'khác'}")
            for place, procedure in enumerate(inside, 1):
                if len(grid.lines) % 70 == 0:
                    header()
                receive, give_back = rng.choice((("x", "x"), ("X", "X"), ("", "x"), ("", "")))
                line = grid.add(str(place), words.reword(procedure.title), receive, give_back)
                rows.append(Row(grid.name, line, procedure, Postal.YES if receive else Postal.NO))
        grid.add()
    total = f"{len(procedures):,}".replace(",", ".")
    grid.add("", f"Tổng cộng: {total}")
    grid.across("Ghi chú: dấu x là thủ tục có thực hiện.")
    return Annex((grid,), tuple(rows))


def service_levels(procedures: Sequence[Procedure], words: Rewording, seed: int) -> Annex:
    """Layout 2: three header rows and one of numbers, agency cells merged downwards, fields with -nt-."""
    rng = random.Random(seed)  # noqa: S311
    cover, grid, rows = Grid("Bìa", 2), Grid("Danh mục", 6), []
    cover.add("ỦY BAN NHÂN DÂN TỈNH KON TUM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    grid.across("Phụ lục I")
    grid.across("DANH MỤC DỊCH VỤ CÔNG TRỰC TUYẾN TOÀN TRÌNH VÀ MỘT PHẦN")
    grid.across("(Ban hành kèm theo Quyết định số: 1234/QĐ-UBND ngày 05/3/2024 của Chủ tịch UBND tỉnh)")
    top = grid.add("TT", "Tên dịch vụ công", "Lĩnh vực", "Cơ quan thực hiện", "Mức độ dịch vụ công trực tuyến")
    grid.merge(top, 4, top, 5)
    grid.add("", "", "", "", "Mức độ", "")
    grid.merge(top + 1, 4, top + 1, 5)
    grid.add("", "", "", "", "Toàn trình", "Một phần")
    for column in range(4):
        grid.merge(top, column, top + 2, column)
    grid.add("(1)", "(2)", "(3)", "(4)", "(5)", "(6)")
    number = 0
    for name, own in _grouped(procedures, agency):
        first, above = len(grid.lines) + 1, ""
        for procedure in sorted(own, key=lambda one: one.field):
            number += 1
            level = rng.choice((ServiceLevel.FULL, ServiceLevel.PARTIAL))
            marks = ("x", "") if level is ServiceLevel.FULL else ("", "x")
            in_field = "-nt-" if above == procedure.field and above else procedure.field
            above = procedure.field
            line = grid.add(
                str(number),
                words.reword(procedure.title),
                in_field,
                name if len(grid.lines) + 1 == first else "",
                *marks,
            )
            rows.append(Row(grid.name, line, procedure, level=level))
        grid.merge(first, 3, len(grid.lines), 3)
    return Annex((cover, grid), tuple(rows))


def by_government(procedures: Sequence[Procedure], words: Rewording, seed: int) -> Annex:
    """Layout 3: a sheet for each level of government; a column for yes, one for no, and one of service levels."""
    rng = random.Random(seed)  # noqa: S311
    grids, rows = [], []
    for government, letter, name in (
        (Government.PROVINCE, "A", "Cấp tỉnh"),
        (Government.COMMUNE, "B", "Cấp xã"),
    ):
        own = [procedure for procedure in procedures if procedure.levels[0] is government]
        grid = Grid(name, 6)
        grids.append(grid)
        grid.add("", "Danh mục thủ tục hành chính tiếp nhận hồ sơ và trả kết quả qua dịch vụ bưu chính công ích")
        grid.add("", "Kèm theo Quyết định số 77/QĐ-UBND ngày 9-2-2022")
        top = grid.add("STT", "Thủ tục hành chính", "Đơn vị", "Mức độ", "Qua bưu chính công ích", "")
        grid.add("", "", "", "", "Thực hiện", "Không thực hiện")
        grid.merge(top, 4, top, 5)
        grid.add(f"{letter}. THỦ TỤC HÀNH CHÍNH {name.upper()}")
        for number, procedure in enumerate(own, 1):
            postal = rng.choice((Postal.YES, Postal.NO, None))
            level = rng.choice((ServiceLevel.FULL, ServiceLevel.PARTIAL, ServiceLevel.OFFLINE))
            named = {ServiceLevel.FULL: "4", ServiceLevel.PARTIAL: "Mức độ 3", ServiceLevel.OFFLINE: "2"}[level]
            line = grid.add(
                str(number),
                words.reword(procedure.title),
                agency(procedure),
                named,
                "có" if postal is Postal.YES else "",
                "✓" if postal is Postal.NO else "",
            )
            rows.append(Row(grid.name, line, procedure, postal, level))
        grid.add("Cộng", "", "", "", str(len(own)))
    return Annex(tuple(grids), tuple(rows))


def without_some(procedures: Sequence[Procedure], share: float, seed: int) -> list[Procedure]:
    """Return the procedures without a random `share`; those called the same go or stay together.

    Nobody could tell a row of a missing procedure from its namesake that is there.
    """
    rng = random.Random(seed)  # noqa: S311
    names = Counter(_bare(procedure.title) for procedure in procedures)
    gone = {name for name in names if rng.random() < share}
    return [procedure for procedure in procedures if _bare(procedure.title) not in gone]


def knowing(snapshot: Snapshot, procedures: Sequence[Procedure]) -> Snapshot:
    """Return a snapshot that knows, and finds, only `procedures`."""
    whole, codes = snapshot.search.candidates, {procedure.code for procedure in procedures}
    forms: dict[int, list[Form]] = {item: [] for item, code in enumerate(whole.keys) if code in codes}
    for form, item in zip(whole.index.forms, whole.index.item_of_form.tolist(), strict=True):
        if item in forms:
            forms[item].append(form)
    candidates = CandidateSearch.of(
        keys=[whole.keys[item] for item in forms],
        priors=[whole.priors[item] for item in forms],
        index=LexicalIndex.build(forms.values(), whole.index.compounds, whole.tuning),
        tuning=whole.tuning,
    )
    knowledge = replace(snapshot.knowledge, procedures=tuple(procedures), events=())
    return replace(snapshot, knowledge=knowledge, search=replace(snapshot.search, candidates=candidates))


def _roman(number: int) -> str:
    written = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        written += sign * (number // value)
        number %= value
    return written
