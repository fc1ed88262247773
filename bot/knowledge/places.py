"""Communes, former and present, and the offices in them: `places.csv` and `offices.csv`."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator

from bot.knowledge.models import Model, Numbered, OptionalText, Text
from bot.knowledge.problems import Problem
from bot.knowledge.values import Receiver, parse
from bot.language.normalise import fold, folded

PROVINCE = "tỉnh"
"""Stands in `offices.csv` for the offices of the province."""
_KIND = re.compile(r"^(?:xã|phường|thị trấn|huyện|thành phố) ")


class PlaceRow(Model):
    """A former commune, its former district, and the commune it belongs to since 1/7/2025."""

    former_commune: Text
    former_district: Text
    commune: Text
    source: Text
    as_of: Text


class OfficeRow(Model):
    """Where exactly an office is; `commune` is a present commune, or "tỉnh" for one of the province."""

    commune: Text
    receiver: Annotated[Receiver, BeforeValidator(lambda cell: parse(Receiver, cell))]
    address: Text
    hours: OptionalText = ""
    telephone: OptionalText = ""
    map_url: OptionalText = ""
    source: Text
    as_of: Text


@dataclass(frozen=True, slots=True)
class Locality:
    """Where somebody lives: a present commune, and the former one if that is what was said.

    `id` is what is remembered of a person and stands in choices: ASCII, at most 50 bytes.
    """

    id: str
    commune: str
    former_commune: str = ""
    former_district: str = ""

    @property
    def name(self) -> str:
        """The name that tells it from all others, as people know it."""
        return f"{self.former_commune}, {self.former_district}" if self.former_commune else self.commune


@dataclass(frozen=True)
class Places:
    """All former and present communes, with what is known of offices."""

    former: tuple[Locality, ...] = ()
    offices: tuple[OfficeRow, ...] = ()
    rows: tuple[PlaceRow, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[PlaceRow], offices: Iterable[OfficeRow]) -> "Places":
        """Give every former commune an id."""
        rows = tuple(rows)
        former = (
            Locality(
                id=_slug(f"{row.former_commune} {_KIND.sub('', row.former_district)}"),
                commune=row.commune,
                former_commune=row.former_commune,
                former_district=row.former_district,
            )
            for row in rows
        )
        return cls(tuple(former), tuple(offices), rows)

    @cached_property
    def present(self) -> tuple[Locality, ...]:
        """The present communes, in alphabetical order."""
        communes = sorted({place.commune for place in self.former}, key=fold)
        return tuple(Locality(_slug(commune), commune) for commune in communes)

    @cached_property
    def by_id(self) -> dict[str, Locality]:
        """Former and present communes by their id."""
        return {place.id: place for place in (*self.former, *self.present)}

    def present_called(self, written: str) -> Locality | None:
        """Return the present commune of this id or name, without accents or "xã" too; None for none or several."""
        name = fold(" ".join(written.split()))
        called = [one for one in self.present if name in (one.id, fold(one.commune), fold(bare_name(one.commune)))]
        return called[0] if len(called) == 1 else None

    @cached_property
    def districts(self) -> dict[str, tuple[Locality, ...]]:
        """The former communes of each former district, both in the order of the file."""
        found: dict[str, list[Locality]] = defaultdict(list)
        for place in self.former:
            found[place.former_district].append(place)
        return {district: tuple(own) for district, own in found.items()}

    def office(self, receiver: Receiver, commune: str) -> OfficeRow | None:
        """Return what is known of the office of this kind in `commune` (or PROVINCE), if anything."""
        known = (row for row in self.offices if row.receiver is receiver and row.commune == commune)
        return next(known, None)


def bare_name(place: str) -> str:
    """Return the name of a commune or district without what kind it is."""
    return _KIND.sub("", place)


def check_places(file: str, rows: Sequence[Numbered[PlaceRow]]) -> list[Problem]:
    """Return a fault for each former commune that stands twice."""
    first: dict[tuple[str, str], int] = {}
    problems = []
    for numbered in rows:
        key = (numbered.row.former_commune, numbered.row.former_district)
        if key in first:
            message = f"{key[0]}, {key[1]} đã có ở dòng {first[key]}"
            problems.append(Problem(file, numbered.line, "former_commune", message))
        first.setdefault(key, numbered.line)
    return problems


def check_offices(file: str, rows: Iterable[Numbered[OfficeRow]], communes: Collection[str]) -> list[Problem]:
    """Return a fault for each office in a commune that is not among the present `communes`."""
    return [
        Problem(file, one.line, "commune", f"“{one.row.commune}” không phải xã, phường nào trong places.csv")
        for one in rows
        if one.row.commune != PROVINCE and one.row.commune not in communes
    ]


def _slug(name: str) -> str:
    return "-".join(folded(name))
