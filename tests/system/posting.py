"""How messages reach the bot in a storm: at once, twice, out of order, and again where nobody took them."""

import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from random import Random
from time import sleep

from tests.fakes import telegram, zalo_oa
from tests.fakes.zalo_bot import SECRET_HEADER
from tests.system.storm import Messengers, Person

ZALO_SECRET = "secret-of-a-storm"
TWICE, HUNG_UP = 0.1, 0.1
"""How often a delivery comes again although it was acknowledged, and how often nobody waits for that."""
POSTING = 8


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


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
