"""Inline mode: cards of procedures that somebody shares in any chat by typing the bot's name and a question."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from telegram import InlineQuery, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest

from bot.channels.telegram import render
from bot.channels.telegram.updates import person_alone
from bot.sharing.cards import Card

CACHE_SECONDS = 300
Cards = Callable[[str, str], Awaitable[Sequence[Card]]]
"""What was typed, and who typed it."""


async def answer(query: InlineQuery, cards: Cards) -> None:
    """Offer the cards for what was typed; Telegram keeps them a while, for this person only: they may name a desk."""
    articles = [_article(card) for card in await cards(query.query, person_alone(query.from_user))]
    with suppress(BadRequest):  # the person has typed on, and Telegram has forgotten this query
        await query.answer(articles, cache_time=CACHE_SECONDS, is_personal=True)


def _article(card: Card) -> InlineQueryResultArticle:
    content = InputTextMessageContent(render.texts(card.reply)[0])
    return InlineQueryResultArticle(card.code, card.title, content, description=card.summary)
