"""People who ask over HTTP while something else happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic, sleep
from typing import Self

import httpx

PAUSE_SECONDS = 0.1
DEADLINE_SECONDS = 180


@dataclass(frozen=True)
class Said:
    """One answer: two facts as data, and the text that a person reads."""

    level: str
    postal: str
    text: str


class Person:
    """Somebody who asks one question over and over, from a thread of its own, each time as if for the first time."""

    def __init__(self, address: str, question: str) -> None:
        self.heard: list[Said] = []
        self.failures: list[str] = []
        self._address = address
        self._question = question
        self._enough = Event()
        self._thread = Thread(target=self._ask, daemon=True)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more; what was asked is answered first."""
        self._enough.set()
        self._thread.join(DEADLINE_SECONDS)

    def _ask(self) -> None:
        with httpx.Client(trust_env=False, timeout=DEADLINE_SECONDS) as client:
            while not self._enough.is_set():
                client.cookies.clear()
                try:
                    answer = client.post(f"{self._address}/api/v1/messages", json={"text": self._question})
                    body = answer.raise_for_status().json()
                    self.heard.append(Said(body["service_level"], body["postal"], body["text"]))
                except (httpx.HTTPError, KeyError, ValueError) as error:
                    self.failures.append(repr(error))
                sleep(PAUSE_SECONDS)


class Traffic:
    """Several people at each address, until the block ends."""

    def __init__(self, addresses: Sequence[str], question: str, people: int = 2) -> None:
        self.people = [Person(address, question) for address in addresses for _ in range(people)]

    def __enter__(self) -> Self:
        """Begin."""
        for person in self.people:
            person.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End, once every question is answered."""
        for person in self.people:
            person.stop()

    def one_more_round(self) -> None:
        """Wait until everybody has asked anew and been answered, or failed."""
        before = [len(person.heard) + len(person.failures) for person in self.people]
        end = monotonic() + DEADLINE_SECONDS
        for person, count in zip(self.people, before, strict=True):
            # Two more: the first may have been asked before this was called.
            while len(person.heard) + len(person.failures) < count + 2 and monotonic() < end:
                sleep(PAUSE_SECONDS)
