"""What calamine does not tell of an .ods, or only at the price of memory: formulas, and how far cells reach."""

from itertools import product

from bot.knowledge.spreadsheets.archives import PASSWORD
from bot.knowledge.spreadsheets.limits import Used, check_sheets, check_together, refusal
from bot.knowledge.spreadsheets.safe_xml import Walker, walk

CONTENT = "content.xml"
MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
_FARTHEST = 1 << 21  # rows or columns; LibreOffice has half as many rows
_CELLS = ("table:table-cell", "table:covered-table-cell")


def scan_ods(file: str, members: dict[str, bytes]) -> dict[str, Used]:
    """Return the used part of each sheet, hidden ones too since calamine builds them all.

    Raises KnowledgeError where a limit is passed; KeyError, ValueError or ExpatError where the file is
    damaged.
    """
    if b"encryption-data" in members.get(_MANIFEST, b""):
        raise refusal(file, PASSWORD)
    content = _Content(file)
    walk(members[CONTENT], content)
    check_sheets(file, len(content.sheets))
    return {used.sheet: used for used in content.sheets}


class _Content(Walker):
    """The sheets of a document; a row or cell may stand for many."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: list[Used] = []
        self.depth = 0  # tables may stand inside cells; calamine does not read those
        self.rows = self.columns = range(1)
        self.is_used = False
        self.length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.depth += 1
            if self.depth == 1:
                self.sheets.append(Used(self.file, attributes["table:name"]))
                self.rows = range(0)
        elif self.depth == 1 and tag == "table:table-row":
            self.rows = _next(self.rows, attributes.get("table:number-rows-repeated", "1"))
            self.columns = range(0)
        elif self.depth == 1 and tag in _CELLS:
            self.columns = _next(self.columns, attributes.get("table:number-columns-repeated", "1"))
            self.length = len(attributes.get("office:string-value", ""))
            self.is_used = "office:value-type" in attributes or "table:formula" in attributes
            self._mark(has_formula="table:formula" in attributes)

    def _mark(self, *, has_formula: bool) -> None:
        if self.is_used:
            self.sheets[-1].mark(self.rows[-1], self.columns[-1])
        if has_formula:
            self.sheets[-1].formulas.update(product(self.rows, self.columns))

    def end(self, tag: str) -> None:
        if tag == "table:table":
            self.depth -= 1
            check_together(self.file, self.sheets)
        elif self.depth == 1 and tag in _CELLS and self.is_used:
            self.sheets[-1].write(self.length * len(self.rows) * len(self.columns))

    def text(self, text: str) -> None:
        self.length += len(text)


def _next(before: range, repeated: str) -> range:
    """Return the places that follow `before`; raises ValueError beyond what any program has."""
    places = range(before.stop, before.stop + int(repeated))
    if not places or places.stop > _FARTHEST:
        raise ValueError(repeated)
    return places
