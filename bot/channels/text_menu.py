"""A `Reply` for channels without buttons: plain text, choices picked by their number, in pieces of a limited length.

Zalo has no dependable buttons on either of its interfaces, so this is how it shows everything.
"""

from dataclasses import replace
from itertools import accumulate

from bot.answers import wording
from bot.conversation import Reply, plain_text


def texts(reply: Reply, limit: int) -> list[str]:
    """Return `reply` as messages to send in this order, each of at most `limit` characters.

    Characters are counted as UTF-16 does, which is how Zalo counts the places of its text styles: an
    emoji is two. Choices come with a word on how to pick one, `Reply.feedback` with one on how to give it.
    """
    return split(text(reply), limit)


def text(reply: Reply) -> str:
    """Return `reply` as one text; the sentence on tapping or typing gives way to one on typing alone."""
    blocks = tuple(block for block in reply.blocks if block.text != wording.CLARIFY_HOW)
    parts = [plain_text(replace(reply, blocks=blocks, links=()))]
    if reply.choices:
        parts[0] += f"\n{wording.PICK_BY_NUMBER}"
    if reply.links:  # the official address and not the one that counts: written out, people see where it leads
        parts.append("\n".join(f"{link.label}: {link.url}" for link in reply.links))
    if reply.feedback:
        parts.append(wording.HELPED_HOW)
    return "\n\n".join(parts)


def split(whole: str, limit: int) -> list[str]:
    """Cut `whole` into pieces at the ends of lines, else between words, else anywhere; only spaces are lost."""
    pieces = []
    rest = whole.strip()
    while (most := _fitting(rest, limit)) < len(rest):
        end = _end(rest, most)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest] if rest else pieces


def _fitting(rest: str, limit: int) -> int:
    """Return how many letters of the beginning of `rest` fit, at least one."""
    sizes = accumulate(1 + (letter > "\uffff") for letter in rest)
    return next((max(place, 1) for place, size in enumerate(sizes) if size > limit), len(rest))


def _end(rest: str, most: int) -> int:
    """Return where the first piece of at most `most` characters ends; a break may stand right behind it."""
    breaks = (rest.rfind(mark, 1, most + 1) for mark in ("\n", " "))
    return next((place for place in breaks if place > 0), most)
