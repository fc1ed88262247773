"""The Telegram channel: our own way in (inbox) and out (pacing), with the types and methods of python-telegram-bot."""
