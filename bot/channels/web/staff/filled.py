"""The form of the print page as it was filled in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar

from starlette.datastructures import FormData

from bot.channels.web.admin.access import field
from bot.sharing.posters.sizes import Size

_Choice = TypeVar("_Choice", bound=StrEnum)


class What(StrEnum):
    """What is printed; their Vietnamese names are in `texts.WHATS`."""

    GENERAL = "general"
    ONE = "one"
    MOST_ASKED = "most_asked"
    LIST = "list"


class Format(StrEnum):
    """The file that comes out."""

    PDF = "pdf"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class Filled:
    """The form of the print page, kept word for word; `leave_out` is whether to print without unknown codes."""

    what: What = What.GENERAL
    code: str = ""
    codes: str = ""
    size: Size = Size.A4
    format: Format = Format.PDF
    desk: str = ""
    leave_out: bool = False

    @classmethod
    def of(cls, form: FormData) -> Self:
        """Return what was filled in; a choice that the page does not have is the first that it has."""
        return cls(
            _chosen(What, field(form, "what")),
            field(form, "code"),
            field(form, "codes"),
            _chosen(Size, field(form, "size")),
            _chosen(Format, field(form, "format")),
            field(form, "desk"),
            bool(field(form, "leave_out")),
        )


def _chosen(kind: type[_Choice], written: str) -> _Choice:
    return kind(written) if written in set(kind) else next(iter(kind))
