"""From the marks of one row to what it states, and never more than the list states.

An empty cell says nothing by itself: most lists name only what is done. Only where a list says that
it names both ("thực hiện và không thực hiện"), where it has no column of its own for "không thực hiện", and
where others are marked in the same column, does an empty cell mean "không".
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.knowledge.values import ServiceLevel
from bot.language.normalise import fold
from bot.office.annex.columns import Column, Kind, named_level, plain
from bot.office.annex.rows import Marks

_YES = frozenset({"x", "х", "v", "co", "+", "×", "✓", "✔", "√", "☑", "☒", "þ", "ü", "•", "●"})
_NO = frozenset({"khong", "ko", "kg", "k", "0", "no"})
_NOTHING = frozenset({"", "-", "–", "—", "…", "..."})
Stated = TypeVar("Stated", bool, ServiceLevel)


def is_marked(cell: str) -> bool:
    """Say whether a cell holds anything that counts as a mark."""
    return cell.strip() not in _NOTHING


def is_sign(cell: str) -> bool:
    """Say whether a cell holds a sign or word that is used as a mark."""
    return _yes(cell) is not None


@dataclass(frozen=True, slots=True)
class MarkReader:
    """Reads the rows of one table. `means_no` are the kinds of mark column whose empty cells say "không"."""

    columns: Sequence[Column]
    means_no: Collection[Kind] = field(default_factory=frozenset)

    def read(self, cells: Sequence[str]) -> Marks:
        """Return what the row of `cells` states."""
        unclear: list[str] = []
        receive = self._post(cells, (Kind.RECEIVE, Kind.POST), "tiếp nhận qua bưu chính", unclear)
        give_back = self._post(cells, (Kind.GIVE_BACK, Kind.POST), "trả kết quả qua bưu chính", unclear)
        level = _only(self._levels(cells, unclear), "mức độ", unclear)
        return Marks(receive, give_back, level, "; ".join(dict.fromkeys(unclear)))

    def _post(self, cells: Sequence[str], kinds: Collection[Kind], what: str, unclear: list[str]) -> bool | None:
        said: list[bool] = []
        for column, cell in zip(self.columns, cells, strict=True):
            if column.kind in kinds and is_marked(cell):
                yes = _yes(cell)
                if yes is None:
                    unclear.append(f"không hiểu dấu “{cell}”")
                elif yes or not column.negated:
                    said.append(yes != column.negated)
        if not said and not unclear and any(kind in self.means_no for kind in kinds):
            return False
        return _only(said, what, unclear)

    def _levels(self, cells: Sequence[str], unclear: list[str]) -> Iterable[ServiceLevel]:
        for column, cell in zip(self.columns, cells, strict=True):
            if column.kind is not Kind.LEVEL or not is_marked(cell):
                continue
            yes, named = _yes(cell), named_level(plain(cell))
            if column.level and (yes or named is column.level):
                yield column.level
            elif not column.level and named:
                yield named
            elif not (column.level and yes is False):
                unclear.append(f"không hiểu dấu “{cell}”")


def _yes(cell: str) -> bool | None:
    mark = cell.lower().strip(" .()")
    either = {mark, fold(mark)}
    return True if either & _YES else False if either & _NO else None


def _only(said: Iterable[Stated], what: str, unclear: list[str]) -> Stated | None:
    """Return the one thing said; nothing if marks contradict each other, which `unclear` is then told."""
    values = list(dict.fromkeys(said))
    if len(values) > 1:
        unclear.append(f"các dấu về {what} trái nhau")
    return values[0] if len(values) == 1 else None
