"""What calamine does not tell of an .xlsx, or only at the price of memory: formulas, and how far cells reach."""

import posixpath
import re

from bot.knowledge.spreadsheets.limits import Used, check_sheets, check_together
from bot.knowledge.spreadsheets.safe_xml import Walker, local, walk
from bot.knowledge.spreadsheets.sheet import Cell

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_LONGEST_INDEX = 10
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def scan_xlsx(file: str, members: dict[str, bytes]) -> dict[str, Used]:
    """Return the used part of each sheet that is not hidden, by the sheet's name.

    Of an array formula only the first cell counts as formula. Raises KnowledgeError where a limit is
    passed; KeyError, ValueError or ExpatError where the file is damaged.
    """
    book = _Book()
    walk(members[WORKBOOK], book)
    check_sheets(file, len(book.shown))
    relations = _Relations()
    walk(members[_RELATIONS], relations)
    strings = _Strings()
    if _STRINGS in members:
        walk(members[_STRINGS], strings)
    sheets: dict[str, Used] = {}
    for sheet, relation in book.shown.items():
        sheets[sheet] = Used(file, sheet)
        walk(members[relations.targets[relation]], _Cells(sheets[sheet], strings.lengths))
        check_together(file, list(sheets.values()))
    return sheets


class _Book(Walker):
    """The relation of each sheet that is shown."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) != "sheet" or attributes.get("state", "visible") != "visible":
            return
        if attributes["name"] in self.shown:
            raise ValueError("two sheets of one name")
        relation = next(value for name, value in attributes.items() if name.endswith(":id"))
        self.shown[attributes["name"]] = relation


class _Relations(Walker):
    """Where each relation of the workbook leads."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            self.targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")


class _Strings(Walker):
    """The length of each text that cells share."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "si":
            self.lengths.append(0)

    def text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Cells(Walker):
    """The cells of a sheet; one without a reference follows its neighbour, as in calamine."""

    def __init__(self, used: Used, strings: list[int]) -> None:
        self.used = used
        self.strings = strings
        self.row = self.column = -1
        self.cell: Cell = (0, 0)
        self.shares = False
        self.value = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "c":
            self.column += 1
            self.cell = _place(attributes["r"]) if "r" in attributes else (self.row, self.column)
            self.column = self.cell[1]
            self.shares = attributes.get("t") == "s"
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
        elif name in ("v", "is", "f"):
            self.used.mark(*self.cell)
            self.value = ""
            if name == "f":
                self.used.formulas.add(self.cell)

    def end(self, tag: str) -> None:
        if self.shares and local(tag) == "v":
            self.used.write(self.strings[int(self.value)])

    def text(self, text: str) -> None:
        if self.shares and len(self.value) <= _LONGEST_INDEX:
            self.value += text


def _place(reference: str) -> Cell:
    """Return the row and column of "B3": (2, 1)."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
