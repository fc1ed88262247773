"""A `Reply` as Telegram shows it: HTML text within 4,096 characters, choices as buttons."""

from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.conversation import Block, Reply, Style

BUTTON_CHARACTERS = 40
"""What a phone shows of a button; the whole label stands in the text above."""


def text(reply: Reply) -> str:
    """Return `reply` in Telegram's HTML, whole paragraphs only, never over the limit."""
    parts = [_block(block) for block in reply.blocks]
    if reply.choices:
        parts.append("\n".join(f"{place}. {escape(choice.label)}" for place, choice in enumerate(reply.choices, 1)))
    parts += [f'<a href="{escape(link.url)}">{escape(link.label)}</a>' for link in reply.links]
    return _within_limit(parts)


def _block(block: Block) -> str:
    match block.style:
        case Style.LEAD:
            return f"<b>{escape(block.text)}</b>"
        case Style.FACT:
            return f"• {escape(block.label)}: {escape(block.text)}"
        case Style.NOTE:
            return f"<i>{escape(block.text)}</i>"
        case Style.TITLE | Style.TEXT:
            return escape(block.text)


def _within_limit(parts: list[str]) -> str:
    """Leave out the longest parts until the rest fits; a cut inside a part could break its HTML."""
    kept = list(parts)
    while len(whole := "\n\n".join(kept).replace("\n\n• ", "\n• ")) > MessageLimit.MAX_TEXT_LENGTH:
        kept.remove(max(kept, key=len))
    return whole


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
