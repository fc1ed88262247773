"""What is to be printed: procedures, desk, paper and file; which codes a pasted list has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.labels import cut
from bot.channels.web.staff import texts
from bot.channels.web.staff.filled import Filled, Format, What
from bot.knowledge.models import Procedure, plain_code
from bot.services import Services
from bot.sharing.links import valid_desk
from bot.sharing.posters.poster import Poster
from bot.sharing.posters.sizes import Size
from bot.sharing.printing import poster
from bot.storage.desks import Desk
from handlers.popular import most_asked

MOST = 100
"""Posters at a time."""
ASKED_MOST = 20
_DIGITS = 4
"""What has fewer is a word, or the number of a row."""
_NAMED = 10
"""Wrong codes that are named."""


@dataclass(frozen=True, slots=True)
class Order:
    """A poster for each of `procedures` (None: for any question), with links to `site` that carry `desk`."""

    procedures: tuple[Procedure | None, ...]
    desk: Desk | None
    site: str
    size: Size
    format: Format

    @property
    def posters(self) -> list[Poster]:
        """What to draw."""
        return [poster(self.site, one, self.desk) for one in self.procedures]

    @property
    def names(self) -> tuple[str, ...]:
        """A file name for each poster, without an ending."""
        return tuple(f"{one.code if one else 'chung'}{self._mark}" for one in self.procedures)

    @property
    def name(self) -> str:
        """The file name of the whole, without an ending."""
        return self.names[0] if len(self.names) == 1 else f"{len(self.names)}-to{self._mark}"

    @property
    def _mark(self) -> str:
        return (f"-k{self.desk.number}" if self.desk else "") + f"-{self.size}"


class OrderError(Exception):
    """Nothing can be printed so; the text says why, in Vietnamese; `left` are how many codes are without fault."""

    def __init__(self, text: str, left: int = 0) -> None:
        super().__init__(text)
        self.left = left


async def order_of(filled: Filled, site: str, services: Services) -> Order:
    """Return what is wanted; raises OrderError."""
    desk = await _desk(filled.desk.strip(), services)
    return Order(tuple(await _procedures(filled, desk, services)), desk, site, filled.size, filled.format)


async def _desk(number: str, services: Services) -> Desk | None:
    if not number:
        return None
    desk = await services.outreach.desks.find(number) if services.outreach and valid_desk(number) else None
    if not desk or desk.closed_at:
        raise OrderError(texts.DESK_GONE.format(number=cut(number)))
    return desk


async def _procedures(filled: Filled, desk: Desk | None, services: Services) -> Sequence[Procedure | None]:
    """Return the procedures to print, or None alone for the general poster."""
    match filled.what:
        case What.GENERAL:
            return [None]
        case What.MOST_ASKED:
            return await most_asked(services, ASKED_MOST, desk)
        case What.ONE:
            return _listed(filled.code, services, leave_out=False)
        case What.LIST:
            return _listed(filled.codes, services, leave_out=filled.leave_out)


def _listed(text: str, services: Services, *, leave_out: bool) -> Sequence[Procedure]:
    by_code = services.snapshot.knowledge.by_code
    codes = codes_in(text)
    known, unknown = [code for code in codes if code in by_code], [code for code in codes if code not in by_code]
    if len(codes) > MOST:
        raise OrderError(texts.TOO_MANY.format(count=len(codes), most=MOST))
    if unknown and not (leave_out and known):
        raise OrderError(texts.UNKNOWN_CODES.format(codes=_named(unknown)), left=len(known))
    if not known:
        raise OrderError(texts.NO_CODE)
    return [by_code[code] for code in known]


def codes_in(text: str) -> list[str]:
    """Return the codes in a pasted list, each once, and what looks like one but is none; words beside them are not."""
    parts = re.split(r"[\s,;|]+", text)
    return list(dict.fromkeys(_plain(part) for part in parts if len(re.findall(r"\d", part)) >= _DIGITS))


def _plain(part: str) -> str:
    try:
        return plain_code(part)
    except ValueError:
        return part


def _named(unknown: Sequence[str]) -> str:
    named = ", ".join(cut(code) for code in unknown[:_NAMED])
    more = len(unknown) - _NAMED
    return texts.MORE_CODES.format(codes=named, count=more) if more > 0 else named
