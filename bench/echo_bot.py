"""The plainest bot of python-telegram-bot, with the library's own webhook server (tornado): the limit to compare with.

It keeps nothing: an update that was taken is lost if the process ends. Started by `bench.load`.
"""

import os
import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Serve on the port that is the first argument."""
    builder = Application.builder().token(os.environ["TOKEN"]).base_url(os.environ["BASE_URL"])
    application = builder.concurrent_updates(256).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    port = int(sys.argv[1])
    print(f"Mở trình duyệt: http://127.0.0.1:{port}  (dừng: Ctrl+C)", file=sys.stderr, flush=True)
    application.run_webhook("127.0.0.1", port, "webhook/telegram", webhook_url="https://bench.test", secret_token="s")


if __name__ == "__main__":
    main()
