"""Who writes on three messengers in a storm, what each should be answered, and what they really got."""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations
from random import Random
from typing import Any

from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN

BACK = "quay lại"
_CODE = re.compile(r"\(mã ([\d.]+)\)")
_ORDERS = list(permutations((BIRTH, MARRIAGE, MARRIAGE_AGAIN, ID_CARD), 3))


@dataclass(frozen=True)
class Sent:
    """A message as a person got it; `life` counts the kills before it."""

    text: str
    life: int

    @property
    def code(self) -> str:
        """The procedure that it is about, "" for none."""
        found = _CODE.search(self.text)
        return found[1] if found else ""


@dataclass
class Person:
    """Somebody who asks about three procedures and goes back twice: five messages, each with an answer of its own.

    Whoever handled one of them twice, or out of order, would go back to another procedure.
    """

    channel: str
    id: str
    codes: tuple[str, str, str]
    deliveries: list[Any] = field(default_factory=list)
    """What the messenger delivers, one for each message."""

    @property
    def key(self) -> tuple[str, str]:
        return self.channel, self.id

    @property
    def messages(self) -> list[str]:
        return [*(f"mã {code} nộp ở đâu" for code in self.codes), BACK, BACK]

    def answers(self, without: int | None = None) -> list[str]:
        """Return what the answers are about, where one message was never heard."""
        answers, earlier = [], list[str]()
        for number, message in enumerate(self.messages):
            if number == without:
                continue
            if message == BACK:
                earlier = earlier[:-1]
            else:
                earlier.append(self.codes[number])
            answers.append(earlier[-1] if earlier else "")
        return answers


def people(random: Random, channel: str, ids: Sequence[str]) -> list[Person]:
    """Return persons who ask about different procedures in different orders."""
    return [Person(channel, one, random.choice(_ORDERS)) for one in ids]


@dataclass
class Messengers:
    """The three servers, and what they know when all is over."""

    telegram: FakeTelegram
    zalo_bot: FakeZaloBot
    zalo_oa: FakeZaloOa
    kills: list[dict[str, int]] = field(default_factory=list)
    """How many messages each had taken at each kill."""
    at_risk: list[dict[str, Any]] = field(default_factory=list)
    """What Zalo Bot had handed out last at each kill, and has forgotten."""

    def counts(self) -> dict[str, int]:
        return {name: len(sent) for name, sent in self._sent().items()}

    def _sent(self) -> dict[str, Sequence[Any]]:
        return {"telegram": self.telegram.sent, "zalo_bot": self.zalo_bot.sent, "zalo_oa": self.zalo_oa.sent}

    def killed(self) -> None:
        """Note that the bot was killed, and is dead."""
        self.kills.append(self.counts())
        self.at_risk += self.zalo_bot.handed_out[-1:]

    def sent(self) -> dict[tuple[str, str], list[Sent]]:
        """Return what everybody got, by channel and id."""
        got: dict[tuple[str, str], list[Sent]] = {}
        for channel, all_sent in self._sent().items():
            ends = [counts[channel] for counts in self.kills]
            for number, sent in enumerate(list(all_sent)):
                who = str(getattr(sent, "person", None) or sent.chat)
                got.setdefault((channel, who), []).append(Sent(_as_sent(sent), bisect(ends, number)))
        return got


def _as_sent(sent: Any) -> str:
    return str(getattr(sent, "html", sent.text))


def repeats(got: Sequence[Sent]) -> list[tuple[Sent, Sent]]:
    """Return what somebody got twice in a row: two answers that follow each other are about different procedures."""
    return [(one, other) for one, other in pairwise(got) if one.code == other.code]


def without_repeats(got: Sequence[Sent]) -> list[str]:
    return [one.code for number, one in enumerate(got) if not number or one.code != got[number - 1].code]
