"""A storm: people on three messengers write at once, deliveries come twice and out of order, and the bot is killed."""

import json
import re
import socket
import threading
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import pairwise, permutations
from random import Random
from time import sleep
from typing import Any

from tests.fakes import telegram, zalo_oa
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import SECRET_HEADER, FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN

BACK = "quay lại"
ZALO_SECRET = "secret-of-a-storm"
TWICE, HUNG_UP = 0.1, 0.1
"""How often a delivery comes again although it was acknowledged, and how often nobody waits for that."""
POSTING = 8
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


class Posting:
    """Posts messages to webhooks: several at once, across persons in any order, each until it was answered with 200."""

    def __init__(self, messengers: Messengers, persons: Sequence[Person], port: int, random: Random) -> None:
        self._messengers = messengers
        self._port = port
        self._random = random
        self._waiting = [(person, iter(_posts(messengers, person))) for person in persons]
        self._lock = threading.Lock()
        self.counts: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(POSTING)]

    def start(self) -> None:
        while not (self._messengers.telegram.webhook and self._messengers.zalo_bot.webhook):
            sleep(0.01)
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    return
                person, posts = self._waiting.pop(self._random.randrange(len(self._waiting)))
            post = next(posts, None)
            if post:
                self._surely(*post)
                with self._lock:
                    self._waiting.append((person, posts))

    def _surely(self, path: str, body: bytes, headers: dict[str, str]) -> None:
        """Post until it was acknowledged, and now and then once more."""
        again = self._chance(TWICE)
        while True:
            try:
                if self._chance(HUNG_UP):
                    self._post(path, body, headers, hang_up=True)
                if self._post(path, body, headers) == 200:
                    if not again:
                        return
                    again = False
            except OSError:  # it is being killed, or not there yet
                self._count("refused")
                sleep(0.1)

    def _post(self, path: str, body: bytes, headers: dict[str, str], *, hang_up: bool = False) -> int:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
            status = 0 if hang_up else connection.getresponse().status
            self._count(f"posted, {status or 'hung up'}")
            return status
        finally:
            connection.close()

    def _chance(self, rate: float) -> bool:
        with self._lock:
            return self._random.random() < rate

    def _count(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1


def _posts(to: Messengers, person: Person) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Yield path, body and headers of each message, as the messenger of this person posts it."""
    for number, text in enumerate(person.messages):
        match person.channel:
            case "telegram":
                update = to.telegram.update("message", telegram.message(int(person.id), text=text))
                secret = to.telegram.webhook["secret_token"]
                headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
                yield "/webhook/telegram", json.dumps(update).encode(), headers
            case "zalo_bot":
                said = {"event_name": "message.text.received", "message": to.zalo_bot.message(person.id, text=text)}
                yield "/webhook/zalo-bot", json.dumps(said).encode(), {SECRET_HEADER: ZALO_SECRET}
            case _:
                to.zalo_oa.interact(person.id)
                body = zalo_oa.encoded(zalo_oa.text_event(text, f"{person.id}-{number}", person.id))
                yield "/webhook/zalo-oa", body, {"X-ZEvent-Signature": zalo_oa.signature(body)}


def queue(messengers: Messengers, persons: Sequence[Person], random: Random) -> int:
    """Let people write where the bot polls, everybody's next in any order; return how many came twice."""
    left = {index: list(person.messages) for index, person in enumerate(persons)}
    twice = 0
    while left:
        index = random.choice(list(left))
        text = left[index].pop(0)
        if not left[index]:
            del left[index]
        person = persons[index]
        if person.channel == "telegram":
            messengers.telegram.push_text(text, int(person.id))
            continue
        person.deliveries.append(messengers.zalo_bot.push_text(person.id, text))
        if random.random() < TWICE:
            messengers.zalo_bot.deliver(person.deliveries[-1])
            twice += 1
    return twice


def repeats(got: Sequence[Sent]) -> list[tuple[Sent, Sent]]:
    """Return what somebody got twice in a row: two answers that follow each other are about different procedures."""
    return [(one, other) for one, other in pairwise(got) if one.code == other.code]


def without_repeats(got: Sequence[Sent]) -> list[str]:
    return [one.code for number, one in enumerate(got) if not number or one.code != got[number - 1].code]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
