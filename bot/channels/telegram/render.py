"""A `Reply` as Telegram shows it: HTML texts within 4,096 characters each, choices as buttons."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.conversation import Block, Reply, Style

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
"""Telegram counts what is shown; counting tags and escapes too is simpler and never too long."""
BUTTON_CHARACTERS = 40
"""What a phone shows of a button; the whole label stands in the text above."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One paragraph: its text as typed, the HTML around it, and what parts it from the one before."""

    text: str
    before: str = ""
    after: str = ""
    gap: str = "\n\n"

    def html(self) -> Iterator[str]:
        """Yield the paragraph in pieces that each fit a message, cut at lines, else at words, else anywhere."""
        rest = self.text
        while rest.strip():
            end = _fitting(rest, max(LIMIT - _length(self.before + self.after), 1))
            if end < len(rest):
                end = next((cut for sign in "\n " if (cut := rest.rfind(sign, 0, end + 1)) > 0), end)
            if rest[:end].strip():
                yield f"{self.before}{escape(rest[:end])}{self.after}"
            rest = rest[end:].lstrip("\n ")


def texts(reply: Reply) -> list[str]:
    """Return `reply` in Telegram's HTML, in as many messages as it takes; nothing is left out."""
    messages: list[str] = []
    for part in _parts(reply):
        for html in part.html():
            if messages and _length(messages[-1] + part.gap + html) <= LIMIT:
                messages[-1] += part.gap + html
            else:
                messages.append(html)
    return messages


def _parts(reply: Reply) -> Iterator[_Part]:
    yield from map(_block, reply.blocks)
    if reply.choices:
        yield _Part("\n".join(f"{place}. {choice.label}" for place, choice in enumerate(reply.choices, 1)))
    for link in reply.links:
        yield _Part(link.label, f'<a href="{escape(link.tap or link.url)}">', "</a>")


def _block(block: Block) -> _Part:
    match block.style:
        case Style.LEAD:
            return _Part(block.text, "<b>", "</b>")
        case Style.FACT:
            return _Part(f"• {block.label}: {block.text}", gap="\n")
        case Style.NOTE:
            return _Part(block.text, "<i>", "</i>")
        case Style.TITLE | Style.TEXT:
            return _Part(block.text)


def _length(html: str) -> int:
    """Count as Telegram does: a character beyond the first 65,536 is two."""
    return len(html.encode("utf-16-le", "surrogatepass")) // 2


def _fitting(text: str, room: int) -> int:
    """Return how many characters of `text` fit into `room` once they are escaped."""
    if _length(escape(text)) <= room:
        return len(text)
    for place, character in enumerate(text):
        room -= _length(escape(character))
        if room < 0:
            return max(place, 1)
    return len(text)


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """Return one button a line for the choices of `reply` and both of its feedback in one, or None without any."""
    if not reply.choices and not reply.feedback:
        return None
    rows = [
        [InlineKeyboardButton(_button(f"{place}. {choice.label}"), callback_data=choice.value)]
        for place, choice in enumerate(reply.choices, 1)
    ]
    if reply.feedback:
        rows.append([InlineKeyboardButton(choice.label, callback_data=choice.value) for choice in reply.feedback])
    return InlineKeyboardMarkup(rows)


def _button(label: str) -> str:
    if len(label) <= BUTTON_CHARACTERS:
        return label
    return label[: label.rindex(" ", 0, BUTTON_CHARACTERS)] + " …"
