"""Three processes on one PostgreSQL, without sticky sessions: one polls, one is killed, and nobody notices."""

import asyncio
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any, Self

import httpx
import psycopg
import pytest
from psycopg.sql import SQL

from tests.environment import settings_environment
from tests.fakes.telegram import TOKEN as TELEGRAM_TOKEN
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import TOKEN as ZALO_TOKEN
from tests.fakes.zalo_bot import FakeZaloBot, identifier
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_SECRET, PERSON, FakeZaloOa, text_event
from tests.small_knowledge import BIRTH, write_small_knowledge
from tests.small_knowledge import PROCEDURES as SMALL
from tests.storage.conftest import postgres as postgres  # noqa: PLC0414  a fixture
from tests.system.program import DEADLINE_SECONDS, Program, Running
from tests.system.traffic import Person, Traffic

TAKEN_OVER_WITHIN_SECONDS = 10.0
"""What is required of it, not a measure of speed."""
QUESTION = f"mã {BIRTH} nộp ở đâu"
ANSWERED = f"(mã {BIRTH})"
CHANGED = SMALL.replace("toàn trình,có", "một phần,không")
TELEGRAM, ZALO_BOT = "duty='receiving telegram'", "duty='receiving zalo_bot'"


def until(holds: Callable[[], Any]) -> None:
    """Wait for what other processes do."""
    end = monotonic() + DEADLINE_SECONDS
    while not holds():
        assert monotonic() < end, "it did not happen"
        sleep(0.05)


class Chats:
    """People who write on Telegram and Zalo, each once from a chat of their own, until the block ends."""

    def __init__(self, telegram: FakeTelegram, zalo: FakeZaloBot) -> None:
        self.on_telegram: list[int] = []
        self.on_zalo: list[str] = []
        self._telegram = telegram
        self._zalo = zalo
        self._enough = Event()
        self._thread = Thread(target=self._write, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._enough.wait(0.3):
            number = 1 + len(self.on_telegram)
            self.on_telegram.append(number)
            self._telegram.push_text(QUESTION, chat=number)
            self.on_zalo.append(identifier(f"person {number}"))
            update = self._zalo.push_text(self.on_zalo[-1], QUESTION)
            if number % 5 == 0:
                self._zalo.deliver(update)  # once more


class Platforms:
    """Telegram, Zalo Bot and a Zalo account, and what people have got on them."""

    def __init__(self, stack: ExitStack) -> None:
        self.telegram = stack.enter_context(FakeTelegram())
        self.zalo = stack.enter_context(FakeZaloBot(hold_seconds=5))
        self.account = stack.enter_context(FakeZaloOa())

    def settings(self) -> dict[str, str]:
        access, refresh = self.account.pair()
        return {
            "HMC_TELEGRAM__TOKEN": TELEGRAM_TOKEN,
            "HMC_TELEGRAM__BASE_URL": self.telegram.base_url,
            "HMC_ZALO_BOT__TOKEN": ZALO_TOKEN,
            "HMC_ZALO_BOT__BASE_URL": self.zalo.base_url,
            "HMC_ZALO_OA__APP_ID": APP_ID,
            "HMC_ZALO_OA__APP_SECRET": APP_SECRET,
            "HMC_ZALO_OA__OA_SECRET": OA_SECRET,
            "HMC_ZALO_OA__ACCESS_TOKEN": access,
            "HMC_ZALO_OA__REFRESH_TOKEN": refresh,
            "HMC_ZALO_OA__BASE_URL": self.account.address,
            "HMC_ZALO_OA__OAUTH_URL": self.account.address,
        }

    def answers(self) -> tuple[Counter[int], Counter[str]]:
        """Return how many answers each chat of Telegram and of Zalo Bot has got."""
        on_telegram = Counter(sent.chat for sent in list(self.telegram.sent) if ANSWERED in sent.text)
        return on_telegram, Counter(sent.chat for sent in list(self.zalo.sent) if ANSWERED in sent.text)

    def post_to_all(self, servers: list[Running]) -> list[int]:
        """Post one event to each process, as Zalo does when it doubts that it was taken."""
        event = text_event(QUESTION)

        async def post() -> list[int]:
            to = (f"{server.address()}/webhook/zalo-oa" for server in servers)
            return list(await asyncio.gather(*(self.account.deliver(url, event) for url in to)))

        return asyncio.run(post())


def talk(servers: list[Running]) -> list[str | None]:
    """Hold one conversation by one browser, each turn with another process; return what each was about."""
    about = []
    with httpx.Client(trust_env=False, timeout=DEADLINE_SECONDS) as browser:
        for server, said in zip(servers, (f"mã {BIRTH}", "nộp ở đâu", "nộp ở đâu"), strict=True):
            answer = browser.post(f"{server.address()}/api/v1/messages", json={"text": said}).raise_for_status()
            about.append(answer.json()["procedure"])
    return about


def ready(server: Running) -> dict[str, Any]:
    with httpx.Client(trust_env=False, timeout=DEADLINE_SECONDS, verify=False) as client:  # noqa: S501  not used
        body: dict[str, Any] = client.get(f"{server.address()}/readyz").json()
    return body


def count(url: str, what: str) -> int:
    """Return how many entries of the inbox are so."""
    with psycopg.connect(url) as connection:
        [row] = connection.execute(SQL("SELECT count(*) FROM inbox WHERE {}").format(SQL(what)))
        return int(row[0])


@dataclass(frozen=True)
class Story:
    """What became of three processes: all is well, then the one that polls is killed under load, and data change."""

    about: list[str | None]
    ready: list[dict[str, Any]]
    held_by: list[int]
    posted: list[int]
    on_account: list[str]
    people: list[Person]
    chats: Chats
    answers: tuple[Counter[int], Counter[str]]
    in_work: int
    taken_over_after: float
    ready_after: list[dict[str, Any]]
    conflicts: int
    overlaps: int
    outputs: list[str]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, index_cache: Path, postgres: Any) -> Iterator[Story]:
    folder, url = tmp_path_factory.mktemp("replicas"), str(postgres.get_uri())
    own = {
        "HMC_KNOWLEDGE__FOLDER": str(write_small_knowledge(folder / "small")),
        "HMC_KNOWLEDGE__CACHE": str(index_cache),
        "HMC_DATABASE__URL": url,
        "HMC_PRIVACY__PERSON_KEY": "khóa chung của ba máy",
        "HMC_WEB__ADDRESS_PER_MINUTE": "100000",  # all people of this test have one
    }
    (folder / "moi.csv").write_text(CHANGED, encoding="utf-8")
    with ExitStack() as stack:
        platforms = Platforms(stack)
        program = Program(settings_environment(folder) | own | platforms.settings(), folder)
        servers = [stack.enter_context(Running(program)) for _ in range(3)]
        for server in servers:
            server.address()
        until(lambda: all(ready(server)["status"] == "ok" for server in servers))
        until(lambda: all(sum(duty in server.output for server in servers) for duty in (TELEGRAM, ZALO_BOT)))
        before = [ready(server) for server in servers]
        held_by = [sum(duty in server.output for server in servers) for duty in (TELEGRAM, ZALO_BOT)]
        about = talk(servers)
        posted = platforms.post_to_all(servers)

        killed = next(server for server in servers if TELEGRAM in server.output)
        left = [server for server in servers if server is not killed]
        with Traffic([server.address() for server in left], f"mã {BIRTH}", people=1) as traffic:
            with (
                Chats(platforms.telegram, platforms.zalo) as chats,
                program.start("knowledge", "reload", str(folder / "moi.csv"), "--yes") as reload,
            ):
                until(lambda: len(platforms.answers()[0]) > 5)
                killed.stop(signal.SIGKILL)
                died_at, in_work = monotonic(), count(url, "NOT done AND attempts > 0")
                until(lambda: any(TELEGRAM in server.output for server in left))
                heard = len(platforms.telegram.polled_at)
                until(lambda: len(platforms.telegram.polled_at) > heard)
                taken_over_after = platforms.telegram.polled_at[heard] - died_at
                reload.communicate(timeout=DEADLINE_SECONDS)
                until(lambda: all(ready(server)["version"] == 2 for server in left))
            traffic.one_more_round()
        until(lambda: len(platforms.answers()[0]) == len(chats.on_telegram) and not count(url, "NOT done"))
        yield Story(
            about,
            before,
            held_by,
            posted,
            platforms.account.texts(PERSON),
            traffic.people,
            chats,
            platforms.answers(),
            in_work,
            taken_over_after,
            [ready(server) for server in left],
            sum(call.method == "getUpdates" and call.status == 409 for call in platforms.telegram.calls),
            platforms.zalo.overlaps,
            [server.output for server in servers],
        )


