"""What an annex says, row by row, once its layout is understood."""

from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.values import Government, Postal, ServiceLevel


class Subject(StrEnum):
    """What a list states of procedures; the value is what an official calls it."""

    POSTAL = "bưu chính"
    LEVEL = "mức độ"


@dataclass(frozen=True, slots=True)
class Marks:
    """What one row states; None where the list does not say.

    `receive` is filing by post, `give_back` having the result sent. `unclear` tells, in Vietnamese, of
    marks that cannot be read or that contradict each other; what they are about is None.
    """

    receive: bool | None = None
    give_back: bool | None = None
    level: ServiceLevel | None = None
    unclear: str = ""

    @property
    def postal(self) -> Postal | None:
        """What `Procedure.postal` becomes. It is about filing, so results alone sent by post say nothing of it."""
        return None if self.receive is None else Postal.YES if self.receive else Postal.NO

    @property
    def sets_nothing(self) -> bool:
        """Whether the row would change no procedure."""
        return self.postal is None and self.level is None and not self.unclear


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One procedure of a list, with its place (line from 1); what the list does not give is "" or None.

    `field`, `agency` and `government` come from columns or from the group rows above.
    """

    sheet: str
    line: int
    title: str
    marks: Marks = Marks()
    code: str = ""
    field: str = ""
    agency: str = ""
    government: Government | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """A whole list. `decision` and `date` (ISO) are "" where the text above the tables does not give them.

    `skipped` are the sheets in which no list was found, `notes` what else than procedures stands in the tables.
    """

    subjects: frozenset[Subject]
    decision: str
    date: str
    rows: tuple[AnnexRow, ...]
    skipped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
