"""A crowd that opens links, asks, comes back, taps and is taken for robots; each thing is done, and told to `Truth`."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import httpx
from fastapi import FastAPI

from bot.conversation import Outcome, Reply, Turn
from bot.services import Services
from handlers import handle
from tests.channels.web.reached import PERSON
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN
from tests.system.truth import Truth

CODES = (BIRTH, MARRIAGE, MARRIAGE_AGAIN, ID_CARD)
ANSWERED = {"làm giấy khai sinh": BIRTH, "đăng ký kết hôn": MARRIAGE, "cấp thẻ căn cước": ID_CARD}
NOT_ANSWERED = ("mới rước dâu", "hôm nay trời mưa")
ROBOTS = ("facebookexternalhit/1.1", "TelegramBot (like TwitterBot)", "Mozilla/5.0 (compatible; Googlebot/2.1)")
NO_DESKS = ("999", "abcd", "12345", "٤٠٧٢")

Deed = Callable[[str], Awaitable[None]]


@dataclass
class Crowd:
    """People: "web 7" with a browser, "telegram 8" in a chat; `done` is how many links and questions there were."""

    services: Services
    app: FastAPI
    desks: tuple[str, ...]
    truth: Truth
    chance: random.Random
    done: int = 0
    _browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    _pages: dict[str, tuple[str, str]] = field(default_factory=dict)

    async def act(self, who: str) -> None:
        """Let somebody do anything that people do there, or something that is no person do it."""
        on_web: Mapping[Deed, int] = {
            self.opens_procedure: 25,
            self.opens_chat: 10,
            self.reloads: 12,
            self.asks_on_web: 30,
            self.taps_on_web: 6,
            self.comes_by_no_desk: 4,
            self.is_a_robot: 8,
            self.searches: 5,
        }
        in_chat: Mapping[Deed, int] = {self.follows: 24, self.asks_in_chat: 36, self.chooses: 36, self.taps_in_chat: 4}
        deeds = on_web if who.startswith("web") else in_chat
        [deed] = self.chance.choices(list(deeds), list(deeds.values()))
        await deed(who)

    async def leave(self) -> None:
        """Close all browsers."""
        for browser in self._browsers.values():
            await browser.aclose()

    async def opens_procedure(self, who: str) -> None:
        await self._opens(who, self.chance.choice(self.desks), self.chance.choice(CODES))

    async def opens_chat(self, who: str) -> None:
        await self._opens(who, self.chance.choice(self.desks), "")

    async def reloads(self, who: str) -> None:
        if who in self._pages:
            await self._opens(who, *self._pages[who])

    async def _opens(self, who: str, desk: str, code: str) -> None:
        await self._get(who, f"/p/{code}?k={desk}" if code else f"/?k={desk}")
        self._pages[who] = desk, code
        self.truth.opens(who, desk, code)
        self.done += 1

    async def asks_on_web(self, who: str) -> None:
        text = self._message()
        response = await self._browser(who).post("/api/v1/messages", json={"text": text})
        reply = response.json()
        self._asked(who, text, Outcome(reply["outcome"]), reply["procedure"])

    async def asks_in_chat(self, who: str) -> None:
        text = self._message()
        reply = await self._writes(who, text)
        self._asked(who, text, reply.outcome, reply.procedure)

    async def chooses(self, who: str) -> None:
        code = self.chance.choice(CODES)
        reply = await handle(Turn(who.split(maxsplit=1)[0], choice=f"p:{code}", person=who), self.services)
        assert reply.procedure == code
        self.truth.asks(who, code)
        self.done += 1

    def _message(self) -> str:
        return self.chance.choice([*ANSWERED, *ANSWERED, *ANSWERED, *NOT_ANSWERED, "xin chào"])

    def _asked(self, who: str, text: str, outcome: Outcome, code: str | None) -> None:
        expected = ANSWERED.get(text, "")
        assert (code or "") == expected, text
        assert (outcome is Outcome.ANSWER) is bool(expected), text
        if outcome is Outcome.CHITCHAT:
            self.truth.greets(who)
        else:
            self.truth.asks(who, expected)
            self.done += 1

    async def follows(self, who: str) -> None:
        """Come by a deep link on Telegram, by typing what the poster says on Zalo; some codes are made up."""
        desk, code = self.chance.choice(self.desks), self.chance.choice(["", "9.999999", *CODES])
        payload = "_".join(part for part in (code and f"p_{code.replace('.', '_')}", f"k_{desk}") if part)
        await self._writes(who, f"/start {payload}" if who.startswith("telegram") else f"k{desk} {code}".strip())
        self.truth.follows(who, desk, code if code in CODES else "")
        self.done += 1

    async def taps_on_web(self, who: str) -> None:
        code = self.chance.choice(CODES)
        response = await self._browser(who).post(f"/di/{code}")
        assert response.status_code == 204
        self.truth.taps(self.truth.desk_of(who), code)

    async def taps_in_chat(self, who: str) -> None:
        """Open the link of an answer in a browser that knows nothing."""
        reply = await self._writes(who, f"/noinop {BIRTH}")
        self.truth.asks(who, BIRTH)
        self.done += 1
        await self._get("somebody", reply.links[0].tap, 303)
        self.truth.taps(self.truth.desk_of(who), BIRTH)

    async def comes_by_no_desk(self, who: str) -> None:
        await self._get(who, f"/p/{self.chance.choice(CODES)}?k={self.chance.choice(NO_DESKS)}")

    async def is_a_robot(self, who: str) -> None:
        desk, code, agent = (self.chance.choice(all_of) for all_of in (self.desks, CODES, ROBOTS))
        path = self.chance.choice([f"/p/{code}?k={desk}", f"/?k={desk}", f"/di/{code}?k={desk}", "/tim?q=khai+sinh"])
        await self._browser("robot").get(path, headers={"User-Agent": agent})

    async def searches(self, who: str) -> None:
        text, code = self.chance.choice(list(ANSWERED.items()))
        await self._get(who, str(httpx.URL("/tim", params={"q": text})))
        self.truth.searches(code)
        self.done += 1

    async def _writes(self, who: str, text: str) -> Reply:
        return await handle(Turn(who.split(maxsplit=1)[0], text, person=who), self.services)

    async def _get(self, who: str, address: str, status: int = 200) -> None:
        assert (await self._browser(who).get(address)).status_code == status, address

    def _browser(self, who: str) -> httpx.AsyncClient:
        if who not in self._browsers:
            transport = httpx.ASGITransport(app=self.app)
            self._browsers[who] = httpx.AsyncClient(
                transport=transport,
                base_url=self.services.addresses.web,
                headers={"User-Agent": PERSON},
                trust_env=False,
            )
        return self._browsers[who]