def test_a_conversation_goes_on_in_whatever_process(story: Story) -> None:
    assert story.about == [BIRTH] * 3


def test_one_process_polls_and_all_are_ready(story: Story) -> None:
    assert story.held_by == [1, 1]
    assert [body["channels"] for body in story.ready] == [{"telegram": True, "zalo_bot": True, "zalo_oa": True}] * 3


def test_no_two_ever_polled_at_once(story: Story) -> None:
    assert (story.conflicts, story.overlaps) == (0, 0)


def test_an_event_posted_to_every_process_is_answered_once(story: Story) -> None:
    assert story.posted == [200, 200, 200]
    assert len(story.on_account) == 1
    assert ANSWERED in story.on_account[0]


def test_another_takes_over_from_the_one_that_was_killed(story: Story) -> None:
    print(f"another polled {story.taken_over_after:.1f} s after the one that polled was killed")
    assert 0 < story.taken_over_after < TAKEN_OVER_WITHIN_SECONDS
    assert [body["status"] for body in story.ready_after] == ["ok", "ok"]


def test_every_message_is_answered_once_but_what_the_killed_one_had_in_work(story: Story) -> None:
    on_telegram, on_zalo = story.answers

    assert set(on_telegram) == set(story.chats.on_telegram)
    # Zalo hands each message over once; the one on its way into a process that dies is nobody's.
    assert len(set(story.chats.on_zalo) - set(on_zalo)) <= 1
    assert max([*on_telegram.values(), *on_zalo.values()]) <= 2
    assert sum((*on_telegram.values(), *on_zalo.values())) - len(on_telegram) - len(on_zalo) <= story.in_work


def test_whoever_asks_the_survivors_hears_the_old_then_the_new_and_no_fault(story: Story) -> None:
    for person in story.people:
        assert person.failures == []
        assert list(dict.fromkeys(said.level for said in person.heard)) == ["full", "partial"]
    assert [body["version"] for body in story.ready_after] == [2, 2]


def test_nothing_goes_wrong_unsaid(story: Story) -> None:
    for output in story.outputs:
        assert re.findall(r"^.*(?:level='error'|Traceback).*$", output, re.MULTILINE) == []
