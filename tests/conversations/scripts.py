"""Scripted conversations as data: `*.yaml` in this folder, each a list of turns with what is expected.

A turn is `say` (typed) or `tap` (the choice of the last reply whose label holds this text). Expected,
each optional: `outcome`, `procedure` (a code, or "" for none), `text` (all of these stand in the reply, in
any case), `not_text`, `choices` (each in some label).
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Protocol

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).parent


class Expected(BaseModel):
    """One turn of a script."""

    model_config = ConfigDict(extra="forbid")

    say: str | None = None
    tap: str | None = None
    outcome: str | None = None
    procedure: str | None = None
    text: tuple[str, ...] = ()
    not_text: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> "Expected":
        if (self.say is None) == (self.tap is None):
            raise ValueError("a turn either says or taps")
        return self


class Script(BaseModel):
    """One conversation."""

    model_config = ConfigDict(extra="forbid")

    name: str
    turns: Annotated[tuple[Expected, ...], Field(min_length=1)]


class Seen(BaseModel):
    """What a person sees of a reply, whatever the channel; `outcome` and `procedure` where the channel tells."""

    text: str
    labels: tuple[str, ...] = ()
    outcome: str | None = None
    procedure: str | None = None


class Person(Protocol):
    """Somebody on one channel."""

    async def say(self, text: str) -> Seen:
        """Type a message and see the reply."""

    async def tap(self, place: int, label: str) -> Seen:
        """Tap the choice at `place` of those seen last, or do there what stands for it; see the reply."""


@cache
def scripts(file: str) -> tuple[Script, ...]:
    """Return the conversations of one file."""
    read = yaml.safe_load((FOLDER / f"{file}.yaml").read_text(encoding="utf-8"))
    return tuple(Script.model_validate(one) for one in read)


async def play(script: Script, person: Person) -> None:
    """Hold the conversation and compare each reply with what is expected."""
    last = Seen(text="")
    for number, turn in enumerate(script.turns, start=1):
        where = f"{script.name}, turn {number}"
        if turn.say is not None:
            last = await person.say(turn.say)
        else:
            place = place_of(last, turn.tap or "", where)
            last = await person.tap(place, last.labels[place])
        compare(last, turn, where)


def place_of(seen: Seen, wanted: str, where: str) -> int:
    """Return the place of the first choice whose label holds `wanted`."""
    places = [place for place, label in enumerate(seen.labels) if wanted.lower() in label.lower()]
    assert places, f"{where}: no choice “{wanted}” among {seen.labels}"
    return places[0]


def compare(seen: Seen, turn: Expected, where: str) -> None:
    """Fail where something expected is not seen."""
    said = seen.text.lower()
    assert turn.outcome is None or seen.outcome in (None, turn.outcome), f"{where}: {seen.outcome}: {seen.text}"
    if turn.procedure is not None and seen.outcome is not None:
        assert (seen.procedure or "") == turn.procedure, f"{where}: {seen.procedure}: {seen.text}"
    for wanted in turn.text:
        assert wanted.lower() in said, f"{where}: “{wanted}” is not in {seen.text}"
    for unwanted in turn.not_text:
        assert unwanted.lower() not in said, f"{where}: “{unwanted}” is in {seen.text}"
    for wanted in turn.choices:
        assert any(wanted.lower() in label.lower() for label in seen.labels), (
            f"{where}: “{wanted}” not in {seen.labels}"
        )
