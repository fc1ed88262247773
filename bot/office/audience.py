"""Whom a load would tell, before anybody says yes: how many people on which channel, and what they would read."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.answers.wishes import news
from bot.conversation import plain_text
from bot.knowledge.differences import Differences
from bot.knowledge.files import Files
from bot.knowledge.reading import read_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.ways import Ways, fulfilled
from bot.storage.follows import Follows, Waiting

_FIELDS = ("service_level", "postal")
_SHORTEST_WORD = 2
"""Letters of a word in a channel's name that are an abbreviation."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Those who would read the same `text` about one procedure: how many by channel; nothing says who."""

    code: str
    title: str
    people: tuple[tuple[str, int], ...]
    text: str

    @property
    def size(self) -> int:
        """How many people they are."""
        return sum(count for _, count in self.people)


async def audiences(follows: Follows, after: Files, found: Differences) -> tuple[Audience, ...]:
    """Return whom the files of a load, which differ from what is served as `found`, would tell of what."""
    changed = {one.code for one in found.changed if one.field in _FIELDS} | {one.code for one in found.added}
    concerned = [one for one in await follows.waiting() if one.procedure in changed]
    if not concerned:
        return ()
    return tuple(_audiences(concerned, await asyncio.to_thread(read_knowledge, after)))


def _audiences(concerned: Sequence[Waiting], knowledge: Knowledge) -> Iterable[Audience]:
    def heard(one: Waiting) -> tuple[str, int]:
        return one.procedure, fulfilled(one.wish, knowledge.by_code.get(one.procedure)).value

    for (code, ways), group in groupby(sorted(concerned, key=heard), heard):
        if ways:
            procedure = knowledge.by_code[code]
            text = plain_text(news(procedure, Ways(ways)))
            yield Audience(code, procedure.title, _by_channel(group), text)


def _by_channel(group: Iterable[Waiting]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for one in group:
        counts[one.channel] = counts.get(one.channel, 0) + one.people
    return tuple((_label(channel), count) for channel, count in sorted(counts.items()))


def _label(channel: str) -> str:
    """Return a channel's name as people write it: "zalo_oa" is Zalo OA."""
    words = channel.split("_")
    return " ".join(word.upper() if len(word) <= _SHORTEST_WORD else word.capitalize() for word in words)
